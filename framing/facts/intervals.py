"""Intervals of two quantities against each other: whether they exclude each other, and by how much."""

from __future__ import annotations

import re
from dataclasses import replace

from framing.language.quantities import Quantity, QuantityKind
from framing.language.quantity_atoms import INFINITY

_BELOW = re.compile(
    r"(?:nearly|almost|close to|just (?:under|short|below|shy)|approaching|(?:fewer|less) than|under|below)\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:(?:well |just )?(?:more than|over|above|beyond)|upwards? of|in excess of|exceed)\b", re.IGNORECASE
)
_FIGURE = re.compile(r"\d[\d,.]*")
REACH = 1.25


def disjoint(a: Quantity, b: Quantity) -> bool:
    """Whether no value satisfies both; a tenth of slack for converted units, none for what rounding explains."""
    if a.kind is QuantityKind.TALLY and b.kind is QuantityKind.TALLY:
        return (a.low, a.high) != (b.low, b.high)
    if a.written != b.written:  # converted units: a tenth of slack
        return a.low > b.high * 1.1 or b.low > a.high * 1.1
    if a.overlaps(b):
        return _open_between(a, b) or _open_between(b, a)
    return not any(rounds(x, y) for rounds in (_rounds_to, _cut_to) for x, y in ((a, b), (b, a)))


def _open_between(a: Quantity, b: Quantity) -> bool:
    """`nearly 200` and `more than 200`: the intervals share their end alone, and neither means it."""
    return a.high == b.low and _BELOW.match(a.text) is not None and _ABOVE.match(b.text) is not None


def _rounds_to(a: Quantity, b: Quantity) -> bool:
    """Whether `b`, a decimal, gives the whole number `a` when rounded: 13.3 and 13 percent."""
    whole = a.low == a.high and float(a.low).is_integer()
    return whole and b.low == b.high and not float(b.low).is_integer() and round(b.low) == a.low


def _cut_to(a: Quantity, b: Quantity) -> bool:
    """Whether `a`, so many whole millions or billions, is what is left of `b` when its last figures are cut off: 43 of 43.9."""
    match = _WHOLE.search(a.text)
    if match is None:
        return False
    unit = _SIZES[match["size"].lower()[0]]
    value = float(match["figure"].replace(",", ""))
    return value == (b.low + b.high) / 2 // unit


_WHOLE = re.compile(r"(?<![\d.,])(?P<figure>\d[\d,]*)[\s-](?P<size>million|billion|trillion)", re.IGNORECASE)
_SIZES = {"m": 1e6, "b": 1e9, "t": 1e12}


def other_bound(a: Quantity, b: Quantity) -> bool:
    """`more than 400` and `more than 600`: the same hedge around two numbers, which can both be right.

    `More than 56,000` of 56,600 is the same number written shorter.
    """
    hedges = [_FIGURE.sub("#", q.text.lower()) for q in (a, b)]
    if not (a.approximate and b.approximate and hedges[0] == hedges[1] and (a.low, a.high) != (b.low, b.high)):
        return False
    figures = sorted(_figure(q) for q in (a, b))
    unit = 10.0 ** (len(f"{figures[0]:.0f}") - len(f"{figures[0]:.0f}".rstrip("0")))
    return figures[1] // unit * unit != figures[0]


def _figure(quantity: Quantity) -> float:
    match = _FIGURE.search(quantity.text)
    return float(match.group().replace(",", "").rstrip(".") or 0) if match else 0.0


def bounded(quantity: Quantity) -> Quantity:
    """`more than 750` is said of 800, not of 1,400: as an explanation it reaches a quarter beyond its bound.

    So does `up to 6,000`, which is not said of 38.
    """
    if quantity.high == INFINITY:
        return replace(quantity, high=quantity.low * REACH)
    return replace(quantity, low=quantity.high / REACH) if quantity.low == 0 else quantity


def gap(a: Quantity, b: Quantity) -> float:
    """How many times the larger is the smaller, from 1."""
    least, most = sorted(max(q.low or q.high, 1e-9) for q in (a, b))
    return most / least
