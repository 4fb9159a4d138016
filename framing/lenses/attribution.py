"""Who is made answerable for a statement, and how sure it is made: verbs, hedges, named and unnamed sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from framing.language.quotes import Quote, QuoteKind
from framing.language.verbs import ReportingVerb, reporting_forms
from framing.lenses.context import Context, Pair, Range, View, inside
from framing.lenses.cues import Hit, cues
from framing.lenses.protocol import Example
from framing.lenses.wording import Alignment, aligned, counterpart, words_in
from framing.model import Difference, Passage, Span


@dataclass(frozen=True, slots=True)
class Report:
    """One reported statement in a passage; parts are relative to it."""

    words: Range
    """Speaker and verb: `the clerk claimed`."""
    shown: Range
    """These with the first words of what is reported, where they follow."""
    content: Range
    speaker: str
    verb: str
    entry: ReportingVerb | None
    unnamed: bool

    @property
    def gives_away(self) -> bool:
        """Whether the verb leaves the statement to its speaker: said, claimed; not showed, expects."""
        return self.entry is None or self.entry.group in _GIVING


_SHOWN = 50
"""Code points of the reported words that an excerpt shows; it ends with a whole word."""
_GIVING = frozenset(("plain-saying", "doubting", "arguing", "tentative", "explaining"))
_MOST_WORDS = 16


class AttributionLens:
    """Attribution and certainty of the same statement (Pareti 2015, Hyland 2005, Recasens et al. 2013)."""

    id = "attribution"
    title = "Attribution"
    definition = (
        "The same statement is stated as fact by one and given to a source by the other, reported with another verb "
        "(said, admitted, claimed), hedged or made firm, or laid to a named against an unnamed speaker."
    )
    source = ("pareti-2015", "hyland-2005", "recasens-2013", "caldas-coulthard-1994")
    limits = "Attribution is read by rules without a parse; irony and free indirect speech are not seen."
    needs_parse = False
    examples = (
        Example(
            "The clerk said the file was lost.",
            "The clerk admitted the file was lost.",
            fires=True,
            a_words="said",
            b_words="admitted",
        ),
        Example(
            "The mayor said that the guards opened the gate at night.",
            "The guards opened the gate at night.",
            fires=True,
            a_words="The mayor said",
        ),
        Example(
            "The guards allegedly opened the gate.", "The guards opened the gate.", fires=True, a_words="allegedly"
        ),
        Example(
            "Officials said the gate was open at noon.",
            "Ann Doe said the gate was open at noon.",
            fires=True,
            a_words="Officials",
        ),
        Example("Ann Doe said the gate was open.", "The gate was open, Ann Doe said.", fires=False),
        Example("The gate was open at noon.", "At noon the gate was open.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Verbs, then attribution against fact, then certainty, for each linked pair."""
        for pair in context.pairs:
            reports_a, reports_b = reports(context.a, pair.a), reports(context.b, pair.b)
            yield from self._verbs(context, pair, reports_a, reports_b)
            yield from self._as_fact(context, pair, reports_a, reports_b)
            yield from self._certainty(context, pair)

    def _verbs(self, context: Context, pair: Pair, one: list[Report], two: list[Report]) -> Iterator[Difference]:
        if not one or not two:
            return
        a, b = _matched(one, two)
        weight = 0.6 + 0.4 * pair.link.probability
        parts = a.shown, b.shown
        if a.entry and b.entry and a.entry.group != b.entry.group:
            step = abs(a.entry.distance - b.entry.distance) + abs(a.entry.force - b.entry.force)
            if step > 1 or (step and a.speaker and _same_speaker(a, b)):
                text = (
                    f"{context.a.name} writes “{_cut(pair.a, a.words)}” ({a.entry.message}), "
                    f"{context.b.name} “{_cut(pair.b, b.words)}” ({b.entry.message})."
                )
                details = {"kind": "verb", "a_verb": a.verb, "b_verb": b.verb, "step": step}
                yield context.difference(
                    self.id, pair, *parts, text, weight * _verb_strength(step, _same_speaker(a, b)), details
                )
        if a.unnamed != b.unnamed:
            named, unnamed = ("b", "a") if a.unnamed else ("a", "b")
            name = {"a": context.a.name, "b": context.b.name}
            text = (
                f"{name[named]} names the source, {name[unnamed]} does not: "
                f"“{_cut(pair.a, a.words)}”, “{_cut(pair.b, b.words)}”."
            )
            yield context.difference(self.id, pair, *parts, text, weight * 0.22, {"kind": "named"})

    def _as_fact(self, context: Context, pair: Pair, one: list[Report], two: list[Report]) -> Iterator[Difference]:
        if bool(one) == bool(two):
            return
        view, other = (context.a, context.b) if one else (context.b, context.a)
        said = [report for report in one or two if report.gives_away]
        if not said:
            return
        report = said[0]
        alignment = aligned(context, pair) if one else aligned(context, pair).turned()
        there = counterpart(alignment, *words_in(alignment.a, report.content))
        if there is None:
            return
        passage = pair.a if one else pair.b
        text = (
            f"{view.name} gives this to a source (“{_cut(passage, report.words)}”); "
            f"{other.name} states it in its own voice."
        )
        doubt = abs(report.entry.distance) if report.entry else 0
        parts = (report.shown, there) if one else (there, report.shown)
        strength = (0.6 + 0.4 * pair.link.probability) * (
            0.1 + 0.08 * doubt + 0.5 * max(0.0, _covered(alignment, report.content) - 0.5)
        )
        yield context.difference(self.id, pair, *parts, text, strength, {"kind": "as-fact"})

    def _certainty(self, context: Context, pair: Pair) -> Iterator[Difference]:
        hits_a, hits_b = _voice(context.a, pair.a), _voice(context.b, pair.b)
        alignment = aligned(context, pair)
        for hits, others, left in ((hits_a, hits_b, True), (hits_b, hits_a, False)):
            other_groups = {hit.group.id for hit in others}
            for hit in hits:
                if hit.group.id in other_groups:
                    continue
                yield from self._cue(context, pair, alignment if left else alignment.turned(), hit, left)

    def _cue(self, context: Context, pair: Pair, alignment: Alignment, hit: Hit, left: bool) -> Iterator[Difference]:
        start, end = words_in(alignment.a, (hit.start, hit.end))
        stop = min(len(alignment.a), end + 5)
        there = counterpart(alignment, start, stop)
        if there is None or start == end:
            return
        here = (hit.start, max(hit.end, alignment.a.range(start, stop)[1]))
        view, other = (context.a, context.b) if left else (context.b, context.a)
        text = f"{view.name} {hit.group.message} with “{hit.text}”; {other.name} does not."
        strength = (0.6 + 0.4 * pair.link.probability) * (0.28 if abs(hit.group.weight) == 2 else 0.14)
        parts = (here, there) if left else (there, here)
        yield context.difference(self.id, pair, *parts, text, strength, {"kind": hit.group.id})

    def profile(self, view: View) -> Mapping[str, float]:
        """Shares of reported statements by verb group, of unnamed speakers, and certainty cues for a hundred words."""
        found = [report for passage in view.passages for report in reports(view, passage)]
        total = max(1, len(found))
        out: dict[str, float] = {"reports": float(len(found))}
        for report in found:
            name = report.entry.group if report.entry else "according-to"
            out[name] = out.get(name, 0.0) + 1 / total
        out["unnamed"] = sum(report.unnamed for report in found) / total
        return {name: round(value, 4) for name, value in out.items()}


def reports(view: View, passage: Passage) -> list[Report]:
    """Attributions whose words stand in `passage`, one a verb, in order."""
    found: dict[tuple[int, int], Report] = {}
    for quote in view.quotes_in(passage):
        anchor = quote.verb_span or quote.speaker_span
        if anchor is None or quote.kind is QuoteKind.SCARE or not anchor.overlaps(passage.span):
            continue
        whole = Span(anchor.start, anchor.end)
        speaker = quote.speaker_span
        if speaker and abs(speaker.start - anchor.start) < 80 and speaker.overlaps(passage.span):
            whole = Span(min(speaker.start, anchor.start), max(speaker.end, anchor.end))
        key = inside(anchor, passage)
        found.setdefault(key, _report(quote, passage, whole))
    kept = [found[key] for key in sorted(found)]
    return [report for report in kept if len(_cut(passage, report.words).split()) <= _MOST_WORDS]


def _report(quote: Quote, passage: Passage, whole: Span) -> Report:
    named = passage.text[slice(*inside(quote.speaker_span, passage))] if quote.speaker_span else quote.speaker
    words, content = inside(whole, passage), inside(quote.inner, passage)
    return Report(
        words,
        _shown(passage.text, words, content),
        content,
        quote.speaker,
        quote.verb.lower(),
        reporting_forms().get(quote.verb.lower()),
        cues("anonymous_sources").has(named) and not any(word[:1].isupper() for word in named.split()[1:]),
    )


def _covered(alignment: Alignment, part: Range) -> float:
    """How well the other passage says what stands at `part`: mean of its open-class words' nearest, in [0, 1]."""
    start, end = words_in(alignment.a, part)
    rows = [row for row in range(start, end) if not alignment.a.function[row]]
    if not rows or not len(alignment.b):
        return 0.0
    near = np.where(alignment.same[rows], 1.0, alignment.similarity[rows]).max(axis=1)
    return float(near.mean())


def _verb_strength(step: int, same_speaker: bool) -> float:
    """Two verbs for the same speaker's words tell most: nothing else but the verb differs."""
    return min(0.7, 0.34 + 0.08 * step) if same_speaker else min(0.35, 0.1 + 0.05 * step)


def _shown(text: str, words: Range, content: Range) -> Range:
    if not 0 <= content[0] - words[1] <= 12:
        return words
    end = min(content[1], content[0] + _SHOWN)
    while end < content[1] and not text[end].isspace():
        end += 1
    return words[0], max(words[1], end)


def _same_speaker(a: Report, b: Report) -> bool:
    return bool(a.speaker and b.speaker) and a.speaker.split()[-1].lower() == b.speaker.split()[-1].lower()


def _matched(one: list[Report], two: list[Report]) -> tuple[Report, Report]:
    """The two reports with the same speaker, else the first of each."""
    same = [(a, b) for a in one for b in two if _same_speaker(a, b)]
    return same[0] if same else (one[0], two[0])


def _voice(view: View, passage: Passage) -> list[Hit]:
    """Certainty cues in the writer's own voice: those inside quotation marks are the speaker's."""
    marked = [inside(quote.span, passage) for quote in view.quotes_in(passage) if quote.kind is not QuoteKind.INDIRECT]
    return [
        hit
        for hit in cues("certainty").find(passage.text)
        if not any(start <= hit.start < end for start, end in marked)
    ]


def _cut(passage: Passage, part: Range) -> str:
    return passage.text[slice(*part)]
