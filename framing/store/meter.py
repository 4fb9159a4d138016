"""How far a step is, how fast, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Pace:
    """One report of a step. `left` is in seconds, negative while it cannot be told."""

    step: str
    done: int
    total: int
    """In units of the step (articles, passages, events); 0 where it is not known beforehand."""
    rate: float
    """Units a second, over this run."""
    left: float


Report: TypeAlias = Callable[[Pace], None]


def silent(_pace: Pace) -> None:
    """The report that says nothing."""


class Meter:
    """Counts units of one step and reports at most ten times a second, and at the end."""

    def __init__(self, step: str, total: int, report: Report = silent) -> None:
        self._step = step
        self._total = total
        self._report = report
        self._start = time.monotonic()
        self._told = -1.0
        self.done = 0

    def add(self, units: int) -> None:
        """`units` more are done."""
        self.done += units
        now = time.monotonic()
        if now - self._told >= 0.1 or (self._total and self.done >= self._total):
            self._told = now
            self._report(self.pace())

    def endless(self) -> None:
        """How many units there are cannot be told any more."""
        self._total = 0

    def finish(self) -> None:
        """Reports the end, where the number of units was not known beforehand."""
        if not self._total:
            self._report(self.pace())

    def pace(self) -> Pace:
        """The state now."""
        seconds = max(time.monotonic() - self._start, 1e-6)
        rate = self.done / seconds
        left = (self._total - self.done) / rate if self._total and self.done else -1.0
        return Pace(self._step, self.done, self._total, rate, left)
