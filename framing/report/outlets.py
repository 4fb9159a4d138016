"""Outlets over the events of a corpus, with intervals from resampling whole events.

Facts of one event hang together, so that the event is what is drawn again (cluster bootstrap: Efron and Tibshirani,
An Introduction to the Bootstrap, 1993, ch. 8); intervals are percentiles of a ratio of sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.report.summary import OutletCounts, Summary

RESAMPLES = 1000
LEVEL = 95
LEAST_EVENTS = 5
"""With fewer events an interval would say more about luck than about the outlet."""
_SEED = 20_310_304


@dataclass(frozen=True, slots=True)
class Estimate:
    """A ratio and, with enough events, its interval."""

    value: float | None
    """None where nothing could be counted."""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """One outlet: shares of facts, and findings an event."""

    outlet: str
    events: int
    reported: Estimate
    """Of the claims that it could have reported."""
    alone: Estimate
    """Of the claims that it reports, those that no other account states."""
    conflicts: Estimate
    differences: Estimate


def outlet_profiles(summaries: Iterable[Summary]) -> list[OutletProfile]:
    """Outlets with the most events first. Only accounts of one event count."""
    found: dict[str, list[OutletCounts]] = defaultdict(list)
    for summary in summaries:
        if summary.same == "yes":
            for counts in summary.outlets:
                found[counts.outlet].append(counts)
    profiles = [_profile(outlet, counts) for outlet, counts in found.items()]
    return sorted(profiles, key=lambda p: (-p.events, p.outlet))


def _profile(outlet: str, counts: Sequence[OutletCounts]) -> OutletProfile:
    ones = [1] * len(counts)
    return OutletProfile(
        outlet,
        len(counts),
        estimate([c.reported for c in counts], [c.could for c in counts]),
        estimate([c.alone for c in counts], [c.reported for c in counts]),
        estimate([c.conflicts for c in counts], ones),
        estimate([c.differences for c in counts], ones),
    )


def estimate(parts: Sequence[int], wholes: Sequence[int]) -> Estimate:
    """sum(parts) / sum(wholes) and its percentile interval over resampled events; the same for the same data."""
    if not sum(wholes):
        return Estimate(None)
    value = sum(parts) / sum(wholes)
    if len(parts) < LEAST_EVENTS:
        return Estimate(value)
    import numpy as np

    rng = np.random.default_rng(_SEED)
    drawn = rng.integers(0, len(parts), (RESAMPLES, len(parts)))
    tops, bottoms = np.asarray(parts)[drawn].sum(axis=1), np.asarray(wholes)[drawn].sum(axis=1)
    ratios = tops[bottoms > 0] / bottoms[bottoms > 0]
    edge = (100 - LEVEL) / 2
    low, high = np.percentile(ratios, [edge, 100 - edge])
    return Estimate(value, float(low), float(high))
