"""Files that are no text: a workbook, a Word document, a PDF, chosen by the file's suffix."""

from __future__ import annotations

from pathlib import Path

from framing.model import Comparison
from framing.report.options import Options

SUFFIXES = (".xlsx", ".docx", ".pdf")


def write_document(comparison: Comparison, path: Path, options: Options) -> bool:
    """Write `path` where its suffix is one of `SUFFIXES`; False, and nothing done, where it is another.

    Raises MissingExtra where a part is not installed, UsageError where the file cannot be made or written.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from framing.export.tables import write_xlsx

        write_xlsx(comparison, path, options)
    elif suffix == ".docx":
        from framing.export.docx import write_docx

        write_docx(comparison, path, options)
    elif suffix == ".pdf":
        from framing.export.pdf import write_pdf
        from framing.report.html import render_html

        write_pdf(render_html(comparison, options), path)
    return suffix in SUFFIXES
