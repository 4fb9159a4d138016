"""Rows of a table to articles, one at a time; a bad row is set aside and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from framing.errors import InputError, MalformedInput
from framing.ingest.columns import FIELDS, describe, guess_columns, load_columns
from framing.ingest.failure import TO_FETCH, Failure, Item, Tell
from framing.ingest.json_article import article_of
from framing.ingest.overrides import Overrides
from framing.ingest.reader import read_bytes
from framing.model import Notice

Row = tuple[str, Mapping[str, Any] | Failure]
"""(place in the file, cells by heading) or a row that could not be read."""
_HTML = ("<p", "<div", "<html", "<!doctype", "<article", "<body", "<span", "<h1")


def read_rows(
    rows: Iterable[Row], name: str, mapping: Path | Mapping[str, str] | None, tell: Tell, overrides: Overrides
) -> Iterator[Item]:
    """Articles of rows in order. Raises MalformedInput where the first row names neither text nor URL."""
    columns: dict[str, str] | None = None
    for place, row in rows:
        if isinstance(row, Failure):
            yield row
            continue
        if columns is None:
            columns = choose_columns(list(row), name, mapping, tell)
        yield _item(row, columns, f"{name}#{place}", overrides)


def choose_columns(
    headings: list[str], name: str, mapping: Path | Mapping[str, str] | None, tell: Tell
) -> dict[str, str]:
    """Field to heading; the choice is told. Raises MalformedInput naming the headings that are there."""
    there = ", ".join(f'"{heading}"' for heading in headings[:30]) or "none"
    if mapping is not None:
        columns = load_columns(mapping)
        for field, heading in columns.items():
            if heading not in headings:
                raise MalformedInput(f'{name}: no column "{heading}" for `{field}`; columns: {there}')
    else:
        columns = guess_columns(headings)
    if not {"text", "url"} & set(columns) and "sentences" not in headings:
        raise MalformedInput(
            f'{name}: no column for the text was recognised; name it in a mapping file (text = "..."); columns: {there}'
        )
    tell(Notice("columns", f"columns {'given' if mapping is not None else 'guessed'}: {describe(columns)}", name))
    return columns


def _item(row: Mapping[str, Any], columns: Mapping[str, str], where: str, overrides: Overrides) -> Item:
    cells = {field: cell(row.get(columns[field])) for field in FIELDS if field in columns}
    if "sentences" in row and row["sentences"] is not None:
        return attempt({**cells, "sentences": row["sentences"]}, where, overrides)
    if not cells.get("text"):
        url = cells.get("url", "")
        known = {key: value for key, value in cells.items() if value and key != "text"}
        if url:
            return Failure(where, "names a page but does not hold its text", TO_FETCH, url, known)
        return Failure(where, "the row holds no text")
    return attempt(cells, where, overrides)


def attempt(cells: Mapping[str, Any], where: str, overrides: Overrides) -> Item:
    """An article of cells, HTML in the text read as a page; a Failure where that cannot be."""
    try:
        text = cells.get("text")
        if isinstance(text, str) and text.lstrip()[:12].casefold().startswith(_HTML):
            given = {field: str(cells[field]) for field in FIELDS if field != "text" and cells.get(field)}
            given.update(overrides.given())
            return read_bytes(text.encode("utf-8", "replace"), "row.html", overrides=Overrides(**given), path=where)
        return article_of(dict(cells), where, overrides)
    except InputError as error:
        return Failure(where, str(error).removeprefix(f"{where}: "))


def cell(value: Any) -> str:
    """A cell as text: dates in ISO 8601, missing values empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return value.isoformat() if (value.hour or value.minute or value.second) else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(cell, value)))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value).strip()
