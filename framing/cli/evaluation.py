"""`framing evaluate` and `framing train`: figures on gold, and fitting from decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from framing.errors import EmptyInput, MalformedInput, NotFound


class Kind(StrEnum):
    """Kinds of gold set."""

    PAIRS = "pairs"
    EVENTS = "events"
    GROUPS = "groups"
    CLEAN = "clean"
    CLAIMS = "claims"
    LOADED = "loaded"
    TARGETS = "targets"


MODULES = {Kind.GROUPS: "events"}
GOLD_FIELDS = {
    Kind.PAIRS: ("gold",),
    Kind.EVENTS: ("same",),
    Kind.GROUPS: ("event_id",),
    Kind.CLEAN: ("body",),
    Kind.CLAIMS: ("label", "consistent"),
    Kind.LOADED: ("label",),
    Kind.TARGETS: ("polarity",),
}


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("evaluate")(evaluate)


def evaluate(
    kind: Annotated[Kind, typer.Argument(help="What kind of gold set FILE is.")],
    file: Annotated[Path, typer.Argument(help="JSON lines, with or without gold fields.")],
    articles: Annotated[Path | None, typer.Option(help="JSON lines of the articles that FILE refers to.")] = None,
    predictions: Annotated[Path | None, typer.Option(help="Write predictions here, as JSON lines.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="plain or json.")] = "plain",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    accurate: Annotated[bool, typer.Option("--accurate", help="pairs: the larger alignment model.")] = False,
    scorer: Annotated[str, typer.Option(help="pairs: a CrossEncoder by name or folder.")] = "default",
) -> None:
    """Predict on a gold set and, where FILE holds gold, print the figures."""
    from framing.cli.output import write_text
    from framing.cli.progress import Progress

    rows = read_lines(file)
    known = {str(row["id"]): row for row in read_lines(articles)} if articles else None
    module = import_module(f"framing.evaluate.{MODULES.get(kind, kind)}")
    predict = getattr(module, f"predict_{kind}")
    if kind is Kind.PAIRS and (accurate or scorer != "default"):
        from framing.align import load_scorer
        from framing.config import Settings

        predict = partial(predict, scorer=load_scorer(Settings(accurate=accurate, scorer=scorer)))
    progress = Progress(quiet)
    made = list(_counted(predict(rows, known), progress, len(rows)))
    progress.close()
    if predictions is not None:
        write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in made), predictions)
    if all(any(field in row for field in GOLD_FIELDS[kind]) for row in rows):
        figures = getattr(module, f"score_{kind}")(rows, made)
        _print_figures(figures, format)
    elif predictions is None:
        typer.echo("\n".join(json.dumps(row, ensure_ascii=False) for row in made))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON-lines file. Raises InputError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MalformedInput(f"{path}: not UTF-8 text: {error}") from error
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise MalformedInput(f"{path}, line {number}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise MalformedInput(f"{path}, line {number}: an object was expected")
        rows.append(row)
    if not rows:
        raise EmptyInput(f"{path}: no rows")
    return rows


def _counted(rows: Iterator[dict[str, Any]], progress: Any, total: int) -> Iterator[dict[str, Any]]:
    for done, row in enumerate(rows, 1):
        progress("evaluate", done, max(done, total))
        yield row


def _print_figures(figures: Mapping[str, float], format: str) -> None:
    if format == "json":
        typer.echo(json.dumps(dict(figures), indent=2))
        return
    for name, value in figures.items():
        typer.echo(f"{name} {value:.4f}")
