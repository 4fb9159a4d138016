"""Late interaction: what two passages share, seen token by token.

Two sentences about other things that share one proposition have vectors far apart, yet some stretch of
one is found in the other. So every token looks for its best counterpart (MaxSim: Khattab and Zaharia 2020,
SIGIR, section 3.2), and a passage pair is described by how much of the weight of each side was found.
Token weights are learnt, from the token's vector and its rarity in news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.stretches import WIDTHS, dense, local
from framing.align.tokens import Packed

Matrix = NDArray[np.floating[Any]]
_DIRECTED = ("mean", "found", "amount", *(f"{what}_{width}" for width in WIDTHS for what in ("dense", "stretch")))
FEATURES = (
    "cosine",
    *(f"{name}_{which}" for name in _DIRECTED for which in ("least", "most")),
    *(f"{name}_{which}" for name in ("local", "gathered") for which in ("least", "most")),
)
"""Each directed measure as the smaller and the larger of the two directions."""
_BLOCK = 4_000_000
"""Token pairs compared at a time."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """Learnt parameters of the interaction."""

    direction: Matrix
    """(d,): weight of a token from its vector."""
    bias: float
    rarity: float
    """Weight of a token from its rarity."""
    idf: Matrix
    """(vocabulary,): rarity of each token in news."""
    slope: float
    threshold: float
    """A counterpart of cosine c counts sigmoid(slope (c - threshold))."""

    @classmethod
    def of(cls, weights: Mapping[str, Matrix]) -> Weighing:
        """From the tensors `wt.weight`, `wt.bias`, `wi`, `sidf`, `beta`, `tau`."""
        return cls(
            direction=weights["wt.weight"].reshape(-1).astype(np.float32),
            bias=float(weights["wt.bias"].reshape(-1)[0]),
            rarity=float(weights["wi"].reshape(-1)[0]),
            idf=weights["sidf"].astype(np.float32),
            slope=float(weights["beta"].reshape(-1)[0]),
            threshold=float(weights["tau"].reshape(-1)[0]),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One article ready for interaction: the tokens of its n passages in one row, t in all."""

    tokens: Matrix
    """(t, d), rows of unit length."""
    weight: Matrix
    """(t,)"""
    starts: NDArray[np.int64]
    """(n,): where each passage begins; every passage has a token."""
    vectors: Matrix
    """(n, d), unit mean of a passage's tokens."""


def side(states: Matrix, packed: Packed, weighing: Weighing) -> Side:
    """Gather each passage's token vectors from the encoder's output (w, l, d)."""
    states = np.asarray(states, dtype=np.float32)
    tokens = states.reshape(-1, states.shape[-1])[packed.where[packed.present]]
    counts = packed.present.sum(1)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    rare = weighing.idf[packed.tokens[packed.present]] - np.float32(2)
    weight = _softplus(tokens @ weighing.direction + weighing.bias + weighing.rarity * rare)
    mean = np.add.reduceat(tokens, starts, axis=0) / counts[:, None].astype(np.float32)
    return Side(_unit(tokens), np.asarray(weight, dtype=np.float32), starts, _unit(mean))


@dataclass(frozen=True, slots=True)
class Interaction:
    """`features` is (n, m, f), named by FEATURES; `best_*` (t,): each token's best counterpart anywhere."""

    features: Matrix
    best_a: Matrix
    best_b: Matrix


def interact(a: Side, b: Side, weighing: Weighing) -> Interaction:
    """All passage pairs of two articles, in blocks of passages so that memory stays bounded."""
    n, m = len(a.starts), len(b.starts)
    out = np.empty((n, m, len(FEATURES)), dtype=np.float32)
    out[..., 0] = a.vectors @ b.vectors.T
    best_a = np.full(len(a.tokens), -1.0, dtype=np.float32)
    best_b = np.full(len(b.tokens), -1.0, dtype=np.float32)
    ends = np.append(a.starts[1:], len(a.tokens))
    for first, last in _blocks(ends, max(1, _BLOCK // len(b.tokens))):
        here = slice(a.starts[first], ends[last - 1])
        inner = a.starts[first:last] - a.starts[first]
        cosine = a.tokens[here] @ b.tokens.T
        best_a[here] = cosine.max(1)
        best_b = np.maximum(best_b, cosine.max(0))
        out[first:last, :, 1:] = _directed(cosine, (a.weight[here], inner), (b.weight, b.starts), weighing)
    return Interaction(out, best_a, best_b)


def _blocks(ends: NDArray[np.int64], tokens: int) -> Iterator[tuple[int, int]]:
    """Runs (first, last) of passages with about `tokens` tokens each, at least one passage."""
    first, start = 0, 0
    while first < len(ends):
        last = max(first + 1, int(np.searchsorted(ends, start + tokens, side="right")))
        yield first, last
        first, start = last, int(ends[last - 1])


def found_anywhere(best: Matrix, article: Side, weighing: Weighing) -> Matrix:
    """(n, 3): mean best counterpart, share of weight found, logarithm of the passage's weight."""
    mean, share, _ = _shares(best[None], article.weight, article.starts, weighing)
    total = np.maximum(np.add.reduceat(article.weight, article.starts), 1e-3)
    return np.stack([mean[0], share[0], np.log1p(total)], axis=-1).astype(np.float32)


def _directed(
    cosine: Matrix, a: tuple[Matrix, NDArray[np.int64]], b: tuple[Matrix, NDArray[np.int64]], weighing: Weighing
) -> Matrix:
    """(n, m, f - 1): FEATURES after the first, from (t, u) cosines and both sides' weights and starts."""
    forth = _measures(np.maximum.reduceat(cosine, b[1], axis=1).T, *a, weighing)
    back = _measures(np.maximum.reduceat(cosine, a[1], axis=0), *b, weighing)
    pairs = [(one.T, other) for one, other in zip(forth, back, strict=True)]
    likeness = _sigmoid(weighing.slope * (cosine - weighing.threshold))
    near = local(likeness, *a, b[1]), local(np.ascontiguousarray(likeness.T), *b, a[1]).T
    pairs += [near, (near[0] - pairs[2][0], near[1] - pairs[2][1])]
    return np.stack([which(*pair) for pair in pairs for which in (np.minimum, np.maximum)], axis=-1)


def _measures(best: Matrix, weight: Matrix, starts: NDArray[np.int64], weighing: Weighing) -> list[Matrix]:
    """By passage, from (k, t) best counterparts: `_shares`, then the densest stretches."""
    total = np.maximum(np.add.reduceat(weight, starts), 1e-3)
    found = weight * _sigmoid(weighing.slope * (best - weighing.threshold))
    return [*_shares(best, weight, starts, weighing), *dense(found, weight, starts, total)]


def _shares(
    best: Matrix, weight: Matrix, starts: NDArray[np.int64], weighing: Weighing
) -> tuple[Matrix, Matrix, Matrix]:
    """By passage, from (k, t) best counterparts: mean, share of weight found, logarithm of the weight found."""
    total = np.maximum(np.add.reduceat(weight, starts), 1e-3)
    found = np.add.reduceat(weight * _sigmoid(weighing.slope * (best - weighing.threshold)), starts, axis=1)
    return np.add.reduceat(weight * best, starts, axis=1) / total, found / total, np.log1p(found)


def _unit(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12), dtype=np.float32)


def _softplus(x: Matrix) -> Matrix:
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x: Matrix) -> Matrix:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60, 60))), dtype=np.float32)
