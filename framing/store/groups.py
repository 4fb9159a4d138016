"""Events of a corpus, kept in its state: ids that stay, a history, and memory for a date window only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from framing.errors import NotFound
from framing.events import Change, Event, Grouping, Profile, profile, update
from framing.events.screen import WINDOW_DAYS
from framing.language.dates import parse_day
from framing.model import Excerpt
from framing.store.corpus import Corpus
from framing.store.files import exclusive, guarded
from framing.store.meter import Meter, Report, silent
from framing.store.nearby import Screen, screen_of

VERSION = "2"
CHUNK = 2_000
"""New articles grouped at a time, in order of publication; with the window beside them this bounds memory."""
WHOLE = 4_096
"""Grouped articles outside any date window that are simply all looked at; of more, only each new one's nearest."""
FEW = 256
"""New articles without a date grouped at a time where only the nearest are looked at."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a run of the grouping did."""

    new: int
    """Articles that were in no event before."""
    events: int
    shared: int
    """Events with more than one article."""


def group_events(corpus: Corpus, report: Report = silent) -> Grouped:
    """Puts articles that are in no event yet into events, oldest first. Raises CorpusError.

    The newest version of an article stands for all; older ones leave their event. Only articles within the
    date window of the new ones, and events they belong to, are looked at and may change.
    """
    with guarded(corpus.root), exclusive(corpus.root / "steps.lock"):
        _begin(corpus)
        waiting = _waiting(corpus)
        meter = Meter("events", len(waiting), report)
        reach = Reach(corpus)
        start = 0
        while start < len(waiting):
            chunk = reach.chunk(waiting[start : start + CHUNK])
            _add(corpus, chunk, reach)
            meter.add(len(chunk))
            start += len(chunk)
    counts = corpus.state.rows("SELECT count(*), coalesce(sum(size > 1), 0) FROM event")[0]
    return Grouped(len(waiting), int(str(counts[0])), int(str(counts[1])))


def events(corpus: Corpus, least: int = 1) -> Iterator[Event]:
    """Events of at least so many articles, the largest first."""
    query = "SELECT id FROM event WHERE size >= ? ORDER BY size DESC, id"
    for (name,) in corpus.state.rows(query, (least,)):
        yield event(corpus, str(name))


def events_in_order(corpus: Corpus, least: int = 1) -> Iterator[Event]:
    """As `events`, by the place of their first article: neighbours share shards, so each is read about once."""
    query = (
        "SELECT e.id FROM event e JOIN member m ON m.event = e.id JOIN article a ON a.id = m.article "
        "WHERE e.size >= ? GROUP BY e.id ORDER BY min(a.seq), e.id"
    )
    for (name,) in corpus.state.rows(query, (least,)):
        yield event(corpus, str(name))


def event(corpus: Corpus, name: str) -> Event:
    """The event of this id. Raises NotFound."""
    query = "SELECT id, articles, label, summary, cohesion, history FROM event WHERE id = ?"
    rows = corpus.state.rows(query, (name,))
    if not rows:
        raise NotFound(f"{corpus.root}: no event {name!r}; `framing events` lists them")
    key, articles, label, summary, cohesion, history = rows[0]
    changes = tuple(Change(kind, tuple(ids), other) for kind, ids, other in json.loads(str(history)))
    words = Excerpt(*json.loads(str(summary)))
    return Event(str(key), tuple(json.loads(str(articles))), str(label), words, float(str(cohesion)), changes)


def _begin(corpus: Corpus) -> None:
    """Starts anew where the grouping or the vectors it rests on are of another make."""
    made = f"{VERSION} {corpus.state.meta().get('variant embed', '')}"
    if corpus.state.meta().get("variant events") == made:
        return
    with corpus.state.transaction() as connection:
        for table in ("event", "member", "pair"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('variant events', ?)", (made,))


def _waiting(corpus: Corpus) -> list[str]:
    """Newest versions with vectors that are in no event, dated ones first and in order of date."""
    query = (
        "SELECT a.id, a.shard FROM article a LEFT JOIN member m ON m.article = a.id "
        "WHERE m.article IS NULL AND NOT EXISTS (SELECT 1 FROM article b WHERE b.url = a.url AND a.url <> '' "
        "AND b.version > a.version) AND NOT EXISTS (SELECT 1 FROM failure f WHERE f.source = a.id AND f.step = 'segment') "
        "ORDER BY a.published = '', a.published, a.seq"
    )
    rows = [(str(name), str(shard)) for name, shard in corpus.state.rows(query)]
    ready = {shard for shard in {shard for _, shard in rows} if corpus.output("embed", corpus.output("segment", shard))}
    return [name for name, shard in rows if shard in ready]


def _add(corpus: Corpus, chunk: Sequence[str], reach: Reach) -> None:
    # Events are read before old versions leave, so that their history says who left.
    context, touched = _context(corpus, chunk, reach)
    profiles = _profiles(corpus, context)
    before = Grouping(profiles, _scores(corpus, [each.article.id for each in profiles]), tuple(touched))
    after = update(before, _profiles(corpus, chunk))
    with corpus.state.transaction() as connection:
        names = [(each.id,) for each in touched]
        connection.executemany("DELETE FROM event WHERE id = ?", names)
        connection.executemany("DELETE FROM member WHERE event = ?", names)
        for each in after.events:
            _keep(connection, each)
        ids = [each.article.id for each in after.profiles]
        fresh = set(chunk)
        pairs = [(ids[i], ids[j], p) for (i, j), p in after.scores.items() if ids[i] in fresh or ids[j] in fresh]
        connection.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?)", pairs)


class Reach:
    """Which grouped articles a chunk has to be held against.

    Dated ones meet those of their date window, and all without a date; those without a date meet all. Where all
    are more than WHOLE, only the nearest of each article take their place.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._screen: Screen | None = None

    def chunk(self, waiting: Sequence[str]) -> Sequence[str]:
        """As many of `waiting`, from the first, as can be grouped together within bounded memory."""
        days = self._days(waiting)
        if None not in days or self._grouped("") + len(waiting) <= WHOLE:
            return waiting
        return waiting[: days.index(None) or FEW]

    def events(self, chunk: Sequence[str]) -> set[str]:
        """Ids of the events to look at."""
        days = self._days(chunk)
        known = [day for day in days if day is not None]
        found: set[str] = set()
        if known:
            # The window is cut by the database: a corpus has a chunk for every two thousand of its articles.
            low, high = _iso(min(known) - WINDOW_DAYS), _iso(max(known) + WINDOW_DAYS)
            found |= self._of_events("WHERE substr(a.published, 1, 10) BETWEEN ? AND ?", low, high)
        beyond = "" if len(known) < len(days) else UNDATED
        if self._grouped(beyond) <= WHOLE:
            return found | self._of_events(beyond)
        self._screen = self._screen or screen_of(self._corpus)
        query = f"SELECT m.article FROM {MEMBERS} "  # noqa: S608 - constants
        for where, new in (
            ("", [name for name, day in zip(chunk, days, strict=True) if day is None]),
            (UNDATED, [name for name, day in zip(chunk, days, strict=True) if day is not None]),
        ):
            among = frozenset(str(name) for (name,) in self._corpus.state.rows(query + where)) if new else frozenset()
            near = self._screen.nearest(new, among)
            found |= {event for name in near for event in self._of_events("WHERE m.article = ?", name)}
        return found

    def _days(self, ids: Sequence[str]) -> list[int | None]:
        return [_day(text) for text in _column(self._corpus, "published", ids)]

    def _grouped(self, where: str) -> int:
        return int(str(self._corpus.state.rows(f"SELECT count(*) FROM {MEMBERS} {where}")[0][0]))  # noqa: S608 - constants

    def _of_events(self, where: str, *values: object) -> set[str]:
        query = f"SELECT DISTINCT m.event FROM {MEMBERS} {where}"  # noqa: S608 - constants
        return {str(name) for (name,) in self._corpus.state.rows(query, values)}


MEMBERS = "member m JOIN article a ON a.id = m.article"
UNDATED = "WHERE a.published NOT GLOB '[0-9][0-9][0-9][0-9]-*'"
"""What cannot be a day sorts outside of all days."""


def _context(corpus: Corpus, chunk: Sequence[str], reach: Reach) -> tuple[list[str], list[Event]]:
    """The grouped articles that the chunk is held against, with all the events that they or older versions are in."""
    names = reach.events(chunk)
    urls = {url for url in _column(corpus, "url", chunk) if url}
    for url in urls:
        query = "SELECT m.event FROM member m JOIN article a ON a.id = m.article WHERE a.url = ?"
        names |= {str(row[0]) for row in corpus.state.rows(query, (url,))}
    touched = [event(corpus, name) for name in sorted(names)]
    members = [article for each in touched for article in each.articles]
    gone = {member for member, url in zip(members, _column(corpus, "url", members), strict=True) if url in urls}
    return [member for member in members if member not in gone], touched


def _column(corpus: Corpus, column: str, ids: Iterable[str]) -> list[str]:
    query = f"SELECT {column} FROM article WHERE id = ?"  # noqa: S608 - constants
    return [str(corpus.state.rows(query, (name,))[0][0]) for name in ids]


def _profiles(corpus: Corpus, ids: Sequence[str]) -> list[Profile]:
    """Profiles, read shard by shard so that each is opened once, and given in the order of `ids`."""
    place = {name: corpus.place(name) for name in ids}
    found = {name: profile(corpus.prepared([name])[0]) for name in sorted(ids, key=lambda name: place[name])}
    return [found[name] for name in ids]


def _scores(corpus: Corpus, ids: Sequence[str]) -> dict[tuple[int, int], float]:
    place = {name: number for number, name in enumerate(ids)}
    scores: dict[tuple[int, int], float] = {}
    for name in ids:
        for other, p in corpus.state.rows("SELECT b, p FROM pair WHERE a = ?", (name,)):
            if str(other) in place:
                left, right = sorted((place[name], place[str(other)]))
                scores[left, right] = float(str(p))
    return scores


def _keep(connection: sqlite3.Connection, each: Event) -> None:
    summary = [each.summary.passage, each.summary.start, each.summary.end, each.summary.text]
    history = [[change.kind, list(change.articles), change.other] for change in each.history]
    row = (
        each.id,
        len(each.articles),
        json.dumps(each.articles),
        each.label,
        json.dumps(summary, ensure_ascii=False),
        each.cohesion,
        json.dumps(history),
    )
    connection.execute("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    members = [(article, each.id) for article in each.articles]
    connection.executemany("INSERT OR REPLACE INTO member VALUES (?, ?)", members)


def span_of(corpus: Corpus, each: Event) -> tuple[str, str]:
    """Publication days of the first and last dated article; empty where none is dated."""
    days = sorted(day for day in map(parse_day, _column(corpus, "published", each.articles)) if day is not None)
    return (days[0].isoformat(), days[-1].isoformat()) if days else ("", "")


def outlets_of(corpus: Corpus, each: Event) -> list[str]:
    """The outlets that tell an event, in order of name; an article without one stands for itself."""
    found = zip(each.articles, _column(corpus, "outlet", each.articles), strict=True)
    return sorted({outlet or name for name, outlet in found})


def _iso(ordinal: int) -> str:
    return date.fromordinal(min(max(1, ordinal), date.max.toordinal())).isoformat()


def _day(published: str) -> int | None:
    found = parse_day(published)
    return None if found is None else found.toordinal()
