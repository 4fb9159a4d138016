"""Which two quantities count or measure one kind of thing, as far as their own words tell."""

from __future__ import annotations

import re

from framing.facts.pairings import Side
from framing.facts.words import content_stems, stem
from framing.language.names import fold
from framing.language.places import look_up
from framing.language.quantities import Quantity, QuantityKind
from framing.language.quantity_atoms import VAGUE

_PERSON_WORDS = (
    "person people man woman child soul body life passenger resident inhabitant civilian soldier troop officer guard "
    "guest worker protester marcher demonstrator student teacher immigrant migrant refugee victim survivor citizen "
    "villager employee member lawmaker"
)
PERSONS = frozenset(_PERSON_WORDS.split())
"""Heads that may stand for one another where the fate is the same."""
_ATTACKER_WORDS = "gunman suspect attacker shooter assailant bomber killer terrorist militant perpetrator"
ATTACKERS = frozenset(_ATTACKER_WORDS.split())
"""Those who did it are not counted among the people it befell."""
BROAD = frozenset(("", "person", "people", "soul", "body", "life", "other", "man"))
_JOB_WORDS = "job position post role worker employee staff staffer"
JOBS = frozenset(_JOB_WORDS.split())
"""Heads that may stand for one another where they are cut."""
ADDED = frozenset(("new", "additional", "further", "fresh"))
"""Modifiers that make a number an increase: `433 new cases` are no total."""
HEADLESS = (QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.POINTS)
"""Sums and shares: what they are of is told by the words around rather than by a head."""
SMALL_CROWD = 50
"""Fewer people `who took part` are no crowd but a group within it."""


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether both count or measure the same kind of thing, as far as their own words tell."""
    if a.kind is not b.kind or a.unit != b.unit or (a.kind is QuantityKind.COUNT and is_vague(a) and is_vague(b)):
        return False
    if ("of" in a.modifiers) != ("of" in b.modifiers) or bool(ADDED & {*a.modifiers}) != bool(ADDED & {*b.modifiers}):
        return False
    if a.kind in HEADLESS:
        return True
    if a.kind is not QuantityKind.COUNT:
        return not (a.head and b.head) or same_head(a, b)
    return _same_fate(a, b, fate_of(a), fate_of(b))


def _same_fate(a: Quantity, b: Quantity, first: str, second: str) -> bool:
    if first == second == "dismissal":
        return True
    if first and second:
        if (a.head in ATTACKERS) != (b.head in ATTACKERS):
            return False
        return first == second and (same_head(a, b) or _personal(a) or _personal(b))
    if (first or second) not in ("", "crowd", "rescue"):
        return bool(a.head) and a.head not in PERSONS and same_head(a, b)
    return bool(a.head and b.head) and (same_head(a, b) or {a.head, b.head} <= PERSONS)


def fate_of(quantity: Quantity) -> str:
    """The fate that two counts must share; a small group is no crowd, and only jobs or the people in them are cut."""
    if quantity.fate == "crowd" and quantity.high < SMALL_CROWD:
        return ""
    if quantity.fate == "dismissal" and quantity.head not in JOBS | PERSONS:
        return ""
    return quantity.fate


def same_fate(a: Quantity, b: Quantity) -> bool:
    """Whether the same befell those counted on both sides."""
    return bool(fate_of(a)) and fate_of(a) == fate_of(b)


def is_ambiguous(quantity: Quantity) -> bool:
    """Whether it may be read in two units: `60m` is sixty metres or sixty million."""
    return quantity.kind is QuantityKind.COUNT and re.search(r"\d\s?[mk]$", quantity.text) is not None


def other_whole(a: Side, one: Quantity, b: Side, two: Quantity) -> bool:
    """Whether both say what they are of, and it is not the same: `an extension of tax cuts`, `an extension of insurance`."""
    first, second = (frozenset(content_stems(_complement(side, q))) for side, q in ((a, one), (b, two)))
    return bool(first and second) and not first & second and bool(one.head) and same_head(one, two)


def _complement(side: Side, quantity: Quantity) -> str:
    match = _WHOLE.match(side.text, quantity.span.end)
    return match["whole"] if match else ""


_WHOLE = re.compile(r"(?:[\s-][a-z]+){1,3}\sof\s(?P<whole>(?:[^\s,.;:“”\"()]+\s?){1,3})")


def is_added(side: Side, quantity: Quantity) -> bool:
    """Whether the number is an increase by its words: `another 497`, `an additional 40`."""
    return _MORE.search(side.text[: quantity.span.start][-24:]) is not None or bool(ADDED & {*quantity.modifiers})


_MORE = re.compile(
    r"\b(?:another|an additional|an extra|a further)\s(?:some |about |around |nearly |roughly )?$", re.IGNORECASE
)


def same_head(a: Quantity, b: Quantity) -> bool:
    """Whether the same noun is counted; two empty heads are the same."""
    return stem(a.head) == stem(b.head)


def is_vague(quantity: Quantity) -> bool:
    """Whether it is a word such as `dozens`: two of those never exclude each other for sure. `Nearly five thousand` is none."""
    return quantity.low != quantity.high and _VAGUE.search(quantity.text) is not None


_VAGUE = re.compile(rf"\b(?:{'|'.join(VAGUE)})\b", re.IGNORECASE)


def _personal(quantity: Quantity) -> bool:
    return not quantity.head or quantity.head in PERSONS


def other_place(a: Side, one: Quantity, b: Side, two: Quantity) -> bool:
    """Whether two counts of what no common fate befell are told of two places: `2,337 cases in Korea`, `433 in China`."""
    if one.kind is not QuantityKind.COUNT or same_fate(one, two):
        return False
    first, second = _place_of(a, one), _place_of(b, two)
    return bool(first and second) and not first & second


def other_members(a: Side, one: Quantity, b: Side, two: Quantity) -> bool:
    """Whether two small counts are followed by the names of those counted, and none is shared: `two senators, Quill and Moss`."""
    if one.kind is not QuantityKind.COUNT or max(one.high, two.high) > SMALL_GROUP:
        return False
    first, second = _members(a, one), _members(b, two)
    return len(first) >= min(2, one.low) and len(second) >= min(2, two.low) and not _words(first) & _words(second)


def _members(side: Side, quantity: Quantity) -> list[str]:
    """Names in the list that follows the count within its sentence, the first close by."""
    end = quantity.span.end
    found = [n for n in side.names if end <= n.span.start <= end + LIST_REACH]
    return [n.text for n in found] if found and found[0].span.start <= end + LIST_OPENS else []


def _words(names: list[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in fold(name).split())


SMALL_GROUP, LIST_REACH, LIST_OPENS = 9, 90, 45
"""People that are counted and then named: at most so many; characters within which the list stands, and begins."""


def _place_of(side: Side, quantity: Quantity) -> frozenset[str]:
    """Words of the place named behind the count, else of the name that opens the sentence before it."""
    behind = _PLACE.match(side.text, quantity.span.end)
    if behind:
        return frozenset(fold(behind["place"]).split())
    opening = next((n for n in side.names if n.span.start == 0 and n.span.end <= quantity.span.start <= 60), None)
    return frozenset(fold(opening.text).split()) if opening and look_up(opening.text) else frozenset()


_PLACE = re.compile(r"(?:\s(?!in\b)[a-z’'-]+){0,4}\sin\s(?:the\s)?(?P<place>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)")


def bound_names(side: Side, quantity: Quantity) -> frozenset[str]:
    """Words of the names before a sum or share in its own clause: `the DAX slid 1.7 percent`, and right behind it:
    `$5,687 at the Tarn Retreat`; empty for other kinds.

    The clause goes back to the sum or share before, or to the end of a sentence or clause.
    """
    if quantity.kind not in HEADLESS:
        return frozenset()
    before = [q.span.end for q in side.quantities if q.kind is quantity.kind and q.span.end <= quantity.span.start]
    start = max([*before, *(m.end() for m in _CLAUSE_END.finditer(side.text, 0, quantity.span.start)), 0])
    found = [n for n in side.names if start <= n.span.start and n.span.end <= quantity.span.start]
    found += [
        n for n in side.names if _BEHIND.fullmatch(side.text, quantity.span.end, max(quantity.span.end, n.span.start))
    ]
    return frozenset(word for name in found for word in fold(name.text).split() if word.isalpha())


def names_near(side: Side, quantity: Quantity, reach: int = 60) -> frozenset[str]:
    """Words of the names within `reach` characters of the quantity."""
    start, end = quantity.span.start - reach, quantity.span.end + reach
    found = [n for n in side.names if start <= n.span.start and n.span.end <= end]
    return frozenset(word for name in found for word in fold(name.text).split() if word.isalpha())


_BEHIND = re.compile(r"(?:\s[a-z]+){0,2}\s(?:at|on|in|to|from|for|by)\s(?:the\s)?")
_CLAUSE_END = re.compile(r"[.;:!?]\s|\bwhile\b|\bbut\b|\bwhereas\b")


_COMPOUND = re.compile(
    r"-[a-z]{3,}\b|\s(?:page|seat|member|nation|state|vote|car|room|bed|storey|story|point|man|person)\s(?=[a-z])"
)


_CAPACITY = re.compile(
    r"\b(?:capacity (?:of|for)|room for|(?:can|could|to|licensed to) (?:carry|hold|seat|take)|(?:holds?|seats?|sleeps?|accommodates?))(?: (?:up to|some|about))?\s$",
    re.IGNORECASE,
)


def is_capacity(side: Side, quantity: Quantity) -> bool:
    """Whether it counts those for whom there is room: `a capacity of 240 passengers`."""
    return _CAPACITY.search(side.text[: quantity.span.start][-40:]) is not None


def is_compound(side: Side, quantity: Quantity) -> bool:
    """Whether the number stands before a noun in the singular: `a 60-vote threshold`, `the 300 page report`."""
    return quantity.low != 1 and _COMPOUND.match(side.text, quantity.span.end) is not None
