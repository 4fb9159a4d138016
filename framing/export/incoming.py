"""Decisions that come back from another tool, before they are matched to items."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marked:
    """Words in an article: a place in code points as the other tool gave it, and the words, which decide.

    A negative start says that only the words are known.
    """

    article: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One say by one coder."""

    kind: str
    label: str
    coder: str
    a: Marked
    b: Marked | None
    within: str
    lens: str = ""
    frame: str = ""
    comment: str = ""
    flagged: bool = False
    adjudicated: bool = False
    made: str = ""
