"""Times by which something is due or planned, as intervals of days: `by the end of March`, `by Christmas`, `in the final week of
June`, `by the middle of next year`, `until March`.

Parts of a period are read generously (the end of a month is its last ten days), so that two accounts of one deadline meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from framing.language.dates import MONTHS, DateKind, find_dates, resolve
from framing.model import Span

_MONTH = "|".join(sorted((m for m in MONTHS if len(m) > 3 or m == "may"), key=len, reverse=True))
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_PART = r"(?P<part>(?:very )?end|close|middle|beginning|start|(?:first|second|third|fourth|last|final) (?:week|half|days)|early|mid|late)"
_PERIOD = (
    rf"(?:(?:the )?(?P<quarter>first|second|third|fourth|last|final) quarter(?: of (?:the )?)?)?"
    rf"(?:(?P<month>(?-i:{'|'.join(m.title() for m in _MONTH.split('|'))}))(?:,? (?P<year>(?:19|20)\d\d))?"
    r"|(?P<bare>(?:19|20)\d\d)|(?P<which>next|this|the|the current|the coming) (?P<unit>year|month|summer|autumn|fall|winter|spring)(?! (?:old|ago)))"
)
_LEAD = r"(?P<lead>(?:no later than|not later than|due (?:on|by|in)|by|until|till|before|on|in|from|at|during|for|as of|effective)(?: the)? |(?=early|mid|late))"
_PARTED = re.compile(rf"\b{_LEAD}{_PART}(?: of |[\s-])(?:the )?{_PERIOD}", re.IGNORECASE)
_WHOLE = re.compile(rf"\b{_LEAD}{_PERIOD}(?! \d)", re.IGNORECASE)
_FEASTS = {
    "christmas": (12, 25),
    "new year": (1, 1),
    "new year's": (1, 1),
    "independence day": (7, 4),
    "halloween": (10, 31),
    "veterans day": (11, 11),
    "valentine's day": (2, 14),
}
_FEAST = re.compile(
    r"\b(?P<lead>(?:no later than|by|until|till|before|on|at)(?: the)? )(?P<feast>(?-i:Christmas|New Year(?:['’]s)?|Independence Day|Halloween|Veterans Day))\b",
    re.IGNORECASE,
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}
_DAY_LEAD = re.compile(
    r"\b(?P<lead>no later than|not later than|due (?:on|by)|by|until|till|before|on|from|effective|for|as of)\s$",
    re.IGNORECASE,
)
BEFORE = frozenset(("by", "until", "till", "before", "no later than", "not later than", "due by"))
_FIRST_YEAR, _LAST_YEAR = 1, 9999
"""At and beyond these a day near by would leave the calendar: a hostile or a mistyped date."""
WIDE = 10
"""Days at either end of a period that its beginning or end may mean, at least; a tenth of it where it is longer."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A planned time at `span` of the text: the day lies between `first` and `last`."""

    span: Span
    first: date
    last: date
    is_limit: bool
    """Whether it is told as a limit (`by March`), not as a time (`in March`)."""

    def meets(self, other: Deadline) -> bool:
        """Whether one day satisfies both."""
        return self.first <= other.last and other.first <= self.last


def find_deadlines(text: str, reference: date | None) -> tuple[Deadline, ...]:
    """Planned times of `text` in order, not overlapping; those without a year are the next after `reference`.

    Without a reference day only times with a year are told.
    """
    found: list[Deadline] = []
    for deadline in sorted(_read(text, reference), key=lambda d: (d.span.start, -d.span.end)):
        if not any(deadline.span.overlaps(other.span) for other in found):
            found.append(deadline)
    return tuple(found)


def _read(text: str, reference: date | None) -> Iterator[Deadline]:
    for pattern in (_PARTED, _WHOLE):
        for match in pattern.finditer(text):
            if pattern is _WHOLE and (match["which"] or "").lower().startswith("the"):
                continue  # `in the year of the fire`
            days = _period(match, reference)
            if days is not None:
                part = match["part"] if pattern is _PARTED else ""
                yield Deadline(Span(*match.span()), *_part(days, (part or "").lower()), is_limit=_limits(match["lead"]))
    for match in _FEAST.finditer(text):
        if reference is not None and _FIRST_YEAR < reference.year < _LAST_YEAR:
            month, day = _FEASTS[match["feast"].lower().replace("’", "'")]
            at = date(reference.year + ((month, day) < (reference.month, reference.day)), month, day)
            yield Deadline(Span(*match.span()), at - timedelta(days=2), at + timedelta(days=1), _limits(match["lead"]))
    for mention in find_dates(text):
        lead = _DAY_LEAD.search(text, max(0, mention.span.start - 20), mention.span.start)
        known = resolve(mention, reference)
        if lead and mention.kind is DateKind.DAY and known.start and known.end:
            yield Deadline(Span(lead.start(), mention.span.end), known.start, known.end, _limits(lead["lead"]))


def _limits(lead: str) -> bool:
    return lead.lower().strip().removesuffix(" the") in BEFORE


def _period(match: re.Match[str], reference: date | None) -> tuple[date, date] | None:
    """First and last day of the month, quarter, season or year named."""
    year = int(match["year"] or match["bare"] or 0)
    if not year:
        if reference is None:
            return None
        year = reference.year + ((match["which"] or "").lower() == "next" and match["unit"] != "month")
    months = (1, 12)
    if match["quarter"]:
        quarter = _QUARTERS[match["quarter"].lower()]
        months = (3 * quarter - 2, 3 * quarter)
    elif match["month"]:
        month = MONTHS[match["month"].lower()]
        months = (month, month)
        if not match["year"] and reference is not None and month < reference.month:
            year += 1
    elif match["which"]:
        unit = match["unit"].lower()
        if unit == "month":
            month = reference.month + (match["which"].lower() == "next") if reference else 1
            year, month = year + (month > 12), (month - 1) % 12 + 1
            months = (month, month)
        elif unit in _SEASONS:
            months = _SEASONS[unit]
    return _days(year, *months)


def _days(year: int, first: int, last: int) -> tuple[date, date] | None:
    if not _FIRST_YEAR < year < _LAST_YEAR:
        return None
    following = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), following - timedelta(days=1)


def _part(days: tuple[date, date], part: str) -> tuple[date, date]:
    """The part of the period: its end, middle, beginning, half, week."""
    first, last = days
    length = (last - first).days + 1
    wide = timedelta(days=max(WIDE, length // 8) - 1)
    if part.endswith(("end", "close")) or part.startswith(("last", "final")):
        return (first + timedelta(days=length // 2), last) if part.endswith("half") else (last - wide, last)
    if part in ("beginning", "start") or part.startswith("first"):
        return (first, last - timedelta(days=length // 2)) if part.endswith("half") else (first, first + wide)
    if part in ("middle", "mid"):
        return first + timedelta(days=length // 3), last - timedelta(days=length // 3)
    if part in ("early", "late"):
        third = timedelta(days=length // 3)
        return (first, first + third) if part == "early" else (last - third, last)
    return first + timedelta(days=length // 2 if part == "second half" else 0), last
