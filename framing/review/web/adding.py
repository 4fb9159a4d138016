"""Adding what the tool missed, from words marked on both sides."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.review.accounts import Coder
from framing.review.added import added_item
from framing.review.web.app import Desk
from framing.review.web.coding import MAX_COMMENT, book_of, meaning, read_books
from framing.review.web.pages import form
from framing.review.web.wishes import ITEM, whole, wishes


def add_finding(desk: Desk, request: Request, coder: Coder) -> Response:
    """A link or a difference; then back to the item that the coder was at, where there was one."""
    fields = form(request)
    books = read_books(desk, fields)
    lens, frame = meaning(desk, books, fields)
    kind, label = fields.get("kind", ""), fields.get("label", "")
    if ":" in kind:
        kind, _, label = kind.partition(":")
    item = added_item(
        desk.accounts.engine,
        coder.id,
        kind=kind,
        a=(fields.get("a", ""), whole(fields.get("a_start", "")), whole(fields.get("a_end", ""))),
        b=(fields.get("b", ""), whole(fields.get("b_start", "")), whole(fields.get("b_end", ""))),
        lens=lens,
        frame=frame,
        label=label,
        comment=fields.get("comment", "")[:MAX_COMMENT],
        codebook=book_of(books, frame),
    )
    back = fields.get("back", "")
    if ITEM.match(back) and desk.queue.may_see(coder.id, back):
        return RedirectResponse(f"/items/{back}?{wishes(fields, desk.order).query}&added=yes", 303)
    return RedirectResponse(f"/items/{item}", 303)
