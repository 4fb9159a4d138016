"""Average linkage over scored pairs: clusters that do not chain.

Two clusters join while the mean probability over all their pairs is at least the cut; pairs that were not
scored count as the background says. So one bridge article cannot pull two events together, as a connected
component would (Jain and Dubes 1988, Algorithms for Clustering Data, section 3.2).
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

CUT = 0.5
"""Mean pair probability from which two clusters are one event."""
ENOUGH = 20
"""Scored pairs a member of the smaller cluster needs in the other; more are not asked for, since each article
of a large event is scored against its nearest neighbours only."""


def average_linkage(
    n: int,
    pairs: Iterable[tuple[int, int, float]],
    cut: float = CUT,
    days: Sequence[int | None] = (),
    window: int = 0,
) -> list[list[int]]:
    """Clusters of 0..n-1, each sorted, in order of their first member.

    `pairs` are (i, j, probability), each pair at most once; absent ones count as 0. With `days` (ordinals, None where
    unknown), clusters more than `window` days apart never join, so that one without a date cannot bridge years.
    Deterministic.
    """
    spans = [(math.inf, -math.inf) if day is None else (float(day), float(day)) for day in days or [None] * n]
    sums: list[dict[int, float]] = [defaultdict(float) for _ in range(n)]
    for i, j, probability in pairs:
        sums[i][j] += probability
        sums[j][i] += probability
    members = {i: [i] for i in range(n)}
    heap = [(-value, i, j) for i in range(n) for j, value in sums[i].items() if i < j and value >= cut]
    heapq.heapify(heap)
    while heap:
        negative, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        mean = _mean(sums[i].get(j, 0.0), len(members[i]), len(members[j]))
        if abs(mean + negative) > 1e-12:
            continue  # an older score: the current one is in the heap too
        if max(spans[i][0], spans[j][0]) - min(spans[i][1], spans[j][1]) > window and _known(spans[i], spans[j]):
            continue
        spans[i] = spans[j] = min(spans[i][0], spans[j][0]), max(spans[i][1], spans[j][1])
        _merge(i, j, sums, members, heap, cut)
    return sorted(sorted(group) for group in members.values())


def _known(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[0] <= one[1] and two[0] <= two[1]


def _mean(total: float, size: int, other: int) -> float:
    return total / min(size * other, ENOUGH * min(size, other))


def _merge(
    i: int,
    j: int,
    sums: list[dict[int, float]],
    members: dict[int, list[int]],
    heap: list[tuple[float, int, int]],
    cut: float,
) -> None:
    keep, gone = (i, j) if len(sums[i]) >= len(sums[j]) else (j, i)
    members[keep] += members.pop(gone)
    sums[keep].pop(gone, None)
    for other, value in sums[gone].items():
        if other == keep:
            continue
        sums[other].pop(gone, None)
        sums[keep][other] = sums[other][keep] = sums[keep].get(other, 0.0) + value
    sums[gone] = {}
    size = len(members[keep])
    for other, value in sums[keep].items():
        mean = _mean(value, size, len(members[other]))
        if mean >= cut:
            heapq.heappush(heap, (-mean, min(keep, other), max(keep, other)))
