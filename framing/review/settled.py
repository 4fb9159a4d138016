"""What a study says of each item in the end: the ruling where there is one, else what all coders agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from framing.review.database import reading
from framing.review.decisions import Decision, newest_of_all
from framing.review.tables import items


@dataclass(frozen=True, slots=True)
class Case:
    """An item that somebody decided, with every coder's newest decision and the newest ruling."""

    item: str
    kind: str
    payload: Mapping[str, Any]
    said: tuple[Decision, ...]
    ruling: Decision | None
    grounded: bool = True
    suggestion: str = ""

    @property
    def disputed(self) -> bool:
        """Whether coders differ in label, or agree on a difference but not on its lens or frame."""
        return len({meant(decision) for decision in self.said}) > 1

    @property
    def flagged(self) -> bool:
        """Whether a coder asks to talk about it."""
        return any(decision.flagged for decision in self.said)

    @property
    def settled(self) -> Decision | None:
        """The ruling; else the first coder's decision where no coder differs; else None."""
        if self.ruling is not None:
            return self.ruling
        return None if self.disputed or not self.said else self.said[0]


def meant(decision: Decision) -> tuple[str, str, str]:
    """Label, lens and frame; of a rejected finding only the label counts."""
    return (decision.label, "", "") if decision.label == "reject" else (decision.label, decision.lens, decision.frame)


def cases(engine: Engine, item: str | None = None) -> list[Case]:
    """Every item that somebody decided (or only one), by kind and article."""
    said: dict[str, list[Decision]] = defaultdict(list)
    with reading(engine) as connection:
        for decision in newest_of_all(connection, item):
            said[decision.item].append(decision)
        query = select(items).order_by(items.c.kind, items.c.a, items.c.b, items.c.id)
        if item is not None:
            query = query.where(items.c.id == item)
        rows = [row for row in connection.execute(query) if row.id in said]
    return [_case(row, said[row.id]) for row in rows]


def _case(row: Any, decisions: list[Decision]) -> Case:
    rulings = sorted((d for d in decisions if d.adjudicated), key=lambda d: d.id)
    coded = tuple(d for d in decisions if not d.adjudicated)
    ruling = rulings[-1] if rulings else None
    return Case(row.id, row.kind, row.payload, coded, ruling, row.grounded, row.suggestion)
