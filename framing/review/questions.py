"""What the queue asks of the database, each statement built once; `coder` is bound when it is asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Executable,
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
)

from framing.review.tables import assignments, coders, decisions, items, sessions

CODER: BindParameter[Any] = bindparam("coder")
MINE = select(assignments.c.item).where(assignments.c.coder == CODER)
IS_ASSIGNED = MINE.limit(1)
TOUCHED = select(decisions.c.item).where(decisions.c.coder == CODER)
CODED = TOUCHED.where(decisions.c.adjudicated.is_(False))
"""Items this coder decided; adjudications are no coding."""
_LAST = (
    select(func.max(decisions.c.id).label("id"))
    .where(decisions.c.coder == CODER, decisions.c.adjudicated.is_(False))
    .group_by(decisions.c.item)
    .subquery()
)
SAID = select(decisions.c.item, decisions.c.label).join(_LAST, decisions.c.id == _LAST.c.id).subquery()
"""The coder's newest label by item."""
_ASSIGNMENT = and_(assignments.c.item == items.c.id, assignments.c.coder == CODER)
_SHOWN = select(items, assignments.c.unaided).outerjoin(assignments, _ASSIGNMENT)
ITEM = _SHOWN.where(items.c.id == bindparam("item"))
ITEMS = _SHOWN.where(items.c.id.in_(bindparam("ids", expanding=True)))
FOUND = select(func.count()).select_from(items).where(items.c.grounded.is_(True), items.c.added_by.is_(None))
"""How many items a coder without assignments is to decide."""
SESSION = (
    select(coders)
    .join(sessions, sessions.c.coder == coders.c.id)
    .where(
        sessions.c.token_hash == bindparam("token"), sessions.c.expires > bindparam("now"), coders.c.active.is_(True)
    )
)


@cache
def given(assigned: bool) -> ColumnElement[bool]:
    """What a coder is to work on: what is assigned to them, where anything is, else what the tool found."""
    return items.c.id.in_(MINE) if assigned else items.c.added_by.is_(None)


@cache
def visible(assigned: bool) -> ColumnElement[bool]:
    """What a coder works on: what is given to them, and additions of their own."""
    return or_(given(assigned), and_(items.c.added_by.is_not(None), items.c.id.in_(TOUCHED)))


@cache
def seen_item(assigned: bool) -> Select[Any]:
    """One item, where this coder works on it."""
    return ITEM.where(visible(assigned))


@cache
def counts(assigned: bool) -> Executable:
    """Number of items given to a coder, and how many of them have ground."""
    return select(func.count(), func.count().filter(items.c.grounded)).select_from(items).where(given(assigned))


@cache
def ids(assigned: bool, kind: str | None) -> Select[Any]:
    """All that is given to a coder, by id."""
    query = select(items.c.id).where(items.c.grounded.is_(True), given(assigned))
    return _of_kind(query, kind).order_by(items.c.id)


@cache
def undecided(assigned: bool, kind: str | None) -> Select[Any]:
    """Ids of what is given to a coder and never decided, in no order."""
    query = select(items.c.id).where(items.c.grounded.is_(True), items.c.id.not_in(CODED), given(assigned))
    return _of_kind(query, kind)


@cache
def fresh(assigned: bool, kind: str | None, by_weight: bool) -> Select[Any]:
    """The same in order, `limit` of them; an index gives them without reading the rest."""
    return _front(undecided(assigned, kind), by_weight)


@cache
def skipped(assigned: bool, kind: str | None, by_weight: bool) -> Select[Any]:
    """Ids of what this coder saw and left, in order, `limit` of them."""
    query = select(items.c.id).join(SAID, SAID.c.item == items.c.id)
    query = query.where(SAID.c.label == "skip", items.c.grounded.is_(True), visible(assigned))
    return _front(_of_kind(query, kind), by_weight)


@cache
def progress(assigned: bool) -> Select[Any]:
    """Items given, own additions beside them, items decided, seconds spent."""
    joined = select(func.count()).select_from(items).join(SAID, SAID.c.item == items.c.id)
    joined = joined.where(items.c.grounded.is_(True))
    all_given = select(func.count()).select_from(items).where(items.c.grounded.is_(True), given(assigned))
    own = joined.where(items.c.added_by.is_not(None), not_(given(assigned)))
    done = joined.where(SAID.c.label != "skip", visible(assigned))
    spent = select(func.coalesce(func.sum(decisions.c.seconds), 0.0)).where(decisions.c.coder == CODER)
    return select(*(query.scalar_subquery() for query in (all_given, own, done, spent)))


@cache
def between(assigned: bool) -> Select[Any]:
    """Ids of a coder's items between the same two articles as `item`, in the order of the first text."""
    here = select(items.c.a, items.c.b).where(items.c.id == bindparam("item")).subquery()
    query = select(items.c.id).join(here, and_(items.c.a == here.c.a, items.c.b == here.c.b))
    start = items.c.payload[("a", "start")].as_integer()
    return query.where(items.c.grounded.is_(True), visible(assigned)).order_by(start, items.c.kind, items.c.id)


def _front(query: Select[Any], by_weight: bool) -> Select[Any]:
    column: Column[float] = items.c.weight if by_weight else items.c.uncertainty
    return query.order_by(column.desc(), items.c.id).limit(bindparam("limit"))


def _of_kind(query: Select[Any], kind: str | None) -> Select[Any]:
    return query.where(items.c.kind == kind) if kind else query
