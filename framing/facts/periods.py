"""The time for which a number holds, as far as the words around it tell: `in 2014`, `last week`, `from 2007 to 2014`.

Sums, shares and counts of two periods are no contradiction: a tax rate of one year beside one of eight.
"""

from __future__ import annotations

import re

from framing.facts.pairings import Side
from framing.language.quantities import Quantity

REACH = 110
"""Characters on either side of a number in which its period is looked for, within its sentence."""
_UNIT = r"(?:day|week|weekend|month|quarter|season|fiscal year|year|decade)"
_PERIOD = re.compile(
    rf"\b(?P<relative>(?:last|this|next|the previous|previous|the prior|prior|the past|past|a) {_UNIT})(?:’s|'s)?\b"
    rf"|\b(?P<ending>{_UNIT}s? (?:ended|ending|of|through) (?:\w+\.? \d{{1,2}}|\d{{4}}|\w+))"
    rf"|\b(?P<ordinal>(?:first|second|third|fourth|final) (?:quarter|half|week|month|year))\b"
    rf"|\b(?P<span>(?:19|20)\d\d\s?(?:–|-|to|through|and|until)\s?(?:19|20)?\d\d)\b"
    rf"|\b(?P<rate>per|each|every|a|an) {_UNIT}\b"
    r"|(?<![\d$€£.,])(?P<year>(?:19|20)\d\d)(?![\d,%]|\.\d)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?;]\s")


def periods(side: Side, quantity: Quantity) -> frozenset[str]:
    """The periods named near the quantity, in lower case; a range of years is one period."""
    left = side.text[max(0, quantity.span.start - REACH) : quantity.span.start]
    right = side.text[quantity.span.end : quantity.span.end + REACH]
    near = _STOP.split(left)[-1] + " # " + _STOP.split(right)[0]
    return frozenset(_plain(match) for match in _PERIOD.finditer(near))


def _plain(match: re.Match[str]) -> str:
    """The period in lower case; `each year`, `for every year` and `a year` are one rate."""
    words = match.group().lower().split()
    return f"per {words[-1]}" if match["rate"] else " ".join(words)


def other_period(a: Side, one: Quantity, b: Side, two: Quantity) -> bool:
    """Whether both numbers have a period and it is not the same."""
    first, second = periods(a, one), periods(b, two)
    return bool(first and second) and first != second and not _one_in_other(first, second)


_DAILY = re.compile(
    r"\b(?:(?:in|within) (?:a|one|a single) day|(?:a|one|single)[- ]day|daily|(?:in|over|within) (?:the )?(?:last |past )?(?:24|48) hours"
    r"|per (?:day|week|month|year)|(?:each|every) (?:day|week|month|year)|a (?:day|week|month|year) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)


def of_one_day(side: Side, quantity: Quantity) -> bool:
    """Whether the words right around say that it is the number of one day or other short time: `2,000 deaths in a day`."""
    start, end = quantity.span.start, quantity.span.end
    return _DAILY.search(side.text[max(0, start - 60) : start] + " # " + side.text[end : end + 40]) is not None


_YEAR = re.compile(r"\b(?:in|since|of)(?: [A-Z][a-z]+)? (?P<year>(?:19|20)\d\d)\b")


def of_other_year(side: Side, quantity: Quantity) -> bool:
    """Whether its sentence gives a year before that of the report: `the deadliest since 1991, when 31 died`."""
    published = side.article.published[:4]
    left = _STOP.split(side.text[: quantity.span.start])[-1]
    near = left + " # " + _STOP.split(side.text[quantity.span.end :])[0]
    return any(match["year"] < published for match in _YEAR.finditer(near)) if published.isdigit() else False


def _one_in_other(first: frozenset[str], second: frozenset[str]) -> bool:
    """A year told with and without the week is one period; a range of years and one of them are two."""
    ranges = [any(re.search(r"\d{4}\D+\d{2}", period) for period in found) for found in (first, second)]
    return ranges[0] == ranges[1] and bool(first & second)
