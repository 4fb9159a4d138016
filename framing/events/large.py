"""Large events made whole: an article asks for its nearest neighbours only, so a big event can fall apart.

Where an agency's copy fills an article's neighbourhood, its pairs with the event's other texts are never scored.
Clusters that are large enough for that are therefore held against the others once more, by a few articles each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.events.linkage import ENOUGH
from framing.events.profiles import Profile
from framing.events.screen import NEAR, WINDOW_DAYS, screening_vector
from framing.events.verdict import pair_probability

SAMPLE = 4
"""Articles that speak for a cluster."""


def join_large(clusters: Sequence[Sequence[int]], profiles: Sequence[Profile], cut: float) -> list[list[int]]:
    """Clusters with those joined to a large one whose sampled articles are, in the mean, of the same event."""
    groups = [sorted(cluster) for cluster in clusters]
    large = [n for n, cluster in enumerate(groups) if len(cluster) >= ENOUGH]
    if not large:
        return groups
    centres = np.stack([_centre([profiles[k] for k in cluster]) for cluster in groups])
    home = list(range(len(groups)))
    days = [_days(cluster, profiles) for cluster in groups]
    for n in sorted(large, key=lambda n: (-len(groups[n]), n)):
        for m in np.flatnonzero(centres @ centres[n] >= NEAR).tolist():
            first, second = _root(home, n), _root(home, m)
            if first != second and _meet(days[first], days[second]) and _same(groups[n], groups[m], profiles) >= cut:
                home[max(first, second)] = min(first, second)
                days[min(first, second)] = days[first] + days[second]
    joined: dict[int, list[int]] = {}
    for n, cluster in enumerate(groups):
        joined.setdefault(_root(home, n), []).extend(cluster)
    return sorted(sorted(cluster) for cluster in joined.values())


def _root(home: list[int], n: int) -> int:
    while home[n] != n:
        n = home[n]
    return n


def _centre(members: Sequence[Profile]) -> NDArray[np.float32]:
    total = np.sum([screening_vector(profile) for profile in members], axis=0)
    norm = float(np.linalg.norm(total))
    return np.asarray(total / norm if norm else total, dtype=np.float32)


def _days(cluster: Sequence[int], profiles: Sequence[Profile]) -> list[int]:
    return [day for k in cluster if (day := profiles[k].published) is not None]


def _meet(one: Sequence[int], two: Sequence[int]) -> bool:
    """Whether the publication days of two clusters come within the window of each other; where none is known they can."""
    return not one or not two or max(min(one), min(two)) - min(max(one), max(two)) <= WINDOW_DAYS


def _same(one: Sequence[int], two: Sequence[int], profiles: Sequence[Profile]) -> float:
    """Mean pair probability over up to SAMPLE evenly spaced members of each."""
    values = [
        pair_probability(profiles[i], profiles[j])
        for i in one[:: max(1, len(one) // SAMPLE)][:SAMPLE]
        for j in two[:: max(1, len(two) // SAMPLE)][:SAMPLE]
    ]
    return float(np.mean(values))
