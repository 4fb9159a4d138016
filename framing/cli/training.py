"""`framing train`: refits the alignment curves from decisions, or teaches a codebook's frames from coded passages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.errors import UsageError

if TYPE_CHECKING:
    from framing.lenses.codebooks import Codebook
    from framing.train.refit import Refit

DEFAULT = Path("calibration.json")


def register(app: typer.Typer) -> None:
    """Add this module's command to `app`."""
    app.command("train")(train)


def train(
    file: Annotated[Path, typer.Argument(help="A reviewed corpus, or JSON lines: article pairs with decisions.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the curves go.")] = DEFAULT,
    accurate: Annotated[bool, typer.Option("--accurate", help="Fit the curves of the accurate scorer.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Replace an existing file without asking.")] = False,
    database: Annotated[
        str | None, typer.Option("--database", help="Of a corpus: its review database; default: review.db in it.")
    ] = None,
    keep_worse: Annotated[bool, typer.Option("--force", help="Write also where held-out figures fall.")] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Train the encoder further, not the curves alone; minutes to hours.")
    ] = False,
    brought: Annotated[
        str | None, typer.Option("--scorer", help="Calibrate this CrossEncoder (name or folder) on gold pairs.")
    ] = None,
    codebook: Annotated[
        Path | None,
        typer.Option("--codebook", help="Teach the frames of this codebook, from FILE's reviewed or coded passages."),
    ] = None,
) -> None:
    """Refit link probabilities from reviewers' decisions, with figures before and after.

    With --codebook, FILE is a corpus whose review names frames, or holds {"text", "codes", "group"} a line; the
    result is used wherever the codebook is.
    Use the curves with `calibration = "FILE"` in framing.toml, or with --deep `aligner = "FOLDER"`.
    Nothing is overwritten without consent.
    """
    if codebook is not None:
        if deep or accurate or brought:
            raise typer.BadParameter("--codebook teaches frames; leave out --deep, --accurate and --scorer")
        _codebook(file, database, codebook, None if output == DEFAULT else output, yes, keep_worse)
        return
    if brought is not None:
        if deep or accurate:
            raise typer.BadParameter("--scorer calibrates a model of your own; leave out --deep and --accurate")
        _calibrate(_rows(file, database), brought, output, yes)
        return
    if deep:
        if accurate:
            raise typer.BadParameter("--deep trains the fast aligner; leave out --accurate")
        folder = Path("aligner") if output == DEFAULT else output
        _deep(_rows(file, database), folder, yes, keep_worse)
        return
    from framing.align.large import accurate_scorer
    from framing.align.network import default_scorer
    from framing.train.refit import decisions_of, refit, write

    scorer = accurate_scorer() if accurate else default_scorer()
    found = refit(decisions_of(_rows(file, database), scorer), scorer.calibration)
    _show(found)
    if not found.better and not keep_worse:
        typer.echo("The shipped curves are as good on held-out decisions; nothing written (--force writes anyway).")
        return
    if write(found, output, lambda question: yes or typer.confirm(question)):
        typer.echo(f'Written to {output}; use it with `calibration = "{output}"` in framing.toml.')
    else:
        typer.echo("Nothing written.")


def _show(found: Refit) -> None:
    typer.echo(f"{found.decisions} decisions")
    for name, figures in (("before", found.before), ("after, held out", found.after)):
        typer.echo(
            f"{name}: precision {figures.precision:.3f}, recall {figures.recall:.3f}, "
            f"F1 {figures.f1:.3f}, Brier {figures.brier:.3f}"
        )


def _calibrate(rows: list[dict[str, Any]], name: str, output: Path, yes: bool) -> None:
    from framing.align.external import CALIBRATION, external_scorer
    from framing.train.external import calibrate
    from framing.train.refit import write

    target = Path(name) / CALIBRATION if output == DEFAULT and Path(name).is_dir() else output
    found = calibrate(rows, external_scorer(name), lambda line: typer.echo(line, err=True))
    _show(found)
    if not write(found, target, lambda question: yes or typer.confirm(question)):
        typer.echo("Nothing written.")
    elif target.name == CALIBRATION:
        typer.echo(f"Written to {target}; `--scorer {name}` uses it from now on.")
    else:
        typer.echo(f'Written to {target}; use it with `scorer = "{name}"` and `calibration = "{target}"`.')


def _codebook(
    source: Path, database: str | None, codebook: Path, output: Path | None, yes: bool, keep_worse: bool
) -> None:
    from framing.lenses.codebooks import BUILT_IN, load_codebook
    from framing.lenses.trained_frames import trained_file
    from framing.train.codebook import LEAST, fit_codebook, write_codebook_fit

    if str(codebook) in BUILT_IN and not codebook.exists():
        raise UsageError(
            f"`{codebook}` comes with framing and stays as it is; teach a copy, under the same id: "
            f"framing codebooks {codebook} --format toml > {codebook}.toml"
        )
    book = load_codebook(codebook)
    fit = fit_codebook(_coded(source, database, book), book)
    target = output or trained_file(book.file)
    typer.echo(f"{fit.passages} coded passages; F1 by frame, before (cues) and after (held out):")
    for each in fit.frames:
        after = (
            f"too few to train (at least {LEAST} with and without it)" if each.after is None else f"{each.after:.2f}"
        )
        typer.echo(f"  {each.frame}: {each.coded} coded, before {each.before:.2f}, after {after}")
    if not fit.kept(keep_worse):
        typer.echo("No frame does better on held-out passages; nothing written (--force writes anyway).")
    elif write_codebook_fit(fit, target, lambda question: yes or typer.confirm(question), keep_worse):
        names = ", ".join(each.frame for each in fit.kept(keep_worse))
        typer.echo(
            f"Written to {target}: {names}. Used wherever the codebook is: framing diff A B --codebook {codebook}"
        )
    else:
        typer.echo("Nothing written.")


def _coded(source: Path, database: str | None, book: Codebook) -> list[dict[str, Any]]:
    """Coded passages: of a corpus, those whose frames its review settled; else those of a file."""
    from framing.cli.evaluation import read_lines

    if not source.is_dir():
        return read_lines(source)
    from framing.cli.review import reviewed_url
    from framing.review.coded_frames import coded_frames
    from framing.review.database import open_database

    found = coded_frames(open_database(reviewed_url(source, database)), book)
    if not found.rows:
        raise UsageError(
            f"the review of {source} settles no frame of `{book.id}`; coders name one with a finding "
            f"(framing review {source} --codebook {book.file})"
        )
    if found.disputed:
        typer.echo(f"{found.disputed} findings on which coders differ teach nothing until they are ruled on.", err=True)
    if found.unknown:
        typer.echo(f"The codebook no longer has {', '.join(found.unknown)}; left out.", err=True)
    return found.rows


def _deep(rows: list[dict[str, Any]], folder: Path, yes: bool, keep_worse: bool) -> None:
    from framing.train.deepen import deepen, write

    made = deepen(rows, lambda line: typer.echo(line, err=True))
    _show(made.found)
    if not made.found.better and not keep_worse:
        typer.echo("The shipped aligner is as good on held-out decisions; nothing written (--force writes anyway).")
    elif write(made, folder, lambda question: yes or typer.confirm(question)):
        typer.echo(f'Written to {folder}; use it with `aligner = "{folder}"` in framing.toml.')
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
