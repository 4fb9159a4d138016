"""Which links to decide first, so that a refit of the curve learns most from each decision.

The curve has two coefficients. Its expected information from one decision at log-odds z is
p (1 - p) x x' with x = (z, 1); the next item is the one that adds most to the log-determinant of what is known
(D-optimal design for logistic regression, Chaloner and Larntz 1989; variance reduction in Settles 2012,
Active Learning, ch. 4). Items between the same two articles tell of one style of writing, so each further one
counts less.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from framing.review.tables import decisions, items

PRIOR = 4.0
"""What is known before the first decision: as much as this many decisions at p = 0.5 of each coefficient."""
POOL = 2_000
"""Undecided links that the most telling are chosen from."""
PROBABILITY = items.c.payload["probability"].as_float().label("probability")
Evidence = tuple[float, tuple[str, str]]
"""Probability of a link and the two articles it stands between."""


def decided_evidence(connection: Connection) -> list[Evidence]:
    """The links that anybody decided, without labels."""
    query = select(items.c.a, items.c.b, PROBABILITY).where(
        items.c.kind == "link", items.c.id.in_(select(decisions.c.item).where(decisions.c.label != "skip"))
    )
    return [_evidence(row) for row in connection.execute(query)]


def telling_ids(connection: Connection, fresh: Select[Any], coder: int, limit: int) -> list[str]:
    """Ids of at most `limit` items of the query `fresh` (on `items`, with `coder` to bind), the most telling first.

    Links are chosen from the first `POOL` by id: ids are digests, so that is a sample without any order.
    """
    query = fresh.with_only_columns(items.c.id, items.c.kind, items.c.a, items.c.b, PROBABILITY)
    links = query.where(items.c.kind == "link").order_by(items.c.id).limit(POOL)
    others = query.where(items.c.kind != "link").order_by(items.c.uncertainty.desc(), items.c.id).limit(limit)
    who = {"coder": coder}
    rows = [*connection.execute(links, who), *connection.execute(others, who)]
    return [row.id for row in most_telling(rows, decided_evidence(connection), limit)]


def most_telling(rows: Sequence[Any], decided: Sequence[Evidence], limit: int) -> list[Any]:
    """At most `limit` rows (with `kind`, `probability`, `a`, `b`), the most telling first.

    Chosen one after the other, as if each were decided before the next is chosen; what is no link follows in
    the order given.
    """
    known = [[PRIOR / 4, 0.0], [0.0, PRIOR / 4]]
    pairs: Counter[tuple[str, str]] = Counter()
    for probability, pair in decided:
        _learn(known, probability)
        pairs[pair] += 1
    links = [(row, *_evidence(row)) for row in rows if row.kind == "link"]
    chosen: list[Any] = []
    while links and len(chosen) < limit:
        best = max(range(len(links)), key=lambda index: _gain(known, links[index][1], pairs[links[index][2]]))
        row, probability, pair = links.pop(best)
        _learn(known, probability)
        pairs[pair] += 1
        chosen.append(row)
    return [*chosen, *(row for row in rows if row.kind != "link")][:limit]


def _evidence(row: Any) -> Evidence:
    return 0.5 if row.probability is None else float(row.probability), (row.a, row.b)


def _point(probability: float) -> tuple[float, float]:
    """Log-odds, and the information weight p (1 - p)."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p)), p * (1 - p)


def _learn(known: list[list[float]], probability: float) -> None:
    z, weight = _point(probability)
    known[0][0] += weight * z * z
    known[0][1] += weight * z
    known[1][0] += weight * z
    known[1][1] += weight


def _gain(known: list[list[float]], probability: float, seen: int) -> float:
    """What one decision there adds to the log-determinant, less the more its pair was asked."""
    z, weight = _point(probability)
    (a, b), (_, d) = known
    spread = (d * z * z - 2 * b * z + a) / (a * d - b * b)
    return math.log1p(weight * spread) / math.sqrt(1 + seen)
