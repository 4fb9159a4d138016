"""Probabilities for many pairs of one corpus: the pair alone, then what the corpus around it tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.events.context import build_context
from framing.events.features import NAMES, pair_features
from framing.events.model import load_context_model, load_model
from framing.events.profiles import Profile
from framing.events.verdict import rule_bound

Progress = Callable[[int, int], None]
"""Called with (pairs done, pairs in all)."""
BATCH = 4_096
_TERMS = NAMES.index("terms")


def score_corpus_pairs(
    profiles: Sequence[Profile], pairs: NDArray[np.int64], progress: Progress | None = None
) -> NDArray[np.float64]:
    """Calibrated probability (m,) of same event for `pairs` (m, 2) of positions in `profiles`, rule included.

    In a corpus of fewer than `context.LEAST` articles it equals the verdict on the two alone.
    """
    context = build_context(profiles)
    out = np.empty(len(pairs), dtype=np.float64)
    for start in range(0, len(pairs), BATCH):
        part = pairs[start : start + BATCH]
        rows = np.stack([pair_features(profiles[i], profiles[j]) for i, j in part.tolist()])
        values = load_model().probabilities(rows)
        if context is not None:
            values = load_context_model().probabilities(context.features(part, values, rows[:, _TERMS]))
        bounds = np.array([rule_bound(profiles[i], profiles[j]) for i, j in part.tolist()])
        out[start : start + BATCH] = np.minimum(values, bounds)
        if progress is not None:
            progress(min(start + BATCH, len(pairs)), len(pairs))
    return out
