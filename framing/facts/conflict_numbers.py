"""Numbers that cannot both be right: same unit and head noun, disjoint intervals, inside linked passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from framing.facts.countable import (
    BROAD,
    HEADLESS,
    JOBS,
    PERSONS,
    bound_names,
    comparable,
    is_added,
    is_ambiguous,
    is_capacity,
    is_compound,
    names_near,
    other_members,
    other_place,
    other_whole,
    same_fate,
    same_head,
)
from framing.facts.explained import explained
from framing.facts.intervals import disjoint, gap, other_bound
from framing.facts.lexicon import Kin, meanings
from framing.facts.moves import turned
from framing.facts.number_model import is_listed, is_open, probability
from framing.facts.number_verdicts import told, verdict_of
from framing.facts.pairings import Pairing, Side
from framing.facts.periods import of_one_day, of_other_year, other_period
from framing.facts.things import same_thing
from framing.facts.words import stem
from framing.language.quantities import Quantity, QuantityKind
from framing.language.quantity_atoms import INFINITY
from framing.model import Conflict, ConflictKind, ConflictVerdict

ENOUGH = 1.0
ENOUGH_HEADLESS = 1.5
"""For sums, shares and lengths of time, of which any text has several."""
ENOUGH_DOUBTFUL = 1.5
LINKED = 0.5
DECISION = 0.5
"""Probability from which the learnt scale tells a conflict."""
_PART = re.compile(
    r"\b(?:remain(?:s|ed|ing)? (?:in|behind)|still (?:in|held|detained|behind)|(?:was|were|been) (?:released|freed))\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s(?:out )?of (?:the |its |their |our |his |her |all )?(?:\w+ )?", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?=,? (?:who is )?(?:aged? )?$|, $)")
SPELLS = frozenset(("season", "term", "game", "match", "inning"))
"""Counted of a career as of a part of it: `19 seasons with the club`, `four seasons as its director`."""
FATES_OF_MANY = frozenset(("death", "injury"))
MOST_TOLLS, MOST_APART = 6, 8
"""Different counts of one fate in an article, and times that one toll is another, from which they are of several happenings."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two comparable quantities with disjoint intervals."""

    a: Quantity
    b: Quantity
    evidence: float
    """How much speaks for one thing being counted: fate, head, shared words around."""


def evidence(pairing: Pairing, a: Quantity, b: Quantity) -> float:
    """Sum of what speaks for one thing being counted; from ENOUGH it is taken as one thing."""
    first, second = (side.window(q.span) for side, q in ((pairing.a, a), (pairing.b, b)))
    shared = (first & second) - {stem(a.head), stem(b.head)}
    known = meanings(second - shared)
    kin = sum(known.kin(word) is Kin.SYNONYM for word in first - shared)
    score = 0.5 * min(len(shared) + 0.7 * min(kin, 2), 4)
    score += 1.0 if same_fate(a, b) or same_thing(pairing.a, a, pairing.b, b) else 0.0
    if a.head and b.head:
        heads = {a.head, b.head}
        same = same_head(a, b)
        score += 1.0 if same and a.head not in BROAD else 0.75 if same else 0.0
        score -= 0.0 if same or heads & BROAD or heads <= JOBS else 0.25
    score += 0.5 if pairing.same else 0.0
    if a.modifiers and b.modifiers and not {stem(m) for m in a.modifiers} & {stem(m) for m in b.modifiers}:
        score -= 0.5
    return score - (1.0 if gap(a, b) > 10 else 0.0)


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
            if (not disjoint(a, b) and not other_bound(a, b)) or apart(pairing, a, b):
                continue
            if any(ca.overlaps(a.span) and cb.overlaps(b.span) for ca, cb in changed) and _swapped(a, b):
                yield Candidate(a, b, 5.0)
            elif may_clash(pairing, a, b):
                score = evidence(pairing, a, b)
                if comparable(a, b) and _enough(pairing, a, b, score):
                    yield Candidate(a, b, score)
                elif (learnt := _learnt(pairing, a, b)) >= DECISION:
                    yield Candidate(a, b, learnt)


def may_clash(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether nothing in the words around tells that the two numbers are of two things, or that one account knows both."""
    return (
        pairing.a.is_unreal == pairing.b.is_unreal
        and not other_place(pairing.a, a, pairing.b, b)
        and _same_form(pairing, a, b)
        and _one_person(pairing, a, b)
        and not _is_part(pairing, a, b)
        and not turned(pairing, a, b)
        and _closest(pairing, a, b)
        and not explained(pairing, a, b)
    )


def _learnt(pairing: Pairing, a: Quantity, b: Quantity) -> float:
    """Probability of a contradiction by the learnt scale, which is asked of linked passages only."""
    return probability(pairing, a, b) if pairing.link.probability >= LINKED and is_open(pairing, a, b) else 0.0


def _enough(pairing: Pairing, a: Quantity, b: Quantity, score: float) -> bool:
    """Whether one thing is counted, for all that is known: a doubtful link needs more than the passages' likeness."""
    wordy = a.kind in (QuantityKind.MONEY, QuantityKind.PERCENT) or a.unit == b.unit == "hour"
    if same_thing(pairing.a, a, pairing.b, b):
        return score >= ENOUGH - 0.25
    if score < (ENOUGH_HEADLESS if wordy else ENOUGH):
        return False
    if pairing.is_sure or same_fate(a, b):
        return True
    if pairing.link.probability < LINKED or score < ENOUGH_DOUBTFUL or not (a.head and b.head):
        return False
    if a.kind is QuantityKind.MEASURE:
        return same_head(a, b)
    same = same_head(a, b) and a.head not in BROAD
    return {a.head, b.head} <= PERSONS and (same or bool(names_near(pairing.a, a) & names_near(pairing.b, b)))


def apart(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether the words around tell of two things, however alike the passages: other times, other members, two of a row."""
    if not same_fate(a, b) and other_period(pairing.a, a, pairing.b, b):
        return True
    if is_capacity(pairing.a, a) != is_capacity(pairing.b, b):
        return True
    if not same_fate(a, b) and is_listed(pairing.a, a) != is_listed(pairing.b, b) and not pairing.is_near_copy:
        return True
    if of_one_day(pairing.a, a) != of_one_day(pairing.b, b) or _other_toll(pairing, a, b):
        return True
    if other_whole(pairing.a, a, pairing.b, b) or is_ambiguous(a) or is_ambiguous(b):
        return True
    if {a.head, b.head} & SPELLS and not pairing.is_near_copy:
        return True
    return other_members(pairing.a, a, pairing.b, b) or _two_of_a_row(pairing, a, b)


def _other_toll(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether two tolls are of two happenings: an article that tells many is about many, and none is ten times the other."""
    if not same_fate(a, b) or a.fate not in FATES_OF_MANY or pairing.is_near_copy:
        return False
    if of_other_year(pairing.a, a) != of_other_year(pairing.b, b):
        return True
    if gap(a, b) > MOST_APART:
        return True
    articles = ([pairing.a, *pairing.others_a], [pairing.b, *pairing.others_b])
    return any(
        len({(q.low, q.high) for side in article for q in side.quantities if q.fate == a.fate}) > MOST_TOLLS
        for article in articles
    )


def _two_of_a_row(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """`the first boy`, `the fifth boy`: two of a row, unless both passages make the same point; `for the second time`
    is told of its own happening, unless all around it is the same."""
    if a.kind is not QuantityKind.ORDINAL or b.kind is not QuantityKind.ORDINAL:
        return False
    return not pairing.same or (a.head == b.head == "time" and not pairing.is_near_copy)


def _swapped(a: Quantity, b: Quantity) -> bool:
    """Whether one number stands in the other's place, where all around it is the same."""
    if a.kind is not b.kind or a.unit != b.unit or (a.fate and b.fate and a.fate != b.fate):
        return False
    return not (a.head and b.head) or same_head(a, b)


def _same_form(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """`a 60-vote threshold` counts no votes: compound counts are compared with compounds only, `another 497` with
    additions only."""
    if is_added(pairing.a, a) != is_added(pairing.b, b):
        return False
    if a.kind is not QuantityKind.COUNT or same_thing(pairing.a, a, pairing.b, b):
        return True
    if _is_whole(pairing.a, a) != _is_whole(pairing.b, b):
        return False
    return is_compound(pairing.a, a) == is_compound(pairing.b, b)


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


def _closest(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Of several sums or shares in one passage only the nearest in value is taken for the other's counterpart.

    Those told of another name (`the DAX slid 1.7 percent`) are no counterparts at all.
    """
    if a.kind not in HEADLESS:
        return True
    if _other_name(pairing, a, b):
        return False
    return gap(a, b) <= min(
        (
            gap(x, y)
            for x in pairing.a.quantities
            for y in pairing.b.quantities
            if (x is a) != (y is b) and comparable(x, y) and not _other_name(pairing, x, y)
        ),
        default=INFINITY,
    )


def _other_name(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether two sums or shares stand behind different names, one of them among several of its kind."""
    several = any(sum(q.kind is a.kind for q in side.quantities) > 1 for side in (pairing.a, pairing.b))
    first, second = bound_names(pairing.a, a), bound_names(pairing.b, b)
    return several and bool(first and second) and not first & second


def _one_person(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Ages are compared only where the same name stands before both."""
    if a.kind is not QuantityKind.AGE:
        return True
    before = [_NAME.findall(side.text[: q.span.start]) for side, q in ((pairing.a, a), (pairing.b, b))]
    return bool(before[0] and before[1]) and before[0][-1].split()[-1] == before[1][-1].split()[-1]


def _conflict(pairing: Pairing, candidate: Candidate) -> Conflict:
    a, b = candidate.a, candidate.b
    verdict = verdict_of(pairing, a, b)
    words = {
        ConflictVerdict.CONFLICT: f"both tell {told(a, b)}, and the numbers exclude each other",
        ConflictVerdict.UPDATE: f"the later account has a newer count: {told(a, b)}",
        ConflictVerdict.PRECISION: f"both tell {told(a, b)}; the numbers differ by rounding or hedging only",
        ConflictVerdict.SCOPE: f"both tell {told(a, b)}, but may count different groups",
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
