"""Commands over a corpus folder: `ingest`, `events`, `report`, `stats`, `corpus`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli.exits import Exit
from framing.text import visible

if TYPE_CHECKING:
    from framing.model import Notice
    from framing.store.meter import Pace

CorpusArgument = Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no warnings.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="Settings file; default: framing.toml here.")]
FormatOption = Annotated[str, typer.Option("--format", "-f", help="plain or json.")]


class EngineName(StrEnum):
    """Where the steps run."""

    LOCAL = "local"
    RAY = "ray"


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("ingest")(ingest)
    app.command("events")(events)
    app.command("report")(report)
    app.command("stats")(stats)
    corpus = typer.Typer(name="corpus", help="Look after a corpus: what it holds, whether it is whole, moving it.")
    from framing.cli.corpus_search import search

    for command in (info, search, check, compact, export_corpus):
        corpus.command(command.__name__.removesuffix("_corpus"))(command)
    app.add_typer(corpus)


def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, tables, feeds, archives.", show_default=False)],
    corpus: Annotated[Path, typer.Option("--corpus", "-o", help="The corpus folder, made where there is none.")],
    mapping: Annotated[Path | None, typer.Option(help="TOML file naming a table's columns.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Read again what was set aside before.")] = False,
    engine: Annotated[EngineName, typer.Option(help="local, or ray for more than one machine.")] = EngineName.LOCAL,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    model: Annotated[
        str | None, typer.Option("--model", help="Encoder: a sentence-transformers name or folder.")
    ] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Allow reading sources that are URLs.")] = False,
    settings: SettingsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read sources into a corpus, clean, segment and embed what is new. Stop and run again at any time."""
    from framing.cli.archive_sources import sources_of
    from framing.config import load
    from framing.store.corpus import Corpus
    from framing.store.engine import engine as engine_of
    from framing.store.manifest import RunRecord
    from framing.store.sources import ingest as read_in
    from framing.store.steps import run_steps, warm

    chosen = load(settings, model=model)
    report = pace_line(quiet)
    runner = engine_of(str(engine), workers)
    with Corpus.open_or_create(corpus) as store:
        record = RunRecord(store, " ".join(["framing", *sys.argv[1:]]), chosen)
        given = sources_of(sources, mapping, fetch, partial(_tell, quiet))
        ahead = partial(warm, store, chosen, runner)
        added = read_in(store, given, total=len(given), retry=retry, report=report, many=ahead)
        steps = run_steps(store, chosen, engine=runner, report=report)
        record.write(steps, added=asdict(added))
        failures = store.failures()
        total = len(store)
        encoded = sum(step.rows for step in steps if step.step == "embed")
    clear_line(quiet)
    typer.echo(
        f"{added.new} new articles ({added.versions} of them later versions), {added.duplicates} already there, "
        f"{added.skipped} sources unchanged, {len(failures)} set aside; the corpus holds {total} articles"
        + (f"; {encoded} passages encoded now" if encoded else "")
    )
    if not quiet:
        for code, count in added.notices.items():
            typer.echo(f"{code}: {count} of the new articles; {visible(added.examples[code])}", err=True)
    for failure in failures[:20]:
        typer.echo(f"set aside: {visible(failure.source)}: {visible(failure.reason)}", err=True)
    if len(failures) > 20:
        typer.echo(f"… and {len(failures) - 20} more, all in {corpus / 'run.json'}", err=True)
    if added.failed and not (added.new or added.duplicates or added.skipped):
        raise typer.Exit(Exit.UNREADABLE)


def _tell(quiet: bool, notice: Notice) -> None:
    """What concerns a source as a whole, at once: a wrong guess of columns is best seen before the rest is read."""
    if not quiet:
        clear_line(quiet)
        typer.echo(f"{visible(notice.where)}: {visible(notice.message)}", err=True)


_SHOWN = 60
"""Events that the terminal lists."""


def events(
    corpus: CorpusArgument,
    least: Annotated[int, typer.Option("--least", min=1, help="Show events told by at least this many articles.")] = 2,
    compare: Annotated[bool, typer.Option("--compare", help="Compare the accounts of each event as well.")] = False,
    engine: Annotated[EngineName, typer.Option(help="local, or ray for more than one machine.")] = EngineName.LOCAL,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    settings: SettingsOption = None,
    format: FormatOption = "plain",
    quiet: QuietOption = False,
) -> None:
    """Group the corpus into events: who tells the same happening. New articles join, start or merge events."""
    from framing.cli.info import print_rows
    from framing.config import load
    from framing.store import groups
    from framing.store.codec import to_plain
    from framing.store.comparing import compare_events
    from framing.store.corpus import Corpus
    from framing.store.engine import engine as engine_of

    report = pace_line(quiet)
    with Corpus.open(corpus) as store:
        done = groups.group_events(store, report)
        if compare:
            compare_events(store, load(settings), engine=engine_of(str(engine), workers), report=report)
        found = list(groups.events(store, least))
        told = len(found)
        if format == "plain":
            found = sorted(found, key=lambda event: -len(event.articles))[:_SHOWN] if told > _SHOWN else found
        outlets = {event.id: groups.outlets_of(store, event) for event in found}
        days = {
            event.id: " to ".join(dict.fromkeys(day for day in groups.span_of(store, event) if day)) for event in found
        }
    clear_line(quiet)
    if format == "json":
        rows = [{**to_plain(e), "outlets": outlets[e.id], "days": days[e.id]} for e in found]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{done.events} events, {done.shared} of them told by two articles or more")
    print_rows(
        [
            {
                "event": e.id,
                "n": str(len(e.articles)),
                "days": days[e.id],
                "label": e.label,
                "outlets": ", ".join(outlets[e.id]),
            }
            for e in found
        ],
        format,
    )
    if told > len(found):
        typer.echo(
            f"the {len(found)} told by most, of {told}; --format json gives all, as do framing stats --table events and framing report"
        )


def report(
    corpus: CorpusArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the report.")] = Path("framing-report"),
    excerpts: Annotated[bool, typer.Option("--excerpts", help="No article text beyond short quotes.")] = False,
    settings: SettingsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write an index and a page an event into a folder that opens from disk; only what changed is rebuilt."""
    from framing.config import load
    from framing.report.corpus import Entry, write_corpus_report
    from framing.report.options import Options
    from framing.store import groups
    from framing.store.comparing import compare_events, comparison, comparison_key
    from framing.store.corpus import Corpus

    line = pace_line(quiet)
    with Corpus.open(corpus) as store:
        groups.group_events(store, line)
        compare_events(store, load(settings), report=line)
        entries = [
            Entry(event.id, event.label, key, partial(comparison, store, event.id))
            for event in groups.events(store, 2)
            if (key := comparison_key(store, event.id))
        ]
        written = write_corpus_report(entries, output, Options(excerpts=excerpts))
    clear_line(quiet)
    typer.echo(
        f"{len(entries)} events: {written.built} pages built, {written.kept} kept, {written.removed} removed; "
        f"open {written.index.resolve()}"
    )


def stats(
    corpus: CorpusArgument,
    table: Annotated[
        str,
        typer.Option(
            help="outlets, kinds (of omitted fact), profiles (of lenses), events, facts, omissions or origins."
        ),
    ] = "outlets",
    format: Annotated[str, typer.Option("--format", "-f", help="plain, json or csv.")] = "plain",
    lens: Annotated[str | None, typer.Option(help="A corpus lens instead of a table: vocabulary or axes.")] = None,
    axes: Annotated[Path | None, typer.Option(help="TOML file of your own axes, for --lens axes.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet, for --lens.")] = None,
    output: Annotated[Path | None, typer.Option("-o", help="For --lens: a .csv, .json or .svg (chart) file.")] = None,
) -> None:
    """What outlets state and leave out over all compared events, with intervals and the number of events."""
    from framing.cli.corpus_lenses import corpus_lens
    from framing.cli.info import print_rows
    from framing.store import frames
    from framing.store import stats as figures
    from framing.store.corpus import Corpus

    makers: dict[str, Callable[[Any], Any]] = {
        "outlets": figures.outlet_table,
        "kinds": figures.kind_table,
        "profiles": figures.profile_table,
    }
    with Corpus.open(corpus) as store:
        if lens is not None or axes or outlet or output:
            corpus_lens(list(figures.usable(store)), lens, outlet, axes, format, output)
            return
        if format == "csv":
            typer.echo(frames.to_csv(frames.rows(store, table)), nl=False)
            return
        rows: list[dict[str, Any]] = (
            [asdict(row) for row in makers[table](figures.usable(store))]
            if table in makers
            else list(frames.rows(store, table))
        )
    if format == "json":
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not rows:
        typer.echo(f"nothing compared yet; run: framing events {corpus} --compare")
        return
    print_rows([{key: cell(value) for key, value in row.items()} for row in rows], format)


def cell(value: object) -> str:
    """A table cell: shares with their interval and events, numbers to three places."""
    if isinstance(value, dict):
        interval = f" ({value['low']:.2f} to {value['high']:.2f})" if value["low"] is not None else ""
        return f"{value['value']:.2f}{interval} of {value['of']} facts in {value['events']} events"
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def info(corpus: CorpusArgument, format: FormatOption = "plain") -> None:
    """What a corpus holds, and the digest by which two people know that theirs is the same."""
    from framing.cli.info import print_rows
    from framing.store.corpus import Corpus
    from framing.store.manifest import info as info_of

    with Corpus.open(corpus) as store:
        found = asdict(info_of(store))
    if format == "json":
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    outlets = ", ".join(f"{name} {count}" for name, count in found.pop("outlets").items())
    print_rows([{"of": key, "detail": str(value)} for key, value in {**found, "outlets": outlets}.items()], format)


def check(
    corpus: CorpusArgument,
    repair: Annotated[
        bool, typer.Option("--repair", help="Forget damaged shards, so that the next run makes them anew.")
    ] = False,
) -> None:
    """Read every shard and compare it with the manifest. Exit 5 where something is wrong."""
    from framing.store import check as checking
    from framing.store.corpus import Corpus

    with Corpus.open(corpus) as store:
        problems = checking.repair(store) if repair else checking.check(store)
    for problem in problems:
        typer.echo(f"{visible(problem.where)} {visible(problem.what)}; {problem.mend}")
        if problem.articles:
            more = f" and {len(problem.articles) - 10} more" if len(problem.articles) > 10 else ""
            typer.echo(f"  articles: {', '.join(problem.articles[:10])}{more}")
    found = f"{len(problems)} problem{'s' * (len(problems) > 1)}{' mended' * repair}"
    typer.echo(found if problems else "the corpus is whole")
    if problems and not repair:
        raise typer.Exit(Exit.INTERNAL)


def compact(corpus: CorpusArgument) -> None:
    """Merge small shards and drop what no step needs any more."""
    from framing.store.compact import compact as merge
    from framing.store.corpus import Corpus

    with Corpus.open(corpus) as store:
        done = merge(store)
    typer.echo(f"{done.shards_before} files became {done.shards_after}; {max(0, done.bytes_freed) / 1e6:.1f} MB freed")


def export_corpus(
    corpus: CorpusArgument, target: Annotated[Path, typer.Argument(help="A .zip file or a new folder.")]
) -> None:
    """Copy a corpus, consistently, also while another process writes to it."""
    from framing.store.corpus import Corpus
    from framing.store.export import export

    with Corpus.open(corpus) as store:
        typer.echo(str(export(store, target)))


def pace_line(quiet: bool) -> Callable[[Pace], None]:
    """A reporter of steps for standard error."""
    live = not quiet and sys.stderr.isatty()

    def tell(pace: Pace) -> None:
        if live:
            left = f", {pace.left:.0f} s left" if pace.left >= 0 else ""
            total = f"/{pace.total}" if pace.total else ""
            sys.stderr.write(f"\r\x1b[2K{pace.step} {pace.done}{total}, {pace.rate:.0f} a second{left}")
            sys.stderr.flush()

    return tell


def clear_line(quiet: bool) -> None:
    """Wipe the progress line."""
    if not quiet and sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()
