"""Findings that a coder adds: the tool missed them, the coder marked the words."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from framing.errors import UsageError
from framing.review.decisions import Draft, append, log, row_of
from framing.review.items import LABELS, Anchor, Item
from framing.review.tables import articles, items
from framing.text import Utf16Map

Marked = tuple[str, int, int]
"""Article id, start and end in UTF-16 units as a browser counts."""


def added_item(
    engine: Engine, coder: int, *, kind: str, a: Marked, b: Marked, lens: str, label: str, comment: str
) -> str:
    """Store a finding and the coder's decision on it; the id of the item (the known one where it exists).

    Raises UsageError for a kind other than `link` or `difference`, an unknown article, an empty mark,
    two marks in one article, or a label that the kind does not know.
    """
    if kind not in ("link", "difference") or label not in LABELS[kind]:
        raise UsageError("a finding is a link (same, partial, none) or a difference (accept, reject)")
    if a[0] == b[0]:
        raise UsageError("mark words in both articles, not twice in one")
    with engine.execution_options(writes=True).begin() as connection:
        left, right = _anchor(connection, a), _anchor(connection, b)
        detail: dict[str, Any] = {"lens": lens, "explanation": "added by a coder"} if kind == "difference" else {}
        item = Item(kind, left, right, right.article, label, 0.0, 1.0, detail)
        if connection.scalar(select(items.c.id).where(items.c.id == item.id)) is None:
            connection.execute(insert(items).values(**row_of(item, coder)))
            append(connection, coder, Draft(item.id, label, f"{coder}-{secrets.token_hex(16)}", comment=comment), 1)
            log(connection, coder, "add finding", item.id, {"kind": kind})
    return item.id


def _anchor(connection: Connection, marked: Marked) -> Anchor:
    article, start, end = marked
    row = connection.execute(select(articles).where(articles.c.id == article)).first()
    if row is None:
        raise UsageError("no such article")
    units = Utf16Map(row.text)
    last = units.to_utf16(len(row.text))
    if not 0 <= start < end <= last:
        raise UsageError("mark some words of the article")
    left, right = units.to_code_points(start), units.to_code_points(end)
    quote = row.text[left:right]
    source = row.url or "|".join(part for part in (row.outlet, row.title) if part) or row.id
    return Anchor(row.id, source, left, right, quote, row.text.count(quote, 0, left))
