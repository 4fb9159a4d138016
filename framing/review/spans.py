"""Agreement on where words are marked: unitised alpha along the text, and F1 with a tolerance at the edges."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from framing.model import Span
from framing.review.agreement import Figure, Numbers, Sums, counted

Mark = tuple[Span, Hashable]
TOLERANCE = 10
"""Code points by which the edges of two marks may differ in the forgiving F1: a word or two."""
GAP: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Marked:
    """A text of `length` code points with each coder's marks; a coder who marked nothing has an empty list."""

    length: int
    marks: Mapping[str, Sequence[Mark]]


def span_summary(texts: Sequence[Marked]) -> list[Figure]:
    """Unitised alpha and F1 over all texts that two coders or more worked on; intervals from resampling texts."""
    shared = [text for text in texts if len(text.marks) > 1]
    if not any(marks for text in shared for marks in text.marks.values()):
        return []
    return [
        _figure("span alpha (unitised, nominal)", shared, unitised_sums(shared)),
        _figure("span F1, exact", shared, f1_sums(shared, 0)),
        _figure(f"span F1, edges within {TOLERANCE} characters", shared, f1_sums(shared, TOLERANCE)),
    ]


def _figure(name: str, texts: Sequence[Marked], sums: Sums) -> Figure:
    low, high = sums.interval() or (None, None)
    marks = sum(len(marks) for text in texts for marks in text.marks.values())
    coders = {coder for text in texts for coder in text.marks}
    return Figure(name, sums.whole(), low, high, len(texts), marks, len(coders))


def unitised_alpha(texts: Sequence[Marked]) -> float | None:
    """Krippendorff's alpha for unitising, nominal: 1 for the same marks, 0 for marks set by chance.

    Krippendorff, Mathet, Bouvry and Widlöcher (2016, Quality & Quantity 50:2347-2364); the notation is that of
    Krippendorff (2019, Content Analysis, 4th ed., section 12.6.3). What two coders give the same stretch of text
    is compared, unmarked text being a value of its own; chance pairs no segment with itself. Where one coder's
    marks overlap, the set of labels is the value. None where nobody marked anything.
    """
    return unitised_sums(texts).whole()


def unitised_sums(texts: Sequence[Marked]) -> Sums:
    """Of each text: disagreeing length, squared segments, and the length of each value."""
    cut = [_segments(text) for text in texts]
    counts = [counted([values for _, values in segments]) for segments in cut]
    values = sorted({value for segments in cut for _, row in segments for value in row}, key=_sorted_labels)
    places = {value: place for place, value in enumerate(values)}
    rows = np.zeros((len(texts), 2 + len(values)))
    for row, (text, segments, table) in enumerate(zip(texts, cut, counts, strict=True)):
        lengths = np.array([length for length, _ in segments], dtype=float)
        size = len(text.marks)
        rows[row, 0] = (lengths[:, None] * table * (size - table)).sum() / (size - 1)
        rows[row, 1] = sum(_squared(text.length, marks) for marks in text.marks.values())
        for length, said in segments:
            for value in said:
                rows[row, 2 + places[value]] += length
    return Sums(rows, _unitised)


def _unitised(sums: Numbers) -> Numbers:
    lengths = sums[..., 2:]
    n = lengths.sum(axis=-1)
    apart = n * n - (lengths**2).sum(axis=-1)
    flat = apart < 1e-9
    expected = n * apart / np.where(flat, 1.0, n * n - sums[..., 1])
    return np.where(flat, np.nan, 1 - sums[..., 0] / np.where(flat, 1.0, expected))


def _segments(text: Marked) -> list[tuple[int, list[frozenset[Hashable]]]]:
    """Stretches within which no coder's marks begin or end: length, and each coder's value."""
    ends = (edge for marks in text.marks.values() for span, _ in marks for edge in (span.start, span.end))
    edges = sorted({0, text.length, *ends})
    return [
        (end - start, [_value(marks, start, end) for marks in text.marks.values()])
        for start, end in pairwise(edges)
        if end <= text.length
    ]


def _value(marks: Sequence[Mark], start: int, end: int) -> frozenset[Hashable]:
    return frozenset(label for span, label in marks if span.start <= start and end <= span.end)


def _squared(length: int, marks: Sequence[Mark]) -> float:
    """Squared lengths of one coder's segments; unmarked text counts with its length, for it has no units."""
    total = 0.0
    for size, (value,) in _segments(Marked(length, {"": marks})):
        total += size if value == GAP else size * size
    return total


def _sorted_labels(value: frozenset[Hashable]) -> list[str]:
    return sorted(map(repr, value))


def f1_sums(texts: Sequence[Marked], tolerance: int) -> Sums:
    """Of each text: marks matched between two coders, counted on both sides, and all their marks; over all pairs."""
    rows = np.zeros((len(texts), 2))
    for row, text in enumerate(texts):
        for first, second in combinations(text.marks.values(), 2):
            rows[row] += (2 * _matched(first, second, tolerance), len(first) + len(second))
    return Sums(rows, lambda sums: np.where(sums[..., 1] == 0, np.nan, sums[..., 0] / np.maximum(sums[..., 1], 1)))


def span_f1(first: Sequence[Mark], second: Sequence[Mark], tolerance: int = 0) -> float | None:
    """F1 of marks matched one to one: same label, both edges at most `tolerance` code points apart.

    None where neither coder marked anything.
    """
    if not first and not second:
        return None
    return 2 * _matched(first, second, tolerance) / (len(first) + len(second))


def _matched(first: Sequence[Mark], second: Sequence[Mark], tolerance: int) -> int:
    free = list(second)
    matched = 0
    for span, label in sorted(first, key=lambda mark: (mark[0], repr(mark[1]))):
        fitting = [
            (abs(span.start - other.start) + abs(span.end - other.end), place)
            for place, (other, its_label) in enumerate(free)
            if its_label == label
            and abs(span.start - other.start) <= tolerance
            and abs(span.end - other.end) <= tolerance
        ]
        if fitting:
            matched += 1
            free.pop(min(fitting)[1])
    return matched
