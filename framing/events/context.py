"""What the rest of a corpus tells about a pair: two accounts of one event agree where their neighbours differ.

Reports of one kind of event (arrests, storms, votes) share most of their words. Seen against the nearest other
articles of the corpus, what they all share drops out: similarities are centred on the neighbourhood (as in
cross-domain similarity local scaling, Conneau et al. 2018, "Word Translation Without Parallel Data", section
2.3), and two articles of one event are near to, and far from, the same others. Costs grow linearly: neighbours
come from a pool of at most POOL articles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.events.profiles import Profile

LEAST = 30
"""A corpus of fewer articles tells nothing of its own; pairs are then judged alone."""
POOL = 4_096
NEIGHBOURS = 20
BODY_WEIGHT = 0.5
"""Of the body vectors' cosine beside the terms' cosine, for finding neighbours."""
NAMES: tuple[str, ...] = ("alone", "centred", "local", "agreement", "shared", "rank_low", "rank_high")
"""In the order of `Context.features`."""
MAX_LOGIT = 8.0
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Context:
    """Cosines of every article with the pool's, and its nearest neighbours there."""

    terms: NDArray[np.float32]
    """(n, p), cosine of the weighted terms with each pool article's; 0 for itself."""
    within: NDArray[np.float32]
    """(p, p), the same among pool articles; the diagonal is 0."""
    nearest: NDArray[np.int64]
    """(n, k), pool positions of the nearest articles, nearest first, itself left out."""
    pool: NDArray[np.int64]
    """(p,), the pool's articles."""

    def features(
        self, pairs: NDArray[np.int64], alone: NDArray[np.float64], cosines: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Rows (m, len(NAMES)) for article pairs (m, 2), their probabilities alone and their terms' cosines."""
        logits = np.log(np.clip(alone, 1e-6, 1 - 1e-6) / (1 - np.clip(alone, 1e-6, 1 - 1e-6)))
        rows = [self._row(int(i), int(j), float(cosine)) for (i, j), cosine in zip(pairs, cosines, strict=True)]
        local = np.array(rows, dtype=np.float64).reshape(len(pairs), len(NAMES) - 1)
        return np.column_stack([np.clip(logits, -MAX_LOGIT, MAX_LOGIT), local])

    def _row(self, i: int, j: int, cosine: float) -> tuple[float, ...]:
        near_i, near_j = self._without(i, j), self._without(j, i)
        around = np.union1d(near_i, near_j)
        if not len(around):
            return (cosine, 0.0, 0.0, 0.0, 0.0, 0.0)
        to_i, to_j = self.terms[i, around].astype(np.float64), self.terms[j, around].astype(np.float64)
        mean_i, mean_j = float(to_i.mean()), float(to_j.mean())
        size = len(around)
        among = float(self.within[np.ix_(around, around)].sum()) / max(1, size * (size - 1))
        spread = math.sqrt(max(1 - 2 * mean_i + among, 0.05) * max(1 - 2 * mean_j + among, 0.05))
        vary = float(to_i.std() * to_j.std())
        agreement = float(((to_i - mean_i) * (to_j - mean_j)).mean()) / vary if vary > 1e-9 else 0.0
        own = max(_mean(self.terms[i, near_i]), _mean(self.terms[j, near_j]))
        shared = len(np.intersect1d(self.nearest[i, :10], self.nearest[j, :10])) / 10
        ranks = sorted((float((to_i >= cosine).sum()), float((to_j >= cosine).sum())))
        return (
            (cosine - mean_i - mean_j + among) / spread,
            cosine - own,
            agreement,
            shared,
            math.log1p(ranks[0]),
            math.log1p(ranks[1]),
        )

    def _without(self, i: int, j: int) -> NDArray[np.int64]:
        near = self.nearest[i]
        return np.asarray(near[(self.pool[near] != j) & (self.pool[near] != i)], dtype=np.int64)


def _mean(values: NDArray[np.float32]) -> float:
    return float(values.mean()) if len(values) else 0.0


def build_context(profiles: Sequence[Profile]) -> Context | None:
    """The context of a corpus; None where it is too small to tell anything."""
    n = len(profiles)
    if n < LEAST:
        return None
    order = sorted(range(n), key=lambda k: (profiles[k].article.published, profiles[k].article.id))
    step = max(1.0, n / POOL)
    pool = np.array(sorted({order[int(k * step)] for k in range(min(n, POOL))}), dtype=np.int64)
    rows = _sparse([profile.all_terms for profile in profiles])
    columns = rows[pool].T.tocsc()
    body = np.stack([profile.body for profile in profiles])
    terms = np.empty((n, len(pool)), dtype=np.float32)
    nearest = np.empty((n, min(NEIGHBOURS, len(pool) - 1)), dtype=np.int64)
    for start in range(0, n, BLOCK):
        block = slice(start, min(start + BLOCK, n))
        cosine = np.asarray((rows[block] @ columns).todense(), dtype=np.float32)
        score = cosine + BODY_WEIGHT * (body[block] @ body[pool].T)
        own = np.arange(block.start, block.stop)[:, None] == pool[None, :]
        cosine[own], score[own] = 0.0, -9.0
        terms[block] = cosine
        nearest[block] = np.argsort(-score, axis=1, kind="stable")[:, : nearest.shape[1]]
    return Context(terms, terms[pool], nearest, pool)


def _sparse(weights: Sequence[Mapping[str, float]]) -> "csr_matrix":  # type: ignore[name-defined]  # noqa: F821, UP037
    """Rows of term weights as one sparse matrix, float32 (n, terms)."""
    from scipy.sparse import csr_matrix

    vocabulary: dict[str, int] = {}
    columns = [vocabulary.setdefault(word, len(vocabulary)) for row in weights for word in row]
    values = np.array([value for row in weights for value in row.values()], dtype=np.float32)
    starts = np.cumsum([0, *(len(row) for row in weights)])
    return csr_matrix((values, np.array(columns), starts), shape=(len(weights), len(vocabulary)))
