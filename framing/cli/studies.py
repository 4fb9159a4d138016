"""`framing export`, `import` and `methods`: a corpus's findings and decisions for papers and other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.review import CorpusArgument, DatabaseOption, QuietOption, database_url, reviewed_url

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from framing.export.study import Study
    from framing.model import Comparison


class Which(StrEnum):
    """What goes out."""

    DECISIONS = "decisions"
    SETTLED = "settled"
    SUGGESTIONS = "suggestions"


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("export")(export)
    app.command("import")(import_)
    app.command("methods")(methods)


def export(
    corpus: CorpusArgument,
    to: Annotated[
        str,
        typer.Option(
            "--to", help="csv, xlsx, jsonl, qdpx, label-studio, label-studio-config, web-annotation, cas or doccano."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    which: Annotated[
        Which | None,
        typer.Option(help="decisions of every coder, what is settled, or the tool's suggestions; default: decisions."),
    ] = None,
    coder: Annotated[str | None, typer.Option("--coder", help="Only this coder's decisions.")] = None,
    database: DatabaseOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write decisions, or where there are none the tool's suggestions, for another tool."""
    from framing.export.formats import export as write
    from framing.export.formats import exporter

    exporter(to)
    study = _study(corpus, database, which, coder)
    write(study, to, output)
    if not quiet:
        whose = "suggestions of the tool" if study.codings and study.codings[0].by == "tool" else "decisions"
        typer.echo(f"{output}: {len(study.codings)} {whose} on {len(study.sources)} articles")


def import_(
    corpus: CorpusArgument,
    file: Annotated[Path, typer.Argument(help="CSV, Label Studio JSON or Web Annotation.", show_default=False)],
    source: Annotated[
        str | None, typer.Option("--from", help="csv, label-studio or web-annotation; default: told by the file.")
    ] = None,
    database: DatabaseOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bring decisions back from another tool; the same file twice changes nothing."""
    from framing.export.reading import read_decisions
    from framing.review.database import open_database
    from framing.review.importing import bring
    from framing.text import visible

    brought = bring(open_database(reviewed_url(corpus, database)), read_decisions(file, source))
    typer.echo(
        f"{brought.stored} decisions stored ({brought.added} on findings that were new), "
        f"{brought.unchanged} known, {len(brought.refused)} refused"
    )
    if not quiet:
        for refusal in brought.refused[:20]:
            typer.echo(f"refused: row {visible(refusal)}", err=True)
        if len(brought.refused) > 20:
            typer.echo(f"… and {len(brought.refused) - 20} more", err=True)


def methods(
    corpus: CorpusArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Markdown file; default: standard output.")
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """What a paper's method section needs: sample, coders, codebook, agreement, settings, models, citations."""
    from framing.cli.output import write_text
    from framing.review.database import open_database
    from framing.review.methods import Compared
    from framing.review.methods import methods as write

    engine = open_database(reviewed_url(corpus, database))
    runs = tuple(comparison.run for comparison in _comparisons(corpus))
    write_text(write(engine, corpus.resolve().name, Compared(len(runs), runs)), output)


def _study(corpus: Path, database: str | None, which: Which | None, coder: str | None) -> Study:
    from framing.errors import UsageError
    from framing.review.database import open_database
    from framing.review.study import compared_study, reviewed_study, suggested_study

    name = corpus.resolve().name
    url = database_url(corpus, database)
    if not database and not (corpus / "review.db").is_file():
        if which not in (None, Which.SUGGESTIONS) or coder:
            raise UsageError(f"{corpus}: nobody reviewed it yet; start with `framing review {corpus}`")
        return compared_study(_comparisons(corpus), name)
    engine: Engine = open_database(url)
    if coder is not None:
        from framing.review.accounts import Accounts

        if coder not in {account.name for account in Accounts(engine).all()}:
            raise UsageError(f"no coder named {coder!r}")
    if which is Which.SUGGESTIONS:
        return suggested_study(engine, name)
    study = reviewed_study(engine, name, settled=which is Which.SETTLED, coder=coder)
    return suggested_study(engine, name) if which is None and not coder and not study.codings else study


def _comparisons(corpus: Path) -> list[Comparison]:
    from framing.store.comparing import comparisons
    from framing.store.corpus import Corpus

    with Corpus.open(corpus) as store:
        return [comparison for _, comparison in comparisons(store)]
