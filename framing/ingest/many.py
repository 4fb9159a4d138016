"""Any source of many articles as a stream: tables, feeds, archives, documents, folders, lists of addresses.

| ending | read as |
|---|---|
| .csv .tsv .xlsx .parquet .jsonl .ndjson, .json with a list | a table, one article a row |
| .xml .rss .atom | RSS, Atom or NewsML-G2 |
| .warc .warc.gz | web archive |
| .ris | references to fetch |
| .docx .pdf | one document |
| .zip | its members, each by its own ending |
| .txt of addresses only, .urls | pages to fetch |
| .txt .html .json | one article |
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from framing.errors import InputError, MalformedInput, NotFound, TooLarge
from framing.ingest import news_xml, office, tables, warc
from framing.ingest.archives import members
from framing.ingest.decode import MAX_BYTES
from framing.ingest.failure import TO_FETCH, Failure, Item, Tell
from framing.ingest.overrides import Overrides
from framing.ingest.reader import SUFFIXES, read_bytes
from framing.ingest.rows import attempt, read_rows
from framing.model import Notice

Mapping_ = Path | Mapping[str, str] | None
_URL_LINE = re.compile(r"\s*https?://\S+\s*")
_LISTS = ("articles", "items", "results", "stories", "documents", "entries", "data")
TABLES = {
    ".csv": tables.csv_rows, ".tsv": tables.csv_rows, ".jsonl": tables.jsonl_rows, ".ndjson": tables.jsonl_rows,
    ".xlsx": tables.xlsx_rows, ".parquet": tables.parquet_rows,
}  # fmt: skip
MANY = (*TABLES, ".xml", ".rss", ".atom", ".newsml", ".warc", ".ris", ".zip", ".docx", ".pdf", ".urls")


def read_many(
    source: str | Path,
    *,
    mapping: Mapping_ = None,
    overrides: Overrides | None = None,
    tell: Tell | None = None,
) -> Iterator[Item]:
    """Every article of a file or folder, lazily, in order; what gives none comes as a Failure with its reason.

    `mapping` names the columns of tables (field to heading, or a TOML or JSON file of it); without it they are
    guessed, and `tell` is called with a Notice that shows the guess. Raises NotFound where the source is not there;
    a file whose form is wrong as a whole gives one Failure.
    """
    path = Path(source)
    given = overrides or Overrides()
    if path.is_dir():
        yield from _folder(path, mapping, given, tell or _silent)
        return
    if not path.is_file():
        raise NotFound(f"{path}: {'a pipe or a device' if path.exists() else 'no such file or folder'}")
    yield from _file(path, mapping, given, tell or _silent)


def _silent(notice: Notice) -> None:
    """The default for `tell`: articles carry their own notices."""


def _folder(folder: Path, mapping: Mapping_, overrides: Overrides, tell: Tell) -> Iterator[Item]:
    """All files below a folder in order of name; hidden ones are passed over, links set aside."""
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = sorted(current.iterdir(), reverse=True)
        except OSError as error:
            yield Failure(str(current), f"cannot be read: {error.strerror or error}")
            continue
        files = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                yield Failure(str(entry), "is a symbolic link, not followed", "unsafe")
            elif entry.is_dir():
                pending.append(entry)
            else:
                files.append(entry)
        for file in reversed(files):
            yield from _file(file, mapping, overrides, tell)


def _file(path: Path, mapping: Mapping_, overrides: Overrides, tell: Tell) -> Iterator[Item]:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), path.stat().st_size, mapping, overrides, tell)
    except InputError as error:
        yield Failure(
            str(path),
            str(error).removeprefix(f"{path}: "),
            "too-large" if isinstance(error, TooLarge) else "unreadable",
        )
    except OSError as error:
        yield Failure(str(path), f"cannot be read: {error.strerror or error}")


def _stream(
    stream: BinaryIO, name: str, size: int, mapping: Mapping_, overrides: Overrides, tell: Tell, nested: bool = False
) -> Iterator[Item]:
    """Items of one open file, by the ending of its name."""
    ending = PurePosixPath(name.removesuffix(".gz")).suffix.casefold()
    if ending in TABLES:
        yield from read_rows(TABLES[ending](stream, name, tell), name, mapping, tell, overrides)
    elif ending == ".zip" and not nested:
        yield from _archive(stream, name, mapping, overrides, tell)
    elif ending in (".warc",):
        yield from warc.warc_items(stream, name, overrides)
    elif ending == ".ris":
        yield from news_xml.ris_items(stream, name)
    elif ending in (".xml", ".rss", ".atom", ".newsml"):
        yield from _xml(stream, name, overrides)
    elif ending == ".docx":
        yield office.read_docx(stream, name, overrides)
    elif ending == ".pdf":
        yield office.read_pdf(stream, name, overrides)
    elif ending == ".json":
        yield from _json(stream, name, size, mapping, overrides, tell)
    elif ending in SUFFIXES or ending in (".urls", ""):
        yield from _single(stream, name, size, overrides)
    else:
        yield Failure(name, f"`{ending}` is not a format that is read", "unknown-format")


def _single(stream: BinaryIO, name: str, size: int, overrides: Overrides) -> Iterator[Item]:
    """One article, or, where every line is an address, the pages to fetch."""
    if size > MAX_BYTES:
        raise TooLarge(f"{name}: {size:,} bytes; an article may have at most {MAX_BYTES:,}")
    data = stream.read(MAX_BYTES + 1)
    if data[:400].lstrip(b"\xef\xbb\xbf \r\n").startswith((b"http://", b"https://")):
        lines = [
            line for line in data.decode("utf-8", "replace").splitlines() if line.strip() and not line.startswith("#")
        ]
        if all(_URL_LINE.fullmatch(line) for line in lines):
            for number, line in enumerate(lines, 1):
                yield Failure(f"{name}#line {number}", "an address without its text", TO_FETCH, line.strip())
            return
    yield read_bytes(data, PurePosixPath(name).name, overrides=overrides, path=name)


def _json(
    stream: BinaryIO, name: str, size: int, mapping: Mapping_, overrides: Overrides, tell: Tell
) -> Iterator[Item]:
    """One article object, a ninjs item, or a list of either at the top or under a usual key."""
    if size > tables.MAX_JSON:
        raise TooLarge(f"{name}: {size:,} bytes of JSON; write it as JSON Lines (.jsonl), which is read as a stream")
    data = stream.read()
    try:
        value: Any = json.loads(data.decode("utf-8-sig", "replace"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise MalformedInput(f"{name}: not JSON: {error}") from error
    if isinstance(value, dict):
        inner = next((value[key] for key in _LISTS if isinstance(value.get(key), list) and "text" not in value), None)
        ninjs = news_xml.ninjs_cells(value) if inner is None else None
        if ninjs is not None:
            yield attempt(ninjs, name, overrides)
            return
        if inner is None:
            yield read_bytes(data, "article.json", overrides=overrides, path=name)
            return
        value = inner
    if not isinstance(value, list):
        raise MalformedInput(f"{name}: holds a JSON {type(value).__name__}, no article")
    if value and isinstance(value[0], dict) and news_xml.ninjs_cells(value[0]) is not None:
        for number, item in enumerate(value, 1):
            cells = news_xml.ninjs_cells(item) if isinstance(item, dict) else None
            where = f"{name}#item {number}"
            yield attempt(cells, where, overrides) if cells else Failure(where, "not a ninjs item")
        return
    yield from read_rows(tables.json_rows(value, name), name, mapping, tell, overrides)


def _xml(stream: BinaryIO, name: str, overrides: Overrides) -> Iterator[Item]:
    """A feed, NewsML-G2 or an XHTML page, by the first elements."""
    start = stream.read(4096).decode("utf-8", "replace").casefold()
    stream.seek(0)
    if re.search(r"<(?:rss|rdf:rdf|(?:\w+:)?feed)[\s>]", start):
        yield from news_xml.feed_items(BytesIO(stream.read(MAX_BYTES)), name, overrides)
    elif re.search(r"<(?:!doctype )?html", start) and "newsitem" not in start:
        yield read_bytes(stream.read(MAX_BYTES + 1), "page.html", overrides=overrides, path=name)
    else:
        yield from news_xml.newsml_items(stream, name, overrides)


def _archive(stream: BinaryIO, name: str, mapping: Mapping_, overrides: Overrides, tell: Tell) -> Iterator[Item]:
    for member in members(stream, name):
        if isinstance(member, Failure):
            yield member
            continue
        inner, content = member
        where = f"{name}!{inner}"
        size = content.seek(0, 2)
        content.seek(0)
        try:
            yield from _stream(content, where, size, mapping, overrides, tell, nested=True)
        except InputError as error:
            yield Failure(where, str(error).removeprefix(f"{where}: "))
