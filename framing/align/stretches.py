"""Stretches: whether what two passages share stands together, or is scattered over both.

A shared proposition is a run of words in one passage whose counterparts form a run in the other; a shared
topic is the same amount of likeness strewn about. So beside how much of a passage is found, the densest
stretch of it counts, and the most that is found of one stretch in a single stretch of the other passage.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]
Places = NDArray[np.int64]
WIDTHS = (6, 14)
"""Tokens of a stretch of one side: a noun phrase or a short clause, and a clause."""
LOCAL = 12
"""Tokens of a stretch on both sides; of the counterpart, two neighbouring runs of HALF tokens."""
HALF = 6


def dense(found: Matrix, weight: Matrix, starts: Places, total: Matrix) -> list[Matrix]:
    """For each width of WIDTHS: the highest share found in a stretch, and the logarithm of the most found in one.

    `found` (k, t) is the weight found of every token of the n passages in a row, `weight` (t,), `starts` and
    `total` (n,) where passages begin and their whole weight. Each result is (k, n). A share is held back where a
    stretch weighs little beside the passage's usual one.
    """
    ends = np.append(starts[1:], found.shape[1])
    length = ends - starts
    last = np.repeat(ends, length)
    out = []
    for width in WIDTHS:
        stop = np.minimum(np.arange(found.shape[1]) + width, last)
        most = _stretch(found, stop)
        heavy = _stretch(weight[None], stop)
        usual = np.repeat(total * np.minimum(width / length, 1.0), length)
        share = most / (heavy + 0.5 * usual + 1e-2)
        out += [np.maximum.reduceat(share, starts, axis=1), np.log1p(np.maximum.reduceat(most, starts, axis=1))]
    return out


def local(likeness: Matrix, weight: Matrix, starts: Places, other: Places) -> Matrix:
    """(n, m) logarithm of the most weight of one stretch of a passage found in one stretch of the other's.

    `likeness` (t, u) in [0, 1] of each token of the n passages with each of the m others'; `weight` (t,).
    """
    runs, first, neighbour = _runs(other, likeness.shape[1])
    best = np.maximum.reduceat(likeness, runs, axis=1)
    best = np.where(neighbour, np.maximum(best, best[:, np.minimum(np.arange(len(runs)) + 1, len(runs) - 1)]), best)
    ends = np.append(starts[1:], len(weight))
    stop = np.minimum(np.arange(len(weight)) + LOCAL, np.repeat(ends, ends - starts))
    most = _stretch((best * weight[:, None]).T, stop)
    peaks = np.maximum.reduceat(np.maximum.reduceat(most, starts, axis=1), first, axis=0)
    return np.asarray(np.log1p(peaks.T), dtype=np.float32)


def _stretch(values: Matrix, stop: Places) -> Matrix:
    """Sum of each row from every token to before `stop`."""
    summed = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=summed[:, 1:])
    return np.asarray(summed[:, stop] - summed[:, :-1], dtype=np.float32)


def _runs(starts: Places, tokens: int) -> tuple[Places, Places, NDArray[np.bool_]]:
    """Runs of HALF tokens: where each begins, each passage's first run, whether the next is of the same passage."""
    length = np.append(starts[1:], tokens) - starts
    count = -(-length // HALF)
    first = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int64)
    inside = np.arange(int(count.sum())) - np.repeat(first, count)
    begin = np.repeat(starts, count) + HALF * inside
    return begin, first, inside + 1 < np.repeat(count, count)
