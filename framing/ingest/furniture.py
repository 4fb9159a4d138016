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
LEAVES = 8
"""Most leaves of a tree: one bit each of a byte."""
_ROWS = 2_048
"""Lines evaluated at a time, which bounds memory."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Binary trees of at most LEAVES leaves as bit masks: no line is led from node to node.

    A leaf is a bit, counted from the left. A line starts with all bits; every inner node whose test fails takes
    away the leaves of its left branch; the lowest bit that stays is the line's leaf (Lucchese et al. 2015,
    "QuickScorer", SIGIR, section 3). Trees are padded to one size by nodes that take nothing away.
    """

    feature: npt.NDArray[np.int64]
    """(nodes, trees) column of the line's features."""
    threshold: npt.NDArray[np.float64]
    """(nodes, trees); a test holds where the value is at most this."""
    keep: npt.NDArray[np.uint8]
    """(nodes, trees) bits that stay where the test fails."""
    value: npt.NDArray[np.float64]
    """(trees, LEAVES) log-odds added by a leaf."""
    bias: float


@lru_cache(maxsize=1)
def shipped() -> Trees:
    """The ensemble that comes with the package. Raises ModelError where it does not fit these features."""
    table = json.loads((files("framing.data") / FILE).read_text(encoding="utf-8"))
    if tuple(table["features"]) != NAMES:
        raise ModelError(f"{FILE}: fitted for other features; run python -m framing.evaluate.fit_clean")
    return padded(table["trees"], table["bias"])


def padded(trees: Sequence[dict[str, list[float]]], bias: float) -> Trees:
    """Trees given as lists of nodes (`feature`, `threshold`, `left`, `right`, `value`; a leaf has left = -1).

    Raises ModelError on a tree of more than LEAVES leaves.
    """
    shape = (LEAVES - 1, len(trees))
    feature, threshold = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    keep, value = np.full(shape, 255, dtype=np.uint8), np.zeros((len(trees), LEAVES))
    for i, tree in enumerate(trees):
        leaves, inner = _walk(tree, 0, 0)
        if len(leaves) > LEAVES:
            raise ModelError(f"a tree of {len(leaves)} leaves; at most {LEAVES} can be evaluated")
        value[i, : len(leaves)] = [tree["value"][node] for node in leaves]
        for at, (node, taken) in enumerate(inner):
            feature[at, i], threshold[at, i], keep[at, i] = tree["feature"][node], tree["threshold"][node], 255 - taken
    return Trees(feature, threshold, keep, value, bias)


def _walk(tree: dict[str, list[float]], node: int, first: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Leaves below `node` from the left, the first being leaf number `first`, and (inner node, bits of its left leaves)."""
    if tree["left"][node] < 0:
        return [node], []
    left, inside = _walk(tree, int(tree["left"][node]), first)
    right, beyond = _walk(tree, int(tree["right"][node]), first + len(left))
    return left + right, [(node, ((1 << len(left)) - 1) << first), *inside, *beyond]


def log_odds(trees: Trees, features: Matrix) -> npt.NDArray[np.float64]:
    """Log-odds that each line is body. `features`: (lines, len(NAMES))."""
    out = np.empty(len(features))
    leaf_of = np.array([((bits & -bits).bit_length() or 1) - 1 for bits in range(256)])
    first = np.arange(len(trees.value))[:, None] * LEAVES
    for start in range(0, len(features), _ROWS):
        columns = np.ascontiguousarray(features[start : start + _ROWS].T)
        bits = np.full((len(first), columns.shape[1]), 255, dtype=np.uint8)
        for feature, threshold, keep in zip(trees.feature, trees.threshold, trees.keep, strict=True):
            holds = columns[feature] <= threshold[:, None]
            # All ones where the test holds: -True is 255 in eight bits.
            bits &= -holds.view(np.uint8) | keep[:, None]
        found = trees.value.ravel().take(first + leaf_of[bits])
        out[start : start + _ROWS] = trees.bias + np.ascontiguousarray(found.T).sum(axis=1)
    return out


def body_probabilities(text: str, spans: Sequence[Span], trees: Trees | None = None) -> list[float]:
    """One probability in [0, 1] a line; 0 for lines past MAX_LINES."""
    if not spans:
        return []
    odds = log_odds(trees or shipped(), line_features(text, spans[:MAX_LINES]))
    read = 1 / (1 + np.exp(-odds.clip(-30, 30)))
    return [*read.tolist(), *[0.0] * (len(spans) - len(read))]
