"""Predictions and figures on same-event gold: pairs of articles, and groups.

Articles are JSON objects as `framing diff` reads them (title, text or sentences, and where known outlet and
date); nothing else of a gold row is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import MalformedInput
from framing.events.grouping import group
from framing.events.profiles import Profile
from framing.events.reading import profiles_of
from framing.events.scoring import score_corpus_pairs
from framing.events.verdict import pair_probability

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]


def predict_events(
    rows: Iterable[dict[str, Any]],
    articles: Mapping[str, dict[str, Any]] | None,
    progress: Progress | None = None,
    *,
    context: bool = True,
) -> Iterator[dict[str, Any]]:
    """`{a, b, probability}` for each pair row `{a, b}` of article ids.

    The articles given are the corpus around the pairs, as in `framing events`; without `context` each pair is
    judged alone, as in `framing diff` of two.
    Raises MalformedInput where the articles are not given or one is missing.
    """
    if articles is None:
        raise MalformedInput("pairs of articles name them by id: give the articles with --articles FILE")
    pairs = [(str(row["a"]), str(row["b"])) for row in rows]
    wanted = dict.fromkeys(name for pair in pairs for name in pair)
    missing = [name for name in wanted if name not in articles]
    if missing:
        raise MalformedInput(f"{len(missing)} articles are not in the articles file, the first: {missing[0]}")
    profiles = profiles_of(articles if context else {name: articles[name] for name in wanted}, progress)
    place = {name: k for k, name in enumerate(profiles)}
    listed = list(profiles.values())
    for chunk in [pairs] if context else [[pair] for pair in pairs]:
        rows = np.array([[place[a], place[b]] for a, b in chunk], dtype=np.int64).reshape(-1, 2)
        scores = score_corpus_pairs(listed, rows) if context else _alone(listed, rows)
        for (a, b), score in zip(chunk, scores.tolist(), strict=True):
            yield {"a": a, "b": b, "probability": round(score, 6)}


def _alone(profiles: list[Profile], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.array([pair_probability(profiles[i], profiles[j]) for i, j in pairs.tolist()])


def predict_groups(
    rows: Iterable[dict[str, Any]],
    articles: Mapping[str, dict[str, Any]] | None = None,
    progress: Progress | None = None,
) -> Iterator[dict[str, Any]]:
    """`{id, cluster}` for each row; rows are articles themselves, or ids of `articles`."""
    given = list(rows)
    table = {str(row["id"]): articles[str(row["id"])] if articles else row for row in given}
    events = group(list(profiles_of(table, progress).values()))
    for event in events:
        for name in event.articles:
            yield {"id": name, "cluster": event.id}


def score_events(gold_rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """AUC (all, and against hard negatives where kinds are given), precision, recall, F1 at 0.5, Brier score."""
    from sklearn.metrics import brier_score_loss, roc_auc_score

    gold = list(gold_rows)
    by_pair = {frozenset((row["a"], row["b"])): float(row["probability"]) for row in predictions}
    truth = np.array([bool(row["same"]) for row in gold])
    score = np.array([by_pair[frozenset((row["a"], row["b"]))] for row in gold])
    said = score >= 0.5
    figures = {
        "auc": float(roc_auc_score(truth, score)),
        **_prf(int((truth & said).sum()), int(said.sum()), int(truth.sum())),
    }
    figures["brier"] = float(brier_score_loss(truth, np.clip(score, 0, 1)))
    figures["n"] = float(len(truth))
    hard = np.array([str(row.get("kind", "")).startswith("hard") for row in gold]) | truth
    if 0 < (hard & ~truth).sum() < (~truth).sum():
        figures["auc_hard_negatives"] = float(roc_auc_score(truth[hard], score[hard]))
    return figures


def score_groups(gold_rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998), numbers of articles and events."""
    cluster = {row["id"]: str(row["cluster"]) for row in predictions}
    gold = list(gold_rows)
    sizes_g = Counter(row["event_id"] for row in gold)
    sizes_c = Counter(cluster[row["id"]] for row in gold)
    both = Counter((row["event_id"], cluster[row["id"]]) for row in gold)
    n = len(gold)
    precision = sum(count * count / sizes_c[c] for (_, c), count in both.items()) / n
    recall = sum(count * count / sizes_g[g] for (g, _), count in both.items()) / n
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "b3_precision": precision,
        "b3_recall": recall,
        "b3_f1": f1,
        "articles": float(n),
        "events": float(len(sizes_g)),
    }


def _prf(hits: int, said: int, true: int) -> dict[str, float]:
    precision, recall = hits / said if said else 0.0, hits / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}
