"""Whether two numbers of linked passages that exclude each other are of one thing, by a small learnt scale.

Rules tell it where the same noun or fate stands on both sides; accounts that reword hard leave neither. The scale weighs what is
left: how sure the link is, how far the numbers lie apart, what the words around share, and whether the other's number is told
elsewhere. Coefficients, data and limits: framing/data/facts_numbers.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from framing.facts.countable import ADDED, HEADLESS, PERSONS, bound_names, fate_of, is_vague, names_near, same_head
from framing.facts.intervals import gap
from framing.facts.lexicon import meanings
from framing.facts.moves import moves
from framing.facts.pairings import Pairing, Side
from framing.facts.words import stem
from framing.language.names import fold
from framing.language.quantities import Quantity, QuantityKind

KINDS = (QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.MEASURE, QuantityKind.TALLY)
"""Kinds that the scale knows; ranks, ages and points are for the rules alone."""
FEATURES = (
    "link",
    "same",
    "gap",
    "small",
    "digits",
    "size",
    "head_same",
    "head_other",
    "kin",
    "fate_same",
    "fate_one",
    "around",
    "names_near",
    "names",
    "overlap",
    "modifiers_same",
    "modifiers_other",
    "persons",
    "approximate",
    "told_elsewhere",
    "rivals",
    *(kind.value for kind in KINDS),
)
"""In the order of the coefficients."""
MOST = 10
"""Rivals (numbers of the same kind in the whole article) counted at most."""


def probability(pairing: Pairing, a: Quantity, b: Quantity) -> float:
    """That the two numbers contradict each other, 0 to 1; asked where `is_open`."""
    weights, bias = _scale()
    total = bias + sum(w * x for w, x in zip(weights, features(pairing, a, b), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def is_open(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether the scale is asked of the two numbers: one kind and unit, no vague words, no pronoun (`one`), one direction."""
    if a.kind not in KINDS or a.kind is not b.kind or a.unit != b.unit or is_vague(a) or is_vague(b):
        return False
    if _other_fate(a, b) or (a.kind is QuantityKind.COUNT and min(a.low, b.low) < LEAST):
        return False
    if is_listed(pairing.a, a) != is_listed(pairing.b, b) or _other_form(pairing, a, b):
        return False
    return a.kind not in HEADLESS or _one_way(pairing, a, b)


def _one_way(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether two sums or shares are both told as moves or both as levels, and not of two names."""
    first, second = bound_names(pairing.a, a), bound_names(pairing.b, b)
    if first and second and not first & second:
        return False
    return moves(pairing.a, a) == moves(pairing.b, b)


def _other_fate(a: Quantity, b: Quantity) -> bool:
    """Whether what befell those counted is told of both and differs, or of one alone and is a harm."""
    first, second = fate_of(a), fate_of(b)
    return first != second and (bool(first and second) or (first or second) in _HARMS)


_HARMS = frozenset(("death", "injury", "missing", "arrest"))


def _other_form(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether the words of the two are of two kinds: `two of nine` and `two`, `22 days` and a `two-week mark`, machine guns and rifles."""
    if ("of" in a.modifiers) != ("of" in b.modifiers) or bool(ADDED & {*a.modifiers}) != bool(ADDED & {*b.modifiers}):
        return True
    if a.kind is QuantityKind.MEASURE:
        compared = any(_RELATIVE.match(side.text, q.span.end) for side, q in ((pairing.a, a), (pairing.b, b)))
        around = pairing.a.window(a.span) & pairing.b.window(b.span)
        return compared or not around or ("-" in a.text) != ("-" in b.text)
    other = bool(a.head and b.head) and not same_head(a, b)
    told_apart = (
        a.kind is QuantityKind.COUNT and bool(a.modifiers or b.modifiers) and not {*a.modifiers} & {*b.modifiers}
    )
    return other and (pairing.is_near_copy or told_apart)


_RELATIVE = re.compile(r"\s(?:less|more|fewer|ahead|behind|earlier|later|longer|shorter|before|after|ago|away|apart)\b")
"""`Two hours less` compares two other lengths of time."""


def is_listed(side: Side, quantity: Quantity) -> bool:
    """`81 passengers and 13 crew`: one of two numbers that belong together."""
    return quantity.kind is QuantityKind.COUNT and any(
        _AND.fullmatch(side.text, min(q.span.end, quantity.span.end), max(q.span.start, quantity.span.start))
        for q in side.quantities
        if q.span != quantity.span and q.kind is QuantityKind.COUNT
    )


_AND = re.compile(r"(?:\s[\w’'-]+){1,3},? and\s(?:another\s)?")
LEAST = 2
"""`One` may be a pronoun, and stands everywhere."""


def features(pairing: Pairing, a: Quantity, b: Quantity) -> tuple[float, ...]:
    """The values of FEATURES; the mirrored pairing gives the same."""
    one, two = pairing.a, pairing.b
    around = (one.window(a.span) & two.window(b.span)) - {stem(a.head), stem(b.head)}
    same = bool(a.head) and same_head(a, b)
    both = bool(a.head and b.head)
    modifiers = {stem(m) for m in a.modifiers}, {stem(m) for m in b.modifiers}
    fates = fate_of(a), fate_of(b)
    rivals = _rivals([one, *pairing.others_a], a), _rivals([two, *pairing.others_b], b)
    link = min(max(pairing.link.probability, 1e-3), 1 - 1e-3)
    values = (
        math.log(link / (1 - link)),
        pairing.link.same,
        math.log(min(gap(a, b), 100)),
        max(a.low, b.low) <= 3,
        len(str(int(min(a.low, 1e15)))) == len(str(int(min(b.low, 1e15)))),
        math.log10(1 + min(a.low, b.low)),
        same,
        both and not same,
        _kin(a.head, b.head) if both and not same else 0,
        bool(fates[0]) and fates[0] == fates[1],
        bool(fates[0]) != bool(fates[1]),
        min(len(around), 5),
        min(len(names_near(one, a) & names_near(two, b)), 3),
        min(len(_names(one) & _names(two)), 3),
        pairing.overlap,
        bool(modifiers[0] & modifiers[1]),
        bool(modifiers[0] and modifiers[1]) and not modifiers[0] & modifiers[1],
        a.head in PERSONS and b.head in PERSONS,
        a.approximate or b.approximate,
        any(b.overlaps(q) for q in rivals[0]) + any(a.overlaps(q) for q in rivals[1]),
        min(len(rivals[0]), MOST) + min(len(rivals[1]), MOST),
        *(a.kind is kind for kind in KINDS),
    )
    return tuple(map(float, values))


def _kin(one: str, two: str) -> float:
    """How near the meanings of two nouns are, 0 to 1."""
    first, second = stem(one), stem(two)
    return max(meanings([second]).kin(first), meanings([first]).kin(second)) / 2


def _rivals(article: Sequence[Side], own: Quantity) -> list[Quantity]:
    """Other numbers of the same kind and unit in the whole article; vague words state none."""
    return [
        q
        for side in article
        for q in side.quantities
        if q is not own and q.kind is own.kind and q.unit == own.unit and not is_vague(q)
    ]


def _names(side: Side) -> frozenset[str]:
    return frozenset(word for name in side.names for word in fold(name.text).split() if word.isalpha())


@lru_cache(maxsize=1)
def _scale() -> tuple[tuple[float, ...], float]:
    """Weights on the plain values, and the constant."""
    made = json.loads((resources.files("framing.data") / "facts_numbers.json").read_text(encoding="utf-8"))
    return tuple(float(made["weights"][name]) for name in FEATURES), float(made["bias"])
