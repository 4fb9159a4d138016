"""`framing diff`, `show`, `facts` and `demo`: one comparison, or one article."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.exits import Exit

if TYPE_CHECKING:
    from framing.config import Settings
    from framing.model import Article, Comparison, Notice


class Format(StrEnum):
    """Forms a comparison can take."""

    AUTO = "auto"
    TERMINAL = "terminal"
    PLAIN = "plain"
    JSON = "json"
    MD = "md"
    HTML = "html"


class FailOn(StrEnum):
    """Kinds of finding that give exit code 1."""

    LINK = "link"
    OMISSION = "omission"
    CONFLICT = "conflict"
    DIFFERENCE = "difference"


Sources = Annotated[
    list[str], typer.Argument(help="Files, folders, URLs, or - for standard input.", show_default=False)
]
FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help="auto: by the output's suffix, else the terminal.")
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of the screen.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no warnings.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="Settings file; default: framing.toml here.")]
LensOption = Annotated[str | None, typer.Option("--lens", help="Lenses by id, comma-separated; `all` for every one.")]
CodebookOption = Annotated[
    list[str] | None,
    typer.Option(
        "--codebook", help="Frames by this codebook (a TOML file, or policy, generic, entman); adds the lens."
    ),
]
ModelOption = Annotated[str | None, typer.Option("--model", help="Encoder: a sentence-transformers name or folder.")]
ScorerOption = Annotated[
    str | None, typer.Option("--scorer", help="Pair scorer: `default`, or a CrossEncoder name or folder.")
]


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("diff")(diff)
    app.command("demo")(demo)
    app.command("show")(show)
    app.command("facts")(facts)


def diff(
    sources: Sources,
    format: FormatOption = Format.AUTO,
    output: OutputOption = None,
    lens: LensOption = None,
    codebook: CodebookOption = None,
    all_scores: Annotated[
        bool, typer.Option("--all-scores", help="JSON: add every scored pair; weak wordings too.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Findings a section on the screen.")] = 12,
    everything: Annotated[bool, typer.Option("--all", help="Every finding on the screen, however many.")] = False,
    require_same_event: Annotated[
        bool, typer.Option(help="Exit 4 where the articles are of different events.")
    ] = False,
    fail_on: Annotated[
        str, typer.Option(help="What counts as a finding, comma-separated.")
    ] = "omission,conflict,difference",
    outlet: Annotated[list[str] | None, typer.Option(help="Outlet of the 1st, 2nd, … source.")] = None,
    published: Annotated[list[str] | None, typer.Option(help="Date of the 1st, 2nd, … source, ISO 8601.")] = None,
    title: Annotated[list[str] | None, typer.Option(help="Headline of the 1st, 2nd, … source.")] = None,
    model: ModelOption = None,
    scorer: ScorerOption = None,
    accurate: Annotated[bool | None, typer.Option("--accurate", help="Slower, more accurate pair scorer.")] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Allow reading sources that are URLs.")] = False,
    excerpts: Annotated[bool, typer.Option("--excerpts", help="No article text beyond short quotes.")] = False,
    settings: SettingsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare two or more accounts: what each states, leaves out, contradicts, and in what words."""
    from framing.cli.output import warn
    from framing.cli.reading import Given, read_sources
    from framing.config import load

    counted = parse_fail_on(fail_on)
    chosen = load(
        settings, model=model, scorer=scorer, accurate=accurate, lenses=lens_names(lens), all_scores=all_scores or None
    )
    if codebook:
        chosen = with_codebooks(chosen, codebook)
    given = Given(outlet or [], published or [], title or [], fetch)
    articles, notices = read_sources(sources, given)
    comparison = run(articles, chosen, quiet, notices)
    warn(comparison.run.notices, quiet)
    emit(comparison, format, output, None if everything else limit, excerpts)
    raise typer.Exit(exit_code(comparison, counted, require_same_event))


def run(articles: list[Article], settings: Settings, quiet: bool, notices: list[Notice]) -> Comparison:
    """Compare with a progress line; `run.command` is the command line as given."""
    from framing.cli.progress import Progress
    from framing.pipeline import compare_articles

    progress = Progress(quiet)
    command = " ".join(["framing", *sys.argv[1:]])
    try:
        return compare_articles(articles, settings, command=command, progress=progress, notices=notices)
    finally:
        progress.close()


def emit(
    comparison: Comparison, format: Format, output: Path | None, limit: int | None = None, excerpts: bool = False
) -> None:
    """Render in the wished form, to the file or the screen; `limit` shortens the screen's sections only."""
    from dataclasses import replace

    from framing import report
    from framing.cli.output import view_options, write_text

    name = resolve_format(format, output, sys.stdout.isatty())
    shown = limit if name in ("terminal", "plain") and output is None else None
    options = replace(view_options(output, shown), excerpts=excerpts)
    if output is not None and format is Format.AUTO:
        from framing.export.documents import write_document

        if write_document(comparison, output, options):
            return
    write_text(report.render(comparison, name, options), output)


def resolve_format(format: Format, output: Path | None, on_terminal: bool) -> str:
    """`auto` is decided by the output's suffix, else by whether standard output is a terminal."""
    if format is not Format.AUTO:
        return str(format)
    suffixes = {".json": "json", ".md": "md", ".html": "html", ".htm": "html", ".txt": "plain"}
    if output is not None:
        return suffixes.get(output.suffix.lower(), "plain")
    return "terminal" if on_terminal else "plain"


def parse_fail_on(value: str) -> frozenset[FailOn]:
    """Comma-separated kinds; `none` for no exit code 1. Raises SettingsError for an unknown kind."""
    from framing.errors import SettingsError

    names = [name.strip() for name in value.split(",") if name.strip()]
    if names == ["none"]:
        return frozenset()
    try:
        return frozenset(FailOn(name) for name in names)
    except ValueError as error:
        raise SettingsError(f"--fail-on: {error}; known: {', '.join(FailOn)}, none") from error


def with_codebooks(settings: Settings, named: list[str]) -> Settings:
    """Settings with these codebooks, checked before anything is read, and the lens that uses them."""
    from dataclasses import replace

    from framing.lenses.codebooks import codebooks

    codebooks(named)
    lenses = settings.lenses if "frames" in settings.lenses else (*settings.lenses, "frames")
    return replace(settings, codebooks=tuple(named), lenses=lenses)


def lens_names(value: str | None) -> tuple[str, ...] | None:
    """Lens ids from a comma-separated option; `all` for every installed lens."""
    if value is None:
        return None
    from framing.errors import SettingsError
    from framing.lenses import registry

    known = registry()
    if value.strip() == "all":
        return tuple(known)
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SettingsError(f"--lens: no lens named {', '.join(unknown)}; known: {', '.join(known)}")
    return names


def exit_code(comparison: Comparison, counted: frozenset[FailOn], require_same_event: bool) -> Exit:
    """Exit code of a comparison: 4 before 1 before 0."""
    from framing.model import Same

    if require_same_event and comparison.event.same is Same.NO:
        return Exit.DIFFERENT_EVENTS
    found = {
        FailOn.LINK: comparison.links,
        FailOn.OMISSION: comparison.omissions,
        FailOn.CONFLICT: comparison.conflicts,
        FailOn.DIFFERENCE: comparison.differences,
    }
    return Exit.FINDINGS if any(found[kind] for kind in counted) else Exit.NOTHING_FOUND


def show(
    source: Annotated[str, typer.Argument(help="A file, or - for standard input.", show_default=False)],
    dropped: Annotated[bool, typer.Option("--dropped", help="List what was set aside, with reasons.")] = False,
    format: FormatOption = Format.AUTO,
    output: OutputOption = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Allow reading a URL.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Show one article as it was read: metadata, passages, core time and place, what was set aside."""
    from framing import report
    from framing.cli.output import view_options, warn, write_text
    from framing.cli.reading import Given, read_sources
    from framing.segment import segment

    articles, notices = read_sources([source], Given(fetch=fetch))
    name = resolve_format(format, output, sys.stdout.isatty())
    shown = []
    for article in articles:
        warn([*notices, *article.notices], quiet)
        shown.append(
            report.render_article(
                article, segment(article), name, view_options(output), dropped=dropped, details=where_and_when(article)
            )
        )
    write_text("\n".join(shown), output)


def where_and_when(article: Article) -> dict[str, object]:
    """Core time and place with their evidence, as plain values."""
    from framing.events import describe
    from framing.segment import segment

    return dict(describe(article, segment(article)))


def facts(
    sources: Sources,
    format: FormatOption = Format.AUTO,
    output: OutputOption = None,
    settings: SettingsOption = None,
    quiet: QuietOption = False,
) -> None:
    """What all independent origins state, what one alone states, and what is disputed."""
    from framing import report
    from framing.cli.output import view_options, warn, write_text
    from framing.cli.reading import Given, read_sources
    from framing.config import load
    from framing.facts import consensus

    articles, notices = read_sources(sources, Given())
    comparison = run(articles, load(settings, lenses=()), quiet, notices)
    warn(comparison.run.notices, quiet)
    name = resolve_format(format, output, sys.stdout.isatty())
    write_text(report.render_consensus(comparison, consensus(comparison), name, view_options(output)), output)


def demo(
    event: Annotated[
        str | None, typer.Argument(help="A sample event, all accounts of it; default: a pair of the ferry's.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the report goes.")] = Path(
        "framing-report.html"
    ),
    open_report: Annotated[bool, typer.Option("--open/--no-open", help="Open the report in a browser.")] = True,
    quiet: QuietOption = False,
) -> None:
    """Compare a sample event with the screen's view, and write the full report."""
    import webbrowser

    from framing import report
    from framing.cli.output import write_text
    from framing.cli.reading import Given, read_sources
    from framing.cli.samples import sample_sources
    from framing.config import load

    articles, notices = read_sources(sample_sources(event), Given())
    comparison = run(articles, load(), quiet, notices)
    write_text(report.render(comparison, "html"), output)
    emit(comparison, Format.AUTO, None, 6)
    typer.echo(f"\nThe full report: {output.resolve()}")
    if open_report and sys.stdout.isatty():
        webbrowser.open(output.resolve().as_uri())
