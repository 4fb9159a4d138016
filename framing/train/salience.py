"""Fits the salience model in two stages, both on aligned training pairs only.

    python -m framing.train.salience EVAL_FOLDER

First: which sentences does the other outlet also have (`covered` or `partly` against `absent`)? Second, with
the first as one of its features: which of the sentences that the other outlet lacks did a careful reader
name as the most consequential (framing/data/facts_salience_labels.json)? Both are linear, so they are
written as one model, framing/data/facts_salience.json. The development pairs are never touched.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from framing.facts.salience import FEATURES, features
from framing.model import Article, Passage, Provenance, Role, Span
from framing.prepared import Prepared

DATA = Path(__file__).parents[1] / "data"
PENALTY, PENALTY_NAMED = 0.3, 0.1
"""Inverse strength of the L2 penalties on standardised features; results from a tenth to ten times are alike."""


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def bare(article_id: str, sentences: Iterable[str]) -> Prepared:
    """An article of these sentences for word-based features; vectors are a constant."""
    texts = list(sentences)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    spans = [Span(int(s), int(s) + len(text)) for s, text in zip(starts, texts, strict=False)]
    passages = tuple(
        Passage(f"{article_id}:{i}", article_id, i, span, text, Role.BODY)
        for i, (span, text) in enumerate(zip(spans, texts, strict=True))
    )
    article = Article(article_id, "", "", "", "", "", "en", "", "\n".join(texts), (), Provenance())
    return Prepared(article, passages, np.ones((len(texts), 1), dtype=np.float32))


def examples(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[np.ndarray[Any, Any], bool]]:
    """(features, stated by the other outlet) of every sentence with factual content."""
    for row in rows:
        found = features([bare(side, row[side]["sentences"]) for side in "ab"])
        for side in "ab":
            for index, state in row["gold"][f"coverage_{side}"].items():
                if state not in ("nonfact", "unsure"):
                    yield found[f"{side}:{index}"], state != "absent"


def fit(rows: Sequence[Mapping[str, Any]], top: Mapping[str, Mapping[str, Sequence[int]]]) -> dict[str, Any]:
    """Weights by feature in raw units, and the intercept that gives the share of named sentences on average."""
    stated, intercept, sentences, elsewhere = _first_stage(rows)
    blocks, labels, partly = [], [], []
    for row, side, found in _named_sides(rows, top):
        states = row["gold"][f"coverage_{side}"]
        lacking = [int(i) for i, state in states.items() if state in ("absent", "partly", "unsure")]
        blocks.append(np.array([found[f"{side}:{i}"] for i in lacking]))
        labels += [i in top[row["pair"]][side] for i in lacking]
        partly.append(np.array([float(states[str(i)] == "partly") for i in lacking]))
    weights = _second_stage(blocks, partly, labels, stated)
    base = float(np.mean(labels))
    offset = np.log(base / (1 - base)) - float(np.concatenate(blocks).mean(axis=0) @ weights)
    return {
        "features": list(FEATURES),
        "weights": {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(float(offset), 5),
        "first_stage": {"sentences": sentences, "stated_elsewhere": elsewhere, "intercept": round(intercept, 5)},
        "second_stage": {"sentences": len(labels), "named": int(sum(labels)), "sides": len(blocks)},
    }


def _first_stage(rows: Iterable[Mapping[str, Any]]) -> tuple[np.ndarray[Any, Any], float, int, int]:
    """Raw weights and intercept for "stated elsewhere"; number of sentences and of positive ones."""
    from sklearn.linear_model import LogisticRegression

    values, labels = zip(*examples(rows), strict=True)
    x, y = np.array(values), np.array(labels)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=2000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean), len(y), int(y.sum())


def _second_stage(
    blocks: Sequence[np.ndarray[Any, Any]],
    partly: Sequence[np.ndarray[Any, Any]],
    labels: Sequence[bool],
    stated: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Raw weights for "named", each side centred on itself; what `partly` takes away is fitted and left out."""
    from sklearn.linear_model import LogisticRegression

    rows = []
    for block, part in zip(blocks, partly, strict=True):
        x = np.column_stack([block, block @ stated, part])
        rows.append(x - x.mean(axis=0))
    x = np.concatenate(rows)
    spread = x.std(axis=0) + 1e-6
    model = LogisticRegression(C=PENALTY_NAMED, max_iter=2000).fit(x / spread, labels)
    weights = model.coef_[0] / spread
    return np.asarray(weights[:-2] + weights[-2] * stated)


def _named_sides(
    rows: Iterable[Mapping[str, Any]], top: Mapping[str, Mapping[str, Sequence[int]]]
) -> Iterator[tuple[Mapping[str, Any], str, Mapping[str, Any]]]:
    """(row, side, features by passage id) of every side that has named sentences."""
    for row in rows:
        if row["pair"] in top:
            found = features([bare(side, row[side]["sentences"]) for side in "ab"])
            for side in top[row["pair"]]:
                yield row, side, found


def main(folder: str) -> None:
    """Fit on the training pairs and write the model."""
    top = json.loads((DATA / "facts_salience_labels.json").read_text(encoding="utf-8"))["top"]
    model = fit(rows_of(Path(folder) / "pairs" / "train.jsonl"), top)
    (DATA / "facts_salience.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
