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

VERSION = "1"
CHUNK = 2_000
"""New articles grouped at a time, in order of publication; with the window beside them this bounds memory."""


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
        for start in range(0, len(waiting), CHUNK):
            chunk = waiting[start : start + CHUNK]
            _add(corpus, chunk)
            meter.add(len(chunk))
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


def _add(corpus: Corpus, chunk: Sequence[str]) -> None:
    # Events are read before old versions leave, so that their history says who left.
    context, touched = _context(corpus, chunk)
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


def _context(corpus: Corpus, chunk: Sequence[str]) -> tuple[list[str], list[Event]]:
    """Grouped articles inside the chunk's date window, with all the events that they or older versions are in.

    Where the chunk holds an article without a date the window is everything: it may belong anywhere.
    """
    days = [_day(text) for text in _column(corpus, "published", chunk)]
    known = [day for day in days if day is not None]
    query = "SELECT DISTINCT m.event FROM member m JOIN article a ON a.id = m.article"
    if known and len(known) == len(days):
        # What cannot be a day sorts outside of all days; the window is cut by the database, since a corpus has
        # a chunk for every two thousand of its articles and each looks at all of them.
        query += " WHERE substr(a.published, 1, 10) BETWEEN ? AND ? OR a.published NOT GLOB '[0-9][0-9][0-9][0-9]-*'"
        low, high = _iso(min(known) - WINDOW_DAYS), _iso(max(known) + WINDOW_DAYS)
        rows = corpus.state.rows(query, (low, high))
    else:
        rows = corpus.state.rows(query)
    names = {str(name) for (name,) in rows}
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
