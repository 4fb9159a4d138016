"""Opening, encoding and replacing files: once, for every view and exporter."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from framing.errors import UsageError


def encodable(text: str) -> str:
    """`text` with lone surrogates as U+FFFD, so that it always encodes as UTF-8."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if not _encodes(text) else text


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` as a whole: readers see the old file or the new one, never half of either.

    Makes missing parent folders. Raises UsageError where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files for the owner alone; a report is as readable as any other new file.
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def write_text(path: Path, text: str) -> None:
    """Put `text` at `path` as UTF-8 with line feeds, as a whole."""
    write_bytes(path, encodable(text).encode("utf-8"))


def write_if_changed(path: Path, text: str) -> bool:
    """Write `text` unless the file already holds it. True where it was written."""
    data = encodable(text).encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return False
    write_bytes(path, data)
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
