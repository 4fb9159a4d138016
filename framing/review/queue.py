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

from sqlalchemy import Connection, Engine, and_, func, select

from framing.review import questions
from framing.review.active import telling_ids
from framing.review.database import reading
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
        with reading(self.engine) as connection:
            assigned = _is_assigned(connection, coder)
            if order is Order.RANDOM:
                ids = self._drawn(connection, coder, assigned, kind, limit, seed)
            elif order is Order.ACTIVE:
                ids = telling_ids(connection, questions.undecided(assigned, kind), coder, limit)
            else:
                query = questions.fresh(assigned, kind, order is Order.WEIGHT)
                ids = list(connection.scalars(query, {"coder": coder, "limit": limit}))
            if len(ids) < limit:
                query = questions.skipped(assigned, kind, order is Order.WEIGHT)
                ids += connection.scalars(query, {"coder": coder, "limit": limit - len(ids)})
            rows = {row.id: row for row in connection.execute(questions.ITEMS, {"coder": coder, "ids": ids})}
        return [_queued(rows[item]) for item in ids]

    def _drawn(
        self, connection: Connection, coder: int, assigned: bool, kind: str | None, limit: int, seed: int
    ) -> list[str]:
        """The first undecided ids in the seed's own order of all items of this coder."""
        decided = set(connection.scalars(questions.CODED, {"coder": coder}))
        ids = self._all_ids(connection, coder, assigned, kind)
        fresh = (ids[place] for place in permutation(len(ids), seed) if ids[place] not in decided)
        return list(islice(fresh, limit))

    def _all_ids(self, connection: Connection, coder: int, assigned: bool, kind: str | None) -> list[str]:
        """All items of this coder by id, read again where their number changed."""
        who = {"coder": coder}
        stamp = tuple(connection.execute(questions.counts(assigned), who).one())
        key = (coder if assigned else 0, kind or "")
        known = self._ids.get(key)
        if known is None or known[0] != stamp:
            known = self._ids[key] = (stamp, list(connection.scalars(questions.ids(assigned, kind), who)))
        return known[1]

    def item(self, item_id: str, coder: int = 0) -> Queued | None:
        """One item, whoever may see it; with a coder, whether that coder is to decide it unaided."""
        with reading(self.engine) as connection:
            row = connection.execute(questions.ITEM, {"item": item_id, "coder": coder}).first()
        return _queued(row) if row else None

    def seen_item(self, item_id: str, coder: int) -> Queued | None:
        """One item as this coder works on it; None where the coder does not: see `may_see`."""
        with reading(self.engine) as connection:
            query = questions.seen_item(_is_assigned(connection, coder))
            row = connection.execute(query, {"item": item_id, "coder": coder}).first()
        return _queued(row) if row else None

    def may_see(self, coder: int, item_id: str) -> bool:
        """Whether a coder works on this item: assigned, or the tool's own where nothing is assigned, or added by them.

        What another coder added is that coder's code; it stays unseen until it is assigned.
        """
        return self.seen_item(item_id, coder) is not None

    def progress(self, coder: int) -> Progress:
        """Decided and all items of this coder, and time spent."""
        with reading(self.engine) as connection:
            query = questions.progress(_is_assigned(connection, coder))
            total, added, decided, seconds = connection.execute(query, {"coder": coder}).one()
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
        with reading(self.engine) as connection:
            everything = int(connection.scalar(questions.FOUND) or 0)
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
        with reading(self.engine) as connection:
            said = [decision_of(row) for row in connection.execute(query)]
            wanted = select(items).where(items.c.id.in_([decision.item for decision in said]))
            known = {row.id: _queued(row) for row in connection.execute(wanted)}
        return [(known[decision.item], decision) for decision in said]

    def sides(self, coder: int, item_id: str) -> tuple[str | None, str | None]:
        """Ids of the items before and after this one between the same two articles, in the order of the first text."""
        with reading(self.engine) as connection:
            query = questions.between(_is_assigned(connection, coder))
            ids = list(connection.scalars(query, {"coder": coder, "item": item_id}))
        if item_id not in ids:
            return None, None
        place = ids.index(item_id)
        return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)

    def sample(self, size: int, seed: int, kind: str = "link", strata: int = STRATA) -> list[str]:
        """Ids of a seeded random sample, stratified by the tool's own certainty in `strata` equal bands.

        Every band gives as many as it can, so that sure and unsure suggestions are both checked.
        """
        bands: dict[int, list[str]] = defaultdict(list)
        with reading(self.engine) as connection:
            query = select(items.c.id, items.c.uncertainty).where(items.c.kind == kind, items.c.grounded.is_(True))
            query = query.where(items.c.added_by.is_(None))
            for row in connection.execute(query.order_by(items.c.id)):
                bands[min(strata - 1, int(row.uncertainty * strata))].append(row.id)
        chooser = random.Random(seed)  # noqa: S311 - a sample, not a secret
        for band in bands.values():
            chooser.shuffle(band)
        return _round_robin([bands[key] for key in sorted(bands)], size)


def _is_assigned(connection: Connection, coder: int) -> bool:
    return connection.scalar(questions.IS_ASSIGNED, {"coder": coder}) is not None


@lru_cache(maxsize=256)
def permutation(length: int, seed: int) -> Sequence[int]:
    """The numbers below `length` in the seed's order: always the same for the same seed."""
    numbers = array("L", range(length))
    random.Random(seed).shuffle(numbers)  # noqa: S311 - a sample, not a secret
    return numbers


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
