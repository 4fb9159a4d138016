"""The newest decisions as units and marks for agreement."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Engine, func, select

from framing.model import Span
from framing.review.agreement import Figure, summary
from framing.review.database import reading
from framing.review.decisions import Decision, newest_of_all
from framing.review.items import KINDS
from framing.review.spans import Mark, Marked, span_summary
from framing.review.tables import articles, coders, decisions, items

MARKED = "marked words"


def agreement_tables(engine: Engine) -> list[tuple[str, list[Figure]]]:
    """Every coefficient by kind of item; where words were marked, also on where."""
    units = _units(engine)
    tables = [(kind, summary(units[kind])) for kind in KINDS]
    spans = span_summary(list(marked_texts(engine).values()))
    return [*tables, (MARKED, spans)] if spans else tables


def coded_units(engine: Engine, kind: str) -> dict[str, dict[str, str]]:
    """Newest labels by item and coder's name, of one kind of item; skips and adjudications are no coding."""
    return _units(engine)[kind]


def _units(engine: Engine) -> dict[str, dict[str, dict[str, str]]]:
    """By kind. Only what is counted is read: a class makes ten thousand decisions in an afternoon."""
    last = select(func.max(decisions.c.id).label("id")).where(decisions.c.adjudicated.is_(False))
    newest = last.group_by(decisions.c.item, decisions.c.coder).subquery()
    query = select(items.c.kind, decisions.c.item, coders.c.name, decisions.c.label)
    query = query.join(newest, decisions.c.id == newest.c.id).join(items, items.c.id == decisions.c.item)
    query = query.join(coders, coders.c.id == decisions.c.coder).where(decisions.c.label != "skip")
    out: dict[str, dict[str, dict[str, str]]] = {kind: {} for kind in KINDS}
    with reading(engine) as connection:
        for kind, item, coder, label in connection.execute(query.order_by(decisions.c.item, decisions.c.coder)):
            out[kind].setdefault(item, {})[coder] = label
    return out


def marked_texts(engine: Engine) -> dict[str, Marked]:
    """The words that coders marked as framing differences, by article, the lens as label.

    A coder's marks are both sides of the differences that they accepted or added. Who decided a difference of an
    article, or added one, worked on it. A suggestion that not all who worked on the article decided is left out:
    what somebody was not asked is no disagreement. Additions always count, for everybody could have made them.
    """
    rows, said, names = _differences(engine)
    at_work: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for article in (row.a, row.b):
            at_work[article].update(names[decision.coder] for decision in said[row.id])
    marks: dict[str, dict[str, list[Mark]]] = {
        article: {coder: [] for coder in sorted(people)} for article, people in at_work.items() if people
    }
    for row in rows:
        decided = {names[decision.coder] for decision in said[row.id]}
        for anchor in (row.payload["a"], row.payload["b"]):
            article = anchor["article"]
            if row.added_by is None and decided != at_work[article]:
                continue
            for decision in said[row.id]:
                if decision.label == "accept":
                    mark = (Span(anchor["start"], anchor["end"]), decision.lens or row.payload.get("lens", ""))
                    marks[article][names[decision.coder]].append(mark)
    with reading(engine) as connection:
        lengths = {row.id: len(row.text) for row in connection.execute(select(articles.c.id, articles.c.text))}
    return {article: Marked(lengths[article], by_coder) for article, by_coder in marks.items()}


def _differences(engine: Engine) -> tuple[list[Any], dict[str, list[Decision]], dict[int, str]]:
    """The differences with ground, what was said of each, and the coders' names."""
    said: dict[str, list[Decision]] = defaultdict(list)
    with reading(engine) as connection:
        names = {row.id: row.name for row in connection.execute(select(coders.c.id, coders.c.name))}
        query = select(items).where(items.c.kind == "difference", items.c.grounded.is_(True))
        query = query.where(items.c.id.in_(select(decisions.c.item)))
        rows = list(connection.execute(query.order_by(items.c.id)))
        if not rows:
            return [], said, names
        known = {row.id for row in rows}
        for decision in newest_of_all(connection):
            if decision.item in known and not decision.adjudicated:
                said[decision.item].append(decision)
    return rows, said, names
