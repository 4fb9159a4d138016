"""In what order a coder meets the items: by doubt, by weight, or a seeded random sample by stratum."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, and_, func, select

from framing.review.tables import assignments, decisions, items


class Order(StrEnum):
    """How the queue is sorted."""

    UNCERTAINTY = "uncertainty"
    WEIGHT = "weight"
    RANDOM = "random"


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
        last = (
            select(decisions.c.item, func.max(decisions.c.revision).label("revision"))
            .where(decisions.c.coder == coder)
            .group_by(decisions.c.item)
            .subquery()
        )
        newest = (
            select(decisions.c.item, decisions.c.label)
            .join(last, and_(decisions.c.item == last.c.item, decisions.c.revision == last.c.revision))
            .where(decisions.c.coder == coder)
            .subquery()
        )
        query = (
            select(items, newest.c.label.label("said"))
            .outerjoin(newest, newest.c.item == items.c.id)
            .where(items.c.grounded.is_(True), (newest.c.label.is_(None)) | (newest.c.label == "skip"))
        )
        if kind:
            query = query.where(items.c.kind == kind)
        if self._is_assigned(coder):
            query = query.join(assignments, and_(assignments.c.item == items.c.id, assignments.c.coder == coder))
        column = items.c.weight if order is Order.WEIGHT else items.c.uncertainty
        with self.engine.connect() as connection:
            if order is Order.RANDOM:
                rows = list(connection.execute(query.order_by(items.c.id)))
                random.Random(seed).shuffle(rows)  # noqa: S311 - a sample, not a secret
            else:
                rows = list(connection.execute(query.order_by(column.desc(), items.c.id).limit(limit * 2)))
        rows.sort(key=lambda row: row.said == "skip")
        return [_queued(row) for row in rows[:limit]]

    def item(self, item_id: str) -> Queued | None:
        """One item, whoever may see it."""
        with self.engine.connect() as connection:
            row = connection.execute(select(items).where(items.c.id == item_id)).first()
        return _queued(row) if row else None

    def may_see(self, coder: int, item_id: str) -> bool:
        """Whether a coder works on this item: assigned to them, or nothing is assigned to them at all."""
        if not self._is_assigned(coder):
            return True
        query = select(assignments.c.item).where(assignments.c.item == item_id, assignments.c.coder == coder)
        with self.engine.connect() as connection:
            return connection.scalar(query) is not None

    def progress(self, coder: int) -> Progress:
        """Decided and all items of this coder, and time spent."""
        with self.engine.connect() as connection:
            mine = select(func.count(decisions.c.item.distinct()), func.coalesce(func.sum(decisions.c.seconds), 0.0))
            decided, seconds = connection.execute(
                mine.where(decisions.c.coder == coder, decisions.c.label != "skip")
            ).one()
            if self._is_assigned(coder):
                total = connection.scalar(select(func.count()).where(assignments.c.coder == coder)) or 0
            else:
                total = connection.scalar(select(func.count()).where(items.c.grounded.is_(True))) or 0
        return Progress(int(decided), int(total), float(seconds))

    def sample(self, size: int, seed: int, kind: str = "link", strata: int = 5) -> list[str]:
        """Ids of a seeded random sample, stratified by the tool's own certainty in `strata` equal bands.

        Every band gives as many as it can, so that sure and unsure suggestions are both checked.
        """
        bands: dict[int, list[str]] = defaultdict(list)
        with self.engine.connect() as connection:
            query = select(items.c.id, items.c.uncertainty).where(items.c.kind == kind, items.c.grounded.is_(True))
            for row in connection.execute(query.order_by(items.c.id)):
                bands[min(strata - 1, int(row.uncertainty * strata))].append(row.id)
        chooser = random.Random(seed)  # noqa: S311 - a sample, not a secret
        for band in bands.values():
            chooser.shuffle(band)
        return _round_robin([bands[key] for key in sorted(bands)], size)

    def _is_assigned(self, coder: int) -> bool:
        with self.engine.connect() as connection:
            return (
                connection.scalar(select(assignments.c.item).where(assignments.c.coder == coder).limit(1)) is not None
            )


def _round_robin(bands: Sequence[list[str]], size: int) -> list[str]:
    out: list[str] = []
    turn = 0
    while len(out) < size and any(turn < len(band) for band in bands):
        out.extend(band[turn] for band in bands if turn < len(band))
        turn += 1
    return out[:size]


def _queued(row: Any) -> Queued:
    return Queued(
        row.id, row.kind, row.a, row.b, row.payload, row.suggestion, row.uncertainty, row.weight, row.grounded
    )
