"""When the happening of an article took place: its core time.

With a publication date, the day or weekday named nearest the top is resolved against it. Without one, what
the text gives is kept as it is (a weekday, a day and month) and bounded: by days it speaks of as past, by
years it speaks of as ahead, and by landmarks (framing/data/events_landmarks.tsv), phrases that cannot have
been written before a known day. A day written out as "24 March" beside weekdays is at least a week back in
agency style (AP Stylebook, "days of the week"), which places a bare "Friday" after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from framing.language.dates import WEEKDAYS, DateKind, DateMention, find_dates, in_words, parse_day, resolve
from framing.model import Article, Excerpt, Passage, Probability, Role

LEAD_PASSAGES = 6
"""How many passages from the top are searched for the core day; later ones tell background."""
NEAR_DAYS = 10
"""A day named in the lead is the core day only this near to the publication date."""
SEASON_DAYS = 60
"""How long after the last day it names an undated account may have been written, when compared by season."""


@dataclass(frozen=True, slots=True)
class Core:
    """Core time. `start` and `end` bound it (inclusive), None where even the year is unknown.

    `season` is the last day an undated text speaks of as past, (month, day), and `years` the first and last
    year it can be of, as far as the text tells.
    """

    words: str
    evidence: tuple[Excerpt, ...]
    confidence: Probability
    source: str
    """`text`, `published`, `season`, `weekday`, `unknown`."""
    start: date | None = None
    end: date | None = None
    weekday: int | None = None
    season: tuple[int, int] | None = None
    years: tuple[int | None, int | None] = (None, None)
    doubtful: bool = False
    """The given date and the text's own dates do not fit together, or the date lies ahead."""

    @property
    def dated(self) -> bool:
        """Whether first and last day are known."""
        return self.start is not None and self.end is not None


@dataclass(frozen=True, slots=True)
class _Found:
    mention: DateMention
    passage: Passage
    position: int

    @property
    def excerpt(self) -> Excerpt:
        start = self.passage.span.start + self.mention.span.start
        return Excerpt(self.passage.id, start, start + len(self.mention.span), self.mention.text)


def core_time(article: Article, passages: Sequence[Passage], today: date | None = None) -> Core:
    """The day or days the article's happening took place, in words, with evidence and confidence.

    `today` is the last day a publication date is believed (default: the day of the run).
    """
    found = [
        _Found(mention, passage, position)
        for position, passage in enumerate(passages)
        for mention in find_dates(passage.text)
    ]
    published = parse_day(article.published)
    ahead = published is not None and published > (today or date.today()) + timedelta(days=1)
    if published is None or ahead:
        core = _undated(passages, found)
        return _doubt(core, f"the date given, {published}, lies ahead") if ahead else core
    return _dated(published, found)


def _doubt(core: Core, why: str) -> Core:
    return Core(
        f"{core.words} ({why})", core.evidence, min(core.confidence, 0.3), core.source, core.start, core.end,
        core.weekday, core.season, core.years, doubtful=True,
    )  # fmt: skip


def _dated(published: date, found: Sequence[_Found]) -> Core:
    options = []
    for item in found:
        mention = resolve(item.mention, published)
        if item.position >= LEAD_PASSAGES or mention.start is None or mention.end is None:
            continue
        gap = _distance((mention.start, mention.end), published)
        if (mention.end - mention.start).days > 3 or gap > NEAR_DAYS or mention.direction > 0:
            continue
        weight = 1.0 / (1 + item.position) * (0.5 if item.passage.role is Role.CAPTION else 1.0)
        options.append((weight, -item.mention.span.start, item, mention))
    contrary = _contrary(published, found)
    if options:
        _, _, item, mention = max(options, key=lambda option: option[:2])
        assert mention.start is not None
        assert mention.end is not None
        core = Core(
            _day_words(mention.start, mention.end), (item.excerpt,), mention.confidence, "text", mention.start, mention.end,
            mention.start.weekday() if mention.start == mention.end else None, years=(mention.start.year, mention.end.year),
        )  # fmt: skip
    else:
        first = published - timedelta(days=1)
        words = f"about {in_words(published, published)} (by its date of publication)"
        core = Core(words, (), 0.5, "published", first, published, years=(first.year, published.year))
    if contrary is not None and core.source == "published":
        return _doubt(core, f"though its lead speaks of {contrary.mention.text}")
    return core


def _contrary(published: date, found: Sequence[_Found]) -> _Found | None:
    """A full date in the first two passages that is far from the publication date, and none near it."""
    full = [item for item in found if item.position < 2 and item.mention.kind is DateKind.DAY and item.mention.year]
    days = [(resolve(item.mention, None), item) for item in full]
    far = [item for day, item in days if day.start and day.end and _distance((day.start, day.end), published) > 45]
    return far[0] if far and len(far) == len(full) else None


def _distance(days: tuple[date, date], other: date) -> int:
    return max(0, (days[0] - other).days, (other - days[1]).days)


def _day_words(start: date, end: date) -> str:
    name = WEEKDAYS[start.weekday()].capitalize()
    return f"{name}, {in_words(start, end)}" if start == end else in_words(start, end)


def _undated(passages: Sequence[Passage], found: Sequence[_Found]) -> Core:
    full = [
        (item, day)
        for item in found
        if item.position < LEAD_PASSAGES and (day := resolve(item.mention, None)).start and item.mention.day
    ]
    if full and full[0][1].start and full[0][1].end:
        item, day = full[0]
        assert day.start is not None
        assert day.end is not None
        return Core(
            _day_words(day.start, day.end), (item.excerpt,), 0.7, "text", day.start, day.end, day.start.weekday()
        )
    weekday = _core_weekday(found)
    past = [
        item
        for item in found
        if item.mention.month and item.mention.day and item.mention.year is None and item.mention.direction <= 0
    ]
    years = _year_bounds(passages, found)
    if past:
        last = max(past, key=lambda item: (item.mention.month, item.mention.day))
        return _season(last, weekday, years)
    if weekday is not None:
        name = WEEKDAYS[weekday.mention.weekday or 0].capitalize()
        words = f"a {name}, date not given{_year_words(years)}"
        return Core(words, (weekday.excerpt,), 0.4, "weekday", weekday=weekday.mention.weekday, years=years[:2])
    return Core(f"not given{_year_words(years)}", (), 0.0, "unknown", years=years[:2])


def _season(last: _Found, weekday: _Found | None, years: tuple[int | None, int | None, str]) -> Core:
    month, day = last.mention.month or 1, last.mention.day or 1
    evidence = (last.excerpt,) if weekday is None else (weekday.excerpt, last.excerpt)
    name = WEEKDAYS[weekday.mention.weekday or 0].capitalize() if weekday else ""
    year = years[0]
    start = end = None
    guess = ""
    try:
        anchor = date(year, month, day) if year else None
    except ValueError:
        anchor = None
    if anchor is not None and weekday is not None:
        about = anchor + timedelta(days=7)
        about += timedelta(days=((weekday.mention.weekday or 0) - about.weekday()) % 7)
        guess = f", about {in_words(about, about)} if the year is {year}"
    if anchor is not None and years[1] == year:
        start, end = anchor, anchor + timedelta(days=SEASON_DAYS)
    words = f"{'a ' + name + ' ' if name else ''}after {last.mention.text}{guess}; date not given{_year_words(years)}"
    return Core(
        words,
        evidence,
        0.5,
        "season",
        start,
        end,
        weekday.mention.weekday if weekday else None,
        (month, day),
        years[:2],
    )


def _year_words(years: tuple[int | None, int | None, str]) -> str:
    first, last, why = years
    if first is None and last is None:
        return ""
    bounds = " and ".join(
        part for part in (f"not before {first}" if first else "", f"not after {last}" if last else "") if part
    )
    return f" ({bounds} by what it names: {why})"


def _core_weekday(found: Sequence[_Found]) -> _Found | None:
    """The weekday most spoken of as past in the whole text; of two that tie, the later (news tells the latest day)."""
    days = [item for item in found if item.mention.weekday is not None and item.mention.direction <= 0]
    if not days:
        return None
    counts = Counter(item.mention.weekday for item in days)
    most = max(counts.values())
    tied = [day for day, count in counts.items() if count == most and day is not None]
    best = max(tied, key=lambda day: sum((day - other) % 7 in (1, 2) for other in tied))
    return next(item for item in days if item.mention.weekday == best)


_END_OF_TERM = re.compile(r"\b(?:until|till|through|expires? in|ends? in|runs? to)(?: the end of)?\s*$", re.I)
"""Before a year that a contract or a term runs to: it may lie behind or ahead, so it bounds nothing."""


def _year_bounds(passages: Sequence[Passage], found: Sequence[_Found]) -> tuple[int | None, int | None, str]:
    """First and last year the text can be of, and the words they rest on."""
    first: list[tuple[int, str]] = []
    last: list[tuple[int, str]] = []
    for item in found:
        mention = item.mention
        if mention.year is None or _END_OF_TERM.search(item.passage.text[: mention.span.start]):
            continue
        (last if mention.direction > 0 else first).append((mention.year, mention.text))
    for passage in passages:
        for pattern, day in _landmarks():
            match = pattern.search(passage.text)
            if match is not None:
                first.append((day.year, match[0] if len(match[0]) < 40 else match[0][:37] + "…"))
    low = max(first, default=None)
    high = min((item for item in last if low is None or item[0] >= low[0]), default=None)
    why = ", ".join(f"“{item[1]}”" for item in (low, high) if item)
    return (low[0] if low else None), (high[0] if high else None), why


@lru_cache(maxsize=1)
def _landmarks() -> tuple[tuple[re.Pattern[str], date], ...]:
    text = files("framing.data").joinpath("events_landmarks.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((re.compile(row[0]), date.fromisoformat(row[1])) for row in rows)


def gap_days(a: Core, b: Core) -> int | None:
    """Least number of days between the two core times as far as both are bounded; None where they are not.

    Undated accounts with a season are compared by season in every year both can be of.
    """
    spans_a, spans_b = _possible(a, b), _possible(b, a)
    gaps = [max(0, (x[0] - y[1]).days, (y[0] - x[1]).days) for x in spans_a for y in spans_b]
    return min(gaps, default=None)


def _possible(core: Core, other: Core) -> list[tuple[date, date]]:
    if core.start is not None and core.end is not None:
        return [(core.start, core.end)]
    if core.season is None:
        return []
    around = [year for year in (other.start.year if other.start else None, *other.years) if year]
    low = core.years[0] or (min(around) - 1 if around else 2000)
    high = min(core.years[1] or 9999, max(around) + 1 if around else low)
    spans = []
    for year in range(max(low, (min(around) - 1) if around else low), high + 1):
        try:
            first = date(year, *core.season)
        except ValueError:
            continue
        spans.append((first, first + timedelta(days=SEASON_DAYS)))
    return spans
