"""How loaded words and sentences are: linear probes on the encoder's middle layer, no word list.

Trained on BABE (Spinde et al. 2021: sentences that experts marked as biased or not, with the biased
words). A word's score comes from its own contextual vector and its passage's mean; a sentence's from the
mean vector and its most loaded words. Coefficients: `data/loaded_words.npz`, datasheet beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from framing.embed import TokenVectors
from framing.lenses.wording import Floats, Wording, wording

FUNCTION_SHARE = 0.3
"""Closed-class words keep this share of their probability: experts seldom mark them."""
_EDGE = 1e-4


def logit(p: Floats) -> Floats:
    """Log-odds, bounded."""
    clipped = np.clip(p, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float32)


def sigmoid(x: Floats) -> Floats:
    """The inverse of `logit`."""
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def word_rows(words: Wording) -> Floats:
    """(n, 2 d): each word's vector and the mean of the passage's words."""
    if not len(words):
        return np.zeros((0, 2 * words.vectors.shape[1]), np.float32)
    return np.hstack([words.vectors, np.repeat(words.vectors.mean(axis=0, keepdims=True), len(words), axis=0)])


def sentence_row(tokens: TokenVectors) -> Floats:
    """(d): the mean of the token vectors."""
    return tokens.vectors.mean(axis=0) if len(tokens.vectors) else np.zeros(tokens.vectors.shape[-1], np.float32)


def summary(word_probability: Floats) -> Floats:
    """(3): log-odds of the most loaded word, of the mean of three, of the mean of all."""
    ordered = np.sort(word_probability)[::-1] if len(word_probability) else np.zeros(1, np.float32)
    return logit(np.array([ordered[0], ordered[:3].mean(), ordered.mean()], np.float32))


@dataclass(frozen=True, slots=True)
class Probe:
    """A linear model on standardised rows."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def scores(self, rows: Floats) -> Floats:
        """(n) log-odds for rows (n, F)."""
        return np.asarray(((rows - self.mean) / self.scale) @ self.weights + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The three probes: words, sentence mean, and both together."""

    word: Probe
    sentence: Probe
    both: Probe

    def words(self, words: Wording) -> Floats:
        """(n) probability that each word is loaded."""
        p = sigmoid(self.word.scores(word_rows(words)))
        p[words.function] *= FUNCTION_SHARE
        return p

    def sentence_probability(self, tokens: TokenVectors, words: Wording) -> float:
        """Probability that experts would call the sentence biased."""
        if not len(words):
            return 0.0
        mean = self.sentence.scores(sentence_row(tokens)[None])
        row = np.concatenate([mean, summary(self.words(words))])[None]
        return float(sigmoid(self.both.scores(row))[0])


@lru_cache(maxsize=1)
def loaded() -> Loaded:
    """The shipped probes."""
    with (files("framing.data") / "loaded_words.npz").open("rb") as handle, np.load(handle) as data:
        return Loaded(*(_probe(data, name) for name in ("word", "sentence", "both")))


def _probe(data: np.lib.npyio.NpzFile, name: str) -> Probe:
    return Probe(data[f"{name}_mean"], data[f"{name}_scale"], data[f"{name}_weights"], float(data[f"{name}_bias"]))


def score_sentences(texts: Sequence[str]) -> list[tuple[float, Floats, Wording]]:
    """Sentence probability, word probabilities and words of each text."""
    from framing.lenses.middle import middle_layer

    model = loaded()
    out = []
    for text, tokens in zip(texts, middle_layer().encode_tokens(texts), strict=True):
        words = wording(text, tokens)
        out.append((model.sentence_probability(tokens, words), model.words(words), words))
    return out
