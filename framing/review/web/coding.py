"""What a coder does: look, decide, take back, add what was missed."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from framing.errors import UsageError
from framing.review.accounts import Coder
from framing.review.added import added_item
from framing.review.decisions import Draft, Stale
from framing.review.items import KINDS, LABELS
from framing.review.queue import Order, Queued
from framing.review.web.app import Desk
from framing.review.web.pages import form, show, side

MAX_COMMENT = 5_000


def queue_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """The waiting items, in the wished order."""
    order, kind, seed = _wishes(request)
    waiting = desk.queue.waiting(coder.id, order, kind, 50, seed)
    return show(
        desk,
        request,
        "queue.html",
        coder,
        waiting=waiting,
        order=order,
        kind=kind or "",
        seed=seed,
        kinds=KINDS,
        orders=list(Order),
    )


def next_item(desk: Desk, request: Request, coder: Coder) -> Response:
    """Straight to the first waiting item; to the queue where none waits."""
    order, kind, seed = _wishes(request)
    waiting = desk.queue.waiting(coder.id, order, kind, 1, seed)
    wishes = urlencode({"order": order, "kind": kind or "", "seed": seed})
    return RedirectResponse(f"/items/{waiting[0].id}?{wishes}" if waiting else f"/?{wishes}", 303)


def item_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Both articles with the item's words marked, and the decision."""
    item = _item(desk, request, coder)
    if item is None:
        return PlainTextResponse("no such item", 404)
    return _page(desk, request, coder, item)


def decide(desk: Desk, request: Request, coder: Coder) -> Response:
    """Stores a decision and goes on to the next item; a stale one is shown again with the newer."""
    item = _item(desk, request, coder)
    if item is None:
        return PlainTextResponse("no such item", 404)
    fields = form(request)
    draft = Draft(
        item=item.id,
        label=fields.get("label", ""),
        request=f"{coder.id}-{fields.get('request') or secrets.token_hex(16)}"[:64],
        seen=_whole(fields.get("seen", "0")),
        comment=fields.get("comment", "")[:MAX_COMMENT],
        flagged=fields.get("flagged") == "yes",
        seconds=min(3600.0, max(0.0, _number(fields.get("seconds", "0")))),
    )
    try:
        desk.decisions.decide(coder.id, draft)
    except Stale as stale:
        return _page(desk, request, coder, item, 409, unsaved=draft, note=str(stale))
    wishes = urlencode({name: fields.get(name, "") for name in ("order", "kind", "seed")})
    return RedirectResponse(f"/next?{wishes}", 303)


def undo(desk: Desk, request: Request, coder: Coder) -> Response:
    """Takes the newest decision on an item back and shows the item."""
    item = _item(desk, request, coder)
    if item is None:
        return PlainTextResponse("no such item", 404)
    desk.decisions.undo(coder.id, item.id, f"{coder.id}-{secrets.token_hex(16)}")
    return RedirectResponse(f"/items/{item.id}", 303)


def add_finding(desk: Desk, request: Request, coder: Coder) -> Response:
    """A link or a difference that the tool missed, from words marked on both sides."""
    fields = form(request)
    item = added_item(
        desk.accounts.engine,
        coder.id,
        kind=fields.get("kind", ""),
        a=(fields.get("a", ""), _whole(fields.get("a_start", "")), _whole(fields.get("a_end", ""))),
        b=(fields.get("b", ""), _whole(fields.get("b_start", "")), _whole(fields.get("b_end", ""))),
        lens=fields.get("lens", "")[:60],
        label=fields.get("label", ""),
        comment=fields.get("comment", "")[:MAX_COMMENT],
    )
    return RedirectResponse(f"/items/{item}", 303)


def _page(
    desk: Desk,
    request: Request,
    coder: Coder,
    item: Queued,
    status: int = 200,
    unsaved: Draft | None = None,
    note: str = "",
) -> Response:
    anchors = {name: item.payload[name] for name in ("a", "b") if item.payload.get(name)}
    left = side(desk, item.a, [(anchors["a"]["start"], anchors["a"]["end"])])
    right = side(desk, item.b, [(anchors["b"]["start"], anchors["b"]["end"])] if "b" in anchors else [])
    current = desk.decisions.current(item.id, coder.id)
    order, kind, seed = _wishes(request)
    values: dict[str, Any] = {
        "item": item, "left": left, "right": right, "labels": LABELS[item.kind], "current": current,
        "unsaved": unsaved, "note": note, "request_key": secrets.token_hex(16),
        "order": order, "kind": kind or "", "seed": seed,
    }  # fmt: skip
    return show(desk, request, "item.html", coder, status, **values)


def _item(desk: Desk, request: Request, coder: Coder) -> Queued | None:
    item_id = str(request.path_params["item"])
    return desk.queue.item(item_id) if desk.queue.may_see(coder.id, item_id) else None


def _wishes(request: Request) -> tuple[Order, str | None, int]:
    asked = request.query_params
    order = Order(asked["order"]) if asked.get("order") in list(Order) else Order.UNCERTAINTY
    kind = asked.get("kind") if asked.get("kind") in KINDS else None
    return order, kind, _whole(asked.get("seed") or "0")


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise UsageError(f"a whole number was expected, not {text[:20]!r}")
    return int(text)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if value == value else 0.0
