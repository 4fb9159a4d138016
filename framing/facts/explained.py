"""Whether either article accounts for the other's number: it states that value too, in whole, in parts or cut short."""

from __future__ import annotations

from collections.abc import Sequence

from framing.facts.countable import HEADLESS, bound_names, comparable, is_vague
from framing.facts.intervals import bounded, disjoint
from framing.facts.pairings import Pairing, Side
from framing.facts.words import stem
from framing.language.quantities import Quantity, QuantityKind

_UNITS = frozenset(
    map(stem, ("percent", "percentage", "point", "points", "dollars", "million", "billion", "trillion", "cent"))
)
"""Words around a sum or share that say nothing of what it is a sum or share of."""

WHOLE_SLACK = 1.0
"""Percent that two rounded shares may miss of a hundred."""
LEAST_REPEATED = 20
"""Smaller numbers stand in one passage twice by chance."""


def explained(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether either article states the other's value of the same thing somewhere."""
    if _make_a_whole(a, b):
        return True
    if _elliptical(pairing.a, a, b) or _elliptical(pairing.b, b, a):
        return True
    if _repeats(pairing.a, a, b) or _repeats(pairing.b, b, a):
        return True
    if _adds_up(pairing.a, a, b) or _adds_up(pairing.b, b, a):
        return True
    return _states(pairing.b, b, [pairing.a, *pairing.others_a], a) or _states(
        pairing.a, a, [pairing.b, *pairing.others_b], b
    )


def _make_a_whole(a: Quantity, b: Quantity) -> bool:
    """`four fifths of the schools opened`, `a fifth stayed shut`: two shares that make a hundred are told of the two sides."""
    if not (a.kind is b.kind is QuantityKind.PERCENT):
        return False
    return a.low + b.low - WHOLE_SLACK <= 100 <= a.high + b.high + WHOLE_SLACK


def _elliptical(side: Side, own: Quantity, other: Quantity) -> bool:
    """`six judges; three would not`: the passage gives the other's number too, with what it counts left out."""
    return other.kind is QuantityKind.COUNT and any(
        q.kind is QuantityKind.COUNT and not q.head and not q.fate and (q.low, q.high) == (other.low, other.high)
        for q in side.quantities
        if q.span != own.span
    )


def _repeats(side: Side, own: Quantity, other: Quantity) -> bool:
    """`588 violations, 497 of the cases without a culprit` against 497: a number of two figures and more is no accident."""
    return (
        other.kind is QuantityKind.COUNT
        and other.low == other.high >= LEAST_REPEATED
        and any(
            q.kind is QuantityKind.COUNT and (q.low, q.high) == (other.low, other.high) and q.fate in ("", other.fate)
            for q in side.quantities
            if q.span != own.span
        )
    )


def _adds_up(side: Side, own: Quantity, other: Quantity) -> bool:
    """`81 passengers and 13 crew` against 94 people: the passage gives the other's number in two parts."""
    return own.kind is QuantityKind.COUNT and any(
        q.kind is QuantityKind.COUNT
        and q.fate in ("", own.fate)
        and other.low <= own.low + q.low
        and own.high + q.high <= other.high
        for q in side.quantities
        if q.span != own.span
    )


def _states(home: Side, quantity: Quantity, article: Sequence[Side], counterpart: Quantity) -> bool:
    """Whether another place of `article` has the value and does not doubt it; sums and shares are of one thing where a
    word around is shared. `Dozens` states no number."""
    near = home.window(quantity.span) - _UNITS if quantity.kind in HEADLESS else frozenset()
    names = bound_names(home, quantity)
    return any(
        other is not counterpart
        and not side.is_correction
        and (is_vague(quantity) or not is_vague(other))
        and comparable(quantity, other)
        and not disjoint(bounded(quantity), bounded(other))
        and (quantity.kind not in HEADLESS or any(word.isalpha() for word in near & side.window(other.span)))
        and not (names and (others := bound_names(side, other)) and not names & others)
        for side in article
        for other in side.quantities
    )
