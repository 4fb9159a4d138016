"""The ground that decisions stand on: the articles' texts, and whether the decided words are still in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from framing.model import Article, Comparison, Passage
from framing.review.items import regrounded, sound_article, source_of
from framing.review.tables import articles, items
from framing.text import sha256


def keep_articles(connection: Connection, comparison: Comparison) -> None:
    """Store the articles of a comparison; a changed text replaces the one before it."""
    known = {row.id: row.sha256 for row in connection.execute(select(articles.c.id, articles.c.sha256))}
    for article in map(sound_article, comparison.articles):
        digest = sha256(article.text)
        values = _article_row(article, digest, comparison.passages_of(article.id))
        if article.id not in known:
            connection.execute(insert(articles).values(**values))
        elif known[article.id] != digest:
            connection.execute(update(articles).where(articles.c.id == article.id).values(**values))


def _article_row(article: Article, digest: str, passages: Sequence[Passage]) -> dict[str, Any]:
    return {
        "id": article.id,
        "sha256": digest,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "text": article.text,
        "passages": [[p.span.start, p.span.end, str(p.role)] for p in passages],
    }


def check_ground(connection: Connection, comparison: Comparison) -> int:
    """Move anchors to where their words stand now; the number of items whose words stand no more."""
    texts = {source_of(article): (article.id, article.text) for article in map(sound_article, comparison.articles)}
    lost = 0
    for row in connection.execute(select(items.c.id, items.c.payload)):
        anchors = [row.payload[side] for side in ("a", "b") if row.payload.get(side)]
        if not any(anchor["source"] in texts for anchor in anchors):
            continue
        payload = regrounded(row.payload, texts)
        values = {"grounded": False} if payload is None else {"grounded": True, "payload": payload}
        lost += payload is None
        connection.execute(update(items).where(items.c.id == row.id).values(**values))
    return lost
