"""Findings that a coder adds: the tool missed them, the coder marked the words."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from framing.errors import UsageError
from framing.review.database import writing
from framing.review.decisions import Draft, append, log, next_revision, row_of
from framing.review.items import LABELS, Anchor, Item
from framing.review.tables import articles, items
from framing.text import Utf16Map

Marked = tuple[str, int, int]
"""Article id, start and end in UTF-16 units as a browser counts."""


def added_item(
    engine: Engine,
    coder: int,
    *,
    kind: str,
    a: Marked,
    b: Marked,
    label: str,
    lens: str = "",
    frame: str = "",
    comment: str = "",
    codebook: int | None = None,
) -> str:
    """Store a finding and the coder's decision on it; the id of the item (the known one where it exists).

    Where the item is known, the decision is the coder's newest on it.

    Raises UsageError for a kind other than `link` or `difference`, an unknown article, an empty mark,
    two marks in one article, or a label that the kind does not know.
    """
    if kind not in ("link", "difference") or label not in LABELS[kind]:
        raise UsageError("a finding is a link (same, partial, none) or a difference (accept, reject)")
    if a[0] == b[0]:
        raise UsageError("mark words in both articles, not twice in one")
    with writing(engine) as connection:
        left, right = (_anchor(connection, side, whole_passages=kind == "link") for side in (a, b))
        detail: dict[str, Any] = {"lens": lens, "explanation": "added by a coder"} if kind == "difference" else {}
        item = Item(kind, left, right, right.article, label, 0.0, 1.0, detail)
        if connection.scalar(select(items.c.id).where(items.c.id == item.id)) is None:
            connection.execute(insert(items).values(**row_of(item, coder)))
            log(connection, coder, "add finding", item.id, {"kind": kind})
        draft = Draft(
            item.id,
            label,
            f"{coder}-{secrets.token_hex(16)}",
            comment=comment,
            codebook=codebook,
            lens=lens,
            frame=frame,
        )
        append(connection, coder, draft, next_revision(connection, item.id, coder))
    return item.id


def _anchor(connection: Connection, marked: Marked, *, whole_passages: bool) -> Anchor:
    """The marked words without white space around them; a link stands between whole passages."""
    article, start, end = marked
    row = connection.execute(select(articles).where(articles.c.id == article)).first()
    if row is None:
        raise UsageError("no such article")
    units = Utf16Map(row.text)
    last = units.to_utf16(len(row.text))
    if not 0 <= start < end <= last:
        raise UsageError("mark some words of the article")
    left, right = units.to_code_points(start), units.to_code_points(end)
    quote = row.text[left:right].strip()
    if not quote:
        raise UsageError("mark some words of the article")
    left += row.text[left:right].index(quote)
    right = left + len(quote)
    touched = [(begin, stop) for begin, stop, _ in row.passages if begin < right and left < stop]
    if whole_passages and touched:
        left, right = touched[0][0], touched[-1][1]
        quote = row.text[left:right]
    source = row.url or "|".join(part for part in (row.outlet, row.title) if part) or row.id
    return Anchor(row.id, source, left, right, quote, row.text.count(quote, 0, left))
