"""What a corpus holds and what is done, in one SQLite file: the manifest of shards, articles, sources, steps.

WAL with synchronous FULL: once a commit returns, it survives a crash of the process, the system or the
power. A shard is on disk before the row that names it is committed, so a row never names a missing file;
a file that no row names is left over from a crash and may be deleted.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from framing.errors import CorpusError
from framing.store.files import guarded

FILE = "state.sqlite"
FORMAT = 1
"""Of the folder. Raised when an older framing could not read a newer corpus."""
BUSY_SECONDS = 120.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS shard (
  sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS article (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text_sha256 TEXT NOT NULL, outlet TEXT NOT NULL,
  url TEXT NOT NULL, version INTEGER NOT NULL, published TEXT NOT NULL, shard TEXT NOT NULL, row INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS article_text ON article (text_sha256);
CREATE INDEX IF NOT EXISTS article_url ON article (url) WHERE url <> '';
CREATE INDEX IF NOT EXISTS article_shard ON article (shard, row);
CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, stamp TEXT NOT NULL, articles INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS failure (
  source TEXT NOT NULL, step TEXT NOT NULL, reason TEXT NOT NULL, seen TEXT NOT NULL, PRIMARY KEY (source, step));
CREATE TABLE IF NOT EXISTS done (
  key TEXT PRIMARY KEY, step TEXT NOT NULL, variant TEXT NOT NULL, input TEXT NOT NULL, output TEXT NOT NULL,
  seconds REAL NOT NULL);
CREATE INDEX IF NOT EXISTS done_step ON done (step, input);
CREATE TABLE IF NOT EXISTS event (
  id TEXT PRIMARY KEY, size INTEGER NOT NULL, articles TEXT NOT NULL, label TEXT NOT NULL, summary TEXT NOT NULL,
  cohesion REAL NOT NULL, history TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS member (article TEXT PRIMARY KEY, event TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS member_event ON member (event);
CREATE TABLE IF NOT EXISTS pair (a TEXT NOT NULL, b TEXT NOT NULL, p REAL NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Shard:
    """One content-addressed file of the corpus."""

    sha256: str
    kind: str
    """`articles`, `passages`, `vectors` or `results`."""
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was set aside, with the reason in words."""

    source: str
    step: str
    reason: str


class State:
    """The corpus's database; one connection, for one thread."""

    def __init__(self, root: Path, *, create: bool = False) -> None:
        """Raises CorpusError where there is no corpus, it is damaged, or of a newer format."""
        self.path = root / FILE
        self.read_only = not os.access(root, os.W_OK) or (self.path.exists() and not os.access(self.path, os.W_OK))
        if not create and not self.path.is_file():
            raise CorpusError(f"{root}: not a corpus; make one with: framing ingest SOURCE --corpus {root}")
        with guarded(self.path):
            self.connection = self._connect()
            if create:
                self._create()
        self._check_format(root)

    def _connect(self) -> sqlite3.Connection:
        if self.read_only and self.path.exists():
            # immutable: a reader of a folder that may not be written cannot make the WAL's index file; it
            # would not see what is still in the WAL, so that must be empty.
            log = self.path.with_name(FILE + "-wal")
            if log.exists() and log.stat().st_size:
                raise CorpusError(
                    f"{self.path.parent}: may not be written and was not closed properly; copy it to a folder of "
                    "yours and open it there once"
                )
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _create(self) -> None:
        with self.transaction():
            for statement in _SCHEMA.split(";"):
                self.connection.execute(statement)
            self.connection.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (str(FORMAT),))
            self.connection.execute("INSERT OR IGNORE INTO meta VALUES ('created', ?)", (now(),))

    def _check_format(self, root: Path) -> None:
        with guarded(self.path):
            known = {name for (name,) in self.connection.execute("SELECT name FROM sqlite_master")}
        found = self.meta().get("format", "") if "meta" in known else ""
        if found != str(FORMAT):
            self.connection.close()
            if found.isdigit() and int(found) > FORMAT:
                raise CorpusError(
                    f"{root}: a corpus of format {found}, made by a newer framing (this one reads {FORMAT}); "
                    "upgrade with: pip install -U framing-diff"
                )
            raise CorpusError(f"{root}: {FILE} is not a corpus's state; restore the folder from a copy")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, with the write lock held from the start. Raises CorpusError."""
        if self.read_only:
            raise CorpusError(
                f"{self.path.parent}: may not be written; copy the corpus to a folder of yours, or change its permissions"
            )
        with guarded(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """The rows of a query. Raises CorpusError."""
        with guarded(self.path):
            return self.connection.execute(query, values).fetchall()

    def meta(self) -> dict[str, str]:
        """Plain facts about the corpus: format, created, model, precision."""
        return {str(key): str(value) for key, value in self.rows("SELECT key, value FROM meta")}

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Keeps facts; those that are there already are replaced. What is known in the same words is not written."""
        if values.items() <= self.meta().items():
            return
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))

    def shards(self, kind: str = "") -> list[Shard]:
        """The manifest; article shards in the order in which they were added."""
        query = (
            "SELECT s.sha256, s.kind, s.rows, s.bytes FROM shard s "
            "LEFT JOIN (SELECT shard, min(seq) AS first FROM article GROUP BY shard) a ON a.shard = s.sha256 "
            "WHERE ? IN ('', s.kind) ORDER BY s.kind, a.first, s.sha256"
        )
        return [Shard(str(a), str(b), int(str(c)), int(str(d))) for a, b, c, d in self.rows(query, (kind,))]

    def failures(self) -> list[Failure]:
        """What was set aside, in the order of steps and sources."""
        query = "SELECT source, step, reason FROM failure ORDER BY step, source"
        return [Failure(str(a), str(b), str(c)) for a, b, c in self.rows(query)]

    def close(self) -> None:
        """Closes the file; folds the write-ahead log into it, so that the folder can be copied."""
        if not self.read_only:
            with suppress(sqlite3.Error):  # where another process still reads, its own close will do it
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


def record_shard(connection: sqlite3.Connection, shard: Shard) -> None:
    """Lists a shard that is on disk; inside a transaction."""
    connection.execute(
        "INSERT OR IGNORE INTO shard VALUES (?, ?, ?, ?)", (shard.sha256, shard.kind, shard.rows, shard.bytes)
    )


def record_failures(connection: sqlite3.Connection, failures: list[Failure]) -> None:
    """Notes what was set aside; inside a transaction."""
    rows = [(failure.source, failure.step, failure.reason, now()) for failure in failures]
    connection.executemany("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)", rows)


def now() -> str:
    """The time, UTC, ISO 8601."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
