"""Dates and days as news text writes them, with their spans.

A small grammar instead of a date library: dateparser needs three seconds for its first expression and does
not know "last December"; this one is a few regular expressions and costs nothing at start-up. Every
expression becomes a `DateMention`; `resolve` turns it into an interval of days against a reference day
(the publication date or a dateline), and without one keeps what is certain (a weekday, a day and month).

The reading of bare weekdays and of days without a year follows agency style (AP Stylebook, "dates", "days of
the week"): a weekday alone is within seven days of the report, month and day are used beyond that, and the
year is left out where it is the current one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from framing.model import Probability, Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
NUMBERS = {
    word: value
    for value, words in enumerate(
        (
            "",
            "a an one",
            "two couple",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
    for word in words.split()
}
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class DateKind(StrEnum):
    """How the text names the time."""

    DAY = "day"
    """A day of a month, with or without its year."""
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    """Today, yesterday, last week, three days ago."""
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time; `text` is the slice of the given text at `span`.

    `start` and `end` are the first and last day it can stand for, both None until resolved. Fields that the
    words do not give are None (`weekday`: Monday is 0; `offset`: days from the reference, first and last).
    """

    span: Span
    text: str
    kind: DateKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    last_day: int | None = None
    """Last day of a range inside one month, or last year of a range of years."""
    weekday: int | None = None
    offset: tuple[int, int] | None = None
    direction: int = 0
    """-1 before the report, 1 after it, 0 not said."""
    start: date | None = None
    end: date | None = None
    confidence: Probability = 0.0

    @property
    def resolved(self) -> bool:
        """Whether first and last day are known."""
        return self.start is not None and self.end is not None


_MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_LAST_DAY = r"(?:\s?(?:-|–|—|to|and)\s?(?P<last_day>[0-3]?\d)(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)"
_COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|a couple of|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few)"
)

_PATTERNS: tuple[tuple[DateKind, re.Pattern[str]], ...] = (
    (DateKind.DAY, re.compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<month_number>[01]\d)-(?P<day>[0-3]\d)(?![\d-])")),
    (DateKind.DAY, re.compile(rf"\b{_MONTH}\s{_DAY}{_LAST_DAY}(?:,?\s{_YEAR})?(?![\d:%]|,\d|\.\d)")),
    (DateKind.DAY, re.compile(rf"(?<![\d.,:$£€])\b{_DAY}{_LAST_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?\b")),
    (
        DateKind.MONTH,
        re.compile(rf"\b(?P<which>last|next|this|early|late|mid|in|since|until|by|of)[\s-]{_MONTH}(?!\s\d{{1,2}}\b)(?:,?\s{_YEAR})?(?!\w)"),
    ),
    (DateKind.MONTH, re.compile(rf"\b{_MONTH}(?:\sof|,)?\s{_YEAR}\b")),
    (DateKind.WEEKDAY, re.compile(rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming)?\s?\b{_WEEKDAY}(?:day)(?=s?\b|['’])")),
    (DateKind.RELATIVE, re.compile(r"\b(?P<word>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|(?:[Tt]his|[Ee]arlier this) (?:morning|afternoon|evening))\b")),
    (DateKind.RELATIVE, re.compile(rf"\b{_COUNT}\s(?P<unit>day|week|month|year)s?\s(?P<side>ago|earlier|later|before|from now)\b", re.I)),
    (DateKind.RELATIVE, re.compile(r"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming)\s(?P<unit>week|weekend|month|year)\b")),
    (DateKind.RANGE, re.compile(r"\b(?P<year>(?:19|20)\d\d)\s?(?:-|–|to)\s?(?P<last_year>(?:19|20)?\d\d)\b(?!-)")),
    (DateKind.YEAR, re.compile(r"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|of|from|late|early|the)\s(?P<year>(?:19|20)\d\d)\b(?![-–]\d|,\d)")),
)  # fmt: skip
_AHEAD = re.compile(
    r"\b(?:will|would|plans?|planned|expected|scheduled|due|set|upcoming|next|ahead of|until|going to|shall)\b", re.I
)
_LEADING = re.compile(r"(?:in|of|from|since|until|by|the)\s", re.I)


_ANY = re.compile(
    r"\d|[Dd]ay|[Tt]onight|[Tt]omorrow|morning|afternoon|evening|week|month|year|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)


@lru_cache(maxsize=4_096)
def find_dates(text: str) -> tuple[DateMention, ...]:
    """All expressions of time in `text`, in order, not overlapping (the earlier pattern wins), unresolved."""
    if _ANY.search(text) is None:
        return ()
    taken: list[Span] = []
    found: list[DateMention] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            mention = _mention(kind, match, text)
            if mention is not None and not any(mention.span.overlaps(other) for other in taken):
                taken.append(mention.span)
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.span))


def _mention(kind: DateKind, match: re.Match[str], text: str) -> DateMention | None:
    groups = {key: value for key, value in match.groupdict().items() if value is not None}
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    base = DateMention(Span(start, match.end()), text[start : match.end()], kind, direction=_direction(match, text))
    which = groups.get("which", "").lower()
    lead = _LEADING.match(base.text)
    if lead is not None and kind in (DateKind.MONTH, DateKind.YEAR):
        base = replace(base, span=Span(start + lead.end(), match.end()), text=base.text[lead.end() :])
        base = replace(base, direction=1) if lead[0].lower().startswith("by") else base
    if which in ("last", "past"):
        base = replace(base, direction=-1)
    elif which in ("next", "coming"):
        base = replace(base, direction=1)
    if kind is DateKind.WEEKDAY:
        return replace(base, weekday=_weekday(groups["weekday"]), offset=(7, 7) if which == "next" else None)
    if kind is DateKind.RELATIVE:
        return _relative(base, groups)
    return _calendar(base, groups)


def _direction(match: re.Match[str], text: str) -> int:
    """1 where the clause before the expression speaks of what is ahead."""
    clause = re.split(r"[.;!?\n]|, (?:and|but) ", text[max(0, match.start() - 70) : match.start()])[-1]
    return 1 if _AHEAD.search(clause) else 0


def _weekday(word: str) -> int:
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def _calendar(base: DateMention, groups: dict[str, str]) -> DateMention | None:
    month = MONTHS[groups["month"].lower().rstrip(".")] if "month" in groups else None
    if "month_number" in groups:
        month = int(groups["month_number"])
    numbers = {key: int(groups[key]) for key in ("year", "day", "last_day") if key in groups}
    if month is not None and not 1 <= month <= 12:
        return None
    longest = calendar.monthrange(numbers.get("year", 2000), month)[1] if month else 31
    if not all(1 <= numbers[key] <= longest for key in ("day", "last_day") if key in numbers):
        return None
    last_year = None
    if "last_year" in groups:
        last_year = int(groups["last_year"])
        last_year = last_year if last_year > 99 else numbers["year"] // 100 * 100 + last_year
        if last_year <= numbers["year"]:
            return None
    return replace(
        base,
        month=month,
        last_year=last_year,
        year=numbers.get("year"),
        day=numbers.get("day"),
        last_day=numbers.get("last_day"),
    )


def _relative(base: DateMention, groups: dict[str, str]) -> DateMention | None:
    word, unit = groups.get("word", "").lower(), groups.get("unit", "")
    if word:
        offset = {"yesterday": (-1, -1), "tomorrow": (1, 1)}.get(word, (0, 0))
        return replace(base, offset=offset, direction=offset[0])
    if "count" in groups:
        count = groups["count"].lower()
        days = _count(count) * UNIT_DAYS[unit.lower()]
        slack = (
            days // 2
            if count in ("several", "a few")
            else (0 if unit.lower() == "day" else UNIT_DAYS[unit.lower()] // 2)
        )
        side = 1 if groups["side"].lower() in ("later", "from now") else -1
        first, last = sorted((side * (days - slack), side * (days + slack)))
        return replace(base, offset=(first, last), direction=side)
    which = groups["which"].lower()
    length = 7 if unit.startswith("week") else UNIT_DAYS[unit]
    centre = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[which]
    first, last = {-1: (-2 * length + 1, 0), 0: (-length, length), 1: (0, 2 * length)}[centre]
    return replace(base, offset=(first, last), direction=centre)


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"several": 5, "a few": 4, "a couple of": 2}.get(word) or NUMBERS.get(word, 1)


def resolve(mention: DateMention, reference: date | None) -> DateMention:
    """The mention with its first and last day, as far as `reference` (the day of the report) allows.

    Unresolvable mentions come back unchanged. `confidence` is 1 for a full date, less where a year, a
    direction or a length was inferred.
    """
    start_end: tuple[date, date] | None = None
    confidence = 0.9
    if mention.kind in (DateKind.YEAR, DateKind.RANGE) and mention.year:
        start_end = (date(mention.year, 1, 1), date(mention.last_year or mention.year, 12, 31))
    elif mention.month is not None and mention.year is not None:
        start_end, confidence = _month_days(mention, mention.year), 1.0
    elif reference is None:
        return mention
    elif mention.month is not None:
        start_end, confidence = _nearest_year(mention, reference), 0.9
    elif mention.weekday is not None:
        start_end, confidence = _nearest_weekday(mention, reference), 0.85
    elif mention.offset is not None:
        start_end, confidence = (
            _shift(reference, mention.offset),
            0.8 if mention.offset[0] != mention.offset[1] else 0.95,
        )
    if start_end is None:
        return mention
    return replace(mention, start=start_end[0], end=start_end[1], confidence=confidence)


def _month_days(mention: DateMention, year: int) -> tuple[date, date] | None:
    assert mention.month is not None
    longest = calendar.monthrange(year, mention.month)[1]
    first = mention.day or 1
    last = mention.last_day or mention.day or longest
    if first > longest or last > longest or last < first:
        return None
    return date(year, mention.month, first), date(year, mention.month, last)


def _nearest_year(mention: DateMention, reference: date) -> tuple[date, date] | None:
    years = [year for year in (reference.year - 1, reference.year, reference.year + 1) if 1 <= year <= 9998]
    options = [days for year in years if (days := _month_days(mention, year)) is not None]
    if mention.direction < 0:
        options = [days for days in options if days[0] <= reference] or options
    elif mention.direction > 0:
        options = [days for days in options if days[1] >= reference] or options
    return min(options, key=lambda days: abs((days[0] - reference).days), default=None)


def _nearest_weekday(mention: DateMention, reference: date) -> tuple[date, date] | None:
    assert mention.weekday is not None
    back = (reference.weekday() - mention.weekday) % 7
    ahead = (mention.weekday - reference.weekday()) % 7
    if mention.direction > 0:
        return _shift(
            reference, (ahead + (7 if mention.offset and ahead == 0 else 0), ahead + (7 if mention.offset else 0))
        )
    if mention.direction < 0 and mention.text.lower().startswith(("last", "past")):
        back = back or 7
    return _shift(reference, (-back, -back))


def _shift(reference: date, offset: tuple[int, int]) -> tuple[date, date] | None:
    try:
        return reference + timedelta(days=offset[0]), reference + timedelta(days=offset[1])
    except OverflowError:
        return None


def parse_day(value: str) -> date | None:
    """The calendar day of an ISO 8601 date or date-time, as written (its own offset); None where it is none."""
    match = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)", value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def in_words(start: date, end: date) -> str:
    """`1 April 2022`, or `1 to 3 April 2022`, or both ends in full."""
    full = f"{end.day} {calendar.month_name[end.month]} {end.year}"
    if start == end:
        return full
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {full}"
    return f"{start.day} {calendar.month_name[start.month]} {start.year} to {full}"


def weekdays(text: str) -> Iterator[DateMention]:
    """Only the weekday mentions of `text`."""
    return (mention for mention in find_dates(text) if mention.kind is DateKind.WEEKDAY)
