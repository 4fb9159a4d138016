"""A corpus's results: its events, and the comparison of each, made once and kept beside the articles."""

from __future__ import annotations

import datetime
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.codec import from_plain, to_plain
from framing.compare import Clock, Progress, Setting, compare, silent
from framing.config import Settings
from framing.errors import CorpusError, MalformedInput
from framing.events import Event, Grouping, profile
from framing.events import update as regroup
from framing.model import Comparison, ModelUse
from framing.prepared import Prepared
from framing.store.corpus import Corpus
from framing.store.files import write_atomic
from framing.text import sha256

EVENTS = "events.json"
FORMAT = 1
MAX_COMPARED = 20
"""Of a larger event, the first articles by time are compared, one an outlet first."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What `events.json` holds: the events, and the scored pairs by article id, for growing them later."""

    format: int
    events: tuple[Event, ...]
    scores: tuple[tuple[str, str, float], ...]


def load_events(corpus: Corpus) -> tuple[Event, ...]:
    """The stored events; empty where none were made yet. Raises CorpusError where the file is damaged."""
    stored = _stored(corpus)
    return stored.events if stored else ()


def group_events(corpus: Corpus, progress: Progress = silent) -> tuple[Event, ...]:
    """Group all articles that have passages; only pairs with an article that is new are scored. Result is stored."""
    stored = _stored(corpus)
    known = {a for event in stored.events for a in event.articles} if stored else set()
    ready = list(_ready(corpus, progress))
    old = [p for p in ready if p.article.id in known]
    new = [p for p in ready if p.article.id not in known]
    if stored and not new and len(old) == len(known):
        return stored.events
    place = {p.article.id: i for i, p in enumerate(old)}
    scores = {}
    for a, b, probability in stored.scores if stored else ():
        if a in place and b in place:
            left, right = sorted((place[a], place[b]))
            scores[left, right] = probability
    state = Grouping([profile(p) for p in old], scores, stored.events if stored else ())
    done = regroup(state, [profile(p) for p in new], progress=lambda n, total: progress("events", n, total))
    ids = [p.article.id for p in done.profiles]
    pairs = tuple((ids[i], ids[j], round(float(s), 6)) for (i, j), s in sorted(done.scores.items()))
    text = json.dumps(to_plain(Stored(FORMAT, done.events, pairs)), ensure_ascii=False)
    write_atomic(corpus.root / EVENTS, text.encode("utf-8"))
    return done.events


def compare_event(corpus: Corpus, event: Event, settings: Settings, progress: Progress = silent) -> Comparison:
    """The comparison of one event's articles, from the folder where it was made before under the same settings."""
    members = chosen(corpus, event)
    path = corpus.root / "comparisons" / f"{_key(event, members, settings)}.json.gz"
    if path.is_file():
        try:
            return from_plain(Comparison, json.loads(gzip.decompress(path.read_bytes())))
        except (MalformedInput, OSError, EOFError, ValueError):
            path.unlink(missing_ok=True)
    started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    meta = corpus.state.meta()
    use = ModelUse(
        "passages",
        meta.get("model", ""),
        meta.get("variant embed", "").split(" ")[1:2][0] if meta.get("variant embed") else "",
        meta.get("precision", ""),
    )
    setting = Setting(settings, f"framing report {corpus.root.name}", started, (use,))
    made = compare(members, setting, Clock(), progress)
    # mtime=0: the same result gives the same bytes.
    write_atomic(path, gzip.compress(json.dumps(to_plain(made), ensure_ascii=False).encode("utf-8"), mtime=0))
    return made


def comparisons(
    corpus: Corpus, settings: Settings, progress: Progress = silent, *, events: Sequence[Event] | None = None
) -> Iterator[tuple[Event, Comparison]]:
    """Every event that two articles or more tell, with its comparison, one in memory at a time."""
    told = [event for event in (load_events(corpus) if events is None else events) if len(event.articles) > 1]
    for done, event in enumerate(told):
        progress("compare", done, len(told))
        yield event, compare_event(corpus, event, settings)
    progress("compare", len(told), len(told))


def chosen(corpus: Corpus, event: Event) -> list[Prepared]:
    """The articles of an event that are compared: all, or of a large one `MAX_COMPARED`, an outlet's first before its second."""
    ready = corpus.prepared(event.articles)
    if len(ready) <= MAX_COMPARED:
        return ready
    ready.sort(key=lambda p: (p.article.published or "9999", p.article.id))
    seen: dict[str, int] = {}
    ranked = []
    for item in ready:
        seen[item.article.outlet] = seen.get(item.article.outlet, 0) + 1
        ranked.append((seen[item.article.outlet], item))
    ranked.sort(key=lambda pair: pair[0])
    return [item for _, item in ranked[:MAX_COMPARED]]


def _ready(corpus: Corpus, progress: Progress) -> Iterator[Prepared]:
    from framing.errors import NotFound

    ids = corpus.ids()
    for done, reference in enumerate(ids):
        progress("read", done, len(ids))
        try:
            yield corpus.prepared([reference])[0]
        except NotFound:
            continue


def _stored(corpus: Corpus) -> Stored | None:
    path: Path = corpus.root / EVENTS
    if not path.is_file():
        return None
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
        stored = from_plain(Stored, value)
    except (ValueError, MalformedInput) as error:
        raise CorpusError(f"{path}: damaged ({error}); remove it and run `framing events` again") from error
    if stored.format != FORMAT:
        raise CorpusError(f"{path}: written by another version; remove it and run `framing events` again")
    return stored


def _key(event: Event, members: Sequence[Prepared], settings: Settings) -> str:
    from framing import __version__

    parts = [__version__, event.id, settings.as_dict(), [(p.article.id, sha256(p.article.text)) for p in members]]
    return sha256(json.dumps(parts, sort_keys=True))[:32]
