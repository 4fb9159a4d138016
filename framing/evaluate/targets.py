"""Tone toward targets against NewsMTSC labels (`sentence`, `start`, `end`, `polarity`).

Predictions: `id` (the row's `gid` or `id`, else its number), `polarity` and `probabilities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from framing.errors import MalformedInput

Row = Mapping[str, Any]
_BATCH = 128


def predict_targets(rows: Iterable[Row], articles: Mapping[str, Row] | None = None) -> Iterator[dict[str, Any]]:
    """One prediction a row, in order. Raises MalformedInput where sentence or offsets are missing or do not fit."""
    from framing.lenses.tone import CLASSES, tones

    numbered = enumerate(rows)
    while batch := list(islice(numbered, _BATCH)):
        texts, targets = [], []
        for number, row in batch:
            text, start, end = row.get("sentence"), row.get("start"), row.get("end")
            if not (
                isinstance(text, str)
                and isinstance(start, int)
                and isinstance(end, int)
                and 0 <= start < end <= len(text)
            ):
                raise MalformedInput(f"row {number + 1}: needs `sentence` and `start`, `end` inside it")
            texts.append(text)
            targets.append((start, end))
        for (number, row), p in zip(batch, tones(texts, targets), strict=True):
            values = {name: round(float(value), 6) for name, value in zip(CLASSES, p, strict=True)}
            yield {
                "id": _id(row, number),
                "polarity": max(values, key=lambda name: values[name]),
                "probabilities": values,
            }


def _id(row: Row, number: int) -> Any:
    return row.get("gid", row.get("id", number))


def score_targets(gold: Sequence[Row], predictions: Sequence[Row]) -> dict[str, float]:
    """Macro-F1 over the three classes, and accuracy."""
    from sklearn.metrics import accuracy_score, f1_score

    known = {row["id"]: row["polarity"] for row in predictions}
    pairs = [(row["polarity"], known[_id(row, number)]) for number, row in enumerate(gold) if row.get("polarity")]
    y, said = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return {
        "macro_f1": float(f1_score(y, said, average="macro")),
        "accuracy": float(accuracy_score(y, said)),
        "n": float(len(y)),
    }
