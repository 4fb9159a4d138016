"""Progress on stderr: a live line on a terminal, silence in a pipe or with --quiet."""

from __future__ import annotations

import sys
import time


class Progress:
    """Called as `progress(step, done, total)`; prints at most ten times a second, and wipes its line at the end."""

    def __init__(self, quiet: bool = False) -> None:
        self._live = not quiet and sys.stderr.isatty()
        self._last = 0.0
        self._started: dict[str, float] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        """Report `done` of `total` units of `step` (total 0 where it is not known)."""
        if not self._live:
            return
        now = time.monotonic()
        begun = self._started.setdefault(step, now)
        if now - self._last < 0.1 and done < total:
            return
        self._last = now
        rate = done / (now - begun) if now > begun else 0.0
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        sys.stderr.write(f"\r\x1b[2K{step} {done}" + (f"/{total}" if total else "") + left)
        sys.stderr.flush()

    def close(self) -> None:
        """Wipe the progress line."""
        if self._live:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
