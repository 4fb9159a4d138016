"""`framing rehydrate`: a copy for sharing made whole again by who holds the texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.compare import Format, FormatOption, OutputOption, emit


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("rehydrate")(rehydrate)


def rehydrate(
    copy: Annotated[Path, typer.Argument(help="A page or JSON made with --excerpts, or any JSON of framing diff.")],
    texts: Annotated[list[str] | None, typer.Argument(help="The articles it compares, as files.")] = None,
    format: FormatOption = Format.AUTO,
    output: OutputOption = None,
) -> None:
    """Restore the full comparison from a copy for sharing and the articles' own files, checked by hash."""
    from framing.cli.reading import Given, read_sources
    from framing.ingest.reader import load
    from framing.report import read_json

    document = load(copy).decode("utf-8", errors="replace")
    articles = read_sources(texts, Given())[0] if texts else []
    comparison = read_json(document, [article.text for article in articles])
    emit(comparison, format, output)
    if output is not None:
        sys.stderr.write(f"framing: {output}: {len(comparison.articles)} accounts, every text as it was compared\n")
