"""Writing so that a crash at any point leaves either the old state or the new one, and errors with a mend."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import CorpusError

INDEX = "index"
"""Folder of what only makes things faster, and may be deleted at any time."""
TEMPORARY = ".part-"
"""Begins the name of a file that is not finished; one that a crash left behind may be deleted."""
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
DENIED = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def guarded(where: Path) -> Iterator[None]:
    """Turns what the file system and SQLite raise into a CorpusError that names the mend."""
    try:
        yield
    except OSError as error:
        raise CorpusError(_os_message(where, error)) from error
    except sqlite3.Error as error:
        raise CorpusError(_sqlite_message(where, error)) from error


def _os_message(where: Path, error: OSError) -> str:
    if error.errno in FULL:
        return f"{where}: the disk is full; nothing reported as done is lost: free space and run the same command again"
    if error.errno in DENIED:
        return f"{where}: may not be written; copy the corpus to a folder of yours, or change its permissions"
    return f"{where}: {error.strerror or error}"


def _sqlite_message(where: Path, error: sqlite3.Error) -> str:
    text = str(error)
    if "full" in text:
        return f"{where}: the disk is full; nothing reported as done is lost: free space and run the same command again"
    if "readonly" in text or "unable to open" in text:
        return f"{where}: may not be written; copy the corpus to a folder of yours, or change its permissions"
    if "locked" in text:
        return f"{where}: another process keeps the corpus locked; wait for it and run the same command again"
    return f"{where}: the corpus's state is damaged ({text}); restore the folder from a copy"


def write_atomic(path: Path, data: bytes) -> None:
    """`data` at `path`, whole or not at all, on disk when this returns. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The rename itself reaches the disk only with its folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shard_path(root: Path, kind: str, sha256: str) -> Path:
    """Where the shard of this content stands: two hex digits of folders keep any folder small."""
    suffix = "arrow" if kind == "vectors" else "parquet"
    return root / kind / sha256[:2] / f"{sha256}.{suffix}"


def store_shard(root: Path, kind: str, data: bytes) -> str:
    """Writes a shard under the hash of its content and returns the hash; one that is there already is left alone."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = shard_path(root, kind, sha256)
    if not path.is_file() or path.stat().st_size != len(data):
        write_atomic(path, data)
    return sha256


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Holds the lock file `path`; waits for another process that holds it. Freed by the system at any exit.

    In a folder that may not be written nothing is held: reading needs no lock, and writing says why it cannot.
    """
    try:
        import fcntl
    except ImportError:  # no flock here: work is idempotent, so the worst is that it is done twice
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        if error.errno not in DENIED:
            raise
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
