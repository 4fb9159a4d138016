"""What a coder does: look, decide, take back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from framing.errors import UsageError
from framing.review.accounts import Coder
from framing.review.books import Book, books_shown, frame_names, newest_books
from framing.review.decisions import Draft, Stale
from framing.review.items import KINDS, LABELS
from framing.review.queue import Order, Queued
from framing.review.web.app import Desk
from framing.review.web.pages import form, show, side
from framing.review.web.wishes import ITEM, Wishes, asked, seconds, whole, wishes

MAX_COMMENT = 5_000


def queue_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """The waiting items, in the wished order."""
    wish = asked(request, desk.order)
    waiting = desk.queue.waiting(coder.id, wish.order, wish.kind or None, 50, wish.seed)
    return show(desk, request, "queue.html", coder, waiting=waiting, wish=wish, kinds=KINDS, orders=list(Order))


def done_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """The coder's own decisions, newest first, to look at again and change."""
    return show(desk, request, "done.html", coder, rows=desk.queue.decided(coder.id))


def next_item(desk: Desk, request: Request, coder: Coder) -> Response:
    """Straight to the first waiting item; to the queue where none waits."""
    wish = asked(request, desk.order)
    waiting = desk.queue.waiting(coder.id, wish.order, wish.kind or None, 1, wish.seed)
    last = f"&last={wish.last}" if wish.last else ""
    return RedirectResponse(f"/items/{waiting[0].id}?{wish.query}{last}" if waiting else f"/?{wish.query}", 303)


def item_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Both articles with the item's words marked, and the decision."""
    item = _item(desk, request, coder)
    if item is None:
        return PlainTextResponse("no such item", 404)
    return _page(desk, request, coder, item, asked(request, desk.order))


def decide(desk: Desk, request: Request, coder: Coder) -> Response:
    """Stores a decision and goes on to the next item; a stale one is shown again with the newer."""
    item = _item(desk, request, coder)
    if item is None:
        return PlainTextResponse("no such item", 404)
    fields = form(request)
    draft = draft_of(desk, coder, item, fields)
    wish = wishes(fields, desk.order)
    try:
        desk.decisions.decide(coder.id, draft)
    except Stale as stale:
        return _page(desk, request, coder, item, wish, 409, unsaved=draft, note=str(stale))
    return RedirectResponse(f"/next?{wish.query}&last={item.id}", 303)


def undo(desk: Desk, request: Request, coder: Coder) -> Response:
    """Takes the newest decision on an item back and shows the item."""
    item = _item(desk, request, coder)
    if item is None:
        return PlainTextResponse("no such item", 404)
    desk.decisions.undo(coder.id, item.id, f"{coder.id}-{secrets.token_hex(16)}")
    return RedirectResponse(f"/items/{item.id}?{wishes(form(request), desk.order).query}", 303)


def draft_of(desk: Desk, coder: Coder, item: Queued, fields: Mapping[str, str], adjudicated: bool = False) -> Draft:
    """The posted decision. Raises UsageError for a lens or a frame that there is not."""
    books = read_books(desk, fields)
    lens, frame = meaning(desk, books, fields)
    return Draft(
        item=item.id,
        label=fields.get("label", ""),
        request=f"{coder.id}-{fields.get('request') or secrets.token_hex(16)}"[:64],
        seen=whole(fields.get("seen", "0")),
        comment=fields.get("comment", "")[:MAX_COMMENT],
        flagged=fields.get("flagged") == "yes",
        codebook=book_of(books, frame),
        seconds=seconds(fields.get("seconds", "0")),
        adjudicated=adjudicated,
        lens="" if lens == item.payload.get("lens", "") else lens,
        frame=frame,
    )


def read_books(desk: Desk, fields: Mapping[str, str]) -> list[Book]:
    """The versions of the codebooks that stood beside the text when the form was shown."""
    keys = [whole(key) for key in fields.get("books", "").split(",")[:20] if key]
    return books_shown(desk.accounts.engine, keys) if keys else newest_books(desk.accounts.engine)


def meaning(desk: Desk, books: list[Book], fields: Mapping[str, str]) -> tuple[str, str]:
    """The lens and the frame that a form names. Raises UsageError where there is no such thing."""
    lens, frame = fields.get("lens", ""), fields.get("frame", "")
    if lens and lens not in desk.lenses:
        raise UsageError("there is no such lens")
    if frame and frame not in frame_names(books):
        raise UsageError("there is no such frame in the codebooks")
    return lens, frame


def book_of(books: list[Book], frame: str) -> int | None:
    """The codebook that a decision rests on: the frame's, else the only one."""
    for book in books:
        if frame.startswith(f"{book.name}/") or len(books) == 1:
            return book.key
    return None


def columns(desk: Desk, item: Queued) -> dict[str, Any]:
    """Both articles of an item, marked, with labels, lenses and codebooks: what every page with an item shows."""
    anchors = {name: item.payload[name] for name in ("a", "b") if item.payload.get(name)}
    marks = {name: [(anchor["start"], anchor["end"], "item")] for name, anchor in anchors.items()}
    if not item.grounded:
        marks = {}
    nearest = "" if item.unaided else str(item.payload.get("nearest", ""))
    return {
        "item": item,
        "left": side(desk, anchors["a"]["article"], marks.get("a", [])),
        "right": side(desk, item.b, marks.get("b", []), nearest),
        "labels": LABELS[item.kind],
        "books": newest_books(desk.accounts.engine),
        "lenses": desk.lenses,
        "request_key": secrets.token_hex(16),
    }


def _page(
    desk: Desk,
    request: Request,
    coder: Coder,
    item: Queued,
    wish: Wishes,
    status: int = 200,
    unsaved: Draft | None = None,
    note: str = "",
) -> Response:
    before, after = desk.queue.sides(coder.id, item.id)
    last = desk.decisions.current(wish.last, coder.id) if wish.last else None
    values: dict[str, Any] = {
        **columns(desk, item),
        "current": desk.decisions.current(item.id, coder.id),
        "unsaved": unsaved,
        "note": note,
        "wish": wish,
        "before": before,
        "after": after,
        "last": last,
        "added": request.query_params.get("added") == "yes",
    }
    return show(desk, request, "item.html", coder, status, **values)


def _item(desk: Desk, request: Request, coder: Coder) -> Queued | None:
    item_id = str(request.path_params["item"])
    if not ITEM.match(item_id):
        return None
    return desk.queue.seen_item(item_id, coder.id)
