"""Predictions and figures on claim gold: is a claim supported by a source, and by which sentences?

Three forms of row are read. `{id, claim, evidence[]}` (WiCE): probability that the claim is supported at
least in part. `{proposition, premise}` (PropSegmEnt; `premise` names an article): that the whole is
entailed. `{id, summary, article_id}` (SummEdits): that the summary is consistent with the article. Every
prediction carries `support`, the sentences of the source that speak for the claim, best first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.facts.questions import is_positive, questions, values_of
from framing.facts.support_model import heads

Row = Mapping[str, Any]
BATCH = 64
"""Claims whose words are encoded at a time."""


def predict_claims(
    rows: Iterable[dict[str, Any]], articles: Mapping[str, dict[str, Any]] | None = None
) -> Iterator[dict[str, Any]]:
    """`{id or index, probability, support}` for each row; see the module for the forms of row."""
    asked = list(questions(rows, articles))
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        for question, (order, values) in zip(batch, values_of(batch), strict=True):
            probability = heads()[question.head].probability(values)
            yield {**question.key, "probability": round(probability, 6), "support": order}


def score_claims(gold_rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """AUC and balanced accuracy at 0.5; for WiCE also whether a supporting sentence is among the first five."""
    pairs = list(zip(gold_rows, predictions, strict=True))
    truth = np.array([is_positive(row) for row, _ in pairs])
    given = np.array([float(made["probability"]) for _, made in pairs])
    figures = {
        "auc": auc(truth, given),
        "balanced_accuracy": balanced_accuracy(truth, given >= 0.5),
        "n": float(len(pairs)),
    }
    sets = [
        (row["supporting_sentences"], made["support"][:5]) for row, made in pairs if row.get("supporting_sentences")
    ]
    shown = [([set(s) for s in gold if s], set(first)) for gold, first in sets]
    shown = [(gold, first) for gold, first in shown if gold]
    if shown:
        figures["support_in_first_five"] = float(np.mean([any(s & first for s in gold) for gold, first in shown]))
        figures["support_recall_at_five"] = float(
            np.mean([max(len(s & first) / len(s) for s in gold) for gold, first in shown])
        )
    return figures


def auc(truth: NDArray[np.bool_], given: NDArray[np.float64]) -> float:
    """Area under the ROC curve (probability that a positive outranks a negative, ties half); nan for one class."""
    positive, negative = given[truth], given[~truth]
    if not len(positive) or not len(negative):
        return float("nan")
    above = (positive[:, None] > negative[None, :]).mean()
    return float(above + 0.5 * (positive[:, None] == negative[None, :]).mean())


def balanced_accuracy(truth: NDArray[np.bool_], decided: NDArray[np.bool_]) -> float:
    """Mean of the recalls of both classes; nan for one class."""
    if truth.all() or not truth.any():
        return float("nan")
    return float((decided[truth].mean() + (~decided[~truth]).mean()) / 2)
