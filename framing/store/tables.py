"""Records to Arrow tables and back. The column names are the corpus's public format."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import CorpusError, MissingExtra
from framing.model import Article, Block, BlockKind, Notice, Passage, Provenance, Read, Role, Span
from framing.text import sha256

COMPRESSION = "zstd"


def arrow() -> Any:
    """pyarrow, imported when first used. Raises MissingExtra where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("a corpus folder", "corpus") from error
    return pyarrow


def article_schema() -> Any:
    """One row an article; `blocks` and `sentences` are half-open code-point spans of `text`."""
    pa = arrow()
    span = [("start", pa.int64()), ("end", pa.int64())]
    block = pa.struct([*span, ("kind", pa.string()), ("reason", pa.string()), ("probability", pa.float64())])
    plain = ("id", "outlet", "title", "byline", "published", "published_from", "language", "url", "text")
    return pa.schema(
        [
            *((name, pa.string()) for name in plain),
            ("text_sha256", pa.string()),
            ("blocks", pa.list_(block)),
            ("sentences", pa.list_(pa.struct(span))),
            ("provenance", pa.string()),
            ("notices", pa.string()),
        ]
    )


def passage_schema() -> Any:
    """One row a passage, in order of article and index; `text` is the article's text from `start` to `end`."""
    pa = arrow()
    return pa.schema(
        [
            ("id", pa.string()),
            ("article_id", pa.string()),
            ("index", pa.int32()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("text", pa.string()),
            ("role", pa.string()),
            ("paragraph", pa.int32()),
            ("speaker", pa.string()),
        ]
    )


def article_row(article: Article) -> dict[str, Any]:
    """An article as one row of `article_schema`."""
    provenance = article.provenance
    reads = {name: [read.value, read.source, _pair(read.span)] for name, read in provenance.reads.items()}
    origin = [provenance.path, provenance.format, provenance.sha256, provenance.encoding, provenance.reader, reads]
    return {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
        "url": article.url,
        "text": article.text,
        "text_sha256": sha256(article.text),
        "blocks": [
            {
                "start": block.span.start,
                "end": block.span.end,
                "kind": block.kind.value,
                "reason": block.reason,
                "probability": block.probability,
            }
            for block in article.blocks
        ],
        "sentences": None
        if article.sentences is None
        else [{"start": span.start, "end": span.end} for span in article.sentences],
        "provenance": json.dumps(origin, ensure_ascii=False, sort_keys=True),
        "notices": json.dumps([[n.code, n.message, n.where] for n in article.notices], ensure_ascii=False),
    }


def article_of(row: dict[str, Any]) -> Article:
    """The article of one row."""
    path, form, digest, encoding, reader, reads = json.loads(row["provenance"])
    found = {name: Read(value, source, _span(pair)) for name, (value, source, pair) in reads.items()}
    blocks = tuple(
        Block(Span(b["start"], b["end"]), BlockKind(b["kind"]), b["reason"], float(b["probability"]))
        for b in row["blocks"]
    )
    sentences = None if row["sentences"] is None else tuple(Span(s["start"], s["end"]) for s in row["sentences"])
    return Article(
        id=row["id"],
        outlet=row["outlet"],
        title=row["title"],
        byline=row["byline"],
        published=row["published"],
        published_from=row["published_from"],
        language=row["language"],
        url=row["url"],
        text=row["text"],
        blocks=blocks,
        provenance=Provenance(path, form, digest, encoding, reader, found),
        sentences=sentences,
        notices=tuple(Notice(*each) for each in json.loads(row["notices"])),
    )


def passage_table(passages: Iterable[Passage]) -> Any:
    """Passages as a table of `passage_schema`."""
    rows = [
        {
            "id": passage.id,
            "article_id": passage.article_id,
            "index": passage.index,
            "start": passage.span.start,
            "end": passage.span.end,
            "text": passage.text,
            "role": passage.role.value,
            "paragraph": passage.paragraph,
            "speaker": passage.speaker,
        }
        for passage in passages
    ]
    return arrow().Table.from_pylist(rows, passage_schema())


def passage_of(row: dict[str, Any]) -> Passage:
    """The passage of one row."""
    return Passage(
        id=row["id"],
        article_id=row["article_id"],
        index=row["index"],
        span=Span(row["start"], row["end"]),
        text=row["text"],
        role=Role(row["role"]),
        paragraph=row["paragraph"],
        speaker=row["speaker"],
    )


def parquet_bytes(table: Any) -> bytes:
    """A table as Parquet; equal tables give equal bytes with one version of pyarrow."""
    buffer = io.BytesIO()
    arrow().parquet.write_table(table, buffer, compression=COMPRESSION)
    return buffer.getvalue()


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> Any:
    """The table of a shard. Raises CorpusError, with the mend, where the file is missing or damaged."""
    pa = arrow()
    try:
        return pa.parquet.read_table(path, columns=list(columns) if columns else None, partitioning=None)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from error


def vector_bytes(vectors: NDArray[np.floating[Any]], precision: str) -> bytes:
    """Unit rows as an uncompressed Arrow file, one fixed-size list a row: half floats unless `precision` is fp32."""
    pa = arrow()
    stored = vectors.astype(np.float32 if precision == "fp32" else np.float16)
    values = pa.array(stored.reshape(-1))
    table = pa.table({"vector": pa.FixedSizeListArray.from_arrays(values, vectors.shape[1])})
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, table.schema) as writer:
        writer.write_table(table)
    return buffer.getvalue()


def read_vectors(path: Path) -> NDArray[np.floating[Any]]:
    """(n, d) over the memory-mapped file: nothing is read before it is looked at. Raises CorpusError."""
    pa = arrow()
    try:
        table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from error
    column = table.column("vector").combine_chunks()
    size = column.type.list_size
    values: NDArray[np.floating[Any]] = column.flatten().to_numpy(zero_copy_only=True)
    return values.reshape(-1, size)


def damaged(path: Path, error: Exception) -> CorpusError:
    """The error for a shard that cannot be read."""
    why = "is missing" if isinstance(error, FileNotFoundError) else f"is damaged ({str(error).splitlines()[0][:120]})"
    return CorpusError(
        f"{path}: this part of the corpus {why}; `framing corpus check --repair` tells what can be mended"
    )


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span(pair: Sequence[int] | None) -> Span | None:
    return None if pair is None else Span(pair[0], pair[1])
