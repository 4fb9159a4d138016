"""How likely each line of a plain-text page is article body: a small boosted ensemble of trees, as data.

The coefficients are in `framing/data/furniture.json` (datasheet: `furniture.md`), fitted by
`python -m framing.evaluate.fit_clean`; here they are only evaluated, with numpy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from framing.errors import ModelError
from framing.ingest.features import NAMES, Matrix, line_features
from framing.model import Span

FILE = "furniture.json"
MAX_LINES = 12_000
"""Lines past this many are set aside unread."""
_ROWS = 2_048
"""Lines evaluated at a time, which bounds memory."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Binary trees of equal width, padded; node 0 is the root, a leaf points to itself."""

    feature: npt.NDArray[np.int64]
    """(trees, nodes) column of the line's features."""
    threshold: npt.NDArray[np.float64]
    """(trees, nodes); a line goes left where its value is at most this."""
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    """(trees, nodes) log-odds added by a leaf."""
    bias: float
    depth: int


@lru_cache(maxsize=1)
def shipped() -> Trees:
    """The ensemble that comes with the package. Raises ModelError where it does not fit these features."""
    table = json.loads((files("framing.data") / FILE).read_text(encoding="utf-8"))
    if tuple(table["features"]) != NAMES:
        raise ModelError(f"{FILE}: fitted for other features; run python -m framing.evaluate.fit_clean")
    return padded(table["trees"], table["bias"])


def padded(trees: Sequence[dict[str, list[float]]], bias: float) -> Trees:
    """Trees given as lists of nodes (`feature`, `threshold`, `left`, `right`, `value`; a leaf has left = -1)."""
    width = max(len(tree["value"]) for tree in trees)
    shape = (len(trees), width)
    here = np.broadcast_to(np.arange(width), shape)
    feature, threshold, value = np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    left, right = here.copy(), here.copy()
    for i, tree in enumerate(trees):
        n = len(tree["value"])
        inner = np.array(tree["left"]) >= 0
        feature[i, :n], threshold[i, :n], value[i, :n] = tree["feature"], tree["threshold"], tree["value"]
        left[i, :n] = np.where(inner, tree["left"], np.arange(n))
        right[i, :n] = np.where(inner, tree["right"], np.arange(n))
    return Trees(feature, threshold, left, right, value, bias, _depth(left, right))


def _depth(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> int:
    """Steps after which every line has reached a leaf."""
    reached = np.zeros(left.shape, dtype=bool)
    reached[:, 0] = True
    rows = np.arange(len(left))[:, None]
    for depth in range(left.shape[1]):
        following = np.zeros_like(reached)
        following[np.broadcast_to(rows, left.shape)[reached], left[reached]] = True
        following[np.broadcast_to(rows, left.shape)[reached], right[reached]] = True
        if (following == reached).all():
            return depth
        reached = following
    return int(left.shape[1])


def log_odds(trees: Trees, features: Matrix) -> npt.NDArray[np.float64]:
    """Log-odds that each line is body. `features`: (lines, len(NAMES))."""
    out = np.empty(len(features))
    count, width = trees.value.shape
    # One index over all nodes of all trees: `take` on flat arrays is three times as fast as indexing by pairs.
    root = (np.arange(count) * width)[None, :]
    feature, threshold, value = trees.feature.ravel(), trees.threshold.ravel(), trees.value.ravel()
    following = np.stack([trees.right.ravel(), trees.left.ravel()], axis=1).ravel()
    for start in range(0, len(features), _ROWS):
        rows = np.ascontiguousarray(features[start : start + _ROWS])
        line = (np.arange(len(rows)) * rows.shape[1])[:, None]
        node = np.broadcast_to(root, (len(rows), count))
        for _ in range(trees.depth):
            goes_left = rows.ravel().take(line + feature.take(node)) <= threshold.take(node)
            node = root + following.take(2 * node + goes_left)
        out[start : start + _ROWS] = trees.bias + value.take(node).sum(axis=1)
    return out


def body_probabilities(text: str, spans: Sequence[Span], trees: Trees | None = None) -> list[float]:
    """One probability in [0, 1] a line; 0 for lines past MAX_LINES."""
    if not spans:
        return []
    odds = log_odds(trees or shipped(), line_features(text, spans[:MAX_LINES]))
    read = 1 / (1 + np.exp(-odds.clip(-30, 30)))
    return [*read.tolist(), *[0.0] * (len(spans) - len(read))]
