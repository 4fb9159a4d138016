"""Tone toward one target in a sentence: a linear probe on the encoder's middle layer around the mention.

Trained on NewsMTSC (Hamborg and Donnay 2021). The row holds the mention's own vector, the sentence's mean and
a mean that fades with distance from the mention. Coefficients: `data/sentiment_targets.npz`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from framing.embed import TokenVectors
from framing.lenses.context import Range
from framing.lenses.wording import Floats

CLASSES = ("negative", "neutral", "positive")
FADE = 6.0
"""Tokens after which a neighbour's weight has fallen to 1/e."""


def target_row(tokens: TokenVectors, target: Range) -> Floats:
    """(3 d): mention, sentence, neighbourhood; zeros where the mention is past the encoder's limit."""
    vectors = tokens.vectors
    n = len(vectors)
    if not n:
        return np.zeros(3 * vectors.shape[-1], np.float32)
    offsets = np.array(tokens.offsets).reshape(-1, 2)
    rows = np.flatnonzero((offsets[:, 0] < target[1]) & (offsets[:, 1] > target[0]))
    first, last = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 1)
    place = np.arange(n)
    distance = np.minimum(np.abs(place - first), np.abs(place - last + 1)).astype(np.float32)
    weight = np.exp(-distance / FADE)
    weight[first:last] = 0
    near = (vectors * weight[:, None]).sum(axis=0) / max(1e-6, float(weight.sum()))
    return np.concatenate([vectors[first:last].mean(axis=0), vectors.mean(axis=0), near]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Tone:
    """Multinomial logistic regression on standardised rows."""

    mean: Floats
    scale: Floats
    weights: Floats
    """(3, F)."""
    bias: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """(n, 3) in the order of CLASSES."""
        scores = ((rows - self.mean) / self.scale) @ self.weights.T + self.bias
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(exp / exp.sum(axis=1, keepdims=True), np.float32)


@lru_cache(maxsize=1)
def tone() -> Tone:
    """The shipped probe."""
    with (files("framing.data") / "sentiment_targets.npz").open("rb") as handle, np.load(handle) as data:
        return Tone(*(data[name].astype(np.float32) for name in ("mean", "scale", "weights", "bias")))


def tones(texts: Sequence[str], targets: Sequence[Range]) -> Floats:
    """(n, 3) probabilities of negative, neutral, positive toward the target at each range of its text."""
    from framing.lenses.middle import middle_layer

    if not texts:
        return np.zeros((0, len(CLASSES)), np.float32)
    tokens = middle_layer().encode_tokens(texts)
    return tone().probabilities(np.stack([target_row(t, r) for t, r in zip(tokens, targets, strict=True)]))
