"""Passages nearest to a text over all time: what was reported before, by whom, in what words.

Exact by default: every vector is read once, in blocks, from the memory-mapped files. For a corpus of many millions
of passages faiss narrows the search (an inverted file over quantised vectors, Jégou et al. 2011, Product Quantization
for Nearest Neighbor Search); what it brings is scored again, exactly, so scores are the same, and only a passage
that it does not bring can be missed. The index is a file beside the corpus that can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.config import Settings
from framing.embed import raw_embedder
from framing.errors import CorpusError, MissingExtra, SettingsError
from framing.model import Passage
from framing.store.corpus import Corpus
from framing.store.files import INDEX, TEMPORARY, guarded, shard_path
from framing.store.tables import passage_of, read_vectors

BLOCK = 8_192
"""Rows scored at a time."""
MORE = 20
"""faiss is asked for so many times the passages that are wanted, and these are scored exactly."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found."""

    score: float
    """Cosine of the vectors, in [-1, 1]."""
    outlet: str
    published: str
    """As the article has it; empty where it is not dated."""
    title: str
    passage: Passage


def search(
    corpus: Corpus,
    text: str,
    most: int = 20,
    *,
    since: str = "",
    until: str = "",
    outlet: str = "",
    index: bool = False,
) -> list[Hit]:
    """The `most` nearest passages of articles in a range of days (ISO, both included), best first.

    `index` narrows with faiss where neither range nor outlet is given. Raises SettingsError for an empty text or a corpus without vectors, MissingExtra
    where faiss is asked for and absent, CorpusError.
    """
    if not text.strip():
        raise SettingsError("nothing to search for: the text is empty")
    parts = _parts(corpus)
    if not parts:
        raise SettingsError(f"{corpus.root}: holds no vectors yet; run: framing ingest SOURCE --corpus {corpus.root}")
    wanted = _wanted(corpus, since, until, outlet)
    meta = corpus.state.meta()
    embedder = raw_embedder(Settings(model=meta["model"], precision=meta["precision"]))
    query = embedder.encode([text])[0]
    # What an index brings would lie outside a range or an outlet for the most part: then all of it is read.
    rows = _narrowed(corpus, parts, query, most) if index and wanted is None else None
    best = _exact(corpus, parts, query, most, wanted, rows)
    return [_hit(corpus, parts, score, number, row) for score, number, row in best]


@dataclass(frozen=True, slots=True)
class _Part:
    """One article shard's passages and vectors."""

    articles: str
    passages: str
    vectors: str
    rows: int


def _parts(corpus: Corpus) -> list[_Part]:
    sizes = {shard.sha256: shard.rows for shard in corpus.shards("passages")}
    found = []
    for shard in corpus.shards("articles"):
        cut = corpus.output("segment", shard.sha256)
        done = corpus.output("embed", cut) if cut else ""
        if done:
            found.append(_Part(shard.sha256, cut, done, sizes[cut]))
    return found


def _wanted(corpus: Corpus, since: str, until: str, outlet: str) -> frozenset[str] | None:
    """Ids of the articles to look in; None where all are. Articles without a date are in no range."""
    if not (since or until or outlet):
        return None
    query = (
        "SELECT id FROM article WHERE (?1 = '' OR substr(published, 1, 10) >= ?1) AND "
        "(?2 = '' OR (published <> '' AND substr(published, 1, 10) <= ?2)) AND (?3 = '' OR outlet = ?3)"
    )
    return frozenset(str(name) for (name,) in corpus.state.rows(query, (since, until, outlet)))


Best = list[tuple[float, int, int]]
"""(score, number of the part, row in it), best first."""


def _exact(
    corpus: Corpus,
    parts: Sequence[_Part],
    query: NDArray[np.float32],
    most: int,
    wanted: frozenset[str] | None,
    rows: Sequence[NDArray[np.int64]] | None,
) -> Best:
    """The best rows of all parts, or of `rows` of each."""
    best: Best = []
    for number, part in enumerate(parts):
        if rows is not None and not len(rows[number]):
            continue
        vectors = read_vectors(shard_path(corpus.root, "vectors", part.vectors))
        chosen = np.arange(part.rows) if rows is None else rows[number]
        if wanted is not None:
            owners = corpus.table("passages", part.passages).column("article_id").to_numpy(zero_copy_only=False)
            chosen = chosen[np.isin(owners[chosen], list(wanted))]
        for start in range(0, len(chosen), BLOCK):
            some = chosen[start : start + BLOCK]
            scores = _cosines(vectors[some], query)
            top = np.argsort(-scores, kind="stable")[:most]
            # Ties go to the passage that came first, so that the order is the same on every machine.
            ranked = ((float(scores[k]), -number, -int(some[k])) for k in top)
            best = heapq.nlargest(most, [*best, *ranked])
    return [(score, -number, -row) for score, number, row in best]


def _cosines(vectors: NDArray[Any], query: NDArray[np.float32]) -> NDArray[np.float32]:
    block = vectors.astype(np.float32)
    scores: NDArray[np.float32] = (block @ query) / np.maximum(np.linalg.norm(block, axis=1), 1e-12)
    return scores


def _hit(corpus: Corpus, parts: Sequence[_Part], score: float, number: int, row: int) -> Hit:
    passage = passage_of(corpus.table("passages", parts[number].passages).slice(row, 1).to_pylist()[0])
    article = corpus.article(passage.article_id)
    return Hit(score, article.outlet, article.published, article.title, passage)


def _narrowed(corpus: Corpus, parts: Sequence[_Part], query: NDArray[np.float32], most: int) -> list[NDArray[np.int64]]:
    """Rows of each part that faiss holds for near."""
    faiss = _faiss()
    path = build_index(corpus)
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    index.nprobe = max(16, index.nlist // 16)
    _, found = index.search(query[None, :], MORE * most)
    names = np.sort(found[0][found[0] >= 0])
    ends = np.cumsum([part.rows for part in parts])
    cuts = np.searchsorted(names, ends)
    starts = np.concatenate([[0], ends[:-1]])
    return [each - start for each, start in zip(np.split(names, cuts[:-1]), starts, strict=True)]


def build_index(corpus: Corpus) -> Path:
    """The index of the corpus as it is now, made where it is not there. Raises MissingExtra, CorpusError."""
    parts = _parts(corpus)
    key = hashlib.sha256(" ".join(part.vectors for part in parts).encode()).hexdigest()[:32]
    path = corpus.root / INDEX / f"{key}.faiss"
    if path.is_file():
        return path
    faiss = _faiss()
    total = sum(part.rows for part in parts)
    lists = max(1, min(int(4 * total**0.5), total // 40))
    first = next(_blocks(corpus, parts[:1]))
    index = faiss.index_factory(first.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(_sample(corpus, parts, 40 * lists))
    for block in _blocks(corpus, parts):
        index.add(block)
    with guarded(corpus.root):
        path.parent.mkdir(exist_ok=True)
        part_file = path.with_name(f"{TEMPORARY}{os.getpid()}")
        faiss.write_index(index, str(part_file))
        part_file.replace(path)
        for old in path.parent.glob("*.faiss"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def _blocks(corpus: Corpus, parts: Iterable[_Part]) -> Iterator[NDArray[np.float32]]:
    """Unit rows of all parts, in order."""
    for part in parts:
        vectors = read_vectors(shard_path(corpus.root, "vectors", part.vectors))
        if len(vectors) != part.rows:
            raise CorpusError(f"{corpus.root}: vectors and passages differ in number; run: framing corpus check")
        for start in range(0, len(vectors), BLOCK):
            block = vectors[start : start + BLOCK].astype(np.float32)
            yield np.ascontiguousarray(block / np.maximum(np.linalg.norm(block, axis=1, keepdims=True), 1e-12))


def _sample(corpus: Corpus, parts: Sequence[_Part], count: int) -> NDArray[np.float32]:
    """Rows from all over the corpus, the same for the same corpus."""
    total = sum(part.rows for part in parts)
    chosen = np.sort(np.random.default_rng(0).choice(total, min(count, total), replace=False))
    found, start = [], 0
    for block in _blocks(corpus, parts):
        low, high = np.searchsorted(chosen, (start, start + len(block)))
        found.append(block[chosen[low:high] - start])
        start += len(block)
    return np.concatenate(found)


def _faiss() -> Any:
    try:
        import faiss
    except ImportError as error:
        raise MissingExtra("an index over a large corpus", "search") from error
    return faiss
