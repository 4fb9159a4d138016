"""Tidy tables: one row a say, every column one thing. CSV, a workbook, and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from framing.export.study import Study
from framing.export.tables import Value, harmless
from framing.report.files import encodable
from framing.text import visible

COLUMNS = (
    "item", "kind", "label", "by", "coder", "article_a", "outlet_a", "start_a", "end_a", "quote_a", "article_b",
    "outlet_b", "start_b", "end_b", "quote_b", "lens", "frame", "comment", "flagged", "made", "seconds", "revision",
    "codebook", "suggestion", "probability", "explanation",
)  # fmt: skip
_CELL = 32_767
"""Characters that one cell of a workbook may hold."""


def rows(study: Study) -> Iterator[dict[str, Value]]:
    """One row a coding. `article_b` is the other article also where no words of it are marked."""
    outlets = {source.id: source.outlet for source in study.sources}
    for c in study.codings:
        yield {
            "item": c.item, "kind": c.kind, "label": c.label, "by": str(c.by), "coder": c.coder,
            "article_a": c.a.article, "outlet_a": outlets[c.a.article], "start_a": c.a.start, "end_a": c.a.end,
            "quote_a": c.a.quote, "article_b": c.within, "outlet_b": outlets[c.within],
            "start_b": c.b.start if c.b else None, "end_b": c.b.end if c.b else None,
            "quote_b": c.b.quote if c.b else None, "lens": c.lens, "frame": c.frame, "comment": c.comment,
            "flagged": c.flagged, "made": c.made, "seconds": c.seconds, "revision": c.revision,
            "codebook": c.codebook, "suggestion": c.suggestion, "probability": c.probability,
            "explanation": c.explanation,
        }  # fmt: skip


class Csv:
    """RFC 4180 with line feeds and a byte-order mark, so that spreadsheets read UTF-8; no cell is a formula."""

    suffix = ".csv"

    def render(self, study: Study) -> bytes:
        """The table."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows(study))
        return b"\xef\xbb\xbf" + encodable(out.getvalue()).encode("utf-8")


class Xlsx:
    """A workbook with the sheets `codings`, `articles` and `codebooks`; words are strings, never formulas or links."""

    suffix = ".xlsx"

    def render(self, study: Study) -> bytes:
        """The workbook."""
        import xlsxwriter

        out = io.BytesIO()
        safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(out, {**safe, "nan_inf_to_errors": True})
        _sheet(book, "codings", COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows(study)])
        articles = ("id", "outlet", "title", "published", "language", "url", "sha256")
        _sheet(book, "articles", articles, [tuple(getattr(s, name) for name in articles) for s in study.sources])
        codes = [(b.name, b.version, c.id, c.name, c.definition) for b in study.books for c in b.codes]
        _sheet(book, "codebooks", ("codebook", "version", "frame", "name", "definition"), codes)
        book.close()
        return out.getvalue()


def _sheet(book: Any, name: str, columns: tuple[str, ...], body: Sequence[tuple[Value, ...]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(body)), len(columns) - 1)
    for column, title in enumerate(columns):
        sheet.set_column(column, column, 50 if title.startswith(("quote", "comment", "expl", "def")) else 15)
        sheet.write_string(0, column, title, head)
    for place, values in enumerate(body, 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(place, column, encodable(visible(value))[:_CELL])
            elif value is not None:
                sheet.write(place, column, value)


class Jsonl:
    """One JSON object a line: the study, its articles with their texts, codebooks, codings; nothing is left out."""

    suffix = ".jsonl"

    def render(self, study: Study) -> bytes:
        """The lines."""
        head = {"type": "study", "name": study.name, "made": study.made, "version": study.version}
        lines: list[dict[str, Any]] = [head]
        lines += [{"type": "article", **asdict(source)} for source in study.sources]
        lines += [{"type": "codebook", **asdict(book)} for book in study.books]
        lines += [{"type": "coding", **asdict(coding)} for coding in study.codings]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return encodable(text).encode("utf-8")
