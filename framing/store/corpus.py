"""A corpus: a folder that grows, that can be copied, zipped and cited, and that survives a crash at any point.

corpus/
  state.sqlite            manifest of shards, articles, sources, what is done, what was set aside
  articles/ab/<sha256>.parquet    passages/…    results/…     content-addressed, never changed once written
  vectors/ab/<sha256>.arrow       memory-mapped, row for row as the passages
  run.json                the last run: version, settings, models, counts, digest
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import CorpusError, NotFound
from framing.model import Article, Passage
from framing.prepared import Prepared
from framing.store.adding import Added, Adder, Item
from framing.store.collecting import seldom_collected
from framing.store.files import guarded, shard_path
from framing.store.state import FILE, Failure, Shard, State
from framing.store.tables import arrow, article_of, passage_of, read_parquet, read_vectors

KEPT = 16
"""Shards that stay in memory."""
Floats = NDArray[np.floating[Any]]


class Corpus:
    """An open corpus. One thread uses it at a time; several processes may have the same folder open."""

    def __init__(self, root: Path, state: State) -> None:
        self.root = root
        self.state = state
        self._tables: dict[str, Any] = {}
        self._pieces: dict[tuple[str, str], tuple[dict[str, tuple[int, int]], Floats]] = {}

    @classmethod
    def create(cls, root: str | Path) -> Corpus:
        """A new corpus in a folder that is empty or not there. Raises CorpusError, MissingExtra."""
        arrow()
        root = Path(root)
        with guarded(root):
            root.mkdir(parents=True, exist_ok=True)
            held = [path.name for path in root.iterdir() if path.name not in (FILE, FILE + "-wal", FILE + "-shm")]
        if held and not (root / FILE).is_file():
            raise CorpusError(f"{root}: not empty and not a corpus; give a new folder")
        return cls(root, State(root, create=True))

    @classmethod
    def open(cls, root: str | Path) -> Corpus:
        """A corpus that is there. Raises CorpusError, MissingExtra."""
        arrow()
        return cls(Path(root), State(Path(root)))

    @classmethod
    def open_or_create(cls, root: str | Path) -> Corpus:
        """The corpus in `root`, made where there is none. Raises CorpusError, MissingExtra."""
        return cls.open(root) if (Path(root) / FILE).is_file() else cls.create(root)

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the state; the folder can then be copied."""
        self.state.close()

    def add(self, items: Iterable[Item]) -> Added:
        """Adds articles and notes failures; what the report counts is on disk.

        The same text by the same outlet, or at the same URL, is kept once; another text at a known URL
        becomes that article's next version. Raises CorpusError.
        """
        adder = Adder(self.root, self.state)
        with seldom_collected():
            for item in items:
                adder.take(item)
            adder.flush()
        return adder.added

    def __len__(self) -> int:
        return int(str(self.state.rows("SELECT count(*) FROM article")[0][0]))

    def ids(self) -> list[str]:
        """Ids of all articles in the order in which they were added."""
        return [str(row[0]) for row in self.state.rows("SELECT id FROM article ORDER BY seq")]

    def articles(self) -> Iterator[Article]:
        """All articles in the order of `ids`, one shard in memory at a time."""
        for shard in self.shards("articles"):
            table = self.table("articles", shard.sha256)
            for (row,) in self.state.rows("SELECT row FROM article WHERE shard = ? ORDER BY row", (shard.sha256,)):
                yield article_of(table.slice(int(str(row)), 1).to_pylist()[0])

    def article(self, reference: str) -> Article:
        """The article with this id, or `ID@n` / `URL@n`: version n of the same URL. Raises NotFound."""
        shard, row = self.place(reference)
        return article_of(self.table("articles", shard).slice(row, 1).to_pylist()[0])

    def versions(self, reference: str) -> list[str]:
        """Ids of all versions of an article, the first first. Raises NotFound."""
        self.place(reference)
        name = reference.rpartition("@")[0] if _numbered(reference) else reference
        query = (
            "SELECT id FROM article WHERE id = ?1 OR (url <> '' AND url = "
            "coalesce((SELECT url FROM article WHERE id = ?1), ?1)) ORDER BY version"
        )
        return [str(row[0]) for row in self.state.rows(query, (name,))]

    def passages(self) -> Iterator[tuple[Shard, list[Passage]]]:
        """The passages of each article shard that has been segmented, one shard in memory at a time."""
        for shard in self.shards("articles"):
            cut = self.output("segment", shard.sha256)
            if cut:
                yield shard, [passage_of(row) for row in self.table("passages", cut).to_pylist()]

    def vectors(self) -> Iterator[tuple[Shard, Floats]]:
        """The vectors of each article shard that has been embedded: memory-mapped, (n, d), rows as `passages`."""
        for shard in self.shards("articles"):
            cut = self.output("segment", shard.sha256)
            done = self.output("embed", cut) if cut else ""
            if done:
                yield shard, read_vectors(shard_path(self.root, "vectors", done))

    def prepared(self, ids: Sequence[str]) -> list[Prepared]:
        """Articles with passages and vectors, in the order of `ids`. Raises NotFound, CorpusError.

        An article without passages, set aside by the segmenter, is a NotFound.
        """
        return [self._prepared(reference) for reference in ids]

    def _prepared(self, reference: str) -> Prepared:
        shard, row = self.place(reference)
        cut = self.output("segment", shard)
        done = self.output("embed", cut) if cut else ""
        if not done:
            raise CorpusError(f"{self.root}: {reference} is not embedded yet; run the same `framing ingest` again")
        article = article_of(self.table("articles", shard).slice(row, 1).to_pylist()[0])
        if (cut, done) not in self._pieces:
            while len(self._pieces) >= KEPT:
                del self._pieces[next(iter(self._pieces))]
            owners = self.table("passages", cut).column("article_id").to_pylist()
            self._pieces[cut, done] = stretches(owners), read_vectors(shard_path(self.root, "vectors", done))
        where, whole = self._pieces[cut, done]
        if article.id not in where:
            raise NotFound(f"{self.root}: {reference} was set aside: it has no passages")
        start, stop = where[article.id]
        vectors = whole[start:stop].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        rows = self.table("passages", cut).slice(start, stop - start).to_pylist()
        passages = tuple(passage_of(each) for each in rows)
        return Prepared(article, passages, vectors)

    def failures(self) -> list[Failure]:
        """What was set aside, with reasons."""
        return self.state.failures()

    def shards(self, kind: str = "") -> list[Shard]:
        """The manifest, or the part of it of one kind."""
        return self.state.shards(kind)

    def output(self, step: str, source: str) -> str:
        """Hash of the shard that `step`, as last run, made of the shard `source`; empty where it has not run."""
        query = (
            "SELECT output FROM done WHERE step = ?1 AND input = ?2 AND "
            "variant = (SELECT value FROM meta WHERE key = 'variant ' || ?1)"
        )
        rows = self.state.rows(query, (step, source))
        return str(rows[0][0]) if rows else ""

    def table(self, kind: str, sha256: str) -> Any:
        """The Arrow table of a Parquet shard; the last few stay in memory. Raises CorpusError."""
        if sha256 not in self._tables:
            while len(self._tables) >= KEPT:
                del self._tables[next(iter(self._tables))]
            self._tables[sha256] = read_parquet(shard_path(self.root, kind, sha256))
        return self._tables[sha256]

    def place(self, reference: str) -> tuple[str, int]:
        """Shard and row of an article. Raises NotFound."""
        query = "SELECT shard, row FROM article WHERE id = ?"
        rows = self.state.rows(query, (reference,))
        if not rows and _numbered(reference):
            name, _, number = reference.rpartition("@")
            query = (
                "SELECT shard, row FROM article WHERE version = ?2 AND ((url = '' AND id = ?1) OR (url <> '' AND "
                "url = coalesce((SELECT url FROM article WHERE id = ?1), ?1)))"
            )
            rows = self.state.rows(query, (name, int(number)))
        if not rows:
            rows = self.state.rows("SELECT shard, row FROM article WHERE url = ? ORDER BY version DESC", (reference,))
        if not rows:
            raise NotFound(f"{self.root}: no article {reference!r}; `framing corpus info` lists what is here")
        return str(rows[0][0]), int(str(rows[0][1]))


def stretches(owners: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Where each article's rows stand, as (start, stop), in order; the rows of one article stand together."""
    found: dict[str, tuple[int, int]] = {}
    start = 0
    for at in range(1, len(owners) + 1):
        if at == len(owners) or owners[at] != owners[start]:
            found[owners[start]] = (start, at)
            start = at
    return found


def _numbered(reference: str) -> bool:
    return reference.rpartition("@")[2].isdigit()
