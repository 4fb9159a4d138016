"""`framing stats CORPUS --lens vocabulary|axes`: the corpus lenses as a table, CSV, JSON or a chart."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from framing.errors import SettingsError, UsageError
from framing.model import Comparison

LENSES = ("vocabulary", "axes")
_SHOWN = 20
"""Terms of an outlet in a plain table; files hold all."""
Row = dict[str, Any]


def corpus_lens(
    results: Sequence[Comparison],
    lens: str | None,
    outlet: str | None,
    axes: Path | None,
    format: str,
    output: Path | None,
) -> None:
    """Print or write one corpus lens. Raises SettingsError for misuse, UsageError where there are too few articles."""
    if lens is None:
        raise SettingsError("--axes, --outlet and -o go with --lens vocabulary or --lens axes")
    if lens not in LENSES:
        raise SettingsError(f"--lens: {lens!r} is not a corpus lens; known: {', '.join(LENSES)}")
    if axes is not None and lens != "axes":
        raise SettingsError("--axes goes with --lens axes")
    rows, chart = _vocabulary(results, outlet) if lens == "vocabulary" else _axes(results, outlet, axes)
    if output is not None:
        _write(rows, chart, output)
    elif format in ("json", "csv"):
        typer.echo(
            json.dumps(rows, indent=2, ensure_ascii=False) if format == "json" else as_csv(rows), nl=format == "json"
        )
    else:
        _print(rows, lens, format)


def _vocabulary(results: Sequence[Comparison], outlet: str | None) -> tuple[list[Row], Any]:
    from framing.lenses.vocabulary import aligned_documents, vocabulary

    documents = aligned_documents(results)
    names = sorted({each.outlet for each in documents})
    if outlet is not None and outlet not in names:
        raise UsageError(f"--outlet: no linked passages of {outlet!r}; there are: {', '.join(names) or 'none'}")
    counts = {name: sum(each.outlet == name for each in documents) for name in names}
    chosen = (
        [outlet] if outlet else [name for name in names if counts[name] >= 2 and len(documents) - counts[name] >= 2]
    )
    if not chosen:
        raise UsageError(
            "vocabulary compares outlets over articles: no outlet has two compared articles with links yet"
        )
    found = [vocabulary(documents, name) for name in chosen]
    rows = []
    for each in found:
        beyond = {term.word for term in each.beyond_chance()}
        rows += [
            {"outlet": each.outlet, **asdict(term), "null": each.null, "beyond_chance": term.word in beyond,
             "articles": each.articles, "other_articles": each.others}
            for term in each.terms
        ]  # fmt: skip
    return rows, lambda: _together([each.chart() for each in found])


def _axes(results: Sequence[Comparison], outlet: str | None, file: Path | None) -> tuple[list[Row], Any]:
    from framing.lenses.axes import OURS, chart, lean, load_axes
    from framing.lenses.vocabulary import aligned_documents

    found = lean(aligned_documents(results), load_axes(file) if file else OURS)
    kept = [each for each in found if outlet in (None, each.outlet)]
    if not kept:
        raise UsageError(
            f"--outlet: no linked passages of {outlet!r}; there are: {', '.join(sorted({each.outlet for each in found}))}"
        )
    return [{**asdict(each), "telling": ", ".join(each.telling)} for each in kept], lambda: chart(kept)


def _together(charts: Sequence[Any]) -> Any:
    import altair as alt

    return alt.vconcat(*charts)


def as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV with a header line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _write(rows: Sequence[Row], chart: Any, output: Path) -> None:
    from framing.report.files import write_text

    kind = output.suffix.lower()
    if kind == ".csv":
        write_text(output, as_csv(rows))
    elif kind == ".json":
        write_text(output, json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    elif kind == ".svg":
        import vl_convert

        write_text(output, vl_convert.vegalite_to_svg(chart().to_dict()))
    else:
        raise SettingsError(f"-o {output}: the name must end in .csv, .json or .svg")


def _print(rows: Sequence[Row], lens: str, format: str) -> None:
    from framing.cli.info import print_rows

    if lens == "axes":
        print_rows([{key: _cell(value) for key, value in row.items()} for row in rows], format)
        return
    columns = ("outlet", "word", "here", "elsewhere", "log_odds", "low", "high", "q", "beyond_chance")
    for name in dict.fromkeys(row["outlet"] for row in rows):
        mine = [row for row in rows if row["outlet"] == name]
        print_rows([{key: _cell(row[key]) for key in columns} for row in mine[:_SHOWN]], format)
        beyond = sum(row["beyond_chance"] for row in mine)
        typer.echo(
            f"{name}: {beyond} of {len(mine)} words beyond chance (q < 0.05, interval without zero, |z| above {mine[0]['null']:.2f}, "
            f"the split-half null); {mine[0]['articles']} articles against {mine[0]['other_articles']}\n"
        )


def _cell(value: object) -> str:
    return (
        f"{value:.3f}" if isinstance(value, float) else "yes" if value is True else "" if value is False else str(value)
    )
