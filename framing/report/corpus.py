"""The report of a corpus: an index, a page an event, outlets over all events, in a folder for any static host.

Only what changed is built again: `report.json` keeps, for every event, the key of the comparison its page shows and
the counts that the index needs. Comparisons are loaded one at a time, so that memory does not grow with the corpus.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing import __version__
from framing.model import Comparison
from framing.report.files import write_if_changed
from framing.report.html.page import event_page, page
from framing.report.options import Options
from framing.report.outlets import LEAST_EVENTS, LEVEL, RESAMPLES, outlet_profiles
from framing.report.summary import Summary, summarise
from framing.report.vocabulary import LEAST_ARTICLES, aligned_words, outlet_words
from framing.text import sha256

MANIFEST = "report.json"
EVENTS = "events"
_FORMAT = 2
_SAFE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to report on; `load` is called only where its page is not up to date."""

    id: str
    label: str
    key: str
    """Changes whenever the comparison does."""
    load: Callable[[], Comparison]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did."""

    index: Path
    built: int
    kept: int
    removed: int


def entry(event_id: str, label: str, comparison: Comparison) -> Entry:
    """An entry for a comparison at hand; its key ignores when and by which command it was made."""
    from framing.report.as_json import dumps, to_dict

    document = to_dict(comparison)
    document["run"] = {**document["run"], "started": "", "seconds": {}, "command": ""}
    return Entry(event_id, label, sha256(dumps(document)), lambda: comparison)


def write_corpus_report(
    entries: Iterable[Entry],
    folder: Path,
    options: Options | None = None,
    progress: Callable[[int], None] | None = None,
) -> Written:
    """Write the report into `folder`. Pages of events that are no longer there are removed.

    Raises UsageError where the folder cannot be written.
    """
    options = options or Options()
    old = _manifest(folder)
    new: dict[str, dict[str, Any]] = {}
    built = 0
    for done, each in enumerate(entries, 1):
        name = file_name(each.id)
        key = f"{__version__}:{_FORMAT}:{int(options.excerpts)}:{each.key}"
        known = old.get(each.id, {})
        target = folder / EVENTS / name
        if known.get("key") == key and target.is_file():
            new[each.id] = known
        else:
            comparison = each.load()
            write_if_changed(target, event_page(comparison, options, home="../index.html"))
            summary = summarise(each.id, each.label, comparison).plain()
            words = aligned_words(comparison)
            new[each.id] = {"key": key, "file": name, "summary": summary, "words": words}
            built += 1
        if progress:
            progress(done)
    removed = _remove(folder, {row["file"] for row in new.values()})
    index = folder / "index.html"
    if new != old or not index.is_file():
        write_if_changed(index, _index(new))
    # Last, so that an interrupted run builds again what it may have left half done.
    write_if_changed(folder / MANIFEST, json.dumps(new, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return Written(index, built, len(new) - built, removed)


def file_name(event_id: str) -> str:
    """A file name for an event: its id where that is a plain word, else that and a hash."""
    plain = _SAFE.sub("-", event_id)[:60].strip("-")
    return f"{plain}.html" if plain and plain == event_id else f"{plain or 'event'}-{sha256(event_id)[:8]}.html"


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """What the last run wrote; empty where there was none or it cannot be read, so that everything is built."""
    try:
        loaded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for row in loaded.values():
            Summary.read(row["summary"])
            str(row["key"]), str(row["file"])
            [(words["outlet"], words["article"], dict(words["words"])) for words in row["words"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return dict(loaded)


def _remove(folder: Path, kept: set[str]) -> int:
    gone = [path for path in (folder / EVENTS).glob("*.html") if path.name not in kept]
    for path in gone:
        path.unlink()
    return len(gone)


def _index(rows: dict[str, dict[str, Any]]) -> str:
    listed = [(row["file"], Summary.read(row["summary"])) for row in rows.values()]
    listed.sort(key=lambda pair: (-pair[1].articles, pair[1].date, pair[1].id))
    profiles = outlet_profiles(summary for _, summary in listed)
    outlets = {counts.outlet for _, summary in listed for counts in summary.outlets}
    vocabularies = outlet_words(words for row in rows.values() for words in row["words"])
    facts = {"level": LEVEL, "resamples": RESAMPLES, "least": LEAST_EVENTS, "articles": LEAST_ARTICLES}
    return page(
        "index.html.j2", "index.js", rows=listed, profiles=profiles, vocabularies=vocabularies, outlets=len(outlets), folder=EVENTS, facts=facts,
        version=__version__,
    )  # fmt: skip
