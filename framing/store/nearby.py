"""Which articles of the whole corpus an article without a date has to be held against: its nearest, found in blocks.

Only one short vector an article is held in memory (768 bytes at 384 dimensions in half precision), never the
articles themselves: what grouping costs an undated article does not grow with the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from framing.events.profiles import MAX_PASSAGES, MAX_VECTORS, mean_vectors
from framing.events.screen import NEAR, mixed_vector
from framing.model import Role
from framing.store.corpus import Corpus, stretches
from framing.store.files import INDEX, guarded, shard_path, write_atomic
from framing.store.tables import read_vectors

MOST = 20
"""Articles that one new article brings from the whole corpus; the linkage asks for no more scored pairs."""
BLOCK = 8_192


@dataclass(frozen=True, slots=True)
class Screen:
    """The screening vector of every article that has passages and vectors."""

    ids: tuple[str, ...]
    vectors: NDArray[np.float16]
    """(articles, d), unit rows."""

    def nearest(self, new: Sequence[str], among: frozenset[str]) -> list[str]:
        """For each of `new` its MOST nearest of `among` with a cosine of NEAR or more; together, each once, in order of id."""
        place = {name: row for row, name in enumerate(self.ids)}
        rows = [place[name] for name in new if name in place]
        columns = np.array([row for row, name in enumerate(self.ids) if name in among], dtype=np.int64)
        if not rows or not len(columns):
            return []
        asked = self.vectors[rows].astype(np.float32)
        scores = np.full((len(rows), 0), -1.0, dtype=np.float32)
        found = np.zeros((len(rows), 0), dtype=np.int64)
        for start in range(0, len(columns), BLOCK):
            part = columns[start : start + BLOCK]
            cosine = asked @ self.vectors[part].astype(np.float32).T
            scores = np.hstack([scores, cosine])
            found = np.hstack([found, np.broadcast_to(part, cosine.shape)])
            if scores.shape[1] > MOST:
                best = np.argpartition(scores, -MOST, axis=1)[:, -MOST:]
                scores, found = np.take_along_axis(scores, best, axis=1), np.take_along_axis(found, best, axis=1)
        return sorted({self.ids[row] for row in found[scores >= NEAR].tolist()})


def screen_of(corpus: Corpus) -> Screen:
    """The screen over all articles; what a shard gave is kept in the index folder for the next run. Raises CorpusError."""
    ids: list[str] = []
    rows: list[NDArray[np.float16]] = []
    for shard in corpus.shards("articles"):
        cut = corpus.output("segment", shard.sha256)
        done = corpus.output("embed", cut) if cut else ""
        if done:
            names, vectors = _kept(corpus, cut, done)
            ids.extend(names)
            rows.append(vectors)
    return Screen(tuple(ids), np.concatenate(rows) if rows else np.zeros((0, 1), dtype=np.float16))


def _kept(corpus: Corpus, cut: str, done: str) -> tuple[list[str], NDArray[np.float16]]:
    """Ids and screening vectors of the articles in one shard of passages and its shard of vectors."""
    path = corpus.root / INDEX / f"screen-{cut[:16]}-{done[:16]}.npz"
    try:
        with np.load(path, allow_pickle=False) as held:
            return held["ids"].tolist(), held["vectors"]
    except (OSError, ValueError, KeyError, BadZipFile):  # not there, or damaged: made anew
        pass
    table = corpus.table("passages", cut)
    owners, roles = table.column("article_id").to_pylist(), table.column("role").to_pylist()
    found = read_vectors(shard_path(corpus.root, "vectors", done))
    ids, rows = [], []
    for name, (start, stop) in stretches(owners).items():
        few = found[start : min(stop, start + MAX_VECTORS)].astype(np.float32)
        few /= np.linalg.norm(few, axis=1, keepdims=True)
        kinds = [Role(role) for role in roles[start : min(stop, start + MAX_PASSAGES)]]
        ids.append(name)
        rows.append(mixed_vector(*mean_vectors(kinds, few)).astype(np.float16))
    vectors = np.stack(rows) if rows else np.zeros((0, found.shape[1]), dtype=np.float16)
    buffer = BytesIO()
    np.savez(buffer, ids=np.array(ids, dtype=str), vectors=vectors)
    with guarded(corpus.root):
        write_atomic(path, buffer.getvalue())
    return ids, vectors
