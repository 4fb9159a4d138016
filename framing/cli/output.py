"""Where output goes: a file replaced in one step, or standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from framing.errors import UsageError
from framing.model import Notice
from framing.text import visible


def write_text(text: str, output: Path | None) -> None:
    """Write to `output` atomically, or to standard output where it is None."""
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    write_bytes((text if text.endswith("\n") else text + "\n").encode("utf-8"), output)


def write_bytes(data: bytes, output: Path) -> None:
    """Replace `output` in one step; the old file stays whole if anything fails."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, output)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def warn(notices: tuple[Notice, ...] | list[Notice], quiet: bool) -> None:
    """Named warnings on stderr, each once."""
    if quiet:
        return
    for notice in dict.fromkeys(notices):
        where = f"{notice.where}: " if notice.where else ""
        sys.stderr.write(f"framing: warning [{notice.code}]: {visible(where + notice.message)}\n")
