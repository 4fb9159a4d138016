"""In what order a coder meets the items: by doubt, by weight, at random, or by what would teach most."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Subquery, and_, func, or_, select

from framing.review.active import decided_evidence, most_telling
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

    def waiting(
        self, coder: int, order: Order = Order.UNCERTAINTY, kind: str | None = None, limit: int = 50, seed: int = 0
    ) -> list[Queued]:
        """The next undecided items for this coder; skipped ones come last."""
        said = _said(coder)
        query = (
            select(items, said.c.label.label("said"), assignments.c.unaided)
            .outerjoin(said, said.c.item == items.c.id)
            .outerjoin(assignments, and_(assignments.c.item == items.c.id, assignments.c.coder == coder))
            .where(items.c.grounded.is_(True), or_(said.c.label.is_(None), said.c.label == "skip"))
        )
        if kind:
            query = query.where(items.c.kind == kind)
        with self.engine.connect() as connection:
            query = query.where(self._visible(connection, coder))
            if order is Order.RANDOM:
                # Ids first: the words of a whole corpus are not read to show fifty items.
                bare = query.with_only_columns(items.c.id, said.c.label.label("said")).order_by(items.c.id)
                drawn = list(connection.execute(bare))
                random.Random(seed).shuffle(drawn)  # noqa: S311 - a sample, not a secret
                drawn.sort(key=lambda row: row.said == "skip")
                place = {row.id: index for index, row in enumerate(drawn[:limit])}
                rows = list(connection.execute(query.where(items.c.id.in_(place))))
                rows.sort(key=lambda row: place[row.id])
            elif order is Order.ACTIVE:
                rows = list(connection.execute(query.order_by(items.c.uncertainty.desc(), items.c.id)))
                rows = most_telling(rows, decided_evidence(connection), limit * 2)
            else:
                column = items.c.weight if order is Order.WEIGHT else items.c.uncertainty
                # Skipped ones go last before the cut, so that they never crowd fresh ones out of it.
                rows = list(
                    connection.execute(
                        query.order_by(said.c.label.is_not(None), column.desc(), items.c.id).limit(limit)
                    )
                )
        rows.sort(key=lambda row: row.said == "skip")
        return [_queued(row) for row in rows[:limit]]

    def item(self, item_id: str, coder: int = 0) -> Queued | None:
        """One item, whoever may see it; with a coder, whether that coder is to decide it unaided."""
        mine = and_(assignments.c.item == items.c.id, assignments.c.coder == coder)
        query = select(items, assignments.c.unaided).outerjoin(assignments, mine).where(items.c.id == item_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return _queued(row) if row else None

    def may_see(self, coder: int, item_id: str) -> bool:
        """Whether a coder works on this item: assigned, or the tool's own where nothing is assigned, or added by them.

        What another coder added is that coder's code; it stays unseen until it is assigned.
        """
        with self.engine.connect() as connection:
            query = select(items.c.id).where(items.c.id == item_id, self._visible(connection, coder))
            return connection.scalar(query) is not None

    def progress(self, coder: int) -> Progress:
        """Decided and all items of this coder, and time spent."""
        said = _said(coder)
        with self.engine.connect() as connection:
            visible = and_(self._visible(connection, coder), items.c.grounded.is_(True))
            total = connection.scalar(select(func.count()).select_from(items).where(visible)) or 0
            done = select(func.count()).select_from(items).join(said, said.c.item == items.c.id)
            decided = connection.scalar(done.where(visible, said.c.label != "skip")) or 0
            spent = select(func.coalesce(func.sum(decisions.c.seconds), 0.0)).where(decisions.c.coder == coder)
            seconds = connection.scalar(spent) or 0.0
        return Progress(int(decided), int(total), float(seconds))

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

    def sides(self, coder: int, item_id: str) -> tuple[Queued | None, Queued | None]:
        """The items before and after this one between the same two articles, in the order of the first text."""
        with self.engine.connect() as connection:
            here = connection.execute(select(items.c.a, items.c.b).where(items.c.id == item_id)).first()
            if here is None:
                return None, None
            same = and_(items.c.a == here.a, items.c.b == here.b, items.c.grounded.is_(True))
            rows = [
                _queued(row) for row in connection.execute(select(items).where(same, self._visible(connection, coder)))
            ]
        rows.sort(key=lambda row: (row.payload["a"]["start"], row.kind, row.id))
        place = next((index for index, row in enumerate(rows) if row.id == item_id), None)
        if place is None:
            return None, None
        return (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)

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

    def _visible(self, connection: Connection, coder: int) -> ColumnElement[bool]:
        """The condition under which this coder works on an item."""
        mine = select(assignments.c.item).where(assignments.c.coder == coder)
        decided = select(decisions.c.item).where(decisions.c.coder == coder)
        own = and_(items.c.added_by.is_not(None), items.c.id.in_(decided))
        assigned = connection.scalar(mine.limit(1)) is not None
        return or_(items.c.id.in_(mine) if assigned else items.c.added_by.is_(None), own)


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
