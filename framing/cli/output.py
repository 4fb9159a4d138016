"""Where output goes: a file replaced in one step, or standard output."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from framing.model import Notice
from framing.report import files
from framing.report.options import Options
from framing.text import visible


def write_text(text: str, output: Path | None) -> None:
    """Write to `output` in one step, or to standard output where it is None."""
    document = text if text.endswith("\n") else text + "\n"
    if output is None:
        sys.stdout.write(document)
    else:
        files.write_text(output, document)


def view_options(output: Path | None, limit: int | None = None) -> Options:
    """Width, style and colour of what goes out: styled only on a terminal, colour unless NO_COLOR is set."""
    live = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns
    return Options(limit=limit, width=width, styled=live, color=live and not os.environ.get("NO_COLOR"))


def warn(notices: tuple[Notice, ...] | list[Notice], quiet: bool) -> None:
    """Named warnings on stderr, each once."""
    if quiet:
        return
    for notice in dict.fromkeys(notices):
        where = f"{notice.where}: " if notice.where else ""
        sys.stderr.write(f"framing: warning [{notice.code}]: {visible(where + notice.message)}\n")
