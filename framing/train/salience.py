"""Fits the salience model on coverage gold: which sentences does the other outlet also have?

    python -m framing.train.salience EVAL_FOLDER

writes framing/data/facts_salience.json. Sentences without factual content are left out; `covered` and
`partly` against `absent`. The development pairs are only scored.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from framing.facts.salience import FEATURES, features
from framing.model import Article, Passage, Provenance, Role, Span
from framing.prepared import Prepared

DATA = Path(__file__).parents[1] / "data"
PENALTY = 0.3
"""Inverse strength of the L2 penalty on standardised features; results from 0.03 to 3 are alike."""


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


def fit(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Weights by feature in raw units, and the intercept."""
    from sklearn.linear_model import LogisticRegression

    values, labels = zip(*examples(rows), strict=True)
    x, y = np.array(values), np.array(labels)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=2000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - weights @ mean)
    return {
        "features": list(FEATURES),
        "weights": {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 5),
        "sentences": len(y),
        "stated_elsewhere": int(y.sum()),
    }


def main(folder: str) -> None:
    """Fit on the training pairs and write the model."""
    model = fit(rows_of(Path(folder) / "pairs" / "train.jsonl"))
    (DATA / "facts_salience.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
