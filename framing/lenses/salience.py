"""Which words of a linked pair a reader would point at: a logistic model over words, learnt from readers' notes.

Trained on notes that readers made on pairs of passages (`data/loaded_salience.md`). Per word: whether the
other passage keeps it, its nearest word there, its form and place, how loaded it is, the same of its
neighbours, and the middle layer's vector in a few directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from framing.language.verbs import reporting_forms
from framing.lenses.wording import Alignment, Floats, Wording

Rows = NDArray[np.float64]
_WINDOWED = 8
_REACH = 3


def base_features(alignment: Alignment, loaded: Floats) -> Rows:
    """(n, 17) for the words of `alignment.a`; `loaded` (n) is each word's log-odds of being loaded."""
    a = alignment.a
    n = len(a)
    nearest = alignment.similarity.max(axis=1) if alignment.similarity.size else np.zeros(n)
    kept = alignment.kept()
    lows = [a.lower(row) for row in range(n)]
    place = np.arange(n)
    verbs = reporting_forms()
    columns = [
        a.function,
        kept,
        kept & ~a.function,
        nearest,
        [row > 0 and a.text[a.ranges[row][0]].isupper() for row in range(n)],
        loaded,
        a.quoted,
        [a.text[a.ranges[row][0]].isdigit() for row in range(n)],
        place / max(1, n),
        place < 4,
        place > n - 5,
        [len(low) / 10 for low in lows],
        [low.endswith("ed") for low in lows],
        [low.endswith("ing") for low in lows],
        [low.endswith("ly") for low in lows],
        [low in verbs for low in lows],
        np.full(n, n / 40),
    ]
    return np.array(columns, float).T.reshape(n, len(columns))


def windowed(base: Rows) -> Rows:
    """(n, F): the base features, those of three neighbours either side, and their means over wider windows."""
    n = len(base)
    near = base[:, :_WINDOWED]
    padded = np.pad(near, ((_REACH, _REACH), (0, 0)))
    shifted = [padded[shift : shift + n] for shift in range(2 * _REACH + 1) if shift != _REACH]
    sums = np.cumsum(np.pad(near, ((1, 0), (0, 0))), axis=0)
    means = []
    for reach in (3, 6):
        low = np.maximum(0, np.arange(n) - reach)
        high = np.minimum(n, np.arange(n) + reach + 1)
        means.append((sums[high] - sums[low]) / (high - low)[:, None])
    whole = np.repeat(near.mean(axis=0, keepdims=True), n, axis=0)
    return np.hstack([base, *shifted, *means, whole])


def features(alignment: Alignment, loaded: Floats, centre: Floats, directions: Floats) -> Rows:
    """(n, F) for the words of a: windowed features, the word's vector and its distance from the other passage's."""
    a, b = alignment.a, alignment.b
    other = b.vectors.mean(axis=0) if len(b) else centre
    return np.hstack(
        [
            windowed(base_features(alignment, loaded)),
            (a.vectors - centre) @ directions,
            (a.vectors - other) @ directions,
        ]
    )


@dataclass(frozen=True, slots=True)
class Salience:
    """Coefficients: standardised features to the log-odds that a reader marks the word."""

    centre: Floats
    directions: Floats
    mean: Rows
    scale: Rows
    weights: Rows
    bias: float

    def probability(self, alignment: Alignment, loaded: Floats) -> Floats:
        """(n) for the words of `alignment.a`."""
        if not len(alignment.a):
            return np.zeros(0, np.float32)
        rows = features(alignment, loaded, self.centre, self.directions)
        scores = ((rows - self.mean) / self.scale) @ self.weights + self.bias
        return (1 / (1 + np.exp(-scores))).astype(np.float32)


@lru_cache(maxsize=1)
def salience() -> Salience:
    """The shipped coefficients."""
    with (files("framing.data") / "loaded_salience.npz").open("rb") as handle, np.load(handle) as data:
        return Salience(
            data["centre"].astype(np.float32),
            data["directions"].astype(np.float32),
            data["mean"].astype(np.float64),
            data["scale"].astype(np.float64),
            data["weights"].astype(np.float64),
            float(data["bias"]),
        )


def neutral(words: Wording) -> Floats:
    """Loadedness of no information, for training and for encoders without the classifier."""
    return np.zeros(len(words), np.float32)
