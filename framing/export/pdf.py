"""A page as PDF, printed by an installed Chromium: the browser that draws the page draws its print."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from framing.errors import UsageError
from framing.report.files import write_bytes, write_text

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS = 120


def browser() -> str | None:
    """An installed Chromium: the one FRAMING_CHROMIUM names, else the first found; None where there is none."""
    return os.environ.get("FRAMING_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def write_pdf(html: str, path: Path) -> None:
    """Print a page to `path`. Raises UsageError where no Chromium is installed or it fails."""
    program = browser()
    if program is None:
        raise UsageError("a PDF needs Chromium: install it, or name it by FRAMING_CHROMIUM")
    with tempfile.TemporaryDirectory(prefix="framing-pdf-") as folder:
        page, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        write_text(page, html)
        # The page is ours and loads nothing; as root, as in containers, Chromium needs --no-sandbox to start.
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [
            program, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile", *flags,
            "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UsageError(f"{program}: the page was not printed: {error}") from error
        if not printed.is_file():
            raise UsageError(f"{program}: the page was not printed: {done.stderr.decode(errors='replace')[-300:]}")
        write_bytes(path, printed.read_bytes())
