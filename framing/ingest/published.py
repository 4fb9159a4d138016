"""Dates as pages print them, to ISO 8601: publication lines, meta fields, options.

Dates *inside* running text (weekdays, "last month") are another subject; here only full dates count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

_MONTHS = {
    1: "january jan januar janvier janv enero ene janeiro gennaio januari января январь",
    2: "february feb februar février févr fevrier febrero fevereiro febbraio februari февраля февраль",
    3: "march mar märz maerz mars marzo março maart maret марта март",
    4: "april apr avril abril abr aprile апреля апрель",
    5: "may mai mayo maio maggio mei мая май",
    6: "june jun juni juin junio junho giugno июня июнь",
    7: "july jul juli juillet juil julio julho luglio июля июль",
    8: "august aug août aout agosto ago augustus agustus августа август",
    9: "september sept sep septembre septiembre setembro settembre сентября сентябрь",
    10: "october oct oktober okt octobre octubre outubro ottobre октября октябрь",
    11: "november nov novembre noviembre novembro ноября ноябрь",
    12: "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre desember декабря декабрь",
}
MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_SEP = r"[\s,/.-]{1,3}(?:of\s|de\s|del\s)?"
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
"""What every pattern of a full date holds."""

_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(rf"(?<!\w){_MONTH}{_SEP}{_DAY}{_SEP}{_YEAR}", re.I)
_DAY_FIRST = re.compile(rf"(?<!\w){_DAY}{_SEP}{_MONTH}{_SEP}{_YEAR}", re.I)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)"
)
_PACKED = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4,6}Z?)?")
_UNIX = re.compile(r"[1-9]\d{9}(?:\d{3}|\.0+)?")
"""Seconds since 1970, of 2001 to 2286, or milliseconds, as the only content of a cell."""
_CJK = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日")

_ZONES = {
    "z": "+00:00", "gmt": "+00:00", "utc": "+00:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00",
    "msk": "+03:00", "ist": "+05:30", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "jst": "+09:00", "aest": "+10:00",
}  # fmt: skip
_TIME = (
    r"(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?)?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?\s?(?P<zone>[+-]\d\d:?\d\d|\(?(?:" + "|".join(_ZONES) + r"|et|pt|ct)\b)?"
)
_AFTER = re.compile(r"[\s,|·•–—-]{0,4}(?:at\s|T|@\s?|um\s|à\s|-\s)?" + _TIME + r"(?!\d)", re.I)
_BEFORE = re.compile(_TIME + r"[\s,|·•–—-]{1,3}(?:on\s)?(?:[A-Za-z]{3,9},?\s)?$", re.I)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """An ISO 8601 date (with time and offset where printed) and where it stands in the searched text."""

    iso: str
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """The first full date in `text`; None where there is none. Day and month that could be swapped do not count."""
    if not _HAS_YEAR.search(text):
        return None
    best: FoundDate | None = None
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _CJK, _NUMERIC):
        for match in pattern.finditer(text):
            found = _resolve(match, text)
            if found and (best is None or found.start < best.start):
                best = found
                break
    return best


def to_iso(value: str) -> str:
    """`value` as ISO 8601 where it holds a full date; else empty. A cell may also hold `20240305` or Unix time."""
    value = value.strip()
    packed = _PACKED.fullmatch(value)
    if packed:
        value = f"{packed[1]}-{packed[2]}-{packed[3]}"
    elif _UNIX.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    found = find_date(value)
    return found.iso if found else ""


def swappable(value: str) -> bool:
    """Whether `value` holds a date like 05/03/2024, of which nobody can tell whether it is in March or in May."""
    numeric = _NUMERIC.finditer(value)
    return any(_order(int(match["first"]), int(match["second"]), match["sep"]) is None for match in numeric)


def _resolve(match: re.Match[str], text: str) -> FoundDate | None:
    groups = match.groupdict()
    year = int(groups["year"])
    if "first" in groups:
        order = _order(int(groups["first"]), int(groups["second"]), groups["sep"])
        if order is None:
            return None
        month, day = order
    else:
        raw = groups["month"].casefold()
        month = int(raw) if raw.isdigit() else MONTH_OF[raw]
        day = int(groups["day"])
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return None
    return _with_time(iso, match, text)


def _order(first: int, second: int, sep: str) -> tuple[int, int] | None:
    """(month, day) of a numeric date; None where either order is possible."""
    if first > 12 or sep == ".":
        return second, first
    if second > 12 or first == second:
        return first, second
    return None


def _with_time(iso: str, match: re.Match[str], text: str) -> FoundDate:
    after = _AFTER.match(text, match.end())
    if after and _is_time(after):
        return FoundDate(f"{iso}T{_clock(after)}", match.start(), after.end())
    before = _BEFORE.search(text, max(0, match.start() - 40), match.start())
    if before and _is_time(before):
        return FoundDate(f"{iso}T{_clock(before)}", before.start(), match.end())
    return FoundDate(iso, match.start(), match.end())


def _is_time(match: re.Match[str]) -> bool:
    hour = int(match["hour"])
    return hour < 24 and bool(match["minute"] or match["half"]) and not (match["half"] and hour > 12)


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    half = (match["half"] or "").casefold()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    zone = (match["zone"] or "").strip("( ").casefold()
    if re.fullmatch(r"[+-]\d{4}", zone):
        zone = f"{zone[:3]}:{zone[3:]}"
    offset = _ZONES.get(zone, zone if zone[:1] in "+-" else "")
    return f"{hour:02d}:{match['minute'] or '00'}:{match['second'] or '00'}{offset}"
