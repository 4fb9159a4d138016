"""Looking a corpus over, and mending what can be mended."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.errors import CorpusError
from framing.store.corpus import Corpus
from framing.store.files import TEMPORARY, exclusive, guarded, shard_path
from framing.store.state import Shard
from framing.store.tables import read_parquet, read_vectors

DERIVED = ("passages", "vectors", "results")
"""Made from articles, so they can be made again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, and what mends it."""

    where: str
    what: str
    mend: str
    articles: tuple[str, ...] = ()
    """Ids of articles whose text is lost with it."""


def check(corpus: Corpus) -> list[Problem]:
    """Reads and hashes every shard, and compares state and folder. An empty list is a sound corpus."""
    with guarded(corpus.root):
        return [*_state(corpus), *_shards(corpus), *_leftovers(corpus)]


def repair(corpus: Corpus) -> list[Problem]:
    """Mends what `check` finds and returns it.

    Damaged passages, vectors and results are forgotten, so the next run makes them anew. Articles of a
    damaged shard are taken out and their sources forgotten, so reading those again brings them back; what a
    crash left over is deleted.
    """
    # Shards are written under one of these two locks before they are listed: without both, a shard that
    # another process is about to list would look like a stray.
    with guarded(corpus.root), exclusive(corpus.root / "steps.lock"), corpus.state.transaction() as connection:
        problems = check(corpus)
        wrong = {problem.where for problem in problems}
        for shard in corpus.shards():
            path = shard_path(corpus.root, shard.kind, shard.sha256)
            if str(path) in wrong:
                _forget(connection, shard)
                path.unlink(missing_ok=True)
        for path in _strays(corpus):
            path.unlink(missing_ok=True)
    return problems


def _forget(connection: sqlite3.Connection, shard: Shard) -> None:
    connection.execute("DELETE FROM done WHERE output = ? OR input = ?", (shard.sha256, shard.sha256))
    connection.execute("DELETE FROM shard WHERE sha256 = ?", (shard.sha256,))
    if shard.kind == "articles":
        connection.execute("DELETE FROM article WHERE shard = ?", (shard.sha256,))
        # Which source gave which article is not kept: reading all again is safe, known texts are skipped.
        connection.execute("DELETE FROM source")


def _state(corpus: Corpus) -> Iterator[Problem]:
    (verdict,) = corpus.state.rows("PRAGMA integrity_check(1)")[0]
    if verdict != "ok":
        yield Problem(str(corpus.state.path), f"the state is damaged: {verdict}", "restore the folder from a copy")
    query = "SELECT count(*) FROM article WHERE shard NOT IN (SELECT sha256 FROM shard)"
    (count,) = corpus.state.rows(query)[0]
    if count:
        yield Problem(str(corpus.state.path), f"{count} articles name a shard that is not listed", "restore a copy")


def _shards(corpus: Corpus) -> Iterator[Problem]:
    for shard in corpus.shards():
        path = shard_path(corpus.root, shard.kind, shard.sha256)
        what = _wrong(path, shard)
        if not what:
            continue
        if shard.kind in DERIVED:
            yield Problem(str(path), what, "framing corpus check --repair, then run the steps again")
            continue
        query = "SELECT id FROM article WHERE shard = ? ORDER BY row"
        ids = tuple(str(row[0]) for row in corpus.state.rows(query, (shard.sha256,)))
        mend = f"{len(ids)} articles are lost: restore this file from a copy, or repair and ingest their sources again"
        yield Problem(str(path), what, mend, ids)


def _wrong(path: Path, shard: Shard) -> str:
    """What is wrong with a shard's file; empty where nothing is."""
    if not path.is_file():
        return "is missing"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != shard.sha256:
        return f"has changed: {path.stat().st_size:,} bytes where {shard.bytes:,} were written"
    try:
        rows = len(read_vectors(path)) if shard.kind == "vectors" else read_parquet(path).num_rows
    except CorpusError as error:
        return str(error)
    return "" if rows == shard.rows else f"holds {rows} rows where {shard.rows} were written"


def _leftovers(corpus: Corpus) -> Iterator[Problem]:
    for path in _strays(corpus):
        yield Problem(str(path), "is left over from an interrupted run", "framing corpus check --repair deletes it")


def _strays(corpus: Corpus) -> list[Path]:
    """Files in the data folders that the manifest does not list."""
    listed = {shard_path(corpus.root, shard.kind, shard.sha256) for shard in corpus.shards()}
    found = []
    for kind in ("articles", *DERIVED):
        for path in sorted((corpus.root / kind).glob("*/*")):
            if path not in listed and (path.name.startswith(TEMPORARY) or path.suffix in (".parquet", ".arrow")):
                found.append(path)
    return found
