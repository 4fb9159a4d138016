"""From features of all passage pairs to probabilities, with the whole matrix in view.

A pair is judged among its rivals: its features, how far they stand above their row and column, how far
above the best rival; then once more with the scores of the pairs around it. Small networks with learnt
coefficients, evaluated with numpy; trained end to end with the encoder (`framing.train.deep`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]
Weights = Mapping[str, Matrix]
_FAR = 8.0
_CLIP = 6.0


@dataclass(frozen=True, slots=True)
class Logits:
    """Uncalibrated log-odds: `link` and `same` (n, m); `covered_a` (n,), `covered_b` (m,); meaning (n, k), (m, k)."""

    link: Matrix
    same: Matrix
    covered_a: Matrix
    covered_b: Matrix
    meaning_a: Matrix | None = None
    meaning_b: Matrix | None = None


_BLOCK = 60_000
"""Passage pairs whose features in context are held at a time."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a pair's features are compared with: row, column and overall means, and the two best of each row and column."""

    rows: Matrix
    """(n, 1, f)"""
    columns: Matrix
    """(1, m, f)"""
    mean: Matrix
    """(1, 1, f)"""
    best_in_row: Matrix
    """(n, 2, f), the second best first; one entry where a row has one."""
    best_in_column: Matrix
    """(2, m, f)"""

    @classmethod
    def of(cls, features: Matrix) -> Surroundings:
        """From (n, m, f) features, without a second copy of them."""
        in_row, in_column = [], features[:0]
        for first, last in _blocks(*features.shape[:2]):
            part = features[first:last]
            in_row.append(_two_best(part, 1))
            in_column = _two_best(np.concatenate([in_column, part]), 0)
        rows, columns = features.mean(1, keepdims=True), features.mean(0, keepdims=True)
        mean = rows.mean(0, keepdims=True)
        return cls(rows, columns, mean, np.concatenate(in_row), in_column)


def in_context(features: Matrix) -> Matrix:
    """(n, m, f) features to (n, m, 3 f + 3): raw, centred by row and column, above the best rival, positions."""
    return _part(features, Surroundings.of(features), 0, len(features))


def _part(features: Matrix, around: Surroundings, first: int, last: int) -> Matrix:
    """`in_context` of the rows from `first` to before `last`."""
    n, m = features.shape[:2]
    here = features[first:last]
    centred = here - around.rows[first:last] - around.columns + around.mean
    in_row = _above(here, around.best_in_row[first:last], 1)
    above = np.minimum(in_row, _above(here, around.best_in_column, 0))
    down = np.arange(first, last, dtype=np.float32)[:, None] / max(1, n - 1)
    down, right = np.broadcast_arrays(down, np.arange(m, dtype=np.float32)[None, :] / max(1, m - 1))
    place = np.stack([np.abs(down - right), np.minimum(down, right), np.maximum(down, right)], axis=-1)
    return np.concatenate([here, centred, above, place], axis=-1, dtype=np.float32)


def _blocks(n: int, m: int) -> Iterator[tuple[int, int]]:
    """Runs of rows with about _BLOCK pairs each."""
    size = max(1, _BLOCK // m)
    for first in range(0, n, size):
        yield first, min(n, first + size)


def _two_best(values: Matrix, axis: int) -> Matrix:
    if values.shape[axis] < 3:
        return np.sort(values, axis=axis)
    return np.take(np.partition(values, -2, axis=axis), [-2, -1], axis=axis)


def _above(values: Matrix, best: Matrix, axis: int) -> Matrix:
    """Each value less the best other one along `axis`; 0 where there is no other."""
    if best.shape[axis] < 2:
        return np.zeros_like(values)
    second, first = np.take(best, [0], axis=axis), np.take(best, [1], axis=axis)
    return values - np.where(values >= first, second, first)


def rival(values: Matrix, axis: int, alone: Matrix | float) -> Matrix:
    """For each entry the best other entry along `axis`; `alone` where there is no other."""
    if values.shape[axis] < 2:
        return np.broadcast_to(np.asarray(alone, dtype=np.float32), values.shape)
    top = np.partition(values, -2, axis=axis)
    best = np.take(top, [-1], axis=axis)
    second = np.take(top, [-2], axis=axis)
    return np.where(values >= best, second, best)


def judge(
    features: Matrix,
    found: tuple[Matrix, Matrix],
    weights: Weights,
    meaning: tuple[Matrix | None, Matrix | None] = (None, None),
) -> Logits:
    """Log-odds of one article pair from (n, m, f) features and `found_anywhere` of both sides; meaning is handed on.

    In blocks of rows: what is held at a time grows with the features alone, not with all that is derived from them.
    """
    around, blocks = Surroundings.of(features), list(_blocks(*features.shape[:2]))
    z = np.concatenate([_first_look(_part(features, around, *block), weights) for block in blocks])
    near = _around(z)
    z = z + np.concatenate([_mlp(near[first:last] / 3, weights, "nb") for first, last in blocks])
    link, same = z[..., 0], z[..., 1]
    covered = _covered(link, same, found[0], weights), _covered(link.T, same.T, found[1], weights)
    return Logits(link, same, *covered, *meaning)


def _first_look(x: Matrix, weights: Weights) -> Matrix:
    x = np.clip((x - weights["mu"]) / weights["sd"], -_CLIP, _CLIP)
    return _dense(x, weights, "lin") + _mlp(x, weights, "mlp")


def _around(z: Matrix) -> Matrix:
    """(n, m, 11): own scores, neighbours on and off the diagonal, best rivals in row and column."""
    link, same = z[..., 0], z[..., 1]
    n, m = link.shape
    padded = np.clip(np.pad(link, 1, constant_values=-_CLIP), -_FAR, _FAR)

    def shifted(down: int, right: int) -> Matrix:
        part: Matrix = padded[1 + down : 1 + down + n, 1 + right : 1 + right + m]
        return part

    along = np.stack([shifted(1, 1), shifted(-1, -1)])
    across = np.maximum(shifted(1, -1), shifted(-1, 1))
    beside = np.stack([shifted(0, 1), shifted(0, -1), shifted(1, 0), shifted(-1, 0)])
    others = [rival(score, axis, -_FAR) for score in (link, same) for axis in (0, 1)]
    parts = [
        link,
        same,
        along.max(0),
        along.min(0),
        across,
        beside.max(0),
        beside.mean(0),
        np.minimum(others[0], others[1]),
        np.maximum(others[0], others[1]),
        np.minimum(others[2], others[3]),
        np.maximum(others[2], others[3]),
    ]
    around: Matrix = np.clip(np.stack(parts, axis=-1), -_FAR, _FAR)
    return around


def _covered(link: Matrix, same: Matrix, found: Matrix, weights: Weights) -> Matrix:
    """Log-odds that a row's content is stated anywhere in the columns."""
    top = -np.sort(-link, axis=1)[:, :2]
    second = top[:, 1] if top.shape[1] > 1 else top[:, 0] - 3
    peak = link.max(1)
    total = peak + np.log(np.exp(link - peak[:, None]).sum(1))
    scores = np.clip(np.stack([total, top[:, 0], second, same.max(1)], axis=-1), -_FAR, _FAR)
    x = np.concatenate([scores, found[:, :1] * 4, found[:, 1:2] * 4, found[:, 2:]], axis=-1, dtype=np.float32)
    return (_dense(x, weights, "cl") + _mlp(x / 3, weights, "cv"))[:, 0]


def _dense(x: Matrix, weights: Weights, name: str) -> Matrix:
    return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"], dtype=np.float32)


def _mlp(x: Matrix, weights: Weights, name: str) -> Matrix:
    return _dense(_gelu(_dense(x, weights, f"{name}.0")), weights, f"{name}.2")


def _gelu(x: Matrix) -> Matrix:
    """x times the normal distribution function, by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    t = np.abs(x) / np.float32(np.sqrt(2))
    k = 1 / (1 + 0.3275911 * t)
    poly = k * (0.254829592 + k * (-0.284496736 + k * (1.421413741 + k * (-1.453152027 + k * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-t * t))
    return np.asarray(0.5 * x * (1 + erf), dtype=np.float32)
