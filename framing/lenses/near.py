"""Passages that alignment did not link, yet may tell the same point: a second look for lenses that bring evidence of their own.

A pair is *anchored* where both passages state the same figure and share words besides (`framing.lenses.anchors` has
these and other anchors). Other pairs are looked at where their probability falls short of a link, lower ones only where
none of either passage is better; of these a fifth to a third are links, so that a finding there must show that it speaks of
one thing. Where each is the other's best, a lower probability will do for names of one family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from framing.align.result import Alignment
from framing.lenses.anchors import Told, anchored_pairs, one_figure, told, weak_anchors
from framing.lenses.labels import families
from framing.model import ArticleId, Difference, Link, Passage, PassageId, Relation
from framing.prepared import Prepared

LEAST = 0.2
"""Probability of a link from which a passage's best partner is looked at without a figure in common."""
_EITHER_WAY = 0.25
"""Probability from which a pair is looked at though one of its passages, or both, has a better partner."""
_SHORT = 0.3
"""Probability from which a best partner falls little short of a link: a third of these are links."""
_WITH_A_FIGURE = 0.1
"""The same with any figure in common, also a small or a rounded one."""
_BEST = 0.05
"""Probability from which a passage's best partner is looked at for words that doubt what the other says."""
_MUTUAL = 0.04
"""The same where each of the two is the other's best."""
_WEAK = 0.02
"""The same where a share here and a count there are of the same things."""
LENSES = frozenset(("labels", "attribution", "agency", "numbers", "sources", "prominence", "quotes", "causes"))
"""Lenses that take a second look."""


@dataclass(frozen=True, slots=True)
class Near:
    """A link that was not decided, and whether something in common anchors it."""

    link: Link
    anchored: bool
    best: bool = True
    """Whether it is the best partner of either passage."""
    mutual: bool = True
    """Whether each passage is the other's best."""


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
    looked_at = ((across | down) & (p >= _BEST)) | (across & down & (p >= _MUTUAL)) | (p >= _EITHER_WAY)
    facts = [known[each.id] for each in rows], [known[each.id] for each in columns]
    weak = {(i, j) for i, j in weak_anchors(*facts) if p[i, j] >= _WEAK and (across | down)[i, j]}
    anchors = anchored_pairs(*facts) | weak
    for i, j in sorted({(int(i), int(j)) for i, j in np.argwhere(looked_at)} | anchors):
        a, b = rows[i], columns[j]
        anchored = (i, j) in anchors or (p[i, j] >= _WITH_A_FIGURE and one_figure(known[a.id], known[b.id]))
        if (a.id, b.id) not in linked:
            link = Link(a.id, b.id, float(p[i, j]), Relation.PARTIAL, float(alignment.same[i, j]))
            yield Near(link, anchored, bool((across | down)[i, j]), bool((across & down)[i, j]))


def telling(difference: Difference, near: Near) -> bool:
    """Whether a finding on passages that are not linked shows by itself that it speaks of one thing."""
    rule = _RULES.get(difference.lens)
    return near.anchored if rule is None else rule(difference.details, near)


def _labels(details: Details, near: Near) -> bool:
    kind, probability = details.get("kind", ""), near.link.probability
    if kind == "distance":
        return True
    tones = details.get("a_tone", 0), details.get("b_tone", 0)
    if tones[0] != tones[1] and (max(tones) > 0 or near.anchored):
        if near.mutual or near.anchored or (near.best and probability >= LEAST):
            return True
        return max(tones) > 0 and probability >= _EITHER_WAY and details.get("family") not in _loose()
    return near.anchored and ("a_tone" in details or "bearer" in details or kind == "counted")


@lru_cache(maxsize=1)
def _loose() -> frozenset[str]:
    """Families of names too general to be compared where a passage has a better partner."""
    return frozenset(family.id for family in families() if family.loose)


def _attribution(details: Details, near: Near) -> bool:
    kind, probability = details.get("kind", ""), near.link.probability
    covered = float(details.get("covered", 0.0))
    if details.get("word"):
        return True
    if kind == "as-fact" and near.anchored and probability >= _EITHER_WAY and covered >= _SOME:
        return True
    if not near.anchored and not (near.best and probability >= LEAST):
        return False
    if kind == "as-fact":
        return covered >= _COVERED or (probability >= _SHORT and covered >= _MOST)
    return bool(details.get("same_speaker")) or kind == "allegation" or (near.anchored and kind in ("verb", "named"))


def _numbers(details: Details, near: Near) -> bool:
    kind = details.get("kind", "")
    sure = near.best and near.link.probability >= LEAST
    return bool(near.anchored and kind != "other") or bool(kind == "vague" and sure)


def _sources(details: Details, near: Near) -> bool:
    told = "other" not in (details.get("a_role"), details.get("b_role"))
    sure = near.best and near.link.probability >= _SHORT and float(details.get("nearness", 0.0)) >= _ONE_STATEMENT
    return near.anchored or (told and sure)


def _agency(details: Details, near: Near) -> bool:
    sure = near.best and near.link.probability >= _SHORT
    return near.anchored or (sure and int(details.get("shared", 0)) >= _THINGS)


def _ties(details: Details, near: Near) -> bool:
    return near.anchored and "a" in details


def _quotes(details: Details, near: Near) -> bool:
    return bool(details.get("kind") == "scare" and (near.anchored or near.link.probability >= LEAST))


Details = Mapping[str, Any]
_RULES: Mapping[str, Callable[[Details, Near], bool]] = {
    "labels": _labels,
    "attribution": _attribution,
    "numbers": _numbers,
    "sources": _sources,
    "agency": _agency,
    "causes": _ties,
    "quotes": _quotes,
}
_COVERED, _MOST, _SOME = 0.75, 0.65, 0.5
"""How well the other passage says what a report says, from which it is the same statement: by itself, where a link falls
little short, and where a figure anchors such a pair besides."""
_ONE_STATEMENT = 0.6
"""Nearness of what two speakers are reported to say from which it is one statement."""
_THINGS = 2
"""Words that two acts share in what they are done to, from which they are one act."""
