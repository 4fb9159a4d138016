"""Whom each article lets speak: officials, experts, firms, people touched by it, advocates, papers, unnamed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from framing.language.quotes import Quote, QuoteKind
from framing.language.speaker_phrases import PRONOUNS, name_of
from framing.lenses.context import Context, Range, View, inside
from framing.lenses.cues import cues
from framing.lenses.protocol import Example
from framing.lenses.reported import Report, matched_reports, nearness, reports
from framing.lenses.wording import aligned
from framing.model import Difference, Passage

_MOST = 3
_NEAR = 0.5
"""Nearness of the reported words from which two speakers are taken to speak of the same point."""


@dataclass(frozen=True, slots=True)
class Source:
    """One speaker of an article with all that is reported of him."""

    name: str
    role: str
    words: int
    """Words reported, direct and indirect."""
    direct: int
    first: Passage
    part: Range
    """The words that name him with those reported first."""
    share: float
    """Of all reported words of the article."""


class Sources:
    """The mix of sources (Gans 1979; Hall et al. 1978; Asr et al. 2021)."""

    id = "sources"
    title = "Sources"
    definition = "One article gives words to a speaker, or to a kind of speaker, whom the other does not let speak."
    source = ("gans-1979", "hall-1978", "asr-2021")
    limits = "Roles are told from the words that name a speaker; a bare name has none. Indirect speech counts as far as the rules see it."
    needs_parse = False
    examples = (
        Example(
            "The plant closes. “We lost it all,” said Ann Doe, a worker.",
            "The plant closes. “Costs were too high,” the company said.",
            fires=True,
        ),
        Example(
            "The door was open, the chief inspector, Ann Doe, said.",
            "A diver who asked not to be named said the door was open.",
            fires=True,
            a_words="chief inspector",
            b_words="A diver",
        ),
        Example("“We lost it all,” Ann Doe said.", "Ann Doe said: “We lost all of it.”", fires=False),
        Example("The plant closes.", "The plant shuts.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Other speakers for the same statement; then the weightiest that only one side has, at most three a side."""
        yield from self._for_the_same(context)
        for view, other, left in ((context.a, context.b, True), (context.b, context.a, False)):
            theirs = {_key(source.name) for source in sources(other)}
            roles = {source.role for source in sources(other)}
            alone = [
                s
                for s in sources(view)
                if _key(s.name) not in theirs and s.first.id not in context.copied and not _BACK.match(s.name)
            ]
            for each in sorted(alone, key=lambda s: (-s.words, s.name))[:_MOST]:
                new = each.role not in roles and each.role != "other"
                kind = "" if each.role == "other" else f" ({each.role})"
                text = f"{view.name} gives {each.words} words to {each.name}{kind}; {other.name} none" + (
                    ", nor to any source of that kind." if new else "."
                )
                excerpt = view.excerpt(each.first, each.part)
                strength = round(min(0.7, 0.2 + 0.3 * each.share + (0.15 if new else 0.0)), 4)
                details = {"role": each.role, "words": each.words}
                yield Difference(
                    self.id, excerpt if left else None, None if left else excerpt, text, strength, details=details
                )

    def _for_the_same(self, context: Context) -> Iterator[Difference]:
        """Linked passages that rest on speakers of another kind: an official here, a resident there."""
        for pair in context.pairs:
            mine, theirs = reports(context.a, pair.a), reports(context.b, pair.b)
            for one, two in matched_reports(aligned(context, pair), mine, theirs):
                kinds = _kind(context.a, pair.a, one), _kind(context.b, pair.b, two)
                if kinds[0] == kinds[1] or _key(one.speaker) == _key(two.speaker):
                    continue
                if _UNTOLD.match(pair.a.text[slice(*one.words)]) or _UNTOLD.match(pair.b.text[slice(*two.words)]):
                    continue  # a pronoun, or a verb whose speaker stands elsewhere
                near = nearness(aligned(context, pair), one, two)
                if near < _NEAR:
                    continue
                a, b = _with_description(pair.a.text, *one.words), _with_description(pair.b.text, *two.words)
                told = pair.a.text[slice(*a)], pair.b.text[slice(*b)]
                text = f"For the same point {context.a.name} has “{told[0]}” ({kinds[0]}), {context.b.name} “{told[1]}” ({kinds[1]})."
                strength = (0.6 + 0.4 * pair.link.probability) * (0.2 if "other" in kinds else 0.4)
                details = {"kind": "same-point", "a_role": kinds[0], "b_role": kinds[1], "nearness": round(near, 3)}
                yield context.difference(self.id, pair, a, b, text, strength, details)

    def profile(self, view: View) -> Mapping[str, float]:
        """Share of reported words by role, number of speakers, share of words of unnamed speakers."""
        found = sources(view)
        out: dict[str, float] = defaultdict(float)
        for each in found:
            out[each.role] += each.share
        return {"speakers": float(len(found)), **{key: round(value, 4) for key, value in out.items()}}


def _kind(view: View, passage: Passage, report: Report) -> str:
    """The role of a report's speaker: from the words here, else from all that name the same speaker."""
    here = "unnamed" if report.unnamed else role(passage.text[slice(*_with_description(passage.text, *report.words))])
    if here != "other":
        return here
    return next((source.role for source in sources(view) if _key(source.name) == _key(report.speaker)), "other")


def sources(view: View) -> list[Source]:
    """Speakers of an article, in order of first word."""
    known: list[Source] | None = view.memo.get("sources")
    if known is None:
        known = _sources(view)
        view.memo["sources"] = known
    return known


def _sources(view: View) -> list[Source]:
    grouped: dict[str, list[Quote]] = defaultdict(list)
    for quote in view.quotes():
        if quote.speaker.lower() in PRONOUNS:
            continue  # nobody was named whom it stands for
        if quote.speaker and quote.kind is not QuoteKind.SCARE and not quote.depth:
            grouped[_key(quote.speaker)].append(quote)
    text = view.article.text
    counts = {key: sum(len(q.inner.of(text).split()) for q in quotes) for key, quotes in grouped.items()}
    total = max(1, sum(counts.values()))
    found = []
    for key, quotes in grouped.items():
        first = quotes[0]
        home = next((p for p in view.passages if first.inner.overlaps(p.span)), None)
        if home is None:
            continue
        direct = sum(len(q.inner.of(text).split()) for q in quotes if q.kind is not QuoteKind.INDIRECT)
        named = " ".join(
            text[slice(*_with_description(text, q.speaker_span.start, q.speaker_span.end))]
            for q in quotes
            if q.speaker_span
        )
        name = max((q.speaker for q in quotes), key=lambda s: (len(s), s))
        found.append(
            Source(name, role(named or name), counts[key], direct, home, inside(first.inner, home), counts[key] / total)
        )
    return [each for each in found if each.part[1] > each.part[0]]


_APPOSED_BEFORE = re.compile(r"(?:^|,\s|\n)(?P<role>[^,.;:“”\"\n]{3,80}),\s$")
_APPOSED_AFTER = re.compile(
    r",\s(?:(?:the|a|an|its|his|her|their)\s)(?!said|told)[a-z][^,.;:“”\"\n]{3,80}(?=[,.])|\sof\sthe\s[\w’'-]+(?:\s[a-z]\w+)?"
    r"|\s(?:not to be|anonym\w+|on (?:the )?condition)[^,.;:“”\"\n]{0,40}?(?=\s(?:told|said)|[,.]|$)"
)


def _with_description(text: str, start: int, end: int) -> Range:
    """The words that name a speaker with the description beside them: `the chief inspector, Ann Doe`."""
    before = _APPOSED_BEFORE.search(text, max(0, start - 90), start)
    after = _APPOSED_AFTER.match(text, end)
    return before.start("role") if before else start, after.end() if after else end


_BACK = re.compile(
    r"(?:[Tt]he\s)?(?:[A-Z][\w.]+\s){0,3}(?:speaker|host|senator|congressman|congresswoman|governor|president|candidate|chairman|chairwoman|nominee|"
    r"lawmaker|anchor|mayor|minister|author|article|report|reports|story|post|piece)$"
)
"""Names that point back to somebody named before, or to the article's own papers: `the House speaker`."""
_UNTOLD = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e)\b|[a-z]+$")
_OWNER = re.compile(r"^.*\b[A-Z][\w.-]+['’]s?\s(?=[a-z])")
"""Whom a speaker belongs to: `Rep. Ann Doe’s lawyer` speaks as a lawyer."""


def role(named: str) -> str:
    """The role that the naming words tell: the first that fits, `unnamed` for sources nobody can know, else `other`."""
    named = _OWNER.sub("", named)
    if cues("anonymous_sources").has(named) and not any(word[:1].isupper() for word in named.split()[1:]):
        return "unnamed"
    hits = cues("source_roles").find(named)
    return hits[0].group.id if hits else "other"


def _key(name: str) -> str:
    words = name_of(name).split()
    return words[-1].lower().removesuffix("'s").removesuffix("’s") if words else ""
