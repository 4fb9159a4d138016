"""The newest decisions as units for agreement and as rows for tables."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Engine, select

from framing.review.decisions import newest_of_all
from framing.review.tables import coders, items


def coded_units(engine: Engine, kind: str) -> dict[str, dict[str, str]]:
    """Newest labels by item and coder's name, of one kind of item; skips and adjudications are no coding."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    with engine.connect() as connection:
        names = {row.id: row.name for row in connection.execute(select(coders.c.id, coders.c.name))}
        wanted = set(connection.scalars(select(items.c.id).where(items.c.kind == kind)))
        for decision in newest_of_all(connection):
            if decision.item in wanted and not decision.adjudicated:
                out[decision.item][names.get(decision.coder, str(decision.coder))] = decision.label
    return dict(out)
