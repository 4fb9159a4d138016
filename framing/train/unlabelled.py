"""Pairs of articles on one event without links, for a teacher to label: read from the same-event sets.

Articles that share sentences with pairs kept back for testing are left out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from framing.train.gold import read_rows

_BORDER = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_MOST, _LEAST = 30, 5
"""Sentences of an article that are used, and that it needs."""


def unlabelled(folder: Path, kept_back: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows `{names, a: {sentences}, b: {sentences}}` of same-event pairs that share no text with `kept_back` rows."""
    closed = {key(s) for row in kept_back for side in "ab" for s in row[side]["sentences"] if len(s) > 40}
    sentences = articles(folder)
    events: dict[str, list[str]] = {}
    for article in read_rows(folder / "framing" / "basil_articles.jsonl"):
        events.setdefault(article["event_id"], []).append(article["id"])
    pairs = [(p["a"], p["b"]) for p in read_rows(folder / "same_event" / "allsides_val_pairs.jsonl") if p["same"]]
    pairs += [pair for members in events.values() for pair in itertools.combinations(members, 2)]
    fit = {
        name for name, texts in sentences.items() if len(texts) >= _LEAST and sum(key(t) in closed for t in texts) < 2
    }
    return [
        {"names": (a, b), "a": {"sentences": sentences[a]}, "b": {"sentences": sentences[b]}}
        for a, b in pairs
        if a in fit and b in fit
    ]


def articles(folder: Path) -> dict[str, list[str]]:
    """Sentences of the AllSides and BASIL articles by name, at most thirty each."""
    sentences: dict[str, list[str]] = {}
    for article in read_rows(folder / "same_event" / "allsides_val_articles.jsonl"):
        sentences[article["id"]] = split(article.get("title", ""), article["text"])
    for article in read_rows(folder / "framing" / "basil_articles.jsonl"):
        sentences[article["id"]] = [str(s) for s in article["sentences"]][:_MOST]
    return sentences


def different(folder: Path, kept_back: Iterable[Mapping[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Rows of articles on different events that are easily taken for one: alike by words, or of the same kind."""
    closed = {key(s) for row in kept_back for side in "ab" for s in row[side]["sentences"] if len(s) > 40}
    chance, out = np.random.default_rng(seed), []
    for name, kind, count, most in (("allsides_val", "hard_tfidf", 50, 26), ("ecbplus_dev", None, 40, 20)):
        articles = read_rows(folder / "same_event" / f"{name}_articles.jsonl")
        texts = {a["id"]: split(a.get("title") or "", a["text"])[:most] for a in articles}
        fit = {i for i, t in texts.items() if len(t) >= _LEAST and sum(key(s) in closed for s in t) < 2}
        pairs = read_rows(folder / "same_event" / f"{name}_pairs.jsonl")
        hard = [p for p in pairs if not p["same"] and {p["a"], p["b"]} <= fit and kind in (None, p.get("kind"))]
        for index in chance.permutation(len(hard))[:count]:
            pair = hard[index]
            out.append({"a": {"sentences": texts[pair["a"]]}, "b": {"sentences": texts[pair["b"]]}})
    return out


def split(title: str, text: str) -> list[str]:
    """Title and sentences, roughly; good enough for text that only a teacher labels."""
    found = [part.strip() for part in _BORDER.split(text) if part and len(part.strip()) > 2]
    if title and (not found or key(found[0]) != key(title)):
        found = [title, *found]
    return found[:_MOST]


def key(text: str) -> str:
    """Text without case and punctuation, for finding the same sentence elsewhere."""
    return re.sub(r"\W+", " ", text.lower()).strip()
