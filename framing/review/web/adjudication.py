"""Adjudication: where coders differ, what each of them said, and the ruling that settles it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from framing.review.accounts import Coder
from framing.review.decisions import Draft, Stale
from framing.review.queue import Queued
from framing.review.settled import Case, cases
from framing.review.web.app import Desk
from framing.review.web.coding import columns, draft_of
from framing.review.web.pages import form, show
from framing.review.web.wishes import ITEM

MOST_ROWS = 100
"""Cases that the page lists of each group."""


def disputed_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Open disagreements first, then what somebody flagged, then what is settled."""
    found = cases(desk.accounts.engine)
    groups = {
        "open": [case for case in found if case.disputed and case.ruling is None],
        "flagged": [case for case in found if case.flagged and not case.disputed and case.ruling is None],
        "ruled": [case for case in found if case.ruling is not None],
    }
    return show(desk, request, "disputed.html", coder, groups=groups, names=_names(desk), most=MOST_ROWS)


def case_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """One item with the coders' choices side by side."""
    item = _item(desk, request)
    if item is None:
        return PlainTextResponse("no such item", 404)
    return _page(desk, request, coder, item)


def rule(desk: Desk, request: Request, coder: Coder) -> Response:
    """Stores the ruling beside the coders' decisions, which stay; goes on to the next open case."""
    item = _item(desk, request)
    if item is None:
        return PlainTextResponse("no such item", 404)
    draft = draft_of(desk, coder, item, form(request), adjudicated=True)
    try:
        desk.decisions.decide(coder.id, draft)
    except Stale as stale:
        return _page(desk, request, coder, item, 409, unsaved=draft, note=str(stale))
    for case in cases(desk.accounts.engine):
        if case.disputed and case.ruling is None:
            return RedirectResponse(f"/adjudicate/{case.item}", 303)
    return RedirectResponse("/adjudicate", 303)


def _page(
    desk: Desk,
    request: Request,
    coder: Coder,
    item: Queued,
    status: int = 200,
    unsaved: Draft | None = None,
    note: str = "",
) -> Response:
    found = [case for case in cases(desk.accounts.engine, item.id) if case.item == item.id]
    case = found[0] if found else Case(item.id, item.kind, item.payload, (), None)
    values: dict[str, Any] = {
        **columns(desk, item),
        "case": case,
        "names": _names(desk),
        "unsaved": unsaved,
        "note": note,
    }
    return show(desk, request, "case.html", coder, status, **values)


def _item(desk: Desk, request: Request) -> Queued | None:
    item_id = str(request.path_params["item"])
    return desk.queue.item(item_id) if ITEM.match(item_id) else None


def _names(desk: Desk) -> dict[int, str]:
    return {account.id: account.name for account in desk.accounts.all()}
