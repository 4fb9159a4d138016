"""Fits the model that tells sentences with factual content from opinion, boilerplate and transitions.

    python -m framing.train.claim_cues EVAL_FOLDER

By cues alone, and by cues beside the default aligner's vector: writes framing/data/facts_claim_cues.json, with figures
from folds that keep a story on one side, and the direction `statement` of align_meaning.json, to be fitted again
whenever the aligner's weights change.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.network import default_scorer
from framing.facts.claims import FEATURES, features
from framing.train.codings import coded
from framing.train.gold import folds, read_rows
from framing.train.meaning import DATA, leading, remember
from framing.train.stories import pairs, stories

PENALTY, PENALTY_BESIDE = 1.0, 0.05
"""Inverse strength of the L2 penalty: by cues alone, and beside the vectors' directions."""
DIRECTIONS, SHARE = 128, 0.3
"""Principal directions of the vectors that take part, and their scale beside the cues."""
FOLDS = 10
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """n sentences."""

    cues: Matrix
    """(n, len(FEATURES))"""
    vectors: Matrix
    """(n, d), unit rows."""
    states: NDArray[np.bool_]
    """(n,): whether the sentence has factual content."""
    fold: NDArray[np.int64]
    source: NDArray[Any]
    """(n,): name of the set."""

    def where(self, chosen: NDArray[np.bool_]) -> Examples:
        """Some of them."""
        cues, vectors = self.cues[chosen], self.vectors[chosen]
        return Examples(cues, vectors, self.states[chosen], self.fold[chosen], self.source[chosen])


def examples(sets: Mapping[str, Iterable[Mapping[str, Any]]]) -> Examples:
    """Every coded sentence of every row, each text once; rows by the name of their set."""
    rows = [(name, row) for name, found in sets.items() for row in found]
    fold, aligner = folds([row for _, row in rows], FOLDS), default_scorer()
    seen: set[str] = set()
    out: list[tuple[Any, ...]] = []
    for (name, row), part in zip(rows, fold, strict=True):
        for side in "ab":
            texts = row[side]["sentences"]
            vectors = aligner.vectors(texts)
            for index, state in row["gold"][f"coverage_{side}"].items():
                text = texts[int(index)]
                if text.strip() and state != "unsure" and text not in seen:
                    seen.add(text)
                    out.append((features(text), vectors[int(index)], state != "nonfact", part, name))
    return Examples(*(np.array(column) for column in zip(*out, strict=True)))


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of the cues (k,) and of the vector (d,), and the intercept."""

    cues: Matrix
    vector: Matrix
    intercept: float

    def probability(self, given: Examples) -> Matrix:
        """(n,) that a sentence has factual content."""
        return np.asarray(1 / (1 + np.exp(-(given.cues @ self.cues + given.vectors @ self.vector + self.intercept))))


def fit(given: Examples, beside: bool) -> Fit:
    """Classes keep their own size: a fact taken for opinion is a lost omission."""
    from sklearn.linear_model import LogisticRegression

    turn = leading(given.vectors, DIRECTIONS) * SHARE if beside else np.zeros((given.vectors.shape[1], 0))
    x = np.hstack([given.cues, given.vectors @ turn])
    model = LogisticRegression(C=PENALTY_BESIDE if beside else PENALTY, max_iter=3000).fit(x, given.states)
    count = given.cues.shape[1]
    return Fit(model.coef_[0][:count], turn @ model.coef_[0][count:], float(model.intercept_[0]))


def crossed(given: Examples, beside: bool) -> dict[str, dict[str, float]]:
    """By set: AUC, and precision and recall of "no fact" at the decision point, on unseen stories."""
    from sklearn.metrics import roc_auc_score

    found = np.zeros(len(given.states))
    for part in range(FOLDS):
        here = given.fold == part
        if here.any():
            found[here] = fit(given.where(~here), beside).probability(given.where(here))
    figures = {}
    for name in sorted(set(given.source.tolist())):
        p, y = found[given.source == name], given.states[given.source == name]
        hit = float(((p < 0.5) & ~y).sum())
        figures[name] = {
            "auc": round(float(roc_auc_score(y, p)), 4),
            "nonfact_precision": round(hit / max(1, int((p < 0.5).sum())), 4),
            "nonfact_recall": round(hit / max(1, int((~y).sum())), 4),
            "facts_rejected": round(float((p < 0.5)[y].mean()), 4),
            "sentences": len(y),
            "without_fact": int((~y).sum()),
        }
    return figures


def written(fitted: Fit, figures: Mapping[str, Any]) -> dict[str, Any]:
    """One of the two fits as it is kept."""
    weights = {name: round(float(w), 5) for name, w in zip(FEATURES, fitted.cues, strict=True)}
    return {"weights": weights, "intercept": round(fitted.intercept, 5), "cross_validated": figures}


def main(folder: str) -> None:
    """Fit on the training pairs, our codings and our stories, score on folds, and write the model."""
    gold = Path(folder)
    accounts = [row for row in pairs(stories()) if row["pair"].endswith(("0~1", "2~3", "4~5"))]
    given = examples({"train": read_rows(gold / "pairs" / "train.jsonl"), "codings": coded(gold), "stories": accounts})
    plain, beside = (written(fit(given, with_vectors), crossed(given, with_vectors)) for with_vectors in (False, True))
    model = {"features": list(FEATURES), **plain, "with_meaning": beside}
    (DATA / "facts_claim_cues.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    remember("statement", fit(given, True).vector)


if __name__ == "__main__":
    main(sys.argv[1])
