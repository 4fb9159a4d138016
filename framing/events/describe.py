"""Core time and place of one article as plain values, for display."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from framing.events.when import core_time
from framing.events.where import core_place
from framing.model import Article, Excerpt, Passage


def describe(article: Article, passages: Sequence[Passage]) -> Mapping[str, Any]:
    """`core_time` and `core_place`, each with words, confidence, source and the evidence's exact place."""
    when, where = core_time(article, passages), core_place(article, passages)
    return {
        "core_time": {
            "words": when.words,
            "start": when.start.isoformat() if when.start else None,
            "end": when.end.isoformat() if when.end else None,
            "confidence": round(when.confidence, 3),
            "source": when.source,
            "evidence": [_plain(item) for item in when.evidence],
        },
        "core_place": {
            "words": where.words,
            "country": where.place.country if where.place else "",
            "confidence": round(where.confidence, 3),
            "source": where.source,
            "evidence": [_plain(item) for item in where.evidence],
        },
    }


def _plain(item: Excerpt) -> dict[str, Any]:
    return {"passage": item.passage, "start": item.start, "end": item.end, "text": item.text}
