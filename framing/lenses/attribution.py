"""Who is made answerable for a statement, and how sure it is made: verbs, hedges, named and unnamed sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from framing.language.quotes import QuoteKind
from framing.lenses.context import Context, Pair, Range, View, inside
from framing.lenses.cues import Hit, cues
from framing.lenses.left_names import left_names
from framing.lenses.protocol import Example
from framing.lenses.reported import Report, matched_reports, nearness, reports, same_speaker, says_so
from framing.lenses.wording import Alignment, aligned, counterpart, words_in
from framing.model import Difference, Passage


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
        Example(
            "The mayor called it a “limited closure”.",
            "The closure is limited in time.",
            fires=True,
            a_words="called it a “limited closure”",
            b_words="The closure",
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
        yield from left_names(context)

    def _verbs(self, context: Context, pair: Pair, one: list[Report], two: list[Report]) -> Iterator[Difference]:
        for a, b in matched_reports(aligned(context, pair), one, two):
            if same_speaker(a, b) or nearness(aligned(context, pair), a, b) >= _ONE_STATEMENT:
                yield from self._verb(context, pair, a, b)

    def _verb(self, context: Context, pair: Pair, a: Report, b: Report) -> Iterator[Difference]:
        weight = 0.6 + 0.4 * pair.link.probability
        parts = a.shown, b.shown
        if _OWN.match(pair.a.text, a.words[0]) or _OWN.match(pair.b.text, b.words[0]):
            return  # `I think`: the speaker's own verb, in a quotation whose marks stand in other passages
        if a.entry and b.entry and a.entry.group != b.entry.group:
            step = abs(a.entry.distance - b.entry.distance) + abs(a.entry.force - b.entry.force)
            if step > 1 or (step and a.speaker and same_speaker(a, b)):
                text = (
                    f"{context.a.name} writes “{_cut(pair.a, a.words)}” ({a.entry.message}), "
                    f"{context.b.name} “{_cut(pair.b, b.words)}” ({b.entry.message})."
                )
                details = {
                    "kind": "verb",
                    "a_verb": a.verb,
                    "b_verb": b.verb,
                    "step": step,
                    "same_speaker": same_speaker(a, b),
                }
                yield context.difference(
                    self.id, pair, *parts, text, weight * _verb_strength(step, same_speaker(a, b)), details
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
        alignment = aligned(context, pair)
        for report in one:
            yield from self._own_voice(context, pair, alignment, report, two, True)
        for report in two:
            yield from self._own_voice(context, pair, alignment.turned(), report, one, False)

    def _own_voice(
        self, context: Context, pair: Pair, alignment: Alignment, report: Report, others: list[Report], left: bool
    ) -> Iterator[Difference]:
        """A statement that one gives to a source, where its counterpart is in nobody's mouth."""
        there = counterpart(alignment, *words_in(alignment.a, report.content))
        if not report.gives_away or there is None:
            return
        if any(_meet(there, other.content) or _meet(there, other.words) for other in others):
            return
        view, other_view = (context.a, context.b) if left else (context.b, context.a)
        passage, other_passage = (pair.a, pair.b) if left else (pair.b, pair.a)
        if any(_meet(there, part) for part in _marked(other_view, other_passage)):
            return  # somebody's words, though the passage does not say whose
        text = (
            f"{view.name} gives this to a source (“{_cut(passage, report.words)}”); "
            f"{other_view.name} states it in its own voice."
        )
        doubt = abs(report.entry.distance) if report.entry else 0
        covered = _covered(alignment, report.content)
        clause = clause_of(alignment.b.text, there)
        if says_so(alignment.b.text, clause) or (others and covered < _SURELY_COVERED):
            return  # there, too, somebody says it
        if _ASKED.search(alignment.b.text[max(0, clause[0] - _BEFORE) : there[0]]):
            return  # there it is only asked
        parts = (report.shown, clause) if left else (clause, report.shown)
        strength = (0.6 + 0.4 * pair.link.probability) * (0.1 + 0.08 * doubt + 0.5 * max(0.0, covered - 0.5))
        enough = _open_words(alignment, report.content) >= _ENOUGH  # few words are soon covered by something else
        details = {"kind": "as-fact", "covered": round(covered if enough else min(covered, 0.5), 3)}
        yield context.difference(self.id, pair, *parts, text, strength, details)

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
        details = {"kind": hit.group.id}
        if hit.text.lower() in _DOUBTED and end < len(alignment.a) and alignment.kept()[end]:
            details["word"] = alignment.a.lower(end)
        yield context.difference(self.id, pair, *parts, text, strength, details)

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


_OWN = re.compile(r"(?:I|[Ww]e|[Yy]ou)\b")
_DOUBTED = frozenset(("so-called", "self-styled", "purported", "supposed"))
"""Words that doubt the name behind them; where the other passage uses that name, it shows that both speak of one thing."""
_SURELY_COVERED = 0.7
"""How well the other passage must say what a report says where it reports something, too."""
_ONE_STATEMENT = 0.5
"""Nearness of what two speakers are reported to say from which it is taken for one statement."""


_ENOUGH = 4


def _open_words(alignment: Alignment, part: Range) -> int:
    """How many open-class words stand at `part` of a."""
    return sum(not alignment.a.function[row] for row in range(*words_in(alignment.a, part)))


def _covered(alignment: Alignment, part: Range) -> float:
    """How well the other passage says what stands at `part`: mean of its open-class words' nearest, in [0, 1]."""
    start, end = words_in(alignment.a, part)
    rows = [row for row in range(start, end) if not alignment.a.function[row]]
    if not rows or not len(alignment.b):
        return 0.0
    near = np.where(alignment.same[rows], 1.0, alignment.similarity[rows]).max(axis=1)
    return float(near.mean())


_BEFORE = 12
_ASKED = re.compile(r"\b(?:whether|if|unless)\b[^,;:.]*$", re.IGNORECASE)
"""What follows is open: `steered clear of whether the mill should close`."""


def _verb_strength(step: int, same_speaker: bool) -> float:
    """Two verbs for the same speaker's words tell most: nothing else but the verb differs."""
    return min(0.7, 0.34 + 0.08 * step) if same_speaker else min(0.35, 0.1 + 0.05 * step)


def _meet(one: Range, two: Range) -> bool:
    return one[0] < two[1] and two[0] < one[1]


_CLAUSE_END = re.compile(r"[,;:.“”\"()—]")


def clause_of(text: str, part: Range) -> Range:
    """The clause around `part`, by punctuation, without blanks at its edges."""
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, part[0])]
    after = _CLAUSE_END.search(text, part[1])
    start, end = (before[-1] if before else 0), (after.start() if after else len(text))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, max(part[1], start + len(text[start:end].rstrip()))


def _voice(view: View, passage: Passage) -> list[Hit]:
    """Certainty cues in the writer's own voice: those inside quotation marks are the speaker's."""
    marked = _marked(view, passage)
    return [
        hit
        for hit in cues("certainty").find(passage.text)
        if not any(start <= hit.start < end for start, end in marked)
    ]


def _marked(view: View, passage: Passage) -> list[Range]:
    """What stands between quotation marks in the passage."""
    return [inside(quote.span, passage) for quote in view.quotes_in(passage) if quote.kind is not QuoteKind.INDIRECT]


def _cut(passage: Passage, part: Range) -> str:
    return passage.text[slice(*part)]
