"""Reading decisions that come back: which file is which format, and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from framing.errors import MalformedInput, NotFound, TooLarge, UsageError
from framing.export.incoming import Incoming, Marked
from framing.export.label_studio import read_label_studio
from framing.export.study import By
from framing.export.web_annotation import read_web_annotation

MAX_BYTES = 200_000_000


def read_csv(data: bytes) -> Iterator[Incoming]:
    """Rows as the CSV export writes them (the tool's own stay out). Raises MalformedInput naming row and column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedInput(f"the table is not UTF-8: {error}") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise MalformedInput(f"the table has no column {', '.join(missing)}")
    for number, row in enumerate(reader, 2):
        if row.get("by") == By.TOOL:
            continue
        try:
            yield _row({key: value or "" for key, value in row.items() if key})
        except ValueError as error:
            raise MalformedInput(f"row {number}: {error}") from error


NEEDED = ("kind", "label", "coder", "article_a", "start_a", "end_a", "quote_a", "article_b")


def _row(row: dict[str, str]) -> Incoming:
    a = Marked(row["article_a"], int(row["start_a"]), int(row["end_a"]), plain(row["quote_a"]))
    b = None
    if row.get("start_b"):
        b = Marked(row["article_b"], int(row["start_b"]), int(row["end_b"]), plain(row.get("quote_b", "")))
    return Incoming(
        row["kind"], row["label"], plain(row["coder"]) or "table", a, b, row["article_b"], plain(row.get("lens", "")),
        plain(row.get("frame", "")), plain(row.get("comment", "")), row.get("flagged", "").lower() in ("true", "1"),
        row.get("by") in (By.ADJUDICATOR, By.SETTLED), row.get("made", ""),
    )  # fmt: skip


def plain(cell: str) -> str:
    """A cell without the `'` that keeps spreadsheets from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in ("=", "+", "-", "@") else cell


READERS: dict[str, Callable[[bytes], Iterator[Incoming]]] = {
    "csv": read_csv,
    "label-studio": read_label_studio,
    "web-annotation": read_web_annotation,
}


def read_decisions(path: Path, format: str | None = None) -> list[Incoming]:
    """All decisions of a file; without `format`, told by its name and content.

    Raises NotFound, TooLarge, UsageError for an unknown format, MalformedInput.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}") from error
    if size > MAX_BYTES:
        raise TooLarge(f"{path}: over 200 MB")
    chosen = format or _guess(path, data)
    if chosen not in READERS:
        raise UsageError(f"{path}: no format {chosen!r} to import; known: {', '.join(READERS)}")
    try:
        return list(READERS[chosen](data))
    except MalformedInput as error:
        raise MalformedInput(f"{path}: {error}") from error


def _guess(path: Path, data: bytes) -> str:
    if path.suffix.lower() in (".csv", ".txt"):
        return "csv"
    if path.suffix.lower() == ".jsonld" or b"anno.jsonld" in data[:2000]:
        return "web-annotation"
    try:
        json.loads(data)
    except ValueError as error:
        raise MalformedInput(f"{path}: neither CSV nor JSON; name the format") from error
    return "label-studio"
