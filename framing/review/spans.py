"""Agreement on where words are marked: alpha along the text, and F1 with a tolerance at the edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from framing.model import Span
from framing.review.agreement import Label, alpha_of, counted


def span_alpha(spans: Mapping[str, Sequence[tuple[Span, Label]]], length: int) -> float | None:
    """Alpha of labels along a text of `length` code points; unmarked text counts as a label of its own.

    `spans` holds each coder's marks; where one coder's marks overlap, the set of labels is the label.
    """
    edges = sorted(
        {0, length, *(edge for marks in spans.values() for span, _ in marks for edge in (span.start, span.end))}
    )
    rows: list[list[Label]] = []
    lengths: list[float] = []
    for start, end in pairwise(edges):
        if end > length or len(spans) < 2:
            continue
        labels: list[Label] = [
            frozenset(label for span, label in marks if span.start <= start and end <= span.end)
            for marks in spans.values()
        ]
        rows.append(labels)
        lengths.append(float(end - start))
    return alpha_of(counted(rows), np.array(lengths)).whole()


def span_f1(
    first: Sequence[tuple[Span, Label]], second: Sequence[tuple[Span, Label]], tolerance: int = 0
) -> float | None:
    """F1 of marks matched one to one: same label, both edges at most `tolerance` code points apart.

    None where neither coder marked anything.
    """
    if not first and not second:
        return None
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
    return 2 * matched / (len(first) + len(second))
