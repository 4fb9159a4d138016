"""Fits what the lenses learnt: loaded words (BABE), readers' salience (notes on pairs), tone toward a target.

    python -m framing.train.lenses loaded|salience|targets EVAL_FOLDER

Prints figures by cross-validation, each figure on rows that the model had not seen, then fits on all rows and
writes the coefficients into framing/data. Needs scikit-learn; the shipped tool evaluates with numpy only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.lenses.loaded import FUNCTION_SHARE, logit, sentence_row, sigmoid, summary, word_rows
from framing.lenses.middle import middle_layer
from framing.lenses.wording import Wording, wording

Array = NDArray[Any]
DATA = Path(__file__).parent.parent / "data"
FOLDS = 5
SEED = 0


def read(path: Path) -> list[dict[str, Any]]:
    """JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def say(text: str) -> None:
    """A line on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Linear:
    """Standardised logistic regression, as coefficients for numpy."""

    def __init__(self, c: float) -> None:
        self._c = c

    def fit(self, rows: Array, y: Array) -> Linear:
        """Fit on rows (n, F) and labels (n)."""
        from sklearn.linear_model import LogisticRegression

        self.mean, self.scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        model = LogisticRegression(C=self._c, max_iter=400).fit((rows - self.mean) / self.scale, y)
        self.weights, self.bias = model.coef_[0], float(model.intercept_[0])
        return self

    def scores(self, rows: Array) -> Array:
        """Log-odds."""
        return np.asarray(((rows - self.mean) / self.scale) @ self.weights + self.bias)

    def named(self, name: str) -> dict[str, Array]:
        """Arrays under the names that the probes read."""
        arrays = {"mean": self.mean, "scale": self.scale, "weights": self.weights, "bias": np.array(self.bias)}
        return {f"{name}_{key}": np.asarray(value, np.float32) for key, value in arrays.items()}


KEPT = 4
"""One unmarked word in four is kept for fitting; the bias is corrected for it (King and Zeng 2001)."""


def word_probe(words: Sequence[Wording], marks: Sequence[Array]) -> Linear:
    """Word probe on open-class words, all marked ones and a share of the others."""
    rows = np.vstack([word_rows(each)[~each.function] for each in words])
    flags = np.concatenate([mark[~each.function] for each, mark in zip(words, marks, strict=True)])
    kept = flags | (np.random.default_rng(SEED).random(len(flags)) < 1 / KEPT)
    probe = Linear(0.003).fit(rows[kept], flags[kept])
    probe.bias -= float(np.log(KEPT))
    return probe


def word_p(probe: Linear, words: Wording) -> Array:
    """As `Loaded.words`."""
    p = sigmoid(np.asarray(probe.scores(word_rows(words)), np.float32))
    p[words.function] *= FUNCTION_SHARE
    return p


def folds(y: Array, groups: Array | None = None) -> list[tuple[Array, Array]]:
    """Five folds, stratified, or by group where groups are given."""
    from sklearn.model_selection import GroupKFold, StratifiedKFold

    if groups is not None:
        return list(GroupKFold(FOLDS).split(y, y, groups))
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(y, y))


def word_marks(row: dict[str, Any], words: Wording) -> Array:
    """Which words of a BABE row its experts marked."""
    out, text = np.zeros(len(words), bool), row["text"].lower()
    for marked in row["biased_words"]:
        for match in re.finditer(rf"(?<!\w){re.escape(marked.lower())}(?!\w)", text):
            for index, (start, end) in enumerate(words.ranges):
                out[index] |= start < match.end() and end > match.start()
    return out


def train_loaded(folder: Path) -> None:
    """BABE: out-of-fold word and sentence scores, then the two together, then all rows."""
    from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

    rows = [row for row in read(folder / "framing/babe_dev.jsonl") if row["label"] != "No agreement"]
    tokens = middle_layer().encode_tokens([row["text"] for row in rows])
    words = [wording(row["text"], each) for row, each in zip(rows, tokens, strict=True)]
    marks = [word_marks(row, each) for row, each in zip(rows, words, strict=True)]
    means = np.stack([sentence_row(each) for each in tokens])
    y = np.array([row["label"] == "Biased" for row in rows])
    out_words, out_mean = [np.zeros(0)] * len(y), np.zeros(len(y))
    for train, test in folds(y):
        probe = word_probe([words[i] for i in train], [marks[i] for i in train])
        for i in test:
            out_words[i] = word_p(probe, words[i])
        out_mean[test] = Linear(0.002).fit(means[train], y[train]).scores(means[test])
    both = np.array(
        [[score, *summary(np.asarray(p, np.float32))] for score, p in zip(out_mean, out_words, strict=True)]
    )
    score = np.zeros(len(y))
    for train, test in folds(y):
        score[test] = Linear(1.0).fit(both[train], y[train]).scores(both[test])
    say(
        f"sentences, mean alone: macro-F1 {f1_score(y, out_mean > 0, average='macro'):.4f}, AUC {roc_auc_score(y, out_mean):.4f}"
    )
    say(
        f"sentences: macro-F1 {f1_score(y, score > 0, average='macro'):.4f}, AUC {roc_auc_score(y, score):.4f}, n {len(y)}"
    )
    truth, p = np.concatenate(marks), np.concatenate(out_words)
    overlap = 2 * (truth & (p >= 0.2)).sum() / (truth.sum() + (p >= 0.2).sum())
    say(
        f"words: AUC {roc_auc_score(truth, p):.4f}, AP {average_precision_score(truth, p):.4f}, overlap F1 at 0.2 {overlap:.4f}"
    )
    arrays = word_probe(words, marks).named("word") | Linear(0.002).fit(means, y).named("sentence")
    arrays |= Linear(1.0).fit(both, y).named("both")
    np.savez_compressed(DATA / "loaded_words.npz", **arrays)  # type: ignore[arg-type]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("loaded", "salience", "targets"))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    if options.what == "loaded":
        train_loaded(options.folder)
    else:
        from framing.train import lens_notes, lens_targets

        (lens_notes.train if options.what == "salience" else lens_targets.train)(options.folder)


__all__ = ["Linear", "folds", "logit", "main", "read", "say", "train_loaded"]

if __name__ == "__main__":
    main()
