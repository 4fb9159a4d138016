"""Predictions and figures on alignment gold: article pairs with links and coverage.

A row holds `a` and `b`, each with `sentences`; gold rows also hold `gold`. Decisions are the tool's own at
0.5; what the coders disagreed on, and sentences without facts, are left out of the count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align import Scorer, Scores, load_scorer
from framing.config import Settings
from framing.errors import MalformedInput

Row = Mapping[str, Any]
LEFT_OUT = ("nonfact", "unsure")


def predict_pairs(
    rows: Iterable[dict[str, Any]],
    articles: Mapping[str, dict[str, Any]] | None = None,
    scorer: Scorer | None = None,
) -> Iterator[dict[str, Any]]:
    """`{pair, links: [[a, b, probability], ...], coverage_a, coverage_b}` for each row.

    Every sentence pair of probability 0.0005 and more is listed. Raises MalformedInput where a row has no sentences.
    """
    chosen = scorer or load_scorer(Settings())
    for number, row in enumerate(rows, 1):
        first, second = (_sentences(row, side, number, articles) for side in "ab")
        scores = chosen.score(first, second) if first and second else None
        yield prediction(str(row.get("pair", number)), scores, len(first), len(second))


def prediction(name: str, scores: Scores | None, n: int, m: int) -> dict[str, Any]:
    """One row of predictions; without scores (an empty article) nothing is linked and nothing covered."""
    if scores is None:
        empty = {
            "coverage_a": dict.fromkeys(map(str, range(n)), 0.0),
            "coverage_b": dict.fromkeys(map(str, range(m)), 0.0),
        }
        return {"pair": name, "links": [], **empty}
    rows, columns = np.nonzero(scores.link >= 0.0005)
    links = [[int(i), int(j), round(float(scores.link[i, j]), 6)] for i, j in zip(rows, columns, strict=True)]
    return {
        "pair": name,
        "links": links,
        "coverage_a": {str(i): round(float(p), 6) for i, p in enumerate(scores.covered_a)},
        "coverage_b": {str(i): round(float(p), 6) for i, p in enumerate(scores.covered_b)},
    }


def _sentences(row: Row, side: str, number: int, articles: Mapping[str, dict[str, Any]] | None) -> list[str]:
    article = row.get(side)
    if isinstance(article, str) and articles is not None:
        article = articles.get(article)
    sentences = article.get("sentences") if isinstance(article, Mapping) else None
    if not isinstance(sentences, list) or not all(isinstance(text, str) for text in sentences):
        raise MalformedInput(f"row {number}: `{side}` has no list of sentences")
    return sentences


@dataclass(slots=True)
class _Tally:
    """All cells and all sentences of a set, in one line each."""

    linked: list[bool] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    absent: list[bool] = field(default_factory=list)
    not_found: list[float] = field(default_factory=list)
    by_pair: list[float] = field(default_factory=list)


def score_pairs(rows: Sequence[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """Link precision, recall, F1 and average precision; recall by kind; omission F1, AUC, Brier.

    `same_ap` is `same` links against unlinked pairs, `partial` links left out.
    Raises MalformedInput where a pair has no prediction.
    """
    made = {str(row["pair"]): row for row in predictions}
    tally = _Tally()
    for number, row in enumerate(rows, 1):
        name = str(row.get("pair", number))
        if name not in made:
            raise MalformedInput(f"no prediction for pair {name}")
        _count(tally, row, made[name])
    return {**_link_figures(tally), **_omission_figures(tally)}


def _count(tally: _Tally, row: Row, made: Row) -> None:
    gold = row["gold"]
    score = np.zeros((len(row["a"]["sentences"]), len(row["b"]["sentences"])))
    for a, b, p in made["links"]:
        score[a, b] = max(score[a, b], float(p))
    kinds = {(a, b): kind for a, b, kind in gold["links"]}
    unsure = {(a, b) for a, b in gold.get("unsure_links", ())}
    cells = [cell for cell in np.ndindex(score.shape) if cell not in unsure]
    linked, scores = [cell in kinds for cell in cells], [float(score[cell]) for cell in cells]
    tally.linked += linked
    tally.score += scores
    tally.kind += [kinds.get(cell, "") for cell in cells]
    tally.by_pair.append(_f1(np.array(linked), np.array(scores) >= 0.5)[2])
    for side in "ab":
        for index, state in gold[f"coverage_{side}"].items():
            if state not in LEFT_OUT:
                tally.absent.append(state == "absent")
                tally.not_found.append(1 - float(made[f"coverage_{side}"].get(index, 0.0)))


def _link_figures(tally: _Tally) -> dict[str, float]:
    from sklearn.metrics import average_precision_score

    linked, score, kind = np.array(tally.linked), np.array(tally.score), np.array(tally.kind)
    same, partial = kind == "same", kind == "partial"
    clear = ~partial
    precision, recall, f1 = _f1(linked, score >= 0.5)
    return {
        "link_precision": precision,
        "link_recall": recall,
        "link_f1": f1,
        "link_ap": float(average_precision_score(linked, score)) if linked.any() else 0.0,
        "recall_same": float((score[same] >= 0.5).mean()) if same.any() else 0.0,
        "recall_partial": float((score[partial] >= 0.5).mean()) if partial.any() else 0.0,
        "same_ap": float(average_precision_score(same[clear], score[clear])) if same.any() else 0.0,
        "link_f1_mean_of_pairs": float(np.mean(tally.by_pair)),
        "n_links": float(linked.sum()),
    }


def _omission_figures(tally: _Tally) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    absent, score = np.array(tally.absent, dtype=bool), np.array(tally.not_found)
    precision, recall, f1 = _f1(absent, score > 0.5)
    both = absent.any() and not absent.all()
    return {
        "omission_precision": precision,
        "omission_recall": recall,
        "omission_f1": f1,
        "omission_auc": float(roc_auc_score(absent, score)) if both else 0.0,
        "omission_brier": float(np.mean((np.clip(score, 0, 1) - absent) ** 2)) if absent.size else 0.0,
        "n_absent": float(absent.sum()),
    }


def _f1(gold: NDArray[np.bool_], decided: NDArray[np.bool_]) -> tuple[float, float, float]:
    right = int((gold & decided).sum())
    precision = right / int(decided.sum()) if decided.any() else 0.0
    recall = right / int(gold.sum()) if gold.any() else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0
