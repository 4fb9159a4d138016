"""Cleaning of plain-text pages: predictions and scores on pages with a known body.

Rows: `{"id", "dump"}` and, where it is known, `body`. Scores are shares of four-word sequences, averaged over
pages, as in the article-extraction-benchmark (Scrapinghub 2020) that the gold pages come from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from framing.errors import InputError
from framing.ingest import read_bytes

_WORD = re.compile(r"\w+")
SIZE = 4
"""Words in a sequence."""


def predict_clean(
    rows: Iterable[dict[str, Any]], articles: Mapping[str, dict[str, Any]] | None = None
) -> Iterator[dict[str, Any]]:
    """`{"id", "body"}` for every row, in order; a page in which no article is found has an empty body.

    `articles` is not used: every row holds its page.
    """
    for row in rows:
        try:
            body = read_bytes(str(row.get("dump", "")).encode("utf-8", "replace"), f"{row['id']}.txt").body
        except InputError:
            body = ""
        yield {"id": row["id"], "body": body}


def score_clean(gold_rows: Iterable[dict[str, Any]], predictions: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Mean precision and recall over pages, their F1, and the number of pages. Raises KeyError for a page without prediction."""
    bodies = {row["id"]: row["body"] for row in predictions}
    precision = recall = pages = 0.0
    for row in gold_rows:
        gold, found = sequences(row["body"]), sequences(bodies[row["id"]])
        shared = sum((gold & found).values())
        precision += shared / max(1, sum(found.values()))
        recall += shared / max(1, sum(gold.values()))
        pages += 1
    if not pages:
        return {"precision": 0.0, "recall": 0.0, "f1": 0.0, "pages": 0.0}
    precision, recall = precision / pages, recall / pages
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "pages": pages}


def sequences(text: str | None) -> Counter[tuple[str, ...]]:
    """How often each run of SIZE words occurs; a shorter text is one run."""
    words = _WORD.findall(text or "")
    return Counter(tuple(words[i : i + SIZE]) for i in range(max(1, len(words) - SIZE + 1)))
