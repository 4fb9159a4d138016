"""Quantities of news text as intervals with kind, unit and head noun; exact spans; no parser needed.

"at least 12 people" is [12, inf) of `people`; "dozens" is [24, 99]; "about 30" is 30 +- 10 %, "about 141" is 140 to 142; "one in
three" and "a third of" are shares in percent. Dates, clock times, years, labels ("Room 12", "Boeing
737") and decades are no quantities. Heads are found by rules over the words that follow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from framing.language.dates import find_dates
from framing.language.quantity_atoms import INFINITY, Atom, find_atoms
from framing.language.quantity_heads import Head, find_head
from framing.model import Span

APPROXIMATE = 0.10
"""`about 30` is 30 +- 10 %; `nearly 30` is [27, 30]."""


class QuantityKind(StrEnum):
    """What is counted or measured."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    """Shares too: `one in three` is 33.3."""
    POINTS = "points"
    """Percentage points: a difference of two percentages."""
    MEASURE = "measure"
    AGE = "age"
    ORDINAL = "ordinal"
    TALLY = "tally"
    """A vote or score: `low` is the smaller side, `high` the larger."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity at `span` of the given text; `low` <= `high`, in `unit` (base units for measures)."""

    span: Span
    text: str
    kind: QuantityKind
    low: float
    high: float
    unit: str = ""
    head: str = ""
    """Stemmed, lower-case noun that is counted; empty where the words do not say."""
    modifiers: tuple[str, ...] = ()
    """Lower-case words between number and head."""
    approximate: bool = False
    written: str = ""
    """Unit as written, where it was converted to a base unit."""
    factor: float = 1.0
    """Base units in one unit as written."""
    fate: str = ""
    """`death`, `injury`, `missing`, `rescue`, `arrest`, `aboard`, `dismissal` or `crowd`: what befell the counted, or that
    they came together; empty where the words around do not say."""

    def overlaps(self, other: Quantity) -> bool:
        """Whether some value satisfies both intervals."""
        return self.low <= other.high and other.low <= self.high

    def in_words(self) -> str:
        """The interval as a reader checks it, such as `[12, inf) people`."""
        high = "inf)" if self.high == INFINITY else f"{_plain(self.high / self.factor)}]"
        names = (self.written or self.unit, self.head, self.fate)
        return f"[{_plain(self.low / self.factor)}, {high} {' '.join(filter(None, names))}".rstrip()


def _plain(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


_LEAST = r"at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|(?:well )?(?:more than|over|above|beyond)|upwards? of|in excess of|north of|exceed(?:s|ed|ing)?"
_MOST = r"at most|no more than|not more than|up to|as many as|as much as|fewer than|less than|(?:well )?(?:under|below)|a maximum of|short of"
_NEARLY = r"nearly|almost|close to|just under|approaching|just (?:short of|below|shy of)|a little (?:under|less than)|slightly (?:fewer|less) than"
_BARELY = r"just over|(?:just|slightly|a little|little) (?:more than|over|above)"
_ABOUT = r"(?:just )?about|around|roughly|approximately|some|(?:an )?estimated|circa|or so|in the region of|approx\."
_BEFORE = tuple(
    (name, re.compile(rf"\b(?:{words})\s+(?:the |a |an |its |their |his |her )?$", re.IGNORECASE))
    for name, words in (("barely", _BARELY), ("nearly", _NEARLY), ("least", _LEAST), ("most", _MOST), ("about", _ABOUT))
)
_AFTER = re.compile(
    r"(?P<least>\+|-plus\b|\s(?:or more|and above|and over)\b)|(?P<most>\s(?:or fewer|or less)\b)|(?P<about>\s(?:or so|give or take)\b)"
)
_JOINT = re.compile(r"\s?(?P<dash>[-–—])\s?|\s(?P<to>to)\s|\s(?P<and>and)\s|\s(?P<or>or)\s")
_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
_RATIO = re.compile(r"[\s-](?:in|out of(?: every)?|of every)[\s-]")
_FRACTION = re.compile(
    r"\b(?:(?P<half>(?:a |one[- ])?half|half) (?:of|the)|(?P<top>a|one|two|three|four)[\s-](?P<part>thirds?|quarters?|fourths?|fifths?|tenths?) of)\b",
    re.IGNORECASE,
)  # fmt: skip
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_TOPS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_CLOCK = re.compile(
    r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)|\b\d{1,2}:\d\d\b|\bnoon\b"
    r"|\b(?:minutes?|quarter|half) (?:past|to|before|after) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"|\bat (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= (?:at night|in the (?:morning|afternoon|evening))\b)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:the|a|his|her|its|their|this|that|for)\s(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,3}(?:st|nd|rd|th))\s(?=[a-z])"
)
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS = _ORDINAL_WORDS.split()


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of `text` in order, not overlapping; spans hold qualifier, number and unit, not the head."""
    blocked = [mention.span for mention in find_dates(text)]
    blocked += [Span(*match.span()) for match in _CLOCK.finditer(text)]
    found = _fractions(text)
    atoms = [a for a in find_atoms(text) if not _inside(a, [*blocked, *(q.span for q in found)])]
    index = 0
    while index < len(atoms):
        quantity, used = _read(text, atoms, index)
        index += used
        if quantity is not None:
            found.append(quantity)
    found += _ordinals(text, [*blocked, *(q.span for q in found)])
    return tuple(sorted(found, key=lambda q: q.span))


def _inside(atom: Atom, spans: Sequence[Span]) -> bool:
    own = Span(atom.start, atom.end)
    return any(own.overlaps(span) for span in spans)


def _read(text: str, atoms: Sequence[Atom], index: int) -> tuple[Quantity | None, int]:
    """The quantity that begins at atom `index`, and how many atoms it took."""
    atom = atoms[index]
    follower = atoms[index + 1] if index + 1 < len(atoms) else None
    if follower is not None:
        between = text[atom.end : follower.start]
        if _RATIO.fullmatch(between) and 0 < atom.value <= follower.value:
            return _share(text, atom.start, follower.end, 100 * atom.value / follower.value, 0.5), 2
        if (joined := _joined(text, atom, follower, between)) is not None:
            return joined, 2
    if _is_label(text, atom):
        return None, 1
    low, high, start, end, approximate = _qualified(text, atom)
    return _named(text, replace(atom, low=low, high=high), Span(start, end), approximate), 1


def _joined(text: str, atom: Atom, follower: Atom, between: str) -> Quantity | None:
    """`10 to 15 percent`, `between $3 and $4 million`, `396-9`; None where the two numbers stand apart."""
    joint = _JOINT.fullmatch(between)
    if joint is None or "ordinal" in (atom.form, follower.form) or _is_label(text, atom):
        return None
    if atom.bare and follower.bare and _is_year(atom.value) and _is_year(follower.value):
        return None
    opened = _BETWEEN.search(text[: atom.start])
    if (joint["and"] and not opened) or (joint["or"] and not 0 < follower.value - atom.value <= 2):
        return None
    scale = follower.magnitude if atom.magnitude == 1 and follower.magnitude > 1 and atom.value < 1_000 else 1.0
    first = replace(atom, low=atom.low * scale, value=atom.value * scale)
    start = opened.start() if opened else atom.start
    if first.value >= follower.value:
        if joint["and"] or joint["or"] or follower.currency or not float(first.value).is_integer():
            return None
        span = Span(atom.start, follower.end)
        return Quantity(span, span.of(text), QuantityKind.TALLY, follower.value, first.value, "votes")
    currency = atom.currency or follower.currency
    merged = replace(follower, start=atom.start, low=first.low, high=follower.high, currency=currency)
    return _named(text, merged, Span(start, follower.end), approximate=True)


def _qualified(text: str, atom: Atom) -> tuple[float, float, int, int, bool]:
    """Interval and span after the words before and behind the number; whether it is approximate."""
    low, high, start, end = atom.low, atom.high, atom.start, atom.end
    name = ""
    for kind, pattern in _BEFORE:
        if match := pattern.search(text[max(0, start - 40) : start]):
            name, start = kind, max(0, start - 40) + match.start()
            break
    if after := _AFTER.match(text, end):
        name, end = name or (after.lastgroup or ""), after.end()
    slack = slack_of(atom.value)
    bounds = {
        "": (low, high),
        "least": (low, INFINITY),
        "most": (0.0, high),
        "nearly": (atom.value - slack, atom.value),
        "barely": (atom.value, atom.value + slack),
        "about": (min(low, atom.value - slack), max(high, atom.value + slack)),
    }
    low, high = bounds[name]
    return low, high, start, end, bool(name) or atom.form == "vague"


def slack_of(value: float) -> float:
    """What `about` leaves open: a tenth; of three written digits and more, the last one (`about 141` is no 139)."""
    digits = f"{value:.12g}".partition("e")[0].replace(".", "").strip("0")
    if len(digits) < _EXACT_DIGITS or not value:
        return APPROXIMATE * value
    unit = 10.0 ** (math.floor(math.log10(value)) - len(digits) + 1)
    return min(APPROXIMATE * value, unit * (5 if digits.endswith("5") else 1))


_EXACT_DIGITS = 3
"""Digits before the closing zeros from which a hedged figure is taken at its word."""


def _is_year(value: float) -> bool:
    return 1500 <= value <= 2099


def _named(text: str, atom: Atom, span: Span, approximate: bool) -> Quantity | None:
    """Kind, unit and head from the words around; None where the number is a year or part of a name."""
    head = find_head(text, atom, span)
    if head is None or (atom.bare and head.kind == "count" and _is_year(atom.value)):
        return None
    low, high = atom.low * head.factor, atom.high * head.factor
    span = Span(min(span.start, head.start), max(span.end, head.end))
    return _quantity(text, span, head, low, high, approximate)


def _quantity(text: str, span: Span, head: Head, low: float, high: float, approximate: bool) -> Quantity:
    return Quantity(
        span=span,
        text=span.of(text),
        kind=QuantityKind(head.kind),
        low=low,
        high=high,
        unit=head.unit,
        head=head.noun,
        modifiers=head.modifiers,
        approximate=approximate,
        written=head.written,
        factor=head.factor,
        fate=head.fate,
    )


def _share(text: str, start: int, end: int, percent: float, slack: float) -> Quantity:
    head = find_head(text, Atom(start, end, percent, percent, percent), Span(start, end))
    noun = head.noun if head else ""
    span = Span(start, end)
    return Quantity(span, span.of(text), QuantityKind.PERCENT, percent - slack, percent + slack, "%", noun, (), True)


def _fractions(text: str) -> list[Quantity]:
    found = []
    for match in _FRACTION.finditer(text):
        part = 2 if match["half"] else _PARTS[match["part"].lower().rstrip("s")]
        top = 1 if match["half"] else _TOPS[match["top"].lower()]
        end = match.end() - len(match.group().rsplit(" ", 1)[1]) - 1
        share = _share(text, match.start(), end, 100 * top / part, 2.0)
        low, high, start, _, _ = _qualified(text, Atom(match.start(), end, share.low, share.high, 100 * top / part))
        found.append(replace(share, low=low, high=min(high, INFINITY), span=Span(start, end), text=text[start:end]))
    return found


def _ordinals(text: str, taken: Sequence[Span]) -> list[Quantity]:
    found = []
    for match in _ORDINAL.finditer(text):
        span = Span(*match.span("word"))
        word = match["word"].lower()
        value = float(_ORDINALS.index(word) + 1 if word in _ORDINALS else int(word[:-2]))
        head = find_head(text, Atom(span.start, span.end, value, value, value), span)
        if head is None or not head.noun or any(span.overlaps(other) for other in taken):
            continue
        found.append(Quantity(span, span.of(text), QuantityKind.ORDINAL, value, value, "th", head.noun, head.modifiers))
    return found


_LABEL = re.compile(r"(?:\b(?:No|Nos|Rm|Art|Sec|Ch|p|pp)\.|#|\b[A-Z][A-Za-z'’-]*)[\s-]$")
_POSSESSIVE, _COMPOUND = re.compile(r"['’]s?$"), re.compile(r"-[a-z]{3,}\b")
"""`Quill’s 448-page report`: pages are counted, whoever the report belongs to."""
_OPENING_WORDS = "A An About Around At Some Nearly Almost Over More Under Up Between From The In On Of By After Before And But With For To As If When While All Another Only Just Roughly Approximately Fewer Less These Those Those Our Their His Her Its Since Until Among That Last Next First"
_OPENERS = frozenset(_OPENING_WORDS.split())

_NUMBERED = frozenset(
    (
        "Room",
        "Section",
        "Article",
        "Chapter",
        "Route",
        "Flight",
        "Boeing",
        "Airbus",
        "Title",
        "Part",
        "Level",
        "Apollo",
        "Gate",
    )
)
"""Words whose number is a name."""


def _is_label(text: str, atom: Atom) -> bool:
    """`Boeing 737`, `Room 12`, `No. 2`, `Section 230`: a number that names, not counts."""
    if atom.form in ("ordinal",) or text[atom.end : atom.end + 2] in ("s ", "s.", "s,", "’s", "'s"):
        return True
    if atom.form != "digits" or atom.currency or atom.magnitude > 1:
        return False
    before = _LABEL.search(text[max(0, atom.start - 30) : atom.start])
    name = before.group().strip("- ") if before else ""
    if before is None or name in _OPENERS or (_POSSESSIVE.search(name) and _COMPOUND.match(text, atom.end)):
        return False
    if name in _NUMBERED or before.group().endswith("-"):  # COVID-19 cases, Section-8 housing
        return True
    after = re.match(
        r"[\s-]?(?:percent|per cent|%|(?!was\b|is\b|has\b|as\b|this\b)[a-z]+s\b|people|men|women|children)",
        text[atom.end :],
    )
    return after is None
