"""Templates and what they all show; article text is marked up here and escaped by Jinja."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from framing.review.accounts import Coder
from framing.review.tables import articles
from framing.text import Utf16Map, visible

if TYPE_CHECKING:
    from framing.review.web.app import Desk

BIDI_SAFE = {ord(c): "\ufffd" for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
"""One character for one, so that a browser's offsets stay those of the text."""


def environment() -> Any:
    """Jinja with escaping everywhere and no way to reach beyond the template folder."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["shown"] = visible
    return found


def form(request: Request) -> dict[str, str]:
    """The posted fields as plain text; uploads are dropped, the first of repeated fields counts."""
    fields: dict[str, str] = {}
    for name, value in (request._form or {}).items():
        if isinstance(value, str):
            fields.setdefault(name, value)
    return fields


def show(
    desk: Desk, request: Request, template: str, coder: Coder | None, status: int = 200, **values: Any
) -> Response:
    """A page in the common frame."""
    progress = desk.queue.progress(coder.id) if coder else None
    page = desk.templates.get_template(template)
    text = page.render(coder=coder, progress=progress, path=request.url.path, **values)
    return HTMLResponse(text, status)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text: marked where an item stands on it."""

    text: str
    mark: str
    """Empty, `passage` (another passage's start is `break`), or `item`."""
    start: int
    """Offset in UTF-16 units of the whole text, for scripts."""


@dataclass(frozen=True, slots=True)
class Side:
    """One article as a page shows it."""

    id: str
    outlet: str
    title: str
    published: str
    language: str
    passages: tuple[tuple[Piece, ...], ...]


def side(desk: Desk, article_id: str, marks: Sequence[tuple[int, int]]) -> Side | None:
    """The article cut into passages and marked pieces; None where it is unknown."""
    with desk.accounts.engine.connect() as connection:
        row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
    if row is None:
        return None
    units = Utf16Map(row.text)
    cut = tuple(tuple(_pieces(row.text, start, end, marks, units)) for start, end, _role in row.passages)
    return Side(row.id, row.outlet or row.id, row.title, row.published, row.language, cut)


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int]], units: Utf16Map) -> Iterator[Piece]:
    edges = sorted({start, end, *(edge for mark in marks for edge in mark if start < edge < end)})
    for left, right in pairwise(edges):
        marked = any(a <= left and right <= b for a, b in marks)
        yield Piece(text[left:right].translate(BIDI_SAFE), "item" if marked else "", units.to_utf16(left))
