"""Fits the three claim scorers and reports them by cross-validation over articles.

    python -m framing.train.claims EVAL_FOLDER

writes framing/data/facts_claims.json. Folds keep an article's (or an event's) claims on one side; the
shipped coefficients are then fitted on all rows of the training sets named below.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.facts.questions import Question, is_positive, questions, values_of
from framing.facts.support_model import HEADS
from framing.train.meaning import DATA
from framing.train.salience import rows_of

SETS = {
    "partly": ("wice_dev.jsonl", None, "evidence"),
    "entailed": ("propsegment_propositions.jsonl", "propsegment_articles.jsonl", "event_id"),
    "consistent": ("summedits_pairs.jsonl", "summedits_articles.jsonl", "article_id"),
}
"""By question: gold file, file of articles, field that names the group a fold keeps together."""
PENALTY: Mapping[str, float] = {"partly": 0.01, "entailed": 0.03, "consistent": 0.01}
"""Inverse strength of the L2 penalty by question."""
FOLDS = 13


def load(folder: Path, head: str) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Features of the head (n, k), labels (n,) and groups (n,)."""
    file, articles, group = SETS[head]
    rows = rows_of(folder / "facts" / file)
    known = {str(row["id"]): row for row in rows_of(folder / "facts" / articles)} if articles else None
    asked: Sequence[Question] = list(questions(rows, known))
    values = [found for _, found in values_of(asked)]
    x = np.array([[row[name] for name in HEADS[head]] for row in values])
    groups = np.unique([str(row[group]) for row in rows], return_inverse=True)[1]
    return x, np.array([is_positive(row) for row in rows]), groups


def fit(x: NDArray[Any], y: NDArray[Any], penalty: float) -> tuple[NDArray[Any], float]:
    """Weights in raw units and intercept of a logistic model with classes of equal weight."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    model = LogisticRegression(C=penalty, class_weight="balanced", max_iter=2000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def crossed(x: NDArray[Any], y: NDArray[Any], groups: NDArray[Any], penalty: float) -> dict[str, float]:
    """Figures on rows whose group the model has not seen."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score
    from sklearn.model_selection import GroupKFold

    given = np.zeros(len(y))
    for train, test in GroupKFold(min(FOLDS, len(set(groups.tolist())))).split(x, y, groups):
        weights, intercept = fit(x[train], y[train], penalty)
        given[test] = 1 / (1 + np.exp(-(x[test] @ weights + intercept)))
    return {
        "auc": round(float(roc_auc_score(y, given)), 4),
        "balanced_accuracy": round(float(balanced_accuracy_score(y, given >= 0.5)), 4),
    }


def head_of(folder: Path, head: str) -> Mapping[str, Any]:
    """One fitted head with its cross-validated figures."""
    x, y, groups = load(folder, head)
    weights, intercept = fit(x, y, PENALTY[head])
    return {
        "weights": {name: round(float(w), 5) for name, w in zip(HEADS[head], weights, strict=True)},
        "intercept": round(intercept, 5),
        "rows": len(y),
        "positive": int(y.sum()),
        "groups": len(set(groups.tolist())),
        "cross_validated": crossed(x, y, groups, PENALTY[head]),
    }


def main(folder: str) -> None:
    """Fit all heads and write the model."""
    made = {"heads": {head: head_of(Path(folder), head) for head in HEADS}}
    (DATA / "facts_claims.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
