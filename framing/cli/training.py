"""`framing train`: refits the alignment curves from links that people accepted or rejected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def register(app: typer.Typer) -> None:
    """Add this module's command to `app`."""
    app.command("train")(train)


def train(
    file: Annotated[Path, typer.Argument(help="A reviewed corpus, or JSON lines: article pairs with decisions.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the curves go.")] = Path("calibration.json"),
    accurate: Annotated[bool, typer.Option("--accurate", help="Fit the curves of the accurate scorer.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Replace an existing file without asking.")] = False,
    database: Annotated[
        str | None, typer.Option("--database", help="Of a corpus: its review database; default: review.db in it.")
    ] = None,
    keep_worse: Annotated[bool, typer.Option("--force", help="Write also where held-out figures fall.")] = False,
) -> None:
    """Refit link probabilities from reviewers' decisions, with figures before and after.

    Use the result with `calibration = "FILE"` in framing.toml. Nothing is overwritten without consent.
    """
    from framing.align.large import accurate_scorer
    from framing.align.network import default_scorer
    from framing.train.refit import decisions_of, refit, write

    scorer = accurate_scorer() if accurate else default_scorer()
    found = refit(decisions_of(_rows(file, database), scorer), scorer.calibration)
    typer.echo(f"{found.decisions} decisions")
    for name, figures in (("before", found.before), ("after, held out", found.after)):
        typer.echo(
            f"{name}: precision {figures.precision:.3f}, recall {figures.recall:.3f}, "
            f"F1 {figures.f1:.3f}, Brier {figures.brier:.3f}"
        )
    if not found.better and not keep_worse:
        typer.echo("The shipped curves are as good on held-out decisions; nothing written (--force writes anyway).")
        return
    if write(found, output, lambda question: yes or typer.confirm(question)):
        typer.echo(f'Written to {output}; use it with `calibration = "{output}"` in framing.toml.')
    else:
        typer.echo("Nothing written.")


def _rows(source: Path, database: str | None) -> list[dict[str, Any]]:
    """Judged pairs: of a corpus, the links that its review settled; else those of a file."""
    from framing.cli.evaluation import read_lines

    if not source.is_dir():
        return read_lines(source)
    from framing.cli.review import reviewed_url
    from framing.review.database import open_database
    from framing.review.taught import decided_pairs

    return decided_pairs(open_database(reviewed_url(source, database)))
