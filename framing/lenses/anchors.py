"""What two passages must have in common to be taken for one point though alignment did not link them.

The same figure and words besides; the same number of people whom the same thing befell; the same words between
quotation marks; one share told in two ways (`11.3 percent` and `one in nine`, `412 of 1,960` and `four fifths`, two
percentages and `twice as many`); a tally of votes and `a majority`. Nothing here reads meaning: these are facts of the
text that are rarely shared by accident in two accounts of one event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.language.quantities import Quantity, QuantityKind, find_quantities
from framing.language.quantity_atoms import INFINITY
from framing.language.wordlists import word_set
from framing.lenses.wording import FUNCTION_WORDS, WORD, stem

TELLING = 13
"""Counts from which one is rare enough to tell what is counted."""
_SHARED = 2
"""Words that passages with the same round figure must share besides."""
_KINDS = (QuantityKind.COUNT, QuantityKind.PERCENT, QuantityKind.TALLY, QuantityKind.MONEY)
_MOST_PLACES = 2
"""Passages of one article that may hold the same quoted words for these to tell anything."""
_GRAM = 4
_LONG = 8
"""Letters of a word that tells something where it alone stands between marks."""


@dataclass(frozen=True, slots=True)
class Told:
    """What of a passage can anchor it."""

    quantities: tuple[Quantity, ...]
    stems: frozenset[str]
    """Open-class words without figures."""
    quoted: frozenset[str]
    """Whole short quotations, and runs of four words of longer ones."""
    shares: tuple[float, ...]
    """Percentages as figures."""
    fractions: tuple[Quantity, ...]
    """Percentages as words: `one in nine`, `four fifths`."""
    parts: tuple[float, ...]
    """Percentages that follow from a part and a whole, and what is left of the whole."""
    times: tuple[float, ...]
    """2 for `twice as many`."""
    tally: bool
    """Votes against votes: `6-3`, `six votes to three`."""
    majority: bool
    """`A majority of the judges`."""


def told(text: str) -> Told:
    """What of `text` can anchor it."""
    words = (match.group() for match in WORD.finditer(text))
    stems = frozenset(
        stem(word) for word in words if word.lower() not in FUNCTION_WORDS and len(word) > 2 and not word[0].isdigit()
    )
    quantities = tuple(q for q in find_quantities(text) if q.kind in _KINDS)
    percents = [q for q in quantities if q.kind is QuantityKind.PERCENT]
    return Told(
        quantities,
        stems,
        frozenset(_quoted(text)),
        tuple(q.low for q in percents if not is_fraction(text, q)),
        tuple(q for q in percents if is_fraction(text, q)),
        tuple(_parts(text)),
        tuple(_FACTORS[match["factor"].lower()] for match in _TIMES.finditer(text)),
        any(q.kind is QuantityKind.TALLY for q in quantities) or bool(TALLY.search(text)),
        bool(_MAJORITY.search(text)),
    )


def is_fraction(text: str, quantity: Quantity) -> bool:
    """Whether a share is told in words: `one in nine`, `four fifths`."""
    return not any(sign in quantity.span.of(text) for sign in ("%", "percent", "per cent", "pc"))


_FACTORS = {"twice": 2.0, "double": 2.0, "three times": 3.0, "triple": 3.0, "half": 0.5}
_TIMES = re.compile(
    r"\b(?P<factor>twice|double|three times|triple|half)\s+(?:as (?:many|much|high|large)|the\s(?:\w+\s)?(?:rate|number|share|level|average))\b",
    re.IGNORECASE,
)
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)"
TALLY = re.compile(
    rf"(?<![\w-]){_SMALL}(?:\s(?:votes?|judges|justices)\sto\s|-to-){_SMALL}\b(?!\s(?:p\.?m|a\.?m))", re.IGNORECASE
)
"""`six votes to three`, `six-to-three`."""
_MAJORITY = re.compile(
    r"\bmajority\b.{0,30}?\b(?:judges?|justices?|[Cc]ourt|members?|[Cc]ouncil|panel|jury|jurors|bench)\b"
    r"|\b(?:judges?|justices?|[Cc]ourt|[Cc]ouncil|panel|jury|jurors|bench)\b.{0,30}?\bmajority\b"
)
_PART = re.compile(r"\b(?P<part>\d[\d,]*) of (?:[\w’']+\s){0,3}?(?P<whole>\d[\d,]*)\b")


def _parts(text: str) -> Iterator[float]:
    for match in _PART.finditer(text):
        part, whole = (float(match[name].replace(",", "") or 0) for name in ("part", "whole"))
        if TELLING <= part < whole:
            yield from (100 * part / whole, 100 - 100 * part / whole)


_MARKED = re.compile(r"[“\"](?P<words>[^“”\"]{3,600})[”\"]")


def _quoted(text: str) -> Iterator[str]:
    for match in _MARKED.finditer(text):
        words = [word.group().lower().replace("’", "'") for word in WORD.finditer(match["words"])]
        open_class = [word for word in words if word not in FUNCTION_WORDS]
        if len(words) < _GRAM and open_class and len(max(open_class, key=len)) >= _LONG:
            yield " ".join(words)
        for start in range(len(words) - _GRAM + 1):
            gram = words[start : start + _GRAM]
            if sum(word not in FUNCTION_WORDS for word in gram) >= _SHARED:
                yield " ".join(gram)


def anchored_pairs(one: Sequence[Told], two: Sequence[Told]) -> set[tuple[int, int]]:
    """Passages (row of one, row of two) that share an anchor."""
    return {*_same_figures(one, two), *_same_quotations(one, two), *_same_shares(one, two), *_majorities(one, two)}


def weak_anchors(one: Sequence[Told], two: Sequence[Told]) -> set[tuple[int, int]]:
    """Passages that may tell one point where alignment, too, finds none better."""
    return {*_same_object(one, two), *_same_object(two, one, turned=True)}


def _same_figures(one: Sequence[Told], two: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """The same telling figure (`23`, `at least 23`) and words in common besides.

    A count that is not round needs none where the same befell those counted, or where it stands in one passage of each.
    """
    places = _places([list(_figures(each)) for each in one]), _places([list(_figures(each)) for each in two])
    for figure, rows in places[0].items():
        columns = places[1].get(figure, {})
        alone = len(rows) == len(columns) == 1
        for row, mine in rows.items():
            for column, theirs in columns.items():
                shared, least = len(one[row].stems & two[column].stems), _least_shared(mine)
                exact = mine.low == mine.high and theirs.low == theirs.high
                one_fate = bool(mine.fate) and mine.fate == theirs.fate
                if shared >= least or (least == 1 and (one_fate or (alone and exact))):
                    yield row, column


def _places(figures: Sequence[Sequence[Quantity]]) -> dict[tuple[QuantityKind, float], dict[int, Quantity]]:
    known: dict[tuple[QuantityKind, float], dict[int, Quantity]] = defaultdict(dict)
    for row, found in enumerate(figures):
        for q in found:
            known[q.kind, q.low].setdefault(row, q)
    return known


def _figures(each: Told) -> Iterator[Quantity]:
    for q in each.quantities:
        exact = q.kind is QuantityKind.TALLY or (q.kind is QuantityKind.PERCENT and q.low == q.high)
        if exact or (q.kind in (QuantityKind.COUNT, QuantityKind.MONEY) and q.low >= TELLING):
            yield q


def _least_shared(q: Quantity) -> int:
    """Words that must be shared besides: one for a count that is not round, else two."""
    digits = f"{q.low:.0f}"
    return 1 if q.kind is QuantityKind.COUNT and digits.strip("0") != digits[0] else _SHARED


def _same_quotations(one: Sequence[Told], two: Sequence[Told]) -> Iterator[tuple[int, int]]:
    places = [defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)]
    for known, side in zip(places, (one, two), strict=True):
        for row, each in enumerate(side):
            for words in each.quoted:
                known[words].append(row)
    for words, rows in places[0].items():
        columns = places[1].get(words, [])
        if len(rows) <= _MOST_PLACES and len(columns) <= _MOST_PLACES:
            yield from ((row, column) for row in rows for column in columns)


def _same_shares(one: Sequence[Told], two: Sequence[Told]) -> Iterator[tuple[int, int]]:
    for row, a in enumerate(one):
        for column, b in enumerate(two):
            if _one_share(a, b) or _one_share(b, a):
                yield row, column


def _one_share(a: Told, b: Told) -> bool:
    """Whether a figure of `a` is what `b` tells in words."""
    shared = len(a.stems & b.stems)
    for fraction in b.fractions:
        exact = fraction.high < 100
        if exact and any(_tells(fraction, x, 0.05 * x) and (x % 5 or shared >= _SHARED) for x in a.shares):
            return True
        if shared and any(_tells(fraction, x, 3.0) for x in a.parts):
            return True
    ratios = [x / y for x in a.shares for y in a.shares if y and x != y]
    return any(abs(ratio - factor) <= 0.1 * factor for ratio in ratios for factor in b.times)


def _same_object(one: Sequence[Told], two: Sequence[Told], turned: bool = False) -> Iterator[tuple[int, int]]:
    """A share here and a count there of things that each article counts in one passage only: `four fifths of schools`."""
    counts = _heads(two, QuantityKind.COUNT)
    for head, rows in _heads(one, QuantityKind.PERCENT).items():
        columns = counts.get(head, set())
        if len(rows) == len(columns) == 1 and head not in _PEOPLE:
            row, column = min(rows), min(columns)
            yield (column, row) if turned else (row, column)


def _heads(side: Sequence[Told], kind: QuantityKind) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for row, each in enumerate(side):
        for q in each.quantities:
            if q.kind is kind and len(q.head) > 3 and (kind is QuantityKind.PERCENT or q.low >= TELLING):
                found[q.head].add(row)
    return found


_PEOPLE = word_set("people person voter american adult respondent vote")
"""Heads of shares that are of another whole from one sentence to the next."""


def _tells(fraction: Quantity, value: float, slack: float) -> bool:
    high = fraction.low if fraction.high == INFINITY or fraction.high >= 100 else fraction.high
    return fraction.low - slack <= value <= high + slack


def _majorities(one: Sequence[Told], two: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """A tally of votes and `a majority of the judges`, where each stands once in its article."""
    for mine, theirs, turned in ((one, two, False), (two, one, True)):
        tallies = [row for row, each in enumerate(mine) if each.tally]
        vague = [row for row, each in enumerate(theirs) if each.majority]
        if len(tallies) == len(vague) == 1:
            yield (vague[0], tallies[0]) if turned else (tallies[0], vague[0])


def one_figure(a: Told, b: Told) -> bool:
    """Whether any quantity of both may be the same figure, small or rounded ones too."""
    return any(_may_be_one(q, r) for q in a.quantities for r in b.quantities)


def _may_be_one(q: Quantity, r: Quantity) -> bool:
    if q.kind is not r.kind or not q.overlaps(r):
        return False
    if q.kind is not QuantityKind.COUNT:
        return True
    return (bool(q.head) and q.head == r.head) or (q.low == q.high == r.low == r.high and q.low >= TELLING)
