"""CSV, JSON Lines, JSON lists, XLSX and Parquet as streams of rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.errors import MalformedInput, TooLarge
from framing.ingest.extras import optional
from framing.ingest.failure import Failure, Tell
from framing.ingest.rows import Row
from framing.model import Notice

MAX_LINE = 16 * 1024 * 1024
"""Longest line (bytes) of a CSV or JSON Lines file; a longer one is set aside."""
MAX_JSON = 256 * 1024 * 1024
"""Largest JSON file that holds one list; larger ones come as JSON Lines."""


def csv_rows(stream: BinaryIO, name: str, tell: Tell) -> Iterator[Row]:
    """Rows of a CSV file with a heading line; the separator is guessed among comma, semicolon, tab and bar.

    A line that is not UTF-8 is read as Windows-1252, and a notice at the end says how many.
    """
    csv.field_size_limit(MAX_LINE)
    lines = _Lines(stream, name)
    first = next(lines, "")
    if not first.strip():
        raise MalformedInput(f"{name}: no heading line")
    separator = _separator(first)
    reader = csv.reader(_chain(first, lines), delimiter=separator)
    headings = [heading.strip().lstrip("\ufeff") for heading in next(reader)]
    number = 1
    while True:
        number += 1
        try:
            values = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield f"row {number}", Failure(f"{name}#row {number}", f"not a CSV row: {error}")
            continue
        if any(values):
            yield f"row {number}", _zip(headings, values, f"{name}#row {number}")
    if lines.other:
        message = (
            f"{lines.other} line(s), the first line {lines.first_other}, are not UTF-8 and were read as windows-1252"
        )
        tell(Notice("mixed-encoding", message, name))


def _zip(headings: list[str], values: list[str], where: str) -> dict[str, Any] | Failure:
    if len(values) > len(headings) and any(values[len(headings) :]):
        return Failure(where, f"{len(values)} cells under {len(headings)} headings")
    return dict(zip(headings, [*values, *[""] * (len(headings) - len(values))], strict=False))


def _separator(first: str) -> str:
    return max(",;\t|", key=lambda mark: (first.count(mark), mark == ","))


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


class _Lines:
    """Decoded lines of a stream, each bounded in length; counts those that are not UTF-8."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self.other = self.first_other = self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(MAX_LINE + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) > MAX_LINE:
            raise TooLarge(f"{self._name}: line {self.number} is longer than {MAX_LINE:,} bytes")
        if self.number == 1 and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise MalformedInput(f"{self._name}: UTF-16; save the table as UTF-8")
        try:
            return raw.replace(b"\x00", b"").decode("utf-8")
        except UnicodeDecodeError:
            self.other += 1
            self.first_other = self.first_other or self.number
            return raw.replace(b"\x00", b"").decode("cp1252", "replace")


def jsonl_rows(stream: BinaryIO, name: str, tell: Tell) -> Iterator[Row]:
    """Objects of a JSON Lines file, one line in memory at a time."""
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        where = f"{name}#line {number}"
        if len(raw) > MAX_LINE:
            yield f"line {number}", Failure(where, f"longer than {MAX_LINE:,} bytes", "too-large")
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(MAX_LINE)
            continue
        if raw.strip():
            yield f"line {number}", _object(raw, where)


def _object(raw: bytes, where: str) -> dict[str, Any] | Failure:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Failure(where, "not UTF-8")
    except (json.JSONDecodeError, RecursionError) as error:
        return Failure(where, f"not JSON: {error}")
    return value if isinstance(value, dict) else Failure(where, f"a JSON {type(value).__name__}, not an object")


def json_rows(values: list[Any], name: str) -> Iterator[Row]:
    """Objects of a JSON list."""
    for number, value in enumerate(values, 1):
        where = f"{name}#item {number}"
        row = value if isinstance(value, dict) else Failure(where, f"a JSON {type(value).__name__}, not an object")
        yield f"item {number}", row


def xlsx_rows(stream: BinaryIO, name: str, tell: Tell) -> Iterator[Row]:
    """Rows of the first sheet that has any, under its first row. Formulas give their stored values."""
    from framing.ingest.archives import check_archive

    openpyxl = optional("openpyxl", "reading XLSX")
    check_archive(stream, name)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except Exception as error:
        raise MalformedInput(f"{name}: not a readable workbook: {error}") from error
    sheets = [sheet for sheet in book.worksheets if sheet.max_row]
    if len(sheets) > 1:
        tell(Notice("first-sheet", f'only the sheet "{sheets[0].title}" of {len(sheets)} was read', name))
    rows = sheets[0].iter_rows(values_only=True) if sheets else iter(())
    headings = [str(value).strip() if value is not None else "" for value in next(rows, ())]
    if not any(headings):
        raise MalformedInput(f"{name}: no heading row")
    for number, values in enumerate(rows, 2):
        if any(value is not None for value in values):
            yield f"row {number}", dict(zip(headings, values, strict=False))


def parquet_rows(stream: BinaryIO, name: str, tell: Tell) -> Iterator[Row]:
    """Rows of a Parquet table, 500 in memory at a time."""
    pyarrow, parquet = optional("pyarrow", "reading Parquet"), optional("pyarrow.parquet", "reading Parquet")
    try:
        number = 0
        for batch in parquet.ParquetFile(stream).iter_batches(batch_size=500):
            for row in batch.to_pylist():
                number += 1
                yield f"row {number}", row
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise MalformedInput(f"{name}: not a readable Parquet table (cut short?): {error}") from error
