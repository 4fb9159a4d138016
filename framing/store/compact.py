"""Many small shards into few: after a hundred small ingests a corpus reads as fast as after one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.store.adding import SHARD_ARTICLES
from framing.store.corpus import Corpus
from framing.store.files import exclusive, guarded, shard_path, store_shard
from framing.store.state import Shard, record_shard
from framing.store.tables import arrow, article_schema, parquet_bytes, read_parquet, read_vectors, vector_bytes
from framing.store.work import task_key


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting did."""

    shards_before: int
    shards_after: int
    bytes_freed: int


def compact(corpus: Corpus) -> Compacted:
    """Merges article shards that are less than half full, and deletes what nothing refers to any more.

    Passages and vectors go along, row for row: nothing is computed again. Raises CorpusError.
    """
    with guarded(corpus.root), exclusive(corpus.root / "steps.lock"):
        before = corpus.shards()
        with corpus.state.transaction() as connection:
            for group in _groups(corpus):
                _merge(corpus, connection, group)
            dropped = _unused(connection)
            connection.executemany("DELETE FROM shard WHERE sha256 = ?", [(shard.sha256,) for shard in dropped])
        # Deleted only after the commit: a crash here leaves strays, never a gap.
        for shard in dropped:
            shard_path(corpus.root, shard.kind, shard.sha256).unlink(missing_ok=True)
    return Compacted(len(before), len(corpus.shards()), sum(shard.bytes for shard in dropped))


def _groups(corpus: Corpus) -> list[list[Shard]]:
    """Runs of small article shards that fit into one full shard."""
    groups: list[list[Shard]] = []
    rows = 0
    for shard in corpus.shards("articles"):
        if shard.rows > SHARD_ARTICLES // 2:
            continue
        if not groups or rows + shard.rows > SHARD_ARTICLES:
            groups.append([])
            rows = 0
        groups[-1].append(shard)
        rows += shard.rows
    return [group for group in groups if len(group) > 1]


def _merge(corpus: Corpus, connection: sqlite3.Connection, group: Sequence[Shard]) -> None:
    tables, places = [], []
    for shard in group:
        table = read_parquet(shard_path(corpus.root, "articles", shard.sha256))
        rows = connection.execute(
            "SELECT id, row FROM article WHERE shard = ? ORDER BY row", (shard.sha256,)
        ).fetchall()
        tables.append(table.take([row for _, row in rows]))
        places += [name for name, _ in rows]
    merged = arrow().concat_tables(tables).cast(article_schema())
    data = parquet_bytes(merged.combine_chunks())
    sha256 = store_shard(corpus.root, "articles", data)
    record_shard(connection, Shard(sha256, "articles", merged.num_rows, len(data)))
    _merge_results(corpus, connection, [shard.sha256 for shard in group], sha256)
    connection.executemany(
        "UPDATE article SET shard = ?, row = ? WHERE id = ?",
        [(sha256, row, name) for row, name in enumerate(places)],
    )


def _merge_results(corpus: Corpus, connection: sqlite3.Connection, old: list[str], new: str) -> None:
    """Passages and vectors of the merged shard from those of its parts, where every part has them."""
    meta = corpus.state.meta()
    cuts = [corpus.output("segment", each) for each in old]
    if not all(cuts):
        return
    table = arrow().concat_tables([read_parquet(shard_path(corpus.root, "passages", each)) for each in cuts])
    cut = _record(corpus, connection, "passages", parquet_bytes(table.combine_chunks()), table.num_rows)
    _mark(connection, "segment", meta["variant segment"], new, cut)
    rows = [corpus.output("embed", each) for each in cuts]
    if all(rows):
        vectors = np.concatenate([read_vectors(shard_path(corpus.root, "vectors", each)) for each in rows])
        precision = "fp32" if vectors.dtype == np.float32 else "half"
        done = _record(corpus, connection, "vectors", vector_bytes(vectors, precision), len(vectors))
        _mark(connection, "embed", meta["variant embed"], cut, done)


def _record(corpus: Corpus, connection: sqlite3.Connection, kind: str, data: bytes, rows: int) -> str:
    sha256 = store_shard(corpus.root, kind, data)
    record_shard(connection, Shard(sha256, kind, rows, len(data)))
    return sha256


def _mark(connection: sqlite3.Connection, step: str, variant: str, source: str, output: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, 0)",
        (task_key(step, variant, source), step, variant, source, output),
    )


def _unused(connection: sqlite3.Connection) -> list[Shard]:
    """Shards that no article and no step's result refers to, and results of inputs that are gone."""
    live = {row[0] for row in connection.execute("SELECT DISTINCT shard FROM article")}
    # A comparison is made of an event and not of a shard; it stays while the event is there.
    query = (
        "SELECT d.input FROM done d JOIN event e ON substr(d.input, 7, length(e.id)) = e.id WHERE d.step = 'compare'"
    )
    live |= {row[0] for row in connection.execute(query)}
    grown = True
    while grown:
        made = connection.execute("SELECT input, output FROM done").fetchall()
        new = {output for source, output in made if source in live} - live
        live |= new
        grown = bool(new)
    connection.executemany(
        "DELETE FROM done WHERE key = ?",
        [(key,) for key, source in connection.execute("SELECT key, input FROM done").fetchall() if source not in live],
    )
    rows = connection.execute("SELECT sha256, kind, rows, bytes FROM shard").fetchall()
    return [Shard(*row) for row in rows if row[0] not in live]
