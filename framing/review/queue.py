"""In what order a coder meets the items: by doubt, by weight, at random, or by what would teach most."""

from __future__ import annotations

import random
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Select, Subquery, and_, func, not_, or_, select

from framing.review.active import telling_ids
from framing.review.decisions import Decision, decision_of
from framing.review.tables import assignments, decisions, items


class Order(StrEnum):
    """How the queue is sorted."""

    UNCERTAINTY = "uncertainty"
    WEIGHT = "weight"
    RANDOM = "random"
    ACTIVE = "active"
    """Links whose decision would move the refitted curve most come first (framing.review.active)."""


STRATA = 5
"""Bands of the tool's certainty that a sample is drawn from."""


@dataclass(frozen=True, slots=True)
class Queued:
    """An item as the queue shows it."""

    id: str
    kind: str
    a: str
    b: str
    payload: dict[str, Any]
    suggestion: str
    uncertainty: float
    weight: float
    grounded: bool
    added_by: int | None = None
    unaided: bool = False
    """Whether the tool's suggestion is kept from this coder."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder is; seconds are those spent on decided items."""

    decided: int
    total: int
    seconds: float


class Queue:
    """The items of one database, as one coder may see them: all, or only those assigned where any are."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._ids: dict[tuple[int, str], tuple[tuple[int, ...], list[str]]] = {}

    def waiting(
        self, coder: int, order: Order = Order.UNCERTAINTY, kind: str | None = None, limit: int = 50, seed: int = 0
    ) -> list[Queued]:
        """The next undecided items for this coder; skipped ones come last.

        Costs what the coder has decided and what is shown, not what the corpus holds; `RANDOM` shuffles each
        set of items once a seed.
        """
        with self.engine.connect() as connection:
            scope = _scope(connection, coder)
            if order is Order.RANDOM:
                ids = self._drawn(connection, scope, kind, limit, seed)
            else:
                ids = _fresh(connection, scope, order, kind, limit)
            if len(ids) < limit:
                ids += _skipped(connection, scope, order, kind, limit - len(ids))
            mine = and_(assignments.c.item == items.c.id, assignments.c.coder == coder)
            query = select(items, assignments.c.unaided).outerjoin(assignments, mine).where(items.c.id.in_(ids))
            rows = {row.id: row for row in connection.execute(query)}
        return [_queued(rows[item]) for item in ids]

    def _drawn(self, connection: Connection, scope: _Scope, kind: str | None, limit: int, seed: int) -> list[str]:
        """The first undecided ids in the seed's own order of all items of this coder."""
        decided = set(connection.scalars(_coded_by(scope.coder)))
        ids = self._all_ids(connection, scope, kind)
        fresh = (ids[place] for place in permutation(len(ids), seed) if ids[place] not in decided)
        return list(islice(fresh, limit))

    def _all_ids(self, connection: Connection, scope: _Scope, kind: str | None) -> list[str]:
        """All items of this coder by id, read again where their number changed."""
        counts = select(func.count(), func.count().filter(items.c.grounded)).select_from(items).where(scope.given)
        stamp = tuple(connection.execute(counts).one())
        key = (scope.coder if scope.assigned else 0, kind or "")
        known = self._ids.get(key)
        if known is None or known[0] != stamp:
            query = _of_kind(select(items.c.id).where(items.c.grounded.is_(True), scope.given), kind)
            known = self._ids[key] = (stamp, list(connection.scalars(query.order_by(items.c.id))))
        return known[1]

    def item(self, item_id: str, coder: int = 0) -> Queued | None:
        """One item, whoever may see it; with a coder, whether that coder is to decide it unaided."""
        mine = and_(assignments.c.item == items.c.id, assignments.c.coder == coder)
        query = select(items, assignments.c.unaided).outerjoin(assignments, mine).where(items.c.id == item_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return _queued(row) if row else None

    def seen_item(self, item_id: str, coder: int) -> Queued | None:
        """One item as this coder works on it; None where the coder does not: see `may_see`."""
        mine = and_(assignments.c.item == items.c.id, assignments.c.coder == coder)
        with self.engine.connect() as connection:
            query = select(items, assignments.c.unaided).outerjoin(assignments, mine)
            row = connection.execute(query.where(items.c.id == item_id, _scope(connection, coder).visible)).first()
        return _queued(row) if row else None

    def may_see(self, coder: int, item_id: str) -> bool:
        """Whether a coder works on this item: assigned, or the tool's own where nothing is assigned, or added by them.

        What another coder added is that coder's code; it stays unseen until it is assigned.
        """
        return self.seen_item(item_id, coder) is not None

    def progress(self, coder: int) -> Progress:
        """Decided and all items of this coder, and time spent."""
        said = _said(coder)
        joined = select(func.count()).select_from(items).join(said, said.c.item == items.c.id)
        with self.engine.connect() as connection:
            scope = _scope(connection, coder)
            given = select(func.count()).select_from(items).where(items.c.grounded.is_(True), scope.given)
            own = joined.where(items.c.grounded.is_(True), items.c.added_by.is_not(None), not_(scope.given))
            done = joined.where(items.c.grounded.is_(True), said.c.label != "skip", scope.visible)
            spent = select(func.coalesce(func.sum(decisions.c.seconds), 0.0)).where(decisions.c.coder == coder)
            counts = select(*(query.scalar_subquery() for query in (given, own, done, spent)))
            total, added, decided, seconds = connection.execute(counts).one()
        return Progress(int(decided), int(total) + int(added), float(seconds))

    def progress_of_all(self) -> dict[int, Progress]:
        """The progress of everybody who decided something or was assigned something."""
        last = select(func.max(decisions.c.id).label("id")).where(decisions.c.adjudicated.is_(False))
        newest = last.group_by(decisions.c.coder, decisions.c.item).subquery()
        joined = decisions.join(newest, decisions.c.id == newest.c.id).join(items, items.c.id == decisions.c.item)
        mine = and_(assignments.c.item == decisions.c.item, assignments.c.coder == decisions.c.coder)
        given, added = assignments.c.item.is_not(None), items.c.added_by.is_not(None)
        columns = (decisions.c.coder, given.label("given"), added.label("added"), decisions.c.label != "skip")
        said = select(*columns, func.count()).select_from(joined.outerjoin(assignments, mine))
        said = said.where(items.c.grounded.is_(True)).group_by(*columns)
        tasks = select(assignments.c.coder, func.count()).join(items, items.c.id == assignments.c.item)
        tasks = tasks.where(items.c.grounded.is_(True)).group_by(assignments.c.coder)
        spent = select(decisions.c.coder, func.sum(decisions.c.seconds)).group_by(decisions.c.coder)
        with self.engine.connect() as connection:
            everything = int(connection.scalar(_found_by_the_tool()) or 0)
            assigned = {int(coder): int(count) for coder, count in connection.execute(tasks)}
            seconds = {int(coder): float(value) for coder, value in connection.execute(spent)}
            rows = list(connection.execute(said))
        decided: Counter[int] = Counter()
        total = Counter({coder: assigned.get(coder, everything) for coder in {*assigned, *seconds}})
        for coder, was_given, was_added, counts, number in rows:
            if counts and (was_given or was_added or coder not in assigned):
                decided[coder] += number
            if was_added and not was_given:
                total[coder] += number
        return {coder: Progress(decided[coder], total[coder], seconds.get(coder, 0.0)) for coder in total}

    def decided(self, coder: int, limit: int = 200) -> list[tuple[Queued, Decision]]:
        """The coder's own decisions with their items, newest first."""
        mine = and_(decisions.c.coder == coder, decisions.c.adjudicated.is_(False))
        last = select(func.max(decisions.c.id).label("id")).where(mine).group_by(decisions.c.item).subquery()
        query = select(decisions).join(last, decisions.c.id == last.c.id).order_by(decisions.c.id.desc()).limit(limit)
        with self.engine.connect() as connection:
            said = [decision_of(row) for row in connection.execute(query)]
            wanted = select(items).where(items.c.id.in_([decision.item for decision in said]))
            known = {row.id: _queued(row) for row in connection.execute(wanted)}
        return [(known[decision.item], decision) for decision in said]

    def sides(self, coder: int, item_id: str) -> tuple[str | None, str | None]:
        """Ids of the items before and after this one between the same two articles, in the order of the first text."""
        here = select(items.c.a, items.c.b).where(items.c.id == item_id).subquery()
        query = select(items.c.id).join(here, and_(items.c.a == here.c.a, items.c.b == here.c.b))
        start = items.c.payload[("a", "start")].as_integer()
        with self.engine.connect() as connection:
            query = query.where(items.c.grounded.is_(True), _scope(connection, coder).visible)
            ids = list(connection.scalars(query.order_by(start, items.c.kind, items.c.id)))
        if item_id not in ids:
            return None, None
        place = ids.index(item_id)
        return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)

    def sample(self, size: int, seed: int, kind: str = "link", strata: int = STRATA) -> list[str]:
        """Ids of a seeded random sample, stratified by the tool's own certainty in `strata` equal bands.

        Every band gives as many as it can, so that sure and unsure suggestions are both checked.
        """
        bands: dict[int, list[str]] = defaultdict(list)
        with self.engine.connect() as connection:
            query = select(items.c.id, items.c.uncertainty).where(items.c.kind == kind, items.c.grounded.is_(True))
            query = query.where(items.c.added_by.is_(None))
            for row in connection.execute(query.order_by(items.c.id)):
                bands[min(strata - 1, int(row.uncertainty * strata))].append(row.id)
        chooser = random.Random(seed)  # noqa: S311 - a sample, not a secret
        for band in bands.values():
            chooser.shuffle(band)
        return _round_robin([bands[key] for key in sorted(bands)], size)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What one coder may work on: what is assigned to them, where anything is, else what the tool found."""

    coder: int
    assigned: bool

    @property
    def given(self) -> ColumnElement[bool]:
        """The condition that an item was given to them."""
        mine = select(assignments.c.item).where(assignments.c.coder == self.coder)
        return items.c.id.in_(mine) if self.assigned else items.c.added_by.is_(None)

    @property
    def visible(self) -> ColumnElement[bool]:
        """The condition that an item was given to them or is an addition of their own."""
        decided = select(decisions.c.item).where(decisions.c.coder == self.coder)
        return or_(self.given, and_(items.c.added_by.is_not(None), items.c.id.in_(decided)))


def _found_by_the_tool() -> Select[Any]:
    """How many items a coder without assignments is to decide."""
    return select(func.count()).select_from(items).where(items.c.grounded.is_(True), items.c.added_by.is_(None))


def _scope(connection: Connection, coder: int) -> _Scope:
    query = select(assignments.c.item).where(assignments.c.coder == coder).limit(1)
    return _Scope(coder, connection.scalar(query) is not None)


@lru_cache(maxsize=256)
def permutation(length: int, seed: int) -> Sequence[int]:
    """The numbers below `length` in the seed's order: always the same for the same seed."""
    numbers = array("L", range(length))
    random.Random(seed).shuffle(numbers)  # noqa: S311 - a sample, not a secret
    return numbers


def _fresh(connection: Connection, scope: _Scope, order: Order, kind: str | None, limit: int) -> list[str]:
    """Ids of items this coder never decided, in order; an index gives them without reading the rest."""
    query = select(items.c.id).where(items.c.grounded.is_(True), items.c.id.not_in(_coded_by(scope.coder)), scope.given)
    query = _of_kind(query, kind)
    if order is Order.ACTIVE:
        return telling_ids(connection, query, limit)
    return list(connection.scalars(query.order_by(_column(order).desc(), items.c.id).limit(limit)))


def _skipped(connection: Connection, scope: _Scope, order: Order, kind: str | None, limit: int) -> list[str]:
    """Ids of items that this coder saw and left."""
    said = _said(scope.coder)
    query = select(items.c.id).join(said, said.c.item == items.c.id)
    query = _of_kind(query.where(said.c.label == "skip", items.c.grounded.is_(True), scope.visible), kind)
    return list(connection.scalars(query.order_by(_column(order).desc(), items.c.id).limit(limit)))


def _of_kind(query: Select[Any], kind: str | None) -> Select[Any]:
    return query.where(items.c.kind == kind) if kind else query


def _coded_by(coder: int) -> Select[Any]:
    return select(decisions.c.item).where(decisions.c.coder == coder, decisions.c.adjudicated.is_(False))


def _column(order: Order) -> Column[float]:
    return items.c.weight if order is Order.WEIGHT else items.c.uncertainty


def _said(coder: int) -> Subquery:
    """The coder's newest label by item; adjudications are no coding."""
    mine = and_(decisions.c.coder == coder, decisions.c.adjudicated.is_(False))
    last = select(func.max(decisions.c.id).label("id")).where(mine).group_by(decisions.c.item).subquery()
    return select(decisions.c.item, decisions.c.label).join(last, decisions.c.id == last.c.id).subquery()


def _round_robin(bands: Sequence[list[str]], size: int) -> list[str]:
    out: list[str] = []
    turn = 0
    while len(out) < size and any(turn < len(band) for band in bands):
        out.extend(band[turn] for band in bands if turn < len(band))
        turn += 1
    return out[:size]


def _queued(row: Any) -> Queued:
    return Queued(
        row.id, row.kind, row.a, row.b, row.payload, row.suggestion, row.uncertainty, row.weight, row.grounded,
        row.added_by, bool(getattr(row, "unaided", False)),
    )  # fmt: skip
