"""`framing lenses`, `codebooks`, `schema` and `doctor`: what this installation can do."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from framing.cli.exits import Exit

FormatOption = Annotated[str, typer.Option("--format", "-f", help="plain or json.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("lenses")(lenses)
    app.command("codebooks")(codebooks)
    app.command("schema")(schema)
    app.command("doctor")(doctor)


def lenses(format: FormatOption = "plain") -> None:
    """List the lenses with their definitions and sources."""
    from framing.lenses import registry

    rows = [
        {"id": lens.id, "title": lens.title, "definition": lens.definition, "source": ", ".join(lens.source)}
        for lens in registry().values()
    ]
    print_rows(rows, format)


def codebooks(
    file: Annotated[
        str | None, typer.Argument(help="Check this codebook, or show one shipped one, instead of listing all.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="plain or json; toml for a shipped one's text, to make your own of.")
    ] = "plain",
) -> None:
    """List the shipped codebooks with their frames, or check a codebook of yours."""
    from framing.lenses.codebooks import BUILT_IN, codebooks, shipped_codebooks, shipped_text

    if format == "toml":
        if file not in BUILT_IN:
            raise typer.BadParameter(f"--format toml gives the text of one shipped codebook: {', '.join(BUILT_IN)}")
        typer.echo(shipped_text(file), nl=False)
        return
    books = codebooks([file]) if file else shipped_codebooks()
    rows = [
        {
            "codebook": book.id,
            "frame": frame.id,
            "name": frame.name,
            "definition": frame.definition,
            "source": book.source,
        }
        for book in books
        for frame in book.frames
    ]
    print_rows(rows, format)


def schema() -> None:
    """Print the JSON Schema of `framing diff --format json`."""
    from framing import report

    typer.echo(json.dumps(report.schema(), indent=2))


def doctor(format: FormatOption = "plain") -> None:
    """Check models, language parser, cache and machine; says what to do where something is wrong."""
    from framing.cli.doctor import doctor_report

    checks = doctor_report()
    rows = [{"check": c.name, "state": c.state, "detail": c.detail} for c in checks]
    print_rows(rows, format)
    if any(check.state == "fail" for check in checks):
        raise typer.Exit(Exit.INTERNAL)


def print_rows(rows: list[dict[str, str]], format: str) -> None:
    """Rows as JSON or as a table as wide as the terminal."""
    if format == "json":
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if format != "plain":
        from framing.errors import SettingsError

        raise SettingsError(f"--format: {format!r} is not known here; known: plain, json")
    import shutil

    from tabulate import tabulate

    width = shutil.get_terminal_size((100, 24)).columns
    columns = list(rows[0]) if rows else []
    shares = {"definition": 0.45, "detail": 0.6, "source": 0.25}
    widths = [max(12, int(width * shares[column])) if column in shares else None for column in columns]
    typer.echo(tabulate(rows, headers="keys", maxcolwidths=widths, tablefmt="simple"))
