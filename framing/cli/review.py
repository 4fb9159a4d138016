"""`framing review`, `agreement` and `coders`: from suggestions to data that can be published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

CorpusArgument = Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)]
DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="postgresql://… or sqlite:///…; default: review.db in the corpus.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no warnings.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("review")(review)
    app.command("agreement")(agreement)


def review(
    corpus: CorpusArgument,
    database: DatabaseOption = None,
    host: Annotated[str, typer.Option(help="Address; any other than loopback needs accounts.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8040,
    add_coder: Annotated[
        str | None, typer.Option("--add-coder", help="Make an account, ask for its password, exit.")
    ] = None,
    rank: Annotated[str, typer.Option(help="Of the new account: coder, adjudicator or admin.")] = "coder",
    codebook: Annotated[
        str | None,
        typer.Option(help="A TOML file, or policy, generic or entman: frames shown beside the text, versioned."),
    ] = None,
    active: Annotated[
        bool, typer.Option("--active", help="Order the queue by what would teach the aligner most.")
    ] = False,
    settings: Annotated[
        Path | None, typer.Option("--settings", help="Settings file; default: framing.toml here.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Review the corpus's findings in the browser: accept, reject, correct, compare coders."""
    from framing.review.database import open_database
    from framing.review.queue import Order
    from framing.review.serve import serve

    engine = open_database(database_url(corpus, database))
    if add_coder is not None:
        _add_coder(engine, add_coder, rank)
        return
    if codebook is not None:
        from framing.lenses.codebooks import BUILT_IN
        from framing.review.books import keep_built_in, keep_codebook

        chosen = codebook in BUILT_IN
        name, version = keep_built_in(engine, codebook) if chosen else keep_codebook(engine, Path(codebook))
        typer.echo(f"codebook {name}, version {version}")
    _bring_in(corpus, engine, settings, quiet)
    order = Order.ACTIVE if active else Order.UNCERTAINTY
    serve(
        engine,
        host,
        port,
        lambda address: typer.echo(f"review: {address}  (Ctrl-C ends; nothing is lost)"),
        order=order,
    )


def agreement(
    corpus: CorpusArgument,
    database: DatabaseOption = None,
    format: Annotated[str, typer.Option("--format", "-f", help="plain or json.")] = "plain",
) -> None:
    """How far the coders agree, by kind of item, with intervals and what each figure rests on."""
    from dataclasses import asdict

    from framing.cli.info import print_rows
    from framing.review.coded import agreement_tables
    from framing.review.database import open_database

    engine = open_database(reviewed_url(corpus, database))
    figures = [{"kind": kind, **asdict(figure)} for kind, row in agreement_tables(engine) for figure in row]
    if format == "json":
        typer.echo(json.dumps(figures, indent=2))
        return
    counted = [f for f in figures if f["units"]]
    if not counted:
        typer.echo("no item was coded by two people yet")
        return
    rows = [
        {
            "kind": str(f["kind"]),
            "figure": str(f["name"]),
            "value": "undefined" if f["value"] is None else f"{f['value']:.3f}",
            "95 %": "" if f["low"] is None else f"{f['low']:.3f} to {f['high']:.3f}",
            "units": str(f["units"]),
            "judgements": str(f["judgements"]),
        }
        for f in counted
    ]
    print_rows(rows, format)


def database_url(corpus: Path, given: str | None) -> str:
    """The review database: the one given, else `review.db` in the corpus. Raises NotFound without a corpus."""
    from framing.errors import NotFound

    if not corpus.is_dir():
        raise NotFound(f"{corpus}: no such corpus; make one with `framing ingest SOURCES --corpus {corpus}`")
    return given or f"sqlite:///{(corpus / 'review.db').resolve()}"


def reviewed_url(corpus: Path, given: str | None) -> str:
    """The database of a corpus that somebody reviewed. Raises NotFound, UsageError where nobody did."""
    from framing.errors import UsageError

    url = database_url(corpus, given)
    if not given and not (corpus / "review.db").is_file():
        raise UsageError(f"{corpus}: nobody reviewed it yet; start with `framing review {corpus}`")
    return url


def _add_coder(engine: object, name: str, rank: str) -> None:
    from sqlalchemy import Engine

    from framing.errors import UsageError
    from framing.review.accounts import Accounts, Rank

    assert isinstance(engine, Engine)
    if rank not in list(Rank):
        raise UsageError(f"--rank: {', '.join(Rank)}")
    password = typer.prompt("password", hide_input=True, confirmation_prompt=True)
    Accounts(engine).add(name, password, Rank(rank))
    typer.echo(f"{rank} {name} added")


def _bring_in(corpus: Path, engine: object, settings: Path | None, quiet: bool) -> None:
    from sqlalchemy import Engine

    from framing.cli.corpora import clear_line, pace_line
    from framing.config import load
    from framing.review.decisions import Decisions
    from framing.store.comparing import compare_events, comparisons
    from framing.store.corpus import Corpus
    from framing.store.groups import group_events

    assert isinstance(engine, Engine)
    decisions = Decisions(engine)
    totals = {"new": 0, "known": 0, "lost_ground": 0}
    line = pace_line(quiet)
    with Corpus.open(corpus) as store:
        group_events(store, line)
        # Every scored pair, so that coders also meet links that the tool nearly drew.
        compare_events(store, load(settings, all_scores=True), report=line)
        for _, made in comparisons(store):
            for key, count in decisions.sync(made).items():
                totals[key] += count
    clear_line(quiet)
    typer.echo(f"{totals['new']} new items, {totals['known']} known, {totals['lost_ground']} lost their ground")
