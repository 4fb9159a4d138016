"""What a paper's method section needs, as Markdown: every figure with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from framing import __version__
from framing.model import Run
from framing.review.agreement import Figure
from framing.review.books import newest_books
from framing.review.coded import MARKED, agreement_tables
from framing.review.database import reading
from framing.review.items import KINDS
from framing.review.settled import Case, cases
from framing.review.tables import articles, audit, coders, decisions, items
from framing.text import visible

REFERENCES = (
    "Cohen, J. (1960). A coefficient of agreement for nominal scales. *Educational and Psychological Measurement* "
    "20(1), 37-46.",
    "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. *Psychological Bulletin* 76(5), "
    "378-382.",
    "Krippendorff, K. (2011). *Computing Krippendorff's Alpha-Reliability*. University of Pennsylvania.",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The runs that the suggestions came from."""

    events: int
    runs: tuple[Run, ...]


def methods(engine: Engine, name: str, compared: Compared) -> str:
    """The appendix."""
    found = cases(engine)
    with reading(engine) as connection:
        parts = [
            f"# Methods: {_safe(name)}",
            "\n".join(_material(connection, compared)),
            "\n".join(_sampling(connection)),
            "\n".join(_coders(connection)),
        ]
    parts += [
        "\n".join(_codebook(engine)),
        "\n".join(_agreement(engine)),
        "\n".join(_outcome(found)),
        "\n".join(_tool(compared)),
        "## References\n\n" + "\n".join(f"- {reference}" for reference in REFERENCES),
    ]
    return "\n\n".join(parts) + "\n"


def _material(connection: Connection, compared: Compared) -> Iterator[str]:
    rows = list(connection.execute(select(articles.c.outlet, articles.c.published)))
    outlets = Counter(row.outlet or "unknown" for row in rows)
    days = sorted(row.published[:10] for row in rows if row.published)
    yield "## Material\n"
    yield (
        f"{len(rows)} articles by {len(outlets)} outlets"
        + (f", {days[0]} to {days[-1]}" if days else "")
        + (f"; {compared.events} events told by two outlets or more were compared." if compared.events else ".")
    )
    yield "\n| outlet | articles |\n|---|--:|"
    for outlet, count in sorted(outlets.items()):
        yield f"| {_safe(outlet)} | {count} |"


def _sampling(connection: Connection) -> Iterator[str]:
    names = {row.id: row.name for row in connection.execute(select(coders))}
    counted = connection.execute(select(items.c.kind, func.count().label("n")).group_by(items.c.kind))
    counts = {row.kind: row.n for row in counted}
    added = connection.scalar(select(func.count()).where(items.c.added_by.is_not(None))) or 0
    lost = connection.scalar(select(func.count()).where(items.c.grounded.is_(False))) or 0
    yield "## Sample\n"
    listed = ", ".join(f"{counts.get(kind, 0)} {kind}s" for kind in KINDS)
    yield f"Items: {listed}; {added} of them added by coders; {lost} without ground in the present texts."
    draws = list(connection.execute(select(audit).where(audit.c.action == "assign").order_by(audit.c.id)))
    for draw in draws:
        how: Mapping[str, Any] = draw.detail
        who = ", ".join(_safe(names.get(key, str(key))) for key in how["coders"])
        drawn = (
            f", drawn at random with seed {how['seed']}, stratified by the tool's certainty in {how['strata']} bands"
            if "seed" in how
            else ""
        )
        unaided = "; the tool's suggestions were hidden" if how.get("unaided") else ""
        yield f"- {draw.at[:10]}: {how['items']} {how.get('kind', 'item')}s{drawn}, each coded blind by {who}{unaided}."
    if not draws:
        yield "No sample was assigned: coders worked on the whole queue."


def _coders(connection: Connection) -> Iterator[str]:
    query = (
        select(
            coders.c.name, coders.c.role, func.count(decisions.c.id), func.coalesce(func.sum(decisions.c.seconds), 0)
        )
        .outerjoin(decisions, decisions.c.coder == coders.c.id)
        .group_by(coders.c.id, coders.c.name, coders.c.role)
        .order_by(coders.c.name)
    )
    yield "## Coders\n\n| coder | rank | decisions, changes counted | hours |\n|---|---|--:|--:|"
    for name, rank, count, seconds in connection.execute(query):
        yield f"| {_safe(name)} | {rank} | {count} | {seconds / 3600:.1f} |"


def _codebook(engine: Engine) -> Iterator[str]:
    yield "## Codebook\n"
    yield "Links: same, partial, none. Facts: covered, partly, not found, not yet reported, nonfact."
    yield "Framing differences: accepted or rejected, with lens and frame."
    for book in newest_books(engine):
        frames = ", ".join(_safe(frame.name) for frame in book.content.frames)
        yield f"- {_safe(book.name)}, version {book.version} (SHA-256 `{book.sha256}`): {frames}."


def _agreement(engine: Engine) -> Iterator[str]:
    yield "## Agreement\n"
    yield "Adjudications are not counted. Intervals: 95 %, percentile bootstrap over units, none below ten units."
    for kind, figures in agreement_tables(engine):
        if not figures[0].units:
            yield f"\n{kind}: no item was coded twice."
            continue
        if kind == MARKED:
            yield "\nWhere words were marked as framing differences; units are articles, judgements are marks."
        yield f"\n| {kind} | value | interval | units | judgements |\n|---|--:|--:|--:|--:|"
        yield from (_figure(figure) for figure in figures)


def _figure(figure: Figure) -> str:
    value = "undefined" if figure.value is None else f"{figure.value:.3f}"
    interval = "" if figure.low is None else f"{figure.low:.3f} to {figure.high:.3f}"
    return f"| {_safe(figure.name)} | {value} | {interval} | {figure.units} | {figure.judgements} |"


def _outcome(found: Sequence[Case]) -> Iterator[str]:
    yield "## Outcome\n"
    open_cases = sum(case.disputed and case.ruling is None for case in found)
    ruled = sum(case.ruling is not None for case in found)
    yield f"{len(found)} items decided, {ruled} by a ruling of an adjudicator, {open_cases} still disputed."
    for kind in KINDS:
        settled = [case for case in found if case.kind == kind and case.settled is not None]
        if settled:
            labels = Counter(case.settled.label for case in settled if case.settled)
            as_suggested = sum(case.settled.label == case.suggestion for case in settled if case.settled)
            listed = ", ".join(f"{label.replace('_', ' ')} {count}" for label, count in labels.most_common())
            yield f"- {kind}: {listed}. The tool had suggested the same label in {as_suggested} of {len(settled)}."


def _tool(compared: Compared) -> Iterator[str]:
    yield f"## Tool\n\nframing {__version__}."
    models = {(m.role, m.name, m.sha256, m.precision) for run in compared.runs for m in run.models}
    for role, model, digest, precision in sorted(models):
        yield f"- {role}: {_safe(model)}, {precision}, weights SHA-256 `{digest}`"
    shown: dict[str, set[str]] = {}
    for run in compared.runs:
        for key, value in run.settings.items():
            shown.setdefault(key, set()).add(str(value))
    if shown:
        yield "\n| setting | value |\n|---|---|"
        for key, values in sorted(shown.items()):
            yield f"| {_safe(key)} | {_safe(' / '.join(sorted(values)))} |"


def _safe(text: str) -> str:
    """Text that changes nothing around it: no table cell, markup or HTML is opened by it."""
    out = visible(text)
    for sign in "\\`*_[]<>|#":
        out = out.replace(sign, f"\\{sign}")
    return out
