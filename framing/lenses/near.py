"""Passages that alignment did not link, yet may tell the same point: a second look for lenses that bring evidence of their own.

A pair is *anchored* where both passages state the same figure and share words besides (`framing.lenses.anchors` has
these and other anchors). Other pairs are looked at where their probability falls short of a link and none of either
passage is better; a fifth to a third of them are links, so that a finding there must show that it speaks of one thing.
Where each is the other's best, a lower probability will do for names of one family.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from framing.align.result import Alignment
from framing.lenses.anchors import Told, anchored_pairs, one_figure, told, weak_anchors
from framing.model import ArticleId, Difference, Link, Passage, PassageId, Relation
from framing.prepared import Prepared

LEAST = 0.2
"""Probability of a link from which a passage's best partner is looked at without a figure in common."""
_WITH_A_FIGURE = 0.1
"""The same with any figure in common, also a small or a rounded one."""
_MUTUAL = 0.04
"""The same where each of the two is the other's best."""
_WEAK = 0.02
"""The same where a share here and a count there are of the same things."""
LENSES = frozenset(("labels", "attribution", "agency", "numbers", "sources", "prominence", "quotes"))
"""Lenses that take a second look."""


@dataclass(frozen=True, slots=True)
class Near:
    """A link that was not decided, and whether something in common anchors it."""

    link: Link
    anchored: bool


def near_links(prepared: Sequence[Prepared], alignments: Sequence[Alignment]) -> tuple[Near, ...]:
    """Pairs worth a second look in the alignments given (accounts of one event), in order of articles and passages."""
    passages = {item.article.id: item.passages for item in prepared}
    asked = {article for alignment in alignments for article in (alignment.a, alignment.b)}
    known = {passage.id: told(passage.text) for article in asked for passage in passages[article]}
    return tuple(near for alignment in alignments for near in _near(alignment, passages, known))


def _near(
    alignment: Alignment, passages: Mapping[ArticleId, Sequence[Passage]], known: Mapping[PassageId, Told]
) -> Iterator[Near]:
    rows, columns = passages[alignment.a], passages[alignment.b]
    linked = {(link.a, link.b) for link in alignment.links}
    p = alignment.probability
    if not p.size:
        return
    across, down = p >= p.max(axis=1, keepdims=True), p >= p.max(axis=0, keepdims=True)
    looked_at = ((across | down) & (p >= _WITH_A_FIGURE)) | (across & down & (p >= _MUTUAL))
    facts = [known[each.id] for each in rows], [known[each.id] for each in columns]
    weak = {(i, j) for i, j in weak_anchors(*facts) if p[i, j] >= _WEAK and (across | down)[i, j]}
    anchors = anchored_pairs(*facts) | weak
    for i, j in sorted({(int(i), int(j)) for i, j in np.argwhere(looked_at)} | anchors):
        a, b = rows[i], columns[j]
        anchored = (i, j) in anchors or (p[i, j] >= _WITH_A_FIGURE and one_figure(known[a.id], known[b.id]))
        if (a.id, b.id) not in linked and (anchored or p[i, j] >= LEAST or (across & down)[i, j]):
            yield Near(Link(a.id, b.id, float(p[i, j]), Relation.PARTIAL, float(alignment.same[i, j])), anchored)


def telling(difference: Difference, probability: float, anchored: bool) -> bool:
    """Whether a finding on passages that are not linked shows by itself that it speaks of one thing."""
    details, kind = difference.details, difference.details.get("kind", "")
    if not anchored and difference.lens == "labels":
        return bool(kind == "distance") or ("a_tone" in details and details["a_tone"] != details["b_tone"])
    if not anchored and probability < LEAST:
        return False
    if difference.lens == "quotes":
        return bool(kind == "scare")
    if difference.lens == "attribution":
        same_statement = bool(details.get("same_speaker")) or bool(details.get("covered", 0.0) >= _COVERED)
        return same_statement or kind == "allegation" or (anchored and kind in ("verb", "named"))
    if difference.lens == "labels":
        return "a_tone" in details or "bearer" in details or kind in ("counted", "distance")
    if difference.lens == "numbers":
        return bool(kind == "vague" or (anchored and kind != "other"))
    return anchored


_COVERED = 0.75
"""How well the other passage says what a report says, from which it is the same statement."""
