"""Which pairs of a corpus are worth the pair model: exact search inside a date window, by blocks.

A pair is kept where its vectors are near enough to be one event and its dates can meet. Nothing inside the
window is lost (no approximate index); articles without a date are held against all others. Time grows with
articles x articles per window, so linearly for a steady stream of news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.events.profiles import Profile

WINDOW_DAYS = 14
"""Days between publications inside which two articles can be of one event (the window plus its halo)."""
NEAR = 0.35
"""Least screening cosine of a candidate pair."""
NEIGHBOURS = 40
"""Most candidates an article may bring by itself; a pair is kept where either side asks for it."""
BLOCK = 1_024


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs (left[k], right[k]), left < right, with their screening cosine."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    cosine: NDArray[np.float32]


def screening_vector(profile: Profile) -> NDArray[np.float32]:
    """Title, lead and body in one unit vector, float32 (d,)."""
    return mixed_vector(profile.title, profile.lead, profile.body)


def mixed_vector(
    title: NDArray[np.float32], lead: NDArray[np.float32], body: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The parts' sum at unit length; zero where all are."""
    mixed = title + lead + body
    norm = float(np.linalg.norm(mixed))
    return np.asarray(mixed / norm if norm else mixed, dtype=np.float32)


def candidates(
    vectors: NDArray[np.float32], days: Sequence[int | None], new: NDArray[np.bool_] | None = None
) -> Candidates:
    """Candidate pairs among rows of `vectors` (n, d), unit rows; `days` are ordinals, None where undated.

    With `new` given, only pairs with at least one new row are looked for.
    """
    known = np.array([day is not None for day in days], dtype=bool)
    day = np.array([day if day is not None else 0 for day in days], dtype=np.int64)
    fresh = np.ones(len(days), dtype=bool) if new is None else new
    dated = np.flatnonzero(known)[np.argsort(day[known], kind="stable")]
    undated = np.flatnonzero(~known)
    found = [*_windows(vectors, dated, day, fresh), *_against_all(vectors, undated, dated, fresh)]
    if not found:
        empty = np.zeros(0, dtype=np.int64)
        return Candidates(empty, empty, np.zeros(0, dtype=np.float32))
    pairs = np.concatenate([part[0] for part in found])
    cosine = np.concatenate([part[1] for part in found])
    pairs.sort(axis=1)
    _, first = np.unique(pairs, axis=0, return_index=True)
    return Candidates(pairs[first, 0], pairs[first, 1], cosine[first])


Part = tuple[NDArray[np.int64], NDArray[np.float32]]


def _windows(
    vectors: NDArray[np.float32], order: NDArray[np.int64], day: NDArray[np.int64], fresh: NDArray[np.bool_]
) -> Iterator[Part]:
    """Dated rows, in blocks by day, against all within the window after and before them."""
    times = day[order]
    for start in range(0, len(order), BLOCK):
        rows = order[start : start + BLOCK]
        low = np.searchsorted(times, times[start] - WINDOW_DAYS, "left")
        high = np.searchsorted(times, times[min(start + BLOCK, len(order)) - 1] + WINDOW_DAYS, "right")
        columns = order[low:high]
        apart = np.abs(day[rows][:, None] - day[columns][None, :]) > WINDOW_DAYS
        yield from _pairs(rows, *_nearest(vectors, rows, columns, apart, fresh))


def _against_all(
    vectors: NDArray[np.float32], undated: NDArray[np.int64], dated: NDArray[np.int64], fresh: NDArray[np.bool_]
) -> Iterator[Part]:
    """Undated rows against all others, and dated rows against the undated: either side may ask for the pair.

    Columns come in blocks of which only the nearest so far are kept: memory grows with the rows alone.
    """
    everything = np.concatenate([undated, dated])
    for lines, others in ((undated, everything), (dated, undated)):
        for start in range(0, len(lines), BLOCK):
            rows = lines[start : start + BLOCK]
            best = (np.zeros((len(rows), 0), dtype=np.float32), np.zeros((len(rows), 0), dtype=np.int64))
            for at in range(0, len(others), 8 * BLOCK):
                found = _nearest(vectors, rows, others[at : at + 8 * BLOCK], None, fresh)
                best = _most(np.hstack([best[0], found[0]]), np.hstack([best[1], found[1]]))
            yield from _pairs(rows, *best)


def _nearest(
    vectors: NDArray[np.float32],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    barred: NDArray[np.bool_] | None,
    fresh: NDArray[np.bool_],
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """For every row its nearest columns and their cosines, at most NEIGHBOURS; -1 for a pair that may not be."""
    scores = vectors[rows] @ vectors[columns].T
    if barred is not None:
        scores[barred] = -1.0
    scores[rows[:, None] == columns[None, :]] = -1.0
    scores[~(fresh[rows][:, None] | fresh[columns][None, :])] = -1.0
    return _most(scores, np.broadcast_to(columns, scores.shape))


def _most(scores: NDArray[np.float32], columns: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The NEIGHBOURS highest scores of each row with their columns, in no order."""
    if scores.shape[1] <= NEIGHBOURS:
        return scores, columns
    best = np.argpartition(scores, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    return np.take_along_axis(scores, best, axis=1), np.take_along_axis(columns, best, axis=1)


def _pairs(rows: NDArray[np.int64], scores: NDArray[np.float32], columns: NDArray[np.int64]) -> Iterator[Part]:
    """Those that are near enough."""
    i, k = np.nonzero(scores >= NEAR)
    if len(i):
        yield np.stack([rows[i], columns[i, k]], axis=1), scores[i, k]
