"""The records of a comparison as tables: pandas frames, CSV files, one XLSX workbook.

Every table stands on its own: ids, outlets, positions, words. Cells that a spreadsheet would run are made text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from framing.errors import MissingExtra, UsageError
from framing.model import Comparison, Excerpt
from framing.report.files import encodable, write_bytes
from framing.report.lookup import Lookup
from framing.report.options import QUOTE_WORDS, Options
from framing.report.words import shorten
from framing.text import visible

if TYPE_CHECKING:
    import pandas as pd

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = tuple[Value, ...]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL = 32_767
"""Characters that one cell of a workbook may hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: columns, what they hold, rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(comparison: Comparison) -> list[Table]:
    """All tables, in the order of `NAMES`."""
    return [table(comparison, name) for name in NAMES]


def table(comparison: Comparison, name: str) -> Table:
    """One table by name. Raises UsageError for an unknown name."""
    try:
        columns, rows = _MAKERS[name]
    except KeyError:
        raise UsageError(f"no table `{name}`; known: {', '.join(NAMES)}") from None
    return Table(name, columns, tuple(rows(Lookup(comparison))))


def to_frame(comparison: Comparison, name: str) -> pd.DataFrame:
    """One table as a pandas frame, words as they stand. Raises UsageError for an unknown name."""
    import pandas as pd

    made = table(comparison, name)
    return pd.DataFrame(list(made.rows), columns=list(made.columns))


def to_csv(made: Table) -> str:
    """A table as CSV (RFC 4180, line feeds): control characters shown, formulas made text by a leading `'`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(made.columns)
    writer.writerows([harmless(value) for value in row] for row in made.rows)
    return encodable(out.getvalue())


def write_csv(comparison: Comparison, folder: Path) -> list[Path]:
    """Every table as `<folder>/<name>.csv`, with a byte-order mark so that spreadsheets read UTF-8. Their paths."""
    paths = []
    for made in tables(comparison):
        path = folder / f"{made.name}.csv"
        write_bytes(path, b"\xef\xbb\xbf" + to_csv(made).encode("utf-8"))
        paths.append(path)
    return paths


def write_xlsx(comparison: Comparison, path: Path, options: Options | None = None) -> None:
    """Every table as a sheet of one workbook. Words are strings, never formulas or links.

    With `options.excerpts`, cells of articles' words hold at most `QUOTE_WORDS`. Raises MissingExtra without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("a workbook", "export") from error

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**safe, "nan_inf_to_errors": True})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    cell = book.add_format({"valign": "top", "text_wrap": True})
    short = options is not None and options.excerpts
    for made in map(_quoted, tables(comparison)) if short else tables(comparison):
        sheet = book.add_worksheet(made.name)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(made.rows)), len(made.columns) - 1)
        for column, name in enumerate(made.columns):
            sheet.set_column(column, column, 60 if name in _WORDS else 16)
            sheet.write_string(0, column, name, head)
        for row, values in enumerate(made.rows, 1):
            for column, value in enumerate(values):
                _write(sheet, row, column, value, cell)
    book.close()
    write_bytes(path, out.getvalue())


def _quoted(made: Table) -> Table:
    """A table whose words of articles are cut to short quotes."""
    rows = tuple(
        tuple(
            shorten(value, QUOTE_WORDS) if name in _QUOTED and isinstance(value, str) else value
            for name, value in zip(made.columns, row, strict=True)
        )
        for row in made.rows
    )
    return Table(made.name, made.columns, rows)


def _write(sheet: Any, row: int, column: int, value: Value, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, encodable(visible(value))[:_CELL], style)
    else:
        sheet.write(row, column, value, style)


def harmless(value: Value) -> Value:
    """A cell that no spreadsheet runs: control characters shown, a leading formula sign behind `'`."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    # A sign after spaces or a control character still starts a formula in some programs.
    risky = value.lstrip()[:1] in _FORMULA or text.lstrip()[:1] in _FORMULA or value[:1] in _FORMULA
    return f"'{text}" if risky else text


_QUOTED = frozenset(("text", "a_text", "b_text", "missing", "nearest_text"))
_WORDS = frozenset(("text", "a_text", "b_text", "explanation", "reason", "missing", "nearest_text", "title"))


def _articles(lookup: Lookup) -> Iterator[Row]:
    for a in lookup.comparison.articles:
        yield (
            lookup.letter(a.id), a.id, a.outlet, a.title, a.byline, a.published, a.published_from, a.language, a.url,
            len(lookup.passages_of[a.id]), a.provenance.sha256,
        )  # fmt: skip


def _passages(lookup: Lookup) -> Iterator[Row]:
    for p in lookup.comparison.passages:
        yield p.id, p.article_id, p.index, p.role, p.paragraph, p.speaker, p.span.start, p.span.end, p.text


def _links(lookup: Lookup) -> Iterator[Row]:
    for link in lookup.comparison.links:
        a, b = lookup.passage(link.a), lookup.passage(link.b)
        yield (
            link.a, link.b, a.article_id, b.article_id, link.probability, link.relation, link.same, a.text, b.text,
        )  # fmt: skip


def _coverage(lookup: Lookup) -> Iterator[Row]:
    for c in lookup.comparison.coverage:
        yield c.passage, c.within, c.probability, c.state, c.nearest, lookup.passage(c.passage).text


def _facts(lookup: Lookup) -> Iterator[Row]:
    for fact in lookup.comparison.facts:
        text = lookup.passage(fact.canonical).text
        for c in fact.cells:
            evidence = " | ".join(f"{e.passage}[{e.start}:{e.end}]" for e in c.evidence)
            missing = " | ".join(e.text for e in c.missing)
            yield (
                fact.id, fact.canonical, fact.salience, fact.origins, fact.is_claim, c.article, c.state, c.probability,
                evidence, c.nearest, missing, text,
            )  # fmt: skip


def _omissions(lookup: Lookup) -> Iterator[Row]:
    for o in lookup.comparison.omissions:
        passage = lookup.passage(o.passage)
        yield (
            o.fact, o.passage, passage.article_id, o.missing_in, o.state, o.strength, o.probability, o.weight,
            o.nearest, passage.text, lookup.passage(o.nearest).text if o.nearest else None, o.reason,
            " | ".join(e.text for e in o.missing),
        )  # fmt: skip


def _conflicts(lookup: Lookup) -> Iterator[Row]:
    for c in lookup.comparison.conflicts:
        yield (
            c.kind, c.verdict, c.probability, *_side(lookup, c.a), *_side(lookup, c.b), *c.values, c.explanation,
        )  # fmt: skip


def _differences(lookup: Lookup) -> Iterator[Row]:
    for d in lookup.comparison.differences:
        yield d.lens, d.strength, d.p_value, *_side(lookup, d.a), *_side(lookup, d.b), d.explanation


def _profiles(lookup: Lookup) -> Iterator[Row]:
    for lens, by_article in lookup.comparison.profiles.items():
        for article, values in by_article.items():
            for name, value in values.items():
                yield lens, article, name, value


def _side(lookup: Lookup, excerpt: Excerpt | None) -> tuple[str | None, str | None, int | None, int | None, str | None]:
    if excerpt is None:
        return None, None, None, None, None
    return lookup.owner(excerpt), excerpt.passage, excerpt.start, excerpt.end, excerpt.text


_SIDES = (
    "a_article", "a_passage", "a_start", "a_end", "a_text", "b_article", "b_passage", "b_start", "b_end", "b_text",
)  # fmt: skip
_MAKERS: dict[str, tuple[tuple[str, ...], Callable[[Lookup], Iterator[Row]]]] = {
    "articles": (
        ("letter", "id", "outlet", "title", "byline", "published", "published_from", "language", "url", "passages",
         "sha256"),
        _articles,
    ),
    "passages": (
        ("id", "article", "index", "role", "paragraph", "speaker", "start", "end", "text"), _passages,
    ),
    "links": (
        ("a", "b", "a_article", "b_article", "probability", "relation", "same", "a_text", "b_text"), _links,
    ),
    "coverage": (("passage", "in", "probability", "state", "nearest", "text"), _coverage),
    "facts": (
        ("fact", "canonical", "salience", "origins", "is_claim", "article", "state", "probability", "evidence",
         "nearest", "missing", "text"),
        _facts,
    ),
    "omissions": (
        ("fact", "passage", "stated_by", "missing_in", "state", "strength", "probability", "weight", "nearest", "text",
         "nearest_text", "reason", "missing"),
        _omissions,
    ),
    "conflicts": (("kind", "verdict", "probability", *_SIDES, "a_value", "b_value", "explanation"), _conflicts),
    "differences": (("lens", "strength", "p_value", *_SIDES, "explanation"), _differences),
    "profiles": (("lens", "article", "name", "value"), _profiles),
}  # fmt: skip
NAMES = tuple(_MAKERS)
