"""Days and clock times that cannot both be right, of one happening told by linked passages.

A date is compared only where it stands with the same happening on both sides: near copies that differ in
the date, or the same words right around it. Bare weekdays are compared as weekdays where an article has
no date of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from framing.facts.pairings import Pairing, Side
from framing.facts.words import content_stems, stem
from framing.language.dates import DateKind, DateMention, in_words, parse_day, resolve
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

REACH = 45
"""Characters on either side in which a date's happening is looked for."""
ENOUGH = 6
"""Shared stems around both dates from which they are taken to date one happening."""
ENOUGH_HOURS, REACH_HOURS = 3, 60
"""The same for hours of the day, of which an account has fewer."""
_EXACT = (DateKind.DAY, DateKind.WEEKDAY, DateKind.YEAR, DateKind.MONTH)
_CLOCK = re.compile(
    r"\b(?:(?P<about>about|around|just after|just before|shortly after|shortly before|before|after|by|until|nearly)\s)?"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?",
    re.IGNORECASE,
)

_SIGNED = re.compile(r"\(@\w+\)")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as an interval of minutes after midnight."""

    span: Span
    low: int
    high: int


def clocks(text: str) -> tuple[Clock, ...]:
    """Times of day with am or pm; a hedge widens the interval by a quarter of an hour."""
    found = []
    for match in _CLOCK.finditer(text):
        hour = int(match["hour"])
        if not 1 <= hour <= 12:
            continue
        at = (hour % 12 + (12 if match["half"].lower() == "p" else 0)) * 60 + int(match["minute"] or 0)
        about = (match["about"] or "").lower()
        if about in ("before", "after", "by", "until"):
            continue
        slack = 15 if about else 5 if match["minute"] in (None, "00", "30", "15", "45") else 0
        found.append(Clock(Span(*match.span()), at - slack, at + slack))
    return tuple(found)


def date_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """Conflicts of day or hour between the two passages; the line under a post (`Quill (@quill) May 3`) dates the post alone."""
    if _SIGNED.search(pairing.a.text) or _SIGNED.search(pairing.b.text):
        return
    for a in pairing.a.dates:
        for b in pairing.b.dates:
            values = _excluding(pairing, a, b)
            if values is not None and not _explained(pairing, a, b) and _same_happening(pairing, a.span, b.span):
                yield _conflict(pairing, a.span, b.span, values, "the same happening is given different days")
    yield from _clock_conflicts(pairing)


def _clock_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    first, second = clocks(pairing.a.text), clocks(pairing.b.text)
    for x in first:
        for y in second:
            if any(_meet(x, other) for other in second) or any(_meet(y, other) for other in first):
                continue
            if _same_happening(pairing, x.span, y.span, ENOUGH_HOURS, REACH_HOURS):
                values = x.span.of(pairing.a.text), y.span.of(pairing.b.text)
                yield _conflict(pairing, x.span, y.span, values, "the same happening is given different hours")


def _meet(x: Clock, y: Clock) -> bool:
    return x.low <= y.high and y.low <= x.high


def _excluding(pairing: Pairing, a: DateMention, b: DateMention) -> tuple[str, str] | None:
    """Both dates in words where no day satisfies both; None where one does or it cannot be told."""
    if a.kind not in _EXACT or b.kind not in _EXACT:
        return None
    if a.kind is b.kind is DateKind.WEEKDAY and a.weekday == b.weekday:
        return None
    first, second = _resolved(pairing.a, a), _resolved(pairing.b, b)
    if first.start and first.end and second.start and second.end and (a.kind is b.kind or a.year is not None):
        if first.start <= second.end and second.start <= first.end:
            return None
        return in_words(first.start, first.end), in_words(second.start, second.end)
    if a.kind is b.kind is DateKind.WEEKDAY and a.weekday != b.weekday:
        return a.text, b.text
    if a.kind is b.kind is DateKind.DAY and (a.month, a.day) != (b.month, b.day) and not (a.last_day or b.last_day):
        return a.text, b.text
    if a.kind is b.kind is DateKind.MONTH and a.month != b.month:
        return a.text, b.text
    return None


def _resolved(side: Side, mention: DateMention) -> DateMention:
    return resolve(mention, parse_day(side.article.published))


def _explained(pairing: Pairing, a: DateMention, b: DateMention) -> bool:
    """Whether either linked passage has the other's date too."""
    return any(_excluding(pairing, a, other) is None and other.kind is a.kind for other in pairing.b.dates) or any(
        _excluding(pairing, other, b) is None and other.kind is b.kind for other in pairing.a.dates
    )


def _same_happening(pairing: Pairing, a: Span, b: Span, enough: int = ENOUGH, reach: int = REACH) -> bool:
    if any(change.a.overlaps(a) and change.b.overlaps(b) for change in pairing.changes):
        return True
    if not pairing.same:
        return False
    own = {stem(w) for w in content_stems(a.of(pairing.a.text) + " " + b.of(pairing.b.text))}
    shared = (pairing.a.window(a, reach) & pairing.b.window(b, reach)) - own
    return len(shared) >= enough


def _conflict(pairing: Pairing, a: Span, b: Span, values: tuple[str, str], explanation: str) -> Conflict:
    near = any(change.a.overlaps(a) and change.b.overlaps(b) for change in pairing.changes)
    return Conflict(
        kind=ConflictKind.DATE,
        verdict=ConflictVerdict.CONFLICT,
        a=pairing.a.excerpt(a),
        b=pairing.b.excerpt(b),
        values=values,
        explanation=explanation,
        probability=0.9 if near else 0.6,
    )
