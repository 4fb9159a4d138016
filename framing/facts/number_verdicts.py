"""What two numbers that exclude each other tell, and whether they are a conflict, an update, of two scopes or a matter of precision."""

from __future__ import annotations

import re

from framing.facts.countable import same_fate
from framing.facts.pairings import Pairing
from framing.facts.timing import published
from framing.facts.words import stem
from framing.language.quantities import Quantity, QuantityKind
from framing.model import ConflictVerdict

_COUNTED_IN = re.compile(r"\b(?:including|excluding|not counting|not including|as well as|apart from)\b", re.IGNORECASE)
PRECISION = 0.05
"""Disjoint by at most this share of the larger value, one of them rounded or hedged: told as a difference of precision."""
GROWING = frozenset(("death", "injury", "missing", "rescue", "arrest"))
_LATER_SECONDS = 3_600

_FATES = {
    "death": "how many died",
    "injury": "how many were hurt",
    "missing": "how many are missing",
    "rescue": "how many were rescued",
    "arrest": "how many were arrested",
    "aboard": "how many were aboard",
    "dismissal": "how many jobs go",
    "crowd": "how many came",
}
_KINDS = {
    QuantityKind.MONEY: "a sum of money",
    QuantityKind.PERCENT: "a share",
    QuantityKind.POINTS: "a number of points",
    QuantityKind.MEASURE: "a measure",
    QuantityKind.AGE: "an age",
    QuantityKind.ORDINAL: "a rank",
    QuantityKind.TALLY: "a vote or score",
}


def told(a: Quantity, b: Quantity) -> str:
    """What the two numbers tell, in words."""
    if same_fate(a, b):
        return _FATES[a.fate]
    head = a.head or b.head
    if a.kind is QuantityKind.COUNT:
        return f"a number ({head})" if head else "a number"
    return f"{_KINDS[a.kind]} ({head})" if head else _KINDS[a.kind]


def verdict_of(pairing: Pairing, a: Quantity, b: Quantity) -> ConflictVerdict:
    """Whether two numbers of one thing contradict each other, were counted at other times or of other wholes, or are as near as rounding."""
    apart_by = max(a.low - b.high, b.low - a.high)
    if apart_by <= 0 and a.kind is not QuantityKind.TALLY:
        return ConflictVerdict.PRECISION
    if (
        a.kind is not QuantityKind.TALLY
        and apart_by <= PRECISION * max(a.low, b.low)
        and (a.approximate or b.approximate)
    ):
        return ConflictVerdict.PRECISION
    if a.fate and any(
        _COUNTED_IN.search(side.text[q.span.end : q.span.end + 60]) for side, q in ((pairing.a, a), (pairing.b, b))
    ):
        return ConflictVerdict.SCOPE
    modifiers = {stem(m) for m in a.modifiers}, {stem(m) for m in b.modifiers}
    if all(modifiers) and not modifiers[0] & modifiers[1] and not pairing.is_near_copy:
        return ConflictVerdict.SCOPE
    if a.kind is QuantityKind.COUNT and any(modifiers) and not all(modifiers) and not (a.fate or pairing.is_near_copy):
        return ConflictVerdict.SCOPE  # `two non-Muslim countries` may be among the five
    first, second = published(pairing.a.article), published(pairing.b.article)
    if first and second and a.fate in GROWING and a.fate == b.fate:
        later, earlier = (a, b) if first[0] > second[1] else (b, a)
        apart = abs((first[0] - second[0]).total_seconds()) >= _LATER_SECONDS and not (
            first[0] < second[1] and second[0] < first[1]
        )
        shrinking = a.fate == "missing"
        if apart and (later.low > earlier.high or shrinking):
            return ConflictVerdict.UPDATE
    return ConflictVerdict.CONFLICT
