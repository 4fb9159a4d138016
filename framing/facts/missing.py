"""Which claims of a partly stated sentence the other article lacks.

The parser runs only on the canonical sentences of `partly` cells. A claim counts as missing where little
of its weight in rare words stands in the passages shown as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from framing.align.words import background
from framing.facts.matrix import Evidence
from framing.facts.words import content_stems
from framing.language.propositions import Proposition, propositions
from framing.model import Cell, Excerpt, Fact, Passage, State

FOUND = 0.5
"""Share of a claim's weight that must stand in the evidence for it to count as found."""
LEAST_STEMS = 3
"""Claims of fewer content words (`the ministry said`) are never named as missing."""


def name_missing(facts: Iterable[Fact], evidence: Evidence) -> tuple[Fact, ...]:
    """The facts with the missing claims named in every `partly` cell."""
    rows = list(facts)
    wanted = {f.canonical for f in rows if f.is_claim and any(c.state is State.PARTLY for c in f.cells)}
    order = sorted(wanted)
    claims = dict(zip(order, propositions([evidence.passages[p].text for p in order]), strict=True)) if order else {}
    return tuple(_named(fact, claims, evidence) for fact in rows)


def _named(fact: Fact, claims: Mapping[str, Sequence[Proposition]], evidence: Evidence) -> Fact:
    if fact.canonical not in claims:
        return fact
    passage = evidence.passages[fact.canonical]
    cells = [_with_missing(cell, passage, claims[fact.canonical], evidence) for cell in fact.cells]
    return replace(fact, cells=tuple(cells))


def _with_missing(cell: Cell, passage: Passage, claims: Sequence[Proposition], evidence: Evidence) -> Cell:
    if cell.state is not State.PARTLY:
        return cell
    shown = [evidence.passages[e.passage].text for e in cell.evidence]
    if cell.nearest is not None:
        shown.append(evidence.passages[cell.nearest].text)
    known = {stem for text in shown for stem in content_stems(text)}
    missing = [claim for claim in claims if _share(claim.words(passage.text), known) < FOUND]
    return replace(cell, missing=tuple(_excerpt(passage, claim) for claim in missing))


def _share(words: str, known: set[str]) -> float:
    """Weight of the words that are known; 1 where there are too few to tell."""
    stems = set(content_stems(words))
    if len(stems) < LEAST_STEMS:
        return 1.0
    table = background()
    weight = {stem: table.idf(stem) + 0.1 for stem in stems}
    return sum(w for stem, w in weight.items() if stem in known) / sum(weight.values())


def _excerpt(passage: Passage, claim: Proposition) -> Excerpt:
    start, end = claim.span.start, claim.span.end
    return Excerpt(passage.id, passage.span.start + start, passage.span.start + end, passage.text[start:end])
