"""From articles as JSON objects (a corpus's rows, gold rows) to profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from framing.config import Settings
from framing.embed.base import Vectors
from framing.errors import MalformedInput
from framing.events.profiles import MAX_VECTORS, Profile, profile
from framing.ingest import Overrides
from framing.ingest.json_article import article_of
from framing.model import Article, Block, BlockKind, Provenance, Span
from framing.prepared import Prepared
from framing.segment import segment

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]
"""Called with (articles done, articles in all)."""
CHUNK = 64
"""Articles embedded at a time."""
FIELDS = ("outlet", "title", "date", "published", "url", "text", "sentences")
Encode = Callable[[Sequence[str]], Vectors]
"""Texts to float32 (n, d), unit rows."""


def profiles_of(
    articles: Mapping[str, Row], progress: Progress | None = None, encode: Encode | None = None
) -> dict[str, Profile]:
    """Profiles by id, read, segmented and embedded (with the default model, unless `encode` is given).

    Raises InputError where a row holds no text.
    """
    if encode is None:
        from framing.embed import default_embedder

        encode = default_embedder(Settings()).encode
    names = list(articles)
    made: dict[str, Profile] = {}
    for start in range(0, len(names), CHUNK):
        chunk = [read_row(name, articles[name]) for name in names[start : start + CHUNK]]
        made.update((p.article.id, p) for p in _profiles(chunk, encode))
        if progress is not None:
            progress(min(start + CHUNK, len(names)), len(names))
    return made


def _profiles(articles: Sequence[Article], encode: Encode) -> list[Profile]:
    """Only the passages whose vectors a profile looks at are embedded; the rest get rows of zeros."""
    cut = [(article, segment(article)) for article in articles]
    for article, passages in cut:
        if not passages:
            raise MalformedInput(f"{article.id}: no passages")
    vectors = encode([p.text for _, passages in cut for p in passages[:MAX_VECTORS]])
    made, at = [], 0
    for article, passages in cut:
        rows = np.zeros((len(passages), vectors.shape[1]), dtype=np.float32)
        count = min(len(passages), MAX_VECTORS)
        rows[:count] = vectors[at : at + count]
        made.append(profile(Prepared(article, passages, rows)))
        at += count
    return made


def read_row(name: str, row: Row) -> Article:
    """The Article of a row, under the given id, with its title as the headline passage."""
    fields = {key: row[key] for key in FIELDS if row.get(key)}
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
    return replace(
        article,
        text=f"{article.title}\n\n{article.text}",
        blocks=(Block(Span(0, len(article.title)), BlockKind.HEADLINE), *moved),
        sentences=None,
        provenance=Provenance(article.provenance.path, article.provenance.format),
    )
