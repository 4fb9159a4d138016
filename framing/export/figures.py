"""Figures for papers and slides: SVG files that stand alone, drawn by altair, each beside a CSV with its numbers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.export.tables import Row, Table, to_csv
from framing.model import Comparison, Relation, State
from framing.report.files import write_bytes, write_text
from framing.report.html.ladder import ladders
from framing.report.html.verbscale import DISTANCES, scale
from framing.report.lookup import Lookup
from framing.report.overview import lens_name
from framing.report.strings import say
from framing.report.words import shorten
from framing.text import visible

if TYPE_CHECKING:
    import altair as alt

HUES = ("#1f5a9e", "#9a4a00", "#00654c", "#843075", "#5f5700", "#00647d", "#a02438", "#4b4697")
"""The page's hues by account: told apart with colour-blind eyes, and dark enough on white."""
_STATE_HUES = {
    State.STATED: "#00654c", State.COVERED: "#00654c", State.PARTLY: "#d9a53a", State.NOT_FOUND: "#e4e0d6",
    State.CONFLICTING: "#a3161f", State.NOT_YET_REPORTED: "#b9c7d8", State.NOT_COMPARED: "#ffffff",
}  # fmt: skip
_GRADES, _GRADE_HUES = ["hard", "plain", "soft", "not graded"], ["#a3161f", "#1c1b19", "#00654c", "#6b675e"]
_FACTS = 40
"""Facts in the coverage figure: the most salient."""


def write_figures(comparison: Comparison, folder: Path) -> list[Path]:
    """Every figure that the comparison has something for, as `<name>.svg` and `<name>.csv`. Paths of the SVG files.

    Raises UsageError where the folder cannot be written.
    """
    import vl_convert

    paths = []
    for name, chart, numbers in _figures(Lookup(comparison)):
        svg = vl_convert.vegalite_to_svg(chart.to_dict())
        write_text(folder / f"{name}.svg", svg)
        write_bytes(folder / f"{name}.csv", b"\xef\xbb\xbf" + to_csv(numbers).encode("utf-8"))
        paths.append(folder / f"{name}.svg")
    return paths


def _figures(lookup: Lookup) -> list[tuple[str, alt.Chart, Table]]:
    made = [("positions", *_positions(lookup))]
    if lookup.comparison.facts:
        made.append(("coverage", *_coverage(lookup)))
    if lookup.comparison.differences:
        made.append(("findings", *_findings(lookup)))
    if ladders := _ladders(lookup):
        made.append(("labels", *ladders))
    if verbs := _verbs(lookup):
        made.append(("verbs", *verbs))
    for lens, profile in lookup.comparison.profiles.items():
        if any(profile.values()):
            made.append((f"profile-{re.sub(r'[^a-z0-9_]+', '-', lens.lower())}", *_profile(lookup, lens)))
    return made


def _positions(lookup: Lookup) -> tuple[alt.Chart, Table]:
    """Each account as a bar of its passages, filled where another account says the same."""
    import altair as alt

    columns = ("account", "passage", "start", "end", "counterpart")
    rows: list[Row] = []
    for article_id, passages in lookup.passages_of.items():
        at = 0
        for passage in passages:
            relations = {link.relation for link in lookup.links_of.get(passage.id, [])}
            kind = "same fact" if Relation.SAME in relations else "in part" if relations else "none"
            rows.append((lookup.named(article_id), passage.index + 1, at, at + len(passage.text), kind))
            at += len(passage.text)
    kinds = alt.Scale(domain=["same fact", "in part", "none"], range=["#1c1b19", "#8d887c", "#efece4"])
    chart = (
        _chart(columns, rows, say("strip"))
        .mark_bar(stroke="white", strokeWidth=0.7, height=18)
        .encode(
            x=alt.X("start:Q", title="characters"), x2="end:Q", y=alt.Y("account:N", title=None, sort=None),
            color=alt.Color("counterpart:N", scale=kinds, title="counterpart"),
        )
    )  # fmt: skip
    return chart.properties(width=560), Table("positions", columns, tuple(rows))


def _coverage(lookup: Lookup) -> tuple[alt.Chart, Table]:
    """Facts against accounts, the most salient first."""
    import altair as alt

    columns = ("fact", "account", "state", "probability")
    rows: list[Row] = []
    facts = sorted(lookup.comparison.facts, key=lambda fact: -fact.salience)[:_FACTS]
    for number, fact in enumerate(facts, 1):
        label = f"{number:>2}  {shorten(visible(lookup.passage(fact.canonical).text), 9)}"
        rows += [
            (label, lookup.named(cell.article), say(f"state.{cell.state}"), cell.probability) for cell in fact.cells
        ]
    states = {say(f"state.{state}"): hue for state, hue in _STATE_HUES.items() if state is not State.COVERED}
    chart = (
        _chart(columns, rows, say("matrix"))
        .mark_rect(stroke="white", strokeWidth=2)
        .encode(
            x=alt.X("account:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=-30)),
            y=alt.Y("fact:N", title=None, sort=None, axis=alt.Axis(labelLimit=420)),
            color=alt.Color(
                "state:N", scale=alt.Scale(domain=list(states), range=list(states.values())), title=None
            ),
        )
    )  # fmt: skip
    return chart.properties(width=alt.Step(56), height=alt.Step(18)), Table("coverage", columns, tuple(rows))


def _findings(lookup: Lookup) -> tuple[alt.Chart, Table]:
    """Differences by lens."""
    import altair as alt

    columns = ("lens", "differences")
    found = Counter(lens_name(difference.lens) for difference in lookup.comparison.differences)
    rows: list[Row] = list(found.most_common())
    chart = (
        _chart(columns, rows, say("differences"))
        .mark_bar(color="#6b2f86", height=14)
        .encode(x=alt.X("differences:Q", title=None), y=alt.Y("lens:N", title=None, sort=None))
    )
    return chart.properties(width=360), Table("findings", columns, tuple(rows))


def _ladders(lookup: Lookup) -> tuple[alt.Chart, Table] | None:
    """Names that accounts give to one thing or person: a row a name, the hardest on top; None where none differ."""
    import altair as alt

    columns = ("referent", "name", "grade", "account", "count")
    labels = [d for d in lookup.comparison.differences if d.lens == "labels"]
    found = ladders(lookup, list(enumerate(sorted(labels, key=lambda d: -d.strength), 1)))
    names = {lookup.letter(article_id): lookup.named(article_id) for article_id in lookup.order}
    rows: list[Row] = [
        (
            shorten(visible(ladder.title), 10),
            shorten(visible(rung.words), 8),
            rung.tone or _GRADES[-1],
            names[step.letter],
            step.count,
        )
        for ladder in found
        for rung in ladder.rungs
        for step in rung.steps
    ]
    if not rows:
        return None
    chart = (
        _chart(columns, [row for row in rows if row[4]], say("ladder"))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X("account:N", title=None, sort=list(names.values()), scale=alt.Scale(domain=list(names.values()))),
            y=alt.Y("name:N", title=None, sort=None),
            size=alt.Size("count:Q", title="count", legend=alt.Legend(tickMinStep=1, format="d"), scale=alt.Scale(domainMin=0, range=[20, 260])),
            color=alt.Color("grade:N", title="grade", scale=alt.Scale(domain=_GRADES, range=_GRADE_HUES)),
            row=alt.Row("referent:N", title=None, sort=None, header=alt.Header(labelAngle=0, labelAlign="left", labelOrient="top")),
        )
        .resolve_scale(y="independent")
    )  # fmt: skip
    return chart, Table("labels", columns, tuple(rows))


def _verbs(lookup: Lookup) -> tuple[alt.Chart, Table] | None:
    """How far each account keeps from what it reports: shares of its statements; None where the lens has not run."""
    import altair as alt

    columns = ("account", "step", "distance", "share", "statements")
    rows: list[Row] = [
        (lookup.named(row.article), DISTANCES[k], say(f"distance.{k}"), share.value, row.statements)
        for row in scale(lookup)
        for k, share in enumerate(row.shares)
    ]
    if not rows:
        return None
    chart = (
        _chart(columns, rows, say("verbs.distance"))
        .mark_circle(color="#1f5a9e", opacity=0.9)
        .encode(
            x=alt.X("distance:N", title=None, sort=None, axis=alt.Axis(labelAngle=-20)),
            y=alt.Y("account:N", title=None, sort=None),
            size=alt.Size("share:Q", title="share", scale=alt.Scale(domain=[0, 1], range=[0, 900])),
        )
    )  # fmt: skip
    return chart.properties(width=420, height=alt.Step(40)), Table("verbs", columns, tuple(rows))


def _profile(lookup: Lookup, lens: str) -> tuple[alt.Chart, Table]:
    """One lens: a dot an account for every name."""
    import altair as alt

    columns = ("name", "account", "value")
    profile = lookup.comparison.profiles[lens]
    rows: list[Row] = [
        (visible(name), lookup.named(article_id), value)
        for article_id in lookup.order
        for name, value in profile.get(article_id, {}).items()
    ]
    names = [lookup.named(article_id) for article_id in lookup.order]
    hues = [HUES[i % len(HUES)] for i in range(len(names))]
    chart = (
        _chart(columns, rows, lens_name(lens))
        .mark_point(filled=True, size=70, opacity=0.9)
        .encode(
            x=alt.X("value:Q", title=None),
            y=alt.Y("name:N", title=None, sort="-x"),
            color=alt.Color("account:N", scale=alt.Scale(domain=names, range=hues), title=None),
            shape=alt.Shape("account:N", scale=alt.Scale(domain=names), title=None),
        )
    )
    return chart.properties(width=420), Table(lens, columns, tuple(rows))


def _chart(columns: tuple[str, ...], rows: list[Row], title: str) -> Any:
    import altair as alt

    values = [dict(zip(columns, row, strict=True)) for row in rows]
    chart: Any = alt.Chart(alt.Data(values=values), title=title)
    return chart
