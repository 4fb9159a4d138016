"""Phrases worth showing: runs of whole chunks with high salience, and which phrase of a stands against which of b."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from framing.lenses.wording import Alignment, Floats, Wording

LONGEST = 12
"""Words of a phrase at most: half of the readers' notes are shorter than nine."""
SHORTEST = 2
_LEVEL = 0.24
"""Salience above which a word adds to a phrase; a little under the share of marked words."""
_HARD = re.compile(r"[.;:!?—–()]|\s-\s|--")
_SOFT = re.compile(r"[,“”\"]")
_COMMA = 0.12
_OPENERS = frozenset(
    ("and", "or", "but", "that", "which", "who", "as", "while", "when", "if", "so", "then", "also", "than")
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words [start, end) of one passage with the sum of salience above the level."""

    start: int
    end: int
    score: float


def breaks(side: Wording) -> tuple[list[bool], list[bool]]:
    """For each word: whether a chunk begins with it, and whether a phrase must not reach over the gap before it."""
    opens, hard = [], []
    for row, (start, _) in enumerate(side.ranges):
        gap = side.text[side.ranges[row - 1][1] : start] if row else ""
        hard.append(row > 0 and bool(_HARD.search(gap)))
        begins = side.function[row] and not side.function[row - 1] if row else True
        opens.append(bool(begins or hard[-1] or _SOFT.search(gap)))
    return opens, hard


def phrases(side: Wording, salience: Floats, count: int = 6, level: float = _LEVEL) -> list[Phrase]:
    """The most salient runs of whole chunks, no two overlapping, best first."""
    opens, hard = breaks(side)
    n = len(side)
    starts = [row for row in range(n) if opens[row]]
    ends = {*starts[1:], n}
    soft = np.array(
        [bool(row and _SOFT.search(side.text[side.ranges[row - 1][1] : side.ranges[row][0]])) for row in range(n)]
    )
    sums = np.concatenate([[0.0], np.cumsum(salience - level)])
    found = []
    for start in starts:
        penalty = 0.0
        for end in range(start + 1, min(n, start + LONGEST) + 1):
            if end - 1 > start and hard[end - 1]:
                break
            penalty += _COMMA if end - 1 > start and soft[end - 1] else 0.0
            if end in ends and end - start >= SHORTEST:
                found.append(Phrase(start, end, float(sums[end] - sums[start]) - penalty))
    if not found and n:
        found.append(Phrase(0, min(n, LONGEST), 0.0))
    return _apart(sorted(found, key=lambda each: (-each.score, each.start)), count)


def _apart(ordered: list[Phrase], count: int) -> list[Phrase]:
    kept: list[Phrase] = []
    for each in ordered:
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
            if len(kept) == count:
                break
    return kept


def tidied(side: Wording, start: int, end: int) -> tuple[int, int]:
    """Without a leading conjunction and trailing closed-class words; unchanged where nothing else is left."""
    first, last = start, end
    while last > first + 1 and side.function[last - 1]:
        last -= 1
    while first < last - 1 and side.lower(first) in _OPENERS:
        first += 1
    return first, last


def pair_features(
    alignment: Alignment, a: Phrase, b: Phrase, marks: tuple[Floats, Floats], loaded: tuple[Floats, Floats]
) -> list[float]:
    """What tells whether two phrases are the two ways of saying one thing. Symmetric in a and b."""
    rows, columns = slice(a.start, a.end), slice(b.start, b.end)
    left, right = alignment.a.vectors[rows].mean(axis=0), alignment.b.vectors[columns].mean(axis=0)
    norm = float(np.linalg.norm(left) * np.linalg.norm(right)) or 1.0
    inside = alignment.same[rows, columns]
    content = ~alignment.a.function[rows]
    shared = float(inside[content].any(axis=1).sum()) if content.any() else 0.0
    near = alignment.similarity[rows, columns]
    marks_a, marks_b = float(marks[0][rows].mean()), float(marks[1][columns].mean())
    high_a, high_b = float(loaded[0][rows].max()), float(loaded[1][columns].max())
    return [
        a.score + b.score,
        min(a.score, b.score),
        marks_a + marks_b,
        min(marks_a, marks_b),
        float(left @ right) / norm,
        float(near.max(axis=1).mean() + near.max(axis=0).mean()),
        shared,
        shared / max(1, min(a.end - a.start, b.end - b.start)),
        float(_anchored(alignment, a, b)),
        (a.end - a.start + b.end - b.start) / 10,
        abs(a.start / max(1, len(alignment.a)) - b.start / max(1, len(alignment.b))),
        high_a + high_b,
        abs(high_a - high_b),
    ]


def _anchored(alignment: Alignment, a: Phrase, b: Phrase) -> int:
    """How many of the two edges have the same open-class word within three words outside both phrases."""
    before = _near(alignment.a, a.start - 3, a.start) & _near(alignment.b, b.start - 3, b.start)
    after = _near(alignment.a, a.end, a.end + 3) & _near(alignment.b, b.end, b.end + 3)
    return bool(before) + bool(after)


def _near(side: Wording, start: int, end: int) -> set[str]:
    rows = range(max(0, start), min(len(side), end))
    return {side.stems[row] for row in rows if not side.function[row]}
