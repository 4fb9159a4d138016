"""Taking articles into a corpus: once each, in shards, so that what is counted is on disk."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from framing.model import Article
from framing.store.files import guarded, shard_path, store_shard
from framing.store.state import Failure, Shard, State, record_failures, record_shard
from framing.store.tables import arrow, article_row, article_schema, parquet_bytes
from framing.text import sha256

SHARD_ARTICLES = 256
SHARD_CHARACTERS = 8_000_000
"""A shard is closed at either bound: memory stays the same whatever the corpus holds."""
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


@dataclass(frozen=True, slots=True)
class SourceRead:
    """Says that all articles of a source have been given: it is not read again while its stamp stays the same."""

    name: str
    stamp: str
    articles: int = 0


Item: TypeAlias = Article | Failure | SourceRead


@dataclass(slots=True)
class Added:
    """What an ingest did; all of it is on disk."""

    new: int = 0
    versions: int = 0
    """Of the new ones, those that are a later version of a known URL."""
    duplicates: int = 0
    failed: int = 0
    skipped: int = 0
    """Sources that have not changed since they were read."""
    renamed: list[str] = field(default_factory=list)
    """Ids given to another article already; these got more digits."""
    notices: dict[str, int] = field(default_factory=dict)
    """New articles by what a reader of them should know, such as `unreadable-date`."""
    examples: dict[str, str] = field(default_factory=dict)
    """For each of these the first article's: where, and what."""


class Adder:
    """Collects items and commits them shard by shard."""

    def __init__(self, root: Path, state: State) -> None:
        self._root = root
        self._state = state
        self._articles: list[Article] = []
        self._seen: set[tuple[str, str]] = set()
        self._characters = 0
        self._failures: list[Failure] = []
        self._sources: list[SourceRead] = []
        self.added = Added()

    def take(self, item: Item) -> None:
        """Takes one item; commits where a shard is full. Raises CorpusError."""
        if isinstance(item, Failure):
            self._failures.append(item)
        elif isinstance(item, SourceRead):
            self._sources.append(item)
        elif self._is_new(item):
            self._articles.append(item)
            self._characters += len(item.text)
        else:
            self.added.duplicates += 1
        if len(self._articles) >= SHARD_ARTICLES or self._characters >= SHARD_CHARACTERS:
            self.flush()

    def _is_new(self, article: Article) -> bool:
        """A first look, so that shards hold new articles only; the commit looks again under the lock."""
        digest, url = sha256(article.text), canonical_url(article.url)
        keys = {(digest, "outlet " + article.outlet)} | ({(digest, "url " + url)} if url else set())
        if keys & self._seen or _known(self._state.connection, article.outlet, url, digest):
            return False
        self._seen |= keys
        return True

    def flush(self) -> None:
        """Commits what was taken. Raises CorpusError; then nothing of it is in the corpus."""
        if not (self._articles or self._failures or self._sources):
            return
        with guarded(self._root), self._state.transaction() as connection:
            kept, versions, renamed = self._settle(connection)
            if kept:
                self._write(connection, kept, versions)
            record_failures(connection, self._failures)
            rows = [(source.name, source.stamp, source.articles) for source in self._sources]
            connection.executemany("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", rows)
            connection.executemany(
                "DELETE FROM failure WHERE step = 'ingest' AND source = ?",
                [(article.provenance.path,) for article in kept],
            )
        for article in kept:
            for notice in {each.code: each for each in article.notices}.values():
                self.added.notices[notice.code] = self.added.notices.get(notice.code, 0) + 1
                self.added.examples.setdefault(notice.code, f"{notice.where or article.id}: {notice.message}")
        self.added.new += len(kept)
        self.added.versions += sum(version > 1 for version in versions)
        self.added.duplicates += len(self._articles) - len(kept)
        self.added.failed += len(self._failures)
        self.added.renamed += renamed
        self._articles, self._failures, self._sources = [], [], []
        self._seen, self._characters = set(), 0

    def _settle(self, connection: sqlite3.Connection) -> tuple[list[Article], list[int], list[str]]:
        """Those that are new under the lock, with their version numbers and, where taken, other ids."""
        kept: list[Article] = []
        versions: list[int] = []
        renamed: list[str] = []
        ids: set[str] = set()
        by_url: dict[str, int] = {}
        for article in self._articles:
            digest, url = sha256(article.text), canonical_url(article.url)
            if _known(connection, article.outlet, url, digest):
                continue
            name = article.id
            while name in ids or connection.execute("SELECT 1 FROM article WHERE id = ?", (name,)).fetchone():
                # Ids end in eight digits of the text's hash; where two texts share them, more digits tell.
                name = f"{name}-{sha256(digest + name + article.outlet + url)[:8]}"
            if name != article.id:
                renamed.append(name)
            version = 1
            if url:
                query = "SELECT coalesce(max(version), 0) FROM article WHERE url = ?"
                version = 1 + (by_url.get(url) or int(connection.execute(query, (url,)).fetchone()[0]))
                by_url[url] = version
            ids.add(name)
            kept.append(replace(article, id=name))
            versions.append(version)
        return kept, versions, renamed

    def _write(self, connection: sqlite3.Connection, articles: list[Article], versions: list[int]) -> None:
        rows = [article_row(article) for article in articles]
        data = parquet_bytes(arrow().Table.from_pylist(rows, article_schema()))
        shard = store_shard(self._root, "articles", data)
        size = shard_path(self._root, "articles", shard).stat().st_size
        record_shard(connection, Shard(shard, "articles", len(rows), size))
        connection.executemany(
            "INSERT INTO article (id, text_sha256, outlet, url, version, published, shard, row) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    each.id,
                    row["text_sha256"],
                    each.outlet,
                    canonical_url(each.url),
                    version,
                    each.published,
                    shard,
                    number,
                )
                for number, (each, row, version) in enumerate(zip(articles, rows, versions, strict=True))
            ],
        )


def _known(connection: sqlite3.Connection, outlet: str, url: str, digest: str) -> bool:
    query = "SELECT 1 FROM article WHERE text_sha256 = ? AND (outlet = ? OR (url <> '' AND url = ?))"
    return connection.execute(query, (digest, outlet, url)).fetchone() is not None


def canonical_url(url: str) -> str:
    """`url` without fragment and tracking parameters, scheme and host in lower case; empty stays empty."""
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.startswith(TRACKING)]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, urlencode(query), ""))
