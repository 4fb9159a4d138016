"""A comparison as a Word document, for editors who comment there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from framing.errors import MissingExtra
from framing.model import Comparison
from framing.report.files import encodable, write_bytes
from framing.report.options import Options
from framing.report.outline import Heading, Line, Table, Words, outline
from framing.report.words import Mark
from framing.text import visible

_UNDERLINE = {Mark.CONFLICT: "DOUBLE", Mark.DIFFERENCE: "SINGLE", Mark.MISSING: "WAVY", Mark.CHANGED: "DASH"}


def write_docx(comparison: Comparison, path: Path, options: Options | None = None) -> None:
    """The comparison's sections as headings, paragraphs and tables; marked words underlined by kind.

    Raises MissingExtra without python-docx, UsageError where `path` cannot be written.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise MissingExtra("a Word document", "export") from error
    document = Document()
    for block in outline(comparison, options or Options()):
        if isinstance(block, Heading):
            document.add_heading(_text(f"{block.sign} {block.text}".strip()), level=block.level - 1)
        elif isinstance(block, Line):
            style = "List Bullet" if block.sign else None
            sign = f"{block.sign} " if block.sign not in ("", "*") else ""
            _words(document.add_paragraph(sign, style=style), block.words)
        else:
            _table(document, block)
    out = io.BytesIO()
    document.save(out)
    write_bytes(path, out.getvalue())


def _table(document: Any, block: Table) -> None:
    made = document.add_table(rows=1, cols=len(block.heads), style="Light Grid Accent 1")
    for cell, head in zip(made.rows[0].cells, block.heads, strict=True):
        cell.text = _text(head)
    for row in block.rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            _words(cell.paragraphs[0], words)
    document.add_paragraph()


def _words(paragraph: Any, words: Words) -> None:
    from docx.enum.text import WD_UNDERLINE

    for piece in words:
        run = paragraph.add_run(_text(piece.text))
        if piece.mark in _UNDERLINE:
            run.underline = WD_UNDERLINE[_UNDERLINE[piece.mark]]
            run.bold = piece.mark is Mark.CONFLICT


def _text(text: str) -> str:
    """What XML can hold: no control characters, no lone surrogates."""
    return encodable(visible(text))
