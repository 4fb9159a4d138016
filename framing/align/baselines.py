"""What anyone would build first, kept for comparison: `python -m framing.evaluate.methods` prints the table.

Each gives one score a passage pair; thresholds are fitted on training gold like everyone else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.lexical import features

Matrix = NDArray[np.floating[Any]]


def cosine(a: Matrix, b: Matrix) -> Matrix:
    """Cosine of unit passage vectors (Reimers and Gurevych 2019)."""
    return np.asarray(a @ b.T)


def tfidf(first: Sequence[str], second: Sequence[str]) -> Matrix:
    """Cosine of binary stems weighted by their idf in news."""
    return np.asarray(features(first, second)[..., 0])


def token_matching(a: Sequence[Matrix], b: Sequence[Matrix]) -> Matrix:
    """F1 of greedy token matching (BERTScore: Zhang et al. 2020, ICLR, section 3) from (t, d) token vectors a passage."""
    unit_a, unit_b = [_unit(x) for x in a], [_unit(x) for x in b]
    out = np.zeros((len(a), len(b)), dtype=np.float32)
    for i, x in enumerate(unit_a):
        for j, y in enumerate(unit_b):
            if not len(x) or not len(y):
                continue
            similar = x @ y.T
            recall, precision = max(0.0, similar.max(1).mean()), max(0.0, similar.max(0).mean())
            out[i, j] = 2 * precision * recall / max(precision + recall, 1e-6)
    return out


def monotone(similarity: Matrix, skip: float = 0.0) -> Matrix:
    """Scores kept only on the best monotone path of 1-1, 1-2 and 2-1 steps (Bertalign: Liu and Zhu 2023, DSH 38(2)).

    `similarity` is (n, m), centred so that unrelated pairs are below `skip`; off the path the score is the lowest.
    """
    n, m = similarity.shape
    gain = similarity - skip
    best = np.zeros((n + 1, m + 1))
    step = np.zeros((n + 1, m + 1), dtype=np.int8)
    for i in range(n + 1):
        for j in range(m + 1):
            options = [(-np.inf, 0)] * len(_STEPS)
            for index, (di, dj) in enumerate(_STEPS):
                if i >= di and j >= dj and (i or j):
                    cells = gain[i - di : i, j - dj : j]
                    options[index] = (best[i - di, j - dj] + (float(cells.sum()) if di and dj else 0.0), index)
            if i or j:
                best[i, j], step[i, j] = max(options)
    out = np.full((n, m), float(similarity.min()) - 1.0)
    i, j = n, m
    while i or j:
        di, dj = _STEPS[step[i, j]]
        if di and dj:
            out[i - di : i, j - dj : j] = similarity[i - di : i, j - dj : j]
        i, j = i - di, j - dj
    return out


_STEPS = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1))


def _unit(x: Matrix) -> Matrix:
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12))
