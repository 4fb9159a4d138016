"""Fits the model that tells sentences with factual content from opinion, boilerplate and transitions.

    python -m framing.train.claim_cues EVAL_FOLDER

writes framing/data/facts_claim_cues.json, with figures from folds that keep a pair of articles on one side.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.facts.claims import FEATURES, features
from framing.train.salience import DATA, rows_of

PENALTY = 1.0
FOLDS = 10


def examples(rows: Iterable[Mapping[str, Any]]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Features (n, k), whether the sentence has factual content (n,), and its pair (n,)."""
    x, y, groups = [], [], []
    for number, row in enumerate(rows):
        for side in "ab":
            for index, state in row["gold"][f"coverage_{side}"].items():
                text = row[side]["sentences"][int(index)]
                if text.strip() and state != "unsure":
                    x.append(features(text))
                    y.append(state != "nonfact")
                    groups.append(number)
    return np.array(x), np.array(y), np.array(groups)


def fit(x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """Weights and intercept. Classes keep their own size: a fact taken for opinion is a lost omission."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(x, y)
    return model.coef_[0], float(model.intercept_[0])


def crossed(x: NDArray[Any], y: NDArray[Any], groups: NDArray[Any]) -> dict[str, float]:
    """AUC, and precision and recall of "no fact" at the decision point, on unseen pairs."""
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    given = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS).split(x, y, groups):
        weights, intercept = fit(x[train], y[train])
        given[test] = 1 / (1 + np.exp(-(x[test] @ weights + intercept)))
    rejected, nonfact = given < 0.5, ~y
    hit = float((rejected & nonfact).sum())
    return {
        "auc": round(float(roc_auc_score(y, given)), 4),
        "nonfact_precision": round(hit / max(1, int(rejected.sum())), 4),
        "nonfact_recall": round(hit / max(1, int(nonfact.sum())), 4),
        "facts_rejected": round(float(rejected[y].mean()), 4),
    }


def main(folder: str) -> None:
    """Fit on the training pairs, score on folds and on the development pairs, and write the model."""
    x, y, groups = examples(rows_of(Path(folder) / "pairs" / "train.jsonl"))
    weights, intercept = fit(x, y)
    model = {
        "features": list(FEATURES),
        "weights": {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 5),
        "sentences": len(y),
        "without_fact": int((~y).sum()),
        "cross_validated": crossed(x, y, groups),
    }
    (DATA / "facts_claim_cues.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
