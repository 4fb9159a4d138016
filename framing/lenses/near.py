"""Passages that alignment did not link, yet may tell the same point: a second look for lenses that bring evidence of their own.

A pair is *anchored* where both passages state the same figure and share words besides. On 220 coded pairs of articles
0.77 of 132 such pairs are links (counts 0.76, sums of money 0.76, percentages 0.82, tallies of votes all six). Other pairs are looked at where their probability falls short of a link and none of either passage is better;
a fifth to a third of them are links, so that a finding there must show that it speaks of one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from framing.align.result import Alignment
from framing.language.quantities import Quantity, QuantityKind, find_quantities
from framing.lenses.wording import FUNCTION_WORDS, WORD, stem
from framing.model import ArticleId, Difference, Link, Passage, PassageId, Relation
from framing.prepared import Prepared

LEAST = 0.2
"""Probability of a link from which a passage's best partner is looked at without a figure in common."""
_WITH_A_FIGURE = 0.1
"""The same with any figure in common, also a small or a rounded one."""
_TELLING = 13
"""Counts from which one is rare enough to tell what is counted."""
_SHARED = 2
"""Words that passages with the same figure must share besides."""
LENSES = frozenset(("labels", "attribution", "agency", "numbers", "sources", "prominence"))
"""Lenses that take a second look."""
_KINDS = (QuantityKind.COUNT, QuantityKind.PERCENT, QuantityKind.TALLY, QuantityKind.MONEY)


@dataclass(frozen=True, slots=True)
class Near:
    """A link that was not decided, and whether a figure in common anchors it."""

    link: Link
    anchored: bool


@dataclass(frozen=True, slots=True)
class _Told:
    quantities: tuple[Quantity, ...]
    stems: frozenset[str]


def near_links(prepared: Sequence[Prepared], alignments: Sequence[Alignment]) -> tuple[Near, ...]:
    """Pairs worth a second look in the alignments given (accounts of one event), in order of articles and passages."""
    passages = {item.article.id: item.passages for item in prepared}
    asked = {article for alignment in alignments for article in (alignment.a, alignment.b)}
    told = {passage.id: _told(passage) for article in asked for passage in passages[article]}
    return tuple(near for alignment in alignments for near in _near(alignment, passages, told))


def _near(
    alignment: Alignment, passages: Mapping[ArticleId, Sequence[Passage]], told: Mapping[PassageId, _Told]
) -> Iterator[Near]:
    rows, columns = passages[alignment.a], passages[alignment.b]
    linked = {(link.a, link.b) for link in alignment.links}
    p = alignment.probability
    if not p.size:
        return
    best = (p >= p.max(axis=1, keepdims=True)) | (p >= p.max(axis=0, keepdims=True))
    options = {(int(i), int(j)) for i, j in np.argwhere(best & (p >= _WITH_A_FIGURE))}
    anchors = _same_figures([told[each.id] for each in rows], [told[each.id] for each in columns])
    for i, j in sorted(options | anchors):
        a, b = rows[i], columns[j]
        anchored = (i, j) in anchors or any(
            _one_figure(q, r) for q in told[a.id].quantities for r in told[b.id].quantities
        )
        if (a.id, b.id) not in linked and (anchored or p[i, j] >= LEAST):
            yield Near(Link(a.id, b.id, float(p[i, j]), Relation.PARTIAL, float(alignment.same[i, j])), anchored)


def _told(passage: Passage) -> _Told:
    words = (match.group() for match in WORD.finditer(passage.text))
    stems = frozenset(
        stem(word) for word in words if word.lower() not in FUNCTION_WORDS and len(word) > 2 and not word[0].isdigit()
    )
    return _Told(tuple(q for q in find_quantities(passage.text) if q.kind in _KINDS), stems)


def _same_figures(one: Sequence[_Told], two: Sequence[_Told]) -> set[tuple[int, int]]:
    """Passages with the same telling figure (`23`, `at least 23`) and words in common besides."""
    index: dict[tuple[QuantityKind, float], set[int]] = defaultdict(set)
    for column, each in enumerate(two):
        for figure in _figures(each):
            index[figure].add(column)
    return {
        (row, column)
        for row, each in enumerate(one)
        for figure in _figures(each)
        for column in index.get(figure, ())
        if len(each.stems & two[column].stems) >= _least_shared(*figure)
    }


def _figures(told: _Told) -> Iterator[tuple[QuantityKind, float]]:
    for q in told.quantities:
        exact = q.kind is QuantityKind.TALLY or (q.kind is QuantityKind.PERCENT and q.low == q.high)
        if exact or (q.kind in (QuantityKind.COUNT, QuantityKind.MONEY) and q.low >= _TELLING):
            yield q.kind, q.low


def _least_shared(kind: QuantityKind, value: float) -> int:
    """Words that must be shared besides: one for a count that is not round, else two."""
    digits = f"{value:.0f}"
    return 1 if kind is QuantityKind.COUNT and digits.strip("0") != digits[0] else _SHARED


def _one_figure(q: Quantity, r: Quantity) -> bool:
    if q.kind is not r.kind or not q.overlaps(r):
        return False
    if q.kind is not QuantityKind.COUNT:
        return True
    return (bool(q.head) and q.head == r.head) or (q.low == q.high == r.low == r.high and q.low >= _TELLING)


def telling(difference: Difference, anchored: bool) -> bool:
    """Whether a finding on passages that are not linked shows by itself that it speaks of one thing."""
    details, kind = difference.details, difference.details.get("kind", "")
    if anchored:
        return (
            difference.lens != "attribution"
            or kind in ("verb", "named")
            or bool(details.get("covered", 0.0) >= _COVERED)
        )
    if difference.lens == "attribution":
        return bool(details.get("same_speaker")) or bool(details.get("covered", 0.0) >= _COVERED)
    if difference.lens == "labels":
        return "a_tone" in details and details["a_tone"] != details["b_tone"]
    return difference.lens == "numbers" and kind == "vague"


_COVERED = 0.75
"""How well the other passage says what a report says, from which it is the same statement."""
