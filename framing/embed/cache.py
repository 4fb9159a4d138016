"""A bounded store of computed bytes between runs: one SQLite file, safe with several processes, never fatal.

What cannot be read or written is a notice and a cache miss; the worst that a damaged cache does is to cost
the time that it would have saved.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from framing.model import Notice

FILE = "vectors-1.sqlite"
"""The number is the layout's: an older framing never meets a newer file."""
LIMIT_BYTES = 512 * 1024 * 1024
BUSY_SECONDS = 5.0
DAY = 86_400
_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL)"


def cache_folder() -> Path | None:
    """FRAMING_CACHE, or the user's cache folder; None where FRAMING_CACHE is `off`."""
    asked = os.environ.get("FRAMING_CACHE", "")
    if asked.lower() == "off":
        return None
    if asked:
        return Path(asked).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("framing", appauthor=False))


class BlobCache:
    """Bytes by key. The file is opened with the first call; what was least used is dropped past `limit` bytes."""

    def __init__(self, folder: Path | None, limit: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._off = folder is None
        self._notices: list[Notice] = []

    @property
    def path(self) -> Path | None:
        """The file, where there is a folder."""
        return self._folder / FILE if self._folder else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What went wrong so far; the cache is off from then on."""
        return tuple(self._notices)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values that are there, by key."""
        with self._lock:
            try:
                return self._get(keys)
            except (sqlite3.Error, OSError) as error:
                self._fail(error)
                return {}

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keeps `entries`, all or none of them."""
        if not entries:
            return
        with self._lock:
            try:
                self._put(entries)
            except (sqlite3.Error, OSError) as error:
                self._fail(error)

    def size(self) -> int:
        """Bytes in use by entries; 0 where there is no cache."""
        with self._lock:
            try:
                connection = self._open()
                return _used(connection) if connection else 0
            except (sqlite3.Error, OSError) as error:
                self._fail(error)
                return 0

    def close(self) -> None:
        """Closes the file; a later call opens it again."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        if self._off or self._connection:
            return self._connection
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _connect(self._folder / FILE)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # Damaged: set aside once and begin anew. Another process that still has it open keeps its own copy.
            broken = self._folder / FILE
            for suffix in ("-wal", "-shm"):
                broken.with_name(FILE + suffix).unlink(missing_ok=True)
            broken.replace(broken.with_name(FILE + ".damaged"))
            self._notices.append(Notice("cache-damaged", "the vector cache was damaged and starts anew", str(broken)))
            self._connection = _connect(broken)
        return self._connection

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        connection = self._open()
        if connection is None:
            return {}
        today = int(time.time()) // DAY
        found: dict[bytes, bytes] = {}
        stale: list[tuple[int, bytes]] = []
        for some in _slices(keys, 500):
            marks = ",".join("?" * len(some))
            query = f"SELECT key, value, day FROM entries WHERE key IN ({marks})"  # noqa: S608 - only marks
            for key, value, day in connection.execute(query, some):
                found[key] = value
                if day < today:
                    stale.append((today, key))
        if stale:
            # Marked once a day: a warm run of the same day writes nothing.
            with connection:
                connection.executemany("UPDATE entries SET day = ? WHERE key = ?", stale)
        return found

    def _put(self, entries: Mapping[bytes, bytes]) -> None:
        connection = self._open()
        if connection is None:
            return
        today = int(time.time()) // DAY
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            rows = ((key, value, today) for key, value in entries.items())
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
            if _used(connection) > self._limit:
                _evict(connection, self._limit * 3 // 4)

    def _fail(self, error: Exception) -> None:
        where = str(self.path or "")
        self._notices.append(Notice("cache-unusable", f"vectors are not kept between runs: {error}", where))
        self._off = True
        if self._connection:
            self._connection.close()
            self._connection = None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _used(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _evict(connection: sqlite3.Connection, goal: int) -> None:
    """Drops the entries that were used longest ago until about `goal` bytes remain. Freed pages are used again."""
    for _ in range(16):
        used = _used(connection)
        if used <= goal:
            return
        rows = int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])
        drop = max(1, int(rows * (1 - goal / used)))
        connection.execute(
            "DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries ORDER BY day, rowid LIMIT ?)", (drop,)
        )


def _slices(keys: Sequence[bytes], size: int) -> Iterable[Sequence[bytes]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
