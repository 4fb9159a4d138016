"""Fits tone toward a target on NewsMTSC; folds keep a sentence's targets together."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from framing.lenses.middle import middle_layer
from framing.lenses.tone import CLASSES, target_row
from framing.train.lenses import DATA, Array, folds, read, say

STRENGTH = 0.001


def _fit(rows: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=300, class_weight="balanced").fit((rows - mean) / scale, y)
    return mean, scale, model.coef_, model.intercept_


def train(folder: Path) -> None:
    """Cross-validation by sentence, then all rows."""
    from sklearn.metrics import accuracy_score, f1_score

    table = read(folder / "framing/newsmtsc_mt.jsonl")
    sentences = list(dict.fromkeys(row["sentence"] for row in table))
    tokens = dict(zip(sentences, middle_layer().encode_tokens(sentences), strict=True))
    rows = np.stack([target_row(tokens[row["sentence"]], (row["start"], row["end"])) for row in table])
    y = np.array([CLASSES.index(row["polarity"]) for row in table])
    said = np.zeros(len(y), int)
    for training, test in folds(y, np.array([sentences.index(row["sentence"]) for row in table])):
        mean, scale, weights, bias = _fit(rows[training], y[training])
        said[test] = (((rows[test] - mean) / scale) @ weights.T + bias).argmax(axis=1)
    say(
        f"targets: macro-F1 {f1_score(y, said, average='macro'):.4f}, accuracy {accuracy_score(y, said):.4f}, n {len(y)}"
    )
    mean, scale, weights, bias = _fit(rows, y)
    np.savez_compressed(
        DATA / "sentiment_targets.npz",
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        weights=weights.astype(np.float16),
        bias=bias.astype(np.float32),
    )
