"""Predictions and figures on same-event gold: pairs of articles, and groups.

Articles are JSON objects as `framing diff` reads them (title, text or sentences, and where known outlet and
date); nothing else of a gold row is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from framing.config import Settings
from framing.errors import MalformedInput
from framing.events.grouping import group
from framing.events.profiles import Profile, profile
from framing.events.verdict import pair_probability
from framing.ingest import Overrides
from framing.ingest.json_article import article_of
from framing.model import Article, Block, BlockKind, Provenance, Span
from framing.prepared import Prepared
from framing.segment import segment

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]
CHUNK = 64
"""Articles embedded at a time."""


def predict_events(
    rows: Iterable[dict[str, Any]], articles: Mapping[str, dict[str, Any]] | None, progress: Progress | None = None
) -> Iterator[dict[str, Any]]:
    """`{a, b, probability}` for each pair row `{a, b}` of article ids.

    Raises MalformedInput where the articles are not given or one is missing.
    """
    if articles is None:
        raise MalformedInput("pairs of articles name them by id: give the articles with --articles FILE")
    pairs = [(str(row["a"]), str(row["b"])) for row in rows]
    wanted = dict.fromkeys(name for pair in pairs for name in pair)
    missing = [name for name in wanted if name not in articles]
    if missing:
        raise MalformedInput(f"{len(missing)} articles are not in the articles file, the first: {missing[0]}")
    profiles = profiles_of({name: articles[name] for name in wanted}, progress)
    for a, b in pairs:
        yield {"a": a, "b": b, "probability": round(pair_probability(profiles[a], profiles[b]), 6)}


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


def profiles_of(articles: Mapping[str, dict[str, Any]], progress: Progress | None = None) -> dict[str, Profile]:
    """Profiles by id, read, segmented and embedded with the default model."""
    from framing.embed import default_embedder

    embedder = default_embedder(Settings())
    names = list(articles)
    made: dict[str, Profile] = {}
    for start in range(0, len(names), CHUNK):
        chunk = [read_row(name, articles[name]) for name in names[start : start + CHUNK]]
        cut = [segment(article) for article in chunk]
        vectors = embedder.encode([p.text for passages in cut for p in passages])
        at = 0
        for article, passages in zip(chunk, cut, strict=True):
            if not passages:
                raise MalformedInput(f"{article.id}: no passages")
            made[article.id] = profile(Prepared(article, passages, vectors[at : at + len(passages)]))
            at += len(passages)
        if progress is not None:
            progress(min(start + CHUNK, len(names)), len(names))
    return made


def read_row(name: str, row: Mapping[str, Any]) -> Article:
    """The Article of a gold row, under its own id, with its title as the headline passage."""
    fields = {
        key: row[key] for key in ("outlet", "title", "date", "published", "url", "text", "sentences") if row.get(key)
    }
    if "text" in fields:
        fields.pop("sentences", None)
    article = replace(article_of(fields, name, Overrides()), id=name)
    if not article.title or any(block.kind is BlockKind.HEADLINE for block in article.blocks):
        return article
    return with_headline(article)


def with_headline(article: Article) -> Article:
    """The article with its title set before the text as a headline, all spans moved."""
    by = len(article.title) + 2
    moved = tuple(replace(b, span=Span(b.span.start + by, b.span.end + by)) for b in article.blocks)
    sentences = article.sentences
    if sentences is not None:
        sentences = tuple(Span(s.start + by, s.end + by) for s in sentences)
    return replace(
        article,
        text=f"{article.title}\n\n{article.text}",
        blocks=(Block(Span(0, len(article.title)), BlockKind.HEADLINE), *moved),
        sentences=sentences,
        provenance=Provenance(article.provenance.path, article.provenance.format),
    )


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
