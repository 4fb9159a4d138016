"""Loaded sentences and words against expert labels (BABE form: `text`, `label`, `biased_words`).

Rows may name an `id`; else a row's number stands for it. Predictions: `id`, `probability` that the sentence
is biased, and `words`, the ranges of the words taken for loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from framing.errors import MalformedInput

Row = Mapping[str, Any]
WORD_LEVEL = 0.2
"""Probability from which a word counts as loaded (chosen by cross-validation on the training sentences)."""
_BATCH = 128


def predict_loaded(rows: Iterable[Row], articles: Mapping[str, Row] | None = None) -> Iterator[dict[str, Any]]:
    """One prediction a row, in order. Raises MalformedInput where a row has no `text`."""
    from framing.lenses.loaded import score_sentences

    numbered = enumerate(rows)
    while batch := list(islice(numbered, _BATCH)):
        for number, row in batch:
            if not isinstance(row.get("text"), str):
                raise MalformedInput(f"row {number + 1}: no `text`")
        for (number, row), (probability, word_p, words) in zip(
            batch, score_sentences([row["text"] for _, row in batch]), strict=True
        ):
            ranges = [list(words.ranges[i]) for i in range(len(words)) if word_p[i] >= WORD_LEVEL]
            yield {"id": row.get("id", number), "probability": round(probability, 6), "words": ranges}


def score_loaded(gold: Sequence[Row], predictions: Sequence[Row]) -> dict[str, float]:
    """Macro-F1 and AUC over sentences at 0.5, and overlap F1 of loaded words where the gold marks them."""
    import numpy as np
    from sklearn.metrics import f1_score, roc_auc_score

    known = {row["id"]: row for row in predictions}
    ys, ps, tp, said, marked = [], [], 0, 0, 0
    for number, row in enumerate(gold):
        if row.get("label") not in ("Biased", "Non-biased"):
            continue
        out = known[row.get("id", number)]
        ys.append(row["label"] == "Biased")
        ps.append(float(out["probability"]))
        gold_chars, said_chars = _chars(row), {c for start, end in out.get("words", ()) for c in range(start, end)}
        tp += len(gold_chars & said_chars)
        said += len(said_chars)
        marked += len(gold_chars)
    y, p = np.array(ys), np.array(ps)
    scores = {"macro_f1": float(f1_score(y, p >= 0.5, average="macro")), "n": float(len(y))}
    if len(set(ys)) == 2:
        scores["auc"] = float(roc_auc_score(y, p))
    if marked:
        scores["word_overlap_f1"] = 2 * tp / max(1, said + marked)
    return scores


def _chars(row: Row) -> set[int]:
    text = row["text"].lower()
    found: set[int] = set()
    for word in row.get("biased_words", ()):
        for match in re.finditer(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text):
            found.update(range(*match.span()))
    return found
