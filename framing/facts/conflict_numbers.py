"""Numbers that cannot both be right: same unit and head noun, disjoint intervals, inside linked passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from framing.facts.pairings import Pairing, Side
from framing.facts.timing import published
from framing.facts.words import stem
from framing.language.quantities import Quantity, QuantityKind
from framing.language.quantity_atoms import INFINITY
from framing.model import Conflict, ConflictKind, ConflictVerdict

_PERSON_WORDS = (
    "person people man woman child soul body life passenger resident inhabitant civilian soldier troop officer guard "
    "guest worker protester marcher demonstrator student teacher immigrant migrant refugee victim survivor citizen "
    "villager employee member lawmaker"
)
PERSONS = frozenset(_PERSON_WORDS.split())
"""Heads that may stand for one another where the fate is the same."""
_BROAD = frozenset(("", "person", "people", "soul", "body", "life", "other", "man"))
ENOUGH = 1.0
_FIGURE = re.compile(r"\d[\d,.]*")
_PART = re.compile(
    r"\b(?:remain(?:s|ed|ing)? (?:in|behind)|still (?:in|held|detained|behind)|(?:was|were|been) (?:released|freed))\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s(?:out )?of (?:the |its |their |our |his |her |all )?(?:\w+ )?", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:up|rose|risen|rise|rising|climb\w*|gain\w*|increas\w*|higher|jump\w*|surg\w*|grew|grown|rally|rallied)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:down|fell|fallen|falls?|falling|dropp?\w*|lost|lower|declin\w*|decreas\w*|slid|plung\w*|shrank|cut)\b",
    re.IGNORECASE,
)
_COUNTED_IN = re.compile(r"\b(?:including|excluding|not counting|not including|as well as|apart from)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?=,? (?:who is )?(?:aged? )?$|, $)")
REACH = 1.25
PRECISION = 0.05
"""Disjoint by at most this share of the larger value, one of them rounded or hedged: told as a difference of precision."""
_HEADLESS = (QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.POINTS)
GROWING = frozenset(("death", "injury", "missing", "rescue", "arrest"))
_LATER_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two comparable quantities with disjoint intervals."""

    a: Quantity
    b: Quantity
    evidence: float
    """How much speaks for one thing being counted: fate, head, shared words around."""


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether both count or measure the same kind of thing, as far as their own words tell."""
    if a.kind is not b.kind or a.unit != b.unit or (a.kind is QuantityKind.COUNT and _vague(a) and _vague(b)):
        return False
    if ("of" in a.modifiers) != ("of" in b.modifiers):
        return False
    if a.kind in (QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.POINTS):
        return True
    if a.kind is not QuantityKind.COUNT:
        return not (a.head and b.head) or _same_head(a, b)
    if a.fate and b.fate:
        return a.fate == b.fate and (_same_head(a, b) or _personal(a) or _personal(b))
    if a.fate or b.fate:
        return bool(a.head) and a.head not in PERSONS and _same_head(a, b)
    return bool(a.head and b.head) and (_same_head(a, b) or {a.head, b.head} <= PERSONS)


def _vague(quantity: Quantity) -> bool:
    """Whether it is a word such as `dozens`: two of those never exclude each other for sure."""
    return quantity.approximate and not any(char.isdigit() for char in quantity.text)


def _same_head(a: Quantity, b: Quantity) -> bool:
    return stem(a.head) == stem(b.head)


def _personal(quantity: Quantity) -> bool:
    return not quantity.head or quantity.head in PERSONS


def evidence(pairing: Pairing, a: Quantity, b: Quantity) -> float:
    """Sum of what speaks for one thing being counted; from ENOUGH it is taken as one thing."""
    shared = pairing.a.window(a.span) & pairing.b.window(b.span) - {stem(a.head), stem(b.head)}
    score = 0.5 * min(len(shared), 4)
    score += 1.0 if a.fate and a.fate == b.fate else 0.0
    if a.head and b.head:
        same = _same_head(a, b)
        score += 1.0 if same and a.head not in _BROAD else 0.75 if same else -0.25
    score += 0.5 if pairing.same else 0.0
    if a.modifiers and b.modifiers and not {stem(m) for m in a.modifiers} & {stem(m) for m in b.modifiers}:
        score -= 0.5
    least, most = sorted((max(a.low, 1e-9), max(b.low, 1e-9)))
    return score - (1.0 if most > 10 * least else 0.0)


def number_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """Conflicts of number between the two passages, surest first; each quantity is used once."""
    found = sorted(_candidates(pairing), key=lambda c: (-c.evidence, c.a.span, c.b.span))
    used_a, used_b = set(), set()
    for candidate in found:
        if candidate.a.span in used_a or candidate.b.span in used_b:
            continue
        used_a.add(candidate.a.span)
        used_b.add(candidate.b.span)
        yield _conflict(pairing, candidate)


def _candidates(pairing: Pairing) -> Iterator[Candidate]:
    changed = {(change.a, change.b) for change in pairing.changes}
    for a in pairing.a.quantities:
        for b in pairing.b.quantities:
            if not _disjoint(a, b) and not _other_bound(a, b):
                continue
            if any(ca.overlaps(a.span) and cb.overlaps(b.span) for ca, cb in changed) and _swapped(a, b):
                yield Candidate(a, b, 5.0)
            elif (
                comparable(a, b)
                and _same_form(pairing, a, b)
                and _one_person(pairing, a, b)
                and not _is_part(pairing, a, b)
                and not _turned(pairing, a, b)
                and _closest(pairing, a, b)
                and not _explained(pairing, a, b)
            ):
                score = evidence(pairing, a, b)
                if score >= ENOUGH and (pairing.is_sure or (a.fate and a.fate == b.fate)):
                    yield Candidate(a, b, score)


def _other_bound(a: Quantity, b: Quantity) -> bool:
    """`more than 4` and `more than 6`: the same hedge around two numbers, which can both be right."""
    hedges = [_FIGURE.sub("#", q.text.lower()) for q in (a, b)]
    return a.approximate and b.approximate and hedges[0] == hedges[1] and (a.low, a.high) != (b.low, b.high)


def _swapped(a: Quantity, b: Quantity) -> bool:
    """Whether one number stands in the other's place, where all around it is the same."""
    if a.kind is not b.kind or a.unit != b.unit or (a.fate and b.fate and a.fate != b.fate):
        return False
    return not (a.head and b.head) or _same_head(a, b)


def _disjoint(a: Quantity, b: Quantity) -> bool:
    if a.kind is QuantityKind.TALLY and b.kind is QuantityKind.TALLY:
        return (a.low, a.high) != (b.low, b.high)
    if a.written != b.written:  # converted units: a tenth of slack
        return a.low > b.high * 1.1 or b.low > a.high * 1.1
    return not a.overlaps(b) and not _rounds_to(a, b) and not _rounds_to(b, a)


def _rounds_to(a: Quantity, b: Quantity) -> bool:
    """Whether `b`, a decimal, gives the whole number `a` when rounded: 13.3 and 13 percent."""
    whole = a.low == a.high and float(a.low).is_integer()
    return whole and b.low == b.high and not float(b.low).is_integer() and round(b.low) == a.low


def _same_form(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """`a 60-vote threshold` counts no votes: compound counts are compared with compounds only."""
    if a.kind is not QuantityKind.COUNT:
        return True
    if _is_whole(pairing.a, a) != _is_whole(pairing.b, b):
        return False
    compound = [side.text.startswith("-", q.span.end) for side, q in ((pairing.a, a), (pairing.b, b))]
    return compound[0] == compound[1]


def _is_whole(side: Side, quantity: Quantity) -> bool:
    """`three of nine judges`: nine is what the three are taken from."""
    return any(
        _OF.fullmatch(side.text[other.span.end : quantity.span.start]) is not None
        for other in side.quantities
        if other.span.end < quantity.span.start
    )


def _is_part(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """`150 remained in custody` against `779 were detained`: one counts some of the other, told by the words around."""
    parts = [
        _PART.search(side.text[max(0, q.span.start - 30) : q.span.end + 30]) is not None
        for side, q in ((pairing.a, a), (pairing.b, b))
    ]
    return bool(a.fate) and parts[0] != parts[1]


def _turned(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether one is a rise and the other a fall, and so of two different moves."""
    near = [side.text[max(0, q.span.start - 45) : q.span.end + 20] for side, q in ((pairing.a, a), (pairing.b, b))]
    up, down = ([pattern.search(text) is not None for text in near] for pattern in (_UP, _DOWN))
    return (up[0] and not down[0] and down[1] and not up[1]) or (down[0] and not up[0] and up[1] and not down[1])


def _closest(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Of several sums or shares in one passage only the nearest in value is taken for the other's counterpart."""
    if a.kind not in _HEADLESS:
        return True
    return _gap(a, b) <= min(
        (
            _gap(x, y)
            for x in pairing.a.quantities
            for y in pairing.b.quantities
            if (x is a) != (y is b) and comparable(x, y)
        ),
        default=INFINITY,
    )


def _gap(a: Quantity, b: Quantity) -> float:
    least, most = sorted((max(a.low, 1e-9), max(b.low, 1e-9)))
    return most / least


def _one_person(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Ages are compared only where the same name stands before both."""
    if a.kind is not QuantityKind.AGE:
        return True
    before = [_NAME.findall(side.text[: q.span.start]) for side, q in ((pairing.a, a), (pairing.b, b))]
    return bool(before[0] and before[1]) and before[0][-1].split()[-1] == before[1][-1].split()[-1]


def _explained(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether either article states the other's value of the same thing somewhere."""
    if _elliptical(pairing.a, a, b) or _elliptical(pairing.b, b, a):
        return True
    return _states(pairing.b, b, [pairing.a, *pairing.others_a]) or _states(
        pairing.a, a, [pairing.b, *pairing.others_b]
    )


def _elliptical(side: Side, own: Quantity, other: Quantity) -> bool:
    """`six judges; three would not`: the passage gives the other's number too, with what it counts left out."""
    return other.kind is QuantityKind.COUNT and any(
        q.kind is QuantityKind.COUNT and not q.head and not q.fate and (q.low, q.high) == (other.low, other.high)
        for q in side.quantities
        if q.span != own.span
    )


def _states(home: Side, quantity: Quantity, article: Sequence[Side]) -> bool:
    """Sums and shares without a head are the same thing only where a word around them is shared."""
    near = home.window(quantity.span) if quantity.kind in _HEADLESS else frozenset()
    return any(
        comparable(quantity, other)
        and not _disjoint(quantity, _bounded(other))
        and (quantity.kind not in _HEADLESS or near & side.window(other.span))
        for side in article
        for other in side.quantities
    )


def _bounded(quantity: Quantity) -> Quantity:
    """`more than 750` is said of 800, not of 1,400: as an explanation it reaches a quarter above its bound."""
    return replace(quantity, high=quantity.low * REACH) if quantity.high == INFINITY else quantity


def _conflict(pairing: Pairing, candidate: Candidate) -> Conflict:
    a, b = candidate.a, candidate.b
    verdict = _verdict(pairing, a, b)
    what = a.head or b.head or a.unit or a.fate or "count"
    words = {
        ConflictVerdict.CONFLICT: f"both count the same ({what}) and the numbers exclude each other",
        ConflictVerdict.UPDATE: f"the later account has the newer count ({what})",
        ConflictVerdict.PRECISION: f"the numbers ({what}) differ by rounding or hedging only",
        ConflictVerdict.SCOPE: f"the numbers ({what}) may count different groups",
    }
    return Conflict(
        kind=ConflictKind.NUMBER,
        verdict=verdict,
        a=pairing.a.excerpt(a.span),
        b=pairing.b.excerpt(b.span),
        values=(a.in_words(), b.in_words()),
        explanation=words[verdict],
        probability=round(min(0.95, 0.4 + 0.11 * candidate.evidence), 3),
    )


def _verdict(pairing: Pairing, a: Quantity, b: Quantity) -> ConflictVerdict:
    gap = max(a.low - b.high, b.low - a.high)
    if gap <= 0 and a.kind is not QuantityKind.TALLY:
        return ConflictVerdict.PRECISION
    if a.kind is not QuantityKind.TALLY and gap <= PRECISION * max(a.low, b.low) and (a.approximate or b.approximate):
        return ConflictVerdict.PRECISION
    if a.fate and any(
        _COUNTED_IN.search(side.text[q.span.end : q.span.end + 60]) for side, q in ((pairing.a, a), (pairing.b, b))
    ):
        return ConflictVerdict.SCOPE
    modifiers = {stem(m) for m in a.modifiers}, {stem(m) for m in b.modifiers}
    if all(modifiers) and not modifiers[0] & modifiers[1] and not pairing.is_near_copy:
        return ConflictVerdict.SCOPE
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
