"""Passages of several articles that state one fact, joined by correlation clustering.

Every scored pair votes with its log-odds; clusters merge greedily while the votes between them add up
to more than zero (greedy additive edge contraction: Keuper et al. 2015, ICCV, section 4). A plain
connected component would chain unrelated passages over several outlets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from framing.align.result import Alignment
from framing.model import Link, PassageId, Relation, Role
from framing.prepared import Prepared

REPEAT = 0.87
"""Cosine from which two passages of one article are the same statement made twice."""
REPEAT_HEADLINE = 0.75
"""The same between a headline and a sentence of its own article."""
_LIMIT = 4.6
"""Log-odds are cut here (p = 0.99), so that no single pair outvotes several."""

Edges = dict[tuple[PassageId, PassageId], float]


def repeats(article: Prepared) -> list[tuple[PassageId, PassageId]]:
    """Pairs of passages of one article that say the same, a headline and its sentence among them."""
    if len(article.passages) < 2:
        return []
    cosine = article.vectors @ article.vectors.T
    headline = np.array([p.role is Role.HEADLINE for p in article.passages])
    bar = np.where(headline[:, None] | headline[None, :], REPEAT_HEADLINE, REPEAT)
    rows, columns = np.nonzero(np.triu(cosine >= bar, k=1))
    return [(article.passages[i].id, article.passages[j].id) for i, j in zip(rows, columns, strict=True)]


def edges(prepared: Sequence[Prepared], alignments: Iterable[Alignment]) -> Edges:
    """Votes in log-odds between passages: same-fact links, their rejected neighbours, repeats in one article."""
    votes: Edges = {}
    linked: set[PassageId] = set()
    by_id = {item.article.id: item for item in prepared}
    kept = list(alignments)
    for alignment in kept:
        for link in alignment.links:
            linked.update((link.a, link.b))
            votes[_key(link.a, link.b)] = _vote(link)
    for alignment in kept:
        first, second = by_id[alignment.a].passages, by_id[alignment.b].passages
        for i, passage in enumerate(first):
            if passage.id not in linked:
                continue
            for j, other in enumerate(second):
                if other.id in linked and _key(passage.id, other.id) not in votes:
                    votes[_key(passage.id, other.id)] = min(-0.1, log_odds(float(alignment.same[i, j])))
    for item in prepared:
        for one, two in repeats(item):
            votes[_key(one, two)] = 1.0
    return votes


def _vote(link: Link) -> float:
    if link.relation is Relation.SAME:
        return max(0.1, log_odds(link.same))
    return min(-0.1, log_odds(link.same))


def log_odds(p: float) -> float:
    """ln(p / (1 - p)), cut to [-4.6, 4.6]."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return max(-_LIMIT, min(_LIMIT, math.log(p / (1 - p))))


def _key(one: PassageId, two: PassageId) -> tuple[PassageId, PassageId]:
    return (one, two) if one <= two else (two, one)


def join(votes: Edges) -> list[list[PassageId]]:
    """Clusters of two and more passages, each sorted by id; the result does not depend on the order of votes."""
    between: dict[PassageId, dict[PassageId, float]] = {}
    for (one, two), vote in votes.items():
        between.setdefault(one, {})[two] = vote
        between.setdefault(two, {})[one] = vote
    members: dict[PassageId, list[PassageId]] = {passage: [passage] for passage in between}
    heap = [(-vote, one, two) for (one, two), vote in votes.items() if vote > 0]
    heapify(heap)
    while heap:
        vote, one, two = heappop(heap)
        if one in between and between[one].get(two) == -vote:  # else an entry from before a merge
            _merge(between, members, heap, one, two)
    return sorted(sorted(group) for group in members.values() if len(group) > 1)


def _merge(
    between: dict[PassageId, dict[PassageId, float]],
    members: dict[PassageId, list[PassageId]],
    heap: list[tuple[float, PassageId, PassageId]],
    one: PassageId,
    two: PassageId,
) -> None:
    members[one] += members.pop(two)
    for other, vote in between.pop(two).items():
        del between[other][two]
        if other == one:
            continue
        total = between[one].get(other, 0.0) + vote
        between[one][other] = between[other][one] = total
        if total > 0:
            heappush(heap, (-total, *_key(one, other)))
