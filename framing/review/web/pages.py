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
from framing.review.database import reading
from framing.review.tables import articles
from framing.text import Utf16Map, sound, visible

if TYPE_CHECKING:
    from framing.review.web.app import Desk

BIDI_SAFE = {ord(c): "\ufffd" for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
"""One character for one, so that a browser's offsets stay those of the text."""


SAYS = {
    "same": "same fact",
    "partial": "partly the same",
    "none": "no link",
    "accept": "accept",
    "reject": "reject",
    "covered": "covered",
    "partly": "partly",
    "not_found": "not found",
    "not_yet_reported": "not yet reported",
    "nonfact": "not a fact",
    "skip": "skip",
}
"""Labels as people read them."""


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
    found.globals["says"] = SAYS
    return found


def form(request: Request) -> dict[str, str]:
    """The posted fields as plain text; uploads are dropped, the first of repeated fields counts."""
    fields: dict[str, str] = {}
    for name, value in (request._form or {}).items():
        if isinstance(value, str):
            fields.setdefault(name, sound(value.replace("\x00", "\ufffd")))
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
    """A run of an article's text, of one marking."""

    text: str
    mark: str
    """Empty, `item` (what is decided) or `nearest` (the nearest words of the other outlet)."""
    start: int
    """Offset in UTF-16 units of the whole text, for scripts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One passage, cut where markings begin and end."""

    role: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One article as a page shows it: paragraphs of passages."""

    id: str
    outlet: str
    title: str
    published: str
    language: str
    paragraphs: tuple[tuple[Line, ...], ...]


Marking = tuple[int, int, str]
"""Start and end in code points, and the name of the mark."""


def side(desk: Desk, article_id: str, marks: Sequence[Marking], nearest: str = "") -> Side | None:
    """The article cut into passages and marked pieces; None where it is unknown.

    `nearest` are words to mark too, wherever they first stand.
    """
    with reading(desk.accounts.engine) as connection:
        row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
    if row is None:
        return None
    found = row.text.find(nearest) if nearest else -1
    if found >= 0:
        marks = [*marks, (found, found + len(nearest), "nearest")]
    units = Utf16Map(row.text)
    paragraphs: list[list[Line]] = []
    last = 0
    for start, end, role in row.passages:
        line = Line(str(role), tuple(_pieces(row.text, start, end, marks, units)))
        if paragraphs and "\n" not in row.text[last:start] and paragraphs[-1][-1].role != "headline":
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        last = end
    cut = tuple(tuple(lines) for lines in paragraphs)
    return Side(row.id, row.outlet or row.id, row.title, row.published, row.language, cut)


def _pieces(text: str, start: int, end: int, marks: Sequence[Marking], units: Utf16Map) -> Iterator[Piece]:
    edges = sorted({start, end, *(edge for mark in marks for edge in mark[:2] if start < edge < end)})
    for left, right in pairwise(edges):
        names = [name for a, b, name in marks if a <= left and right <= b]
        yield Piece(text[left:right].translate(BIDI_SAFE), names[0] if names else "", units.to_utf16(left))
