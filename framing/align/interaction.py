"""Late interaction: what two passages share, seen token by token.

Two sentences about other things that share one proposition have vectors far apart, yet some stretch of
one is found in the other. So every token looks for its best counterpart (MaxSim: Khattab and Zaharia 2020,
SIGIR, section 3.2), and a passage pair is described by how much of the weight of each side was found.
Token weights are learnt, from the token's vector and its rarity in news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.tokens import Packed

Matrix = NDArray[np.floating[Any]]
FEATURES = ("cosine", "mean_least", "mean_most", "found_least", "found_most", "amount_least", "amount_most")
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
    """One article ready for interaction."""

    tokens: Matrix
    """(n, t, d), rows of unit length, zero where absent."""
    present: NDArray[np.bool_]
    weight: Matrix
    """(n, t), zero where absent."""
    vectors: Matrix
    """(n, d), unit mean of a passage's tokens."""


def side(states: Matrix, packed: Packed, weighing: Weighing) -> Side:
    """Gather each passage's token vectors from the encoder's output (w, l, d)."""
    width = states.shape[-1]
    tokens = states.reshape(-1, width)[packed.where]
    present = packed.present
    rare = weighing.idf[packed.tokens] - 2.0
    weight = _softplus(tokens @ weighing.direction + weighing.bias + weighing.rarity * rare) * present
    mean = (tokens * present[..., None]).sum(1) / np.maximum(present.sum(1), 1)[:, None]
    unit = tokens / np.maximum(np.linalg.norm(tokens, axis=-1, keepdims=True), 1e-12)
    vectors = mean / np.maximum(np.linalg.norm(mean, axis=-1, keepdims=True), 1e-12)
    return Side(
        (unit * present[..., None]).astype(np.float32), present, weight.astype(np.float32), vectors.astype(np.float32)
    )


@dataclass(frozen=True, slots=True)
class Interaction:
    """`features` is (n, m, 7), named by FEATURES; `best_*` (n, t): each token's best counterpart anywhere."""

    features: Matrix
    best_a: Matrix
    best_b: Matrix


def interact(a: Side, b: Side, weighing: Weighing) -> Interaction:
    """All passage pairs of two articles, in blocks of rows so that memory stays bounded."""
    n, m = a.tokens.shape[0], b.tokens.shape[0]
    out = np.empty((n, m, len(FEATURES)), dtype=np.float32)
    best_a = np.full(a.present.shape, -1.0, dtype=np.float32)
    best_b = np.full(b.present.shape, -1.0, dtype=np.float32)
    out[..., 0] = a.vectors @ b.vectors.T
    right = b.tokens.reshape(-1, b.tokens.shape[-1])
    rows = max(1, _BLOCK // max(1, a.tokens.shape[1] * right.shape[0]))
    for start in range(0, n, rows):
        part = slice(start, start + rows)
        count, t = a.tokens[part].shape[:2]
        cosine = (a.tokens[part].reshape(count * t, -1) @ right.T).reshape(count, t, m, -1)
        cosine = np.where(b.present[None, None], cosine, np.float32(-1))
        cosine[~a.present[part]] = -1.0
        of_a = cosine.max(3).transpose(0, 2, 1)
        of_b = cosine.max(1)
        best_a[part] = of_a.max(1)
        best_b = np.maximum(best_b, of_b.max(0))
        forth = _shares(of_a, a.weight[part][:, None, :], weighing)
        back = _shares(of_b, b.weight[None], weighing)
        for index, (one, other) in enumerate(zip(forth, back, strict=True)):
            out[part, :, 1 + 2 * index] = np.minimum(one, other)
            out[part, :, 2 + 2 * index] = np.maximum(one, other)
    return Interaction(out, best_a, best_b)


def found_anywhere(best: Matrix, weight: Matrix, weighing: Weighing) -> Matrix:
    """(n, 3): mean best counterpart, share of weight found, logarithm of the passage's weight."""
    total = np.maximum(weight.sum(-1), 1e-3)
    share = (weight * _sigmoid(weighing.slope * (best - weighing.threshold))).sum(-1)
    return np.stack([(weight * best).sum(-1) / total, share / total, np.log1p(total)], axis=-1).astype(np.float32)


def _shares(best: Matrix, weight: Matrix, weighing: Weighing) -> tuple[Matrix, Matrix, Matrix]:
    total = np.maximum(weight.sum(-1), 1e-3)
    found = (weight * _sigmoid(weighing.slope * (best - weighing.threshold))).sum(-1)
    return (weight * best).sum(-1) / total, found / total, np.log1p(found)


def _softplus(x: Matrix) -> Matrix:
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x: Matrix) -> Matrix:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60, 60))), dtype=np.float32)
