"""The application: who is asked, which page answers."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from framing.errors import UsageError
from framing.review.accounts import Accounts, Coder, Rank
from framing.review.database import one_connection
from framing.review.decisions import Decisions
from framing.review.queue import Order, Queue
from framing.review.web.security import COOKIE, Guard

HERE = Path(__file__).parent
SESSION_OVER = "Log in first: your session is over. What you typed is kept in this window, on the item's page."
WORKERS = 4
"""Pages made at once. Python computes one at a time; more threads only take the turn from each other at every
query, so that all are slow where a queue would have served most at once."""
Page = Callable[["Desk", Request, Coder], Response]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages work with."""

    accounts: Accounts
    decisions: Decisions
    queue: Queue
    templates: Any
    token: str
    """One-time token that opens a session for the local user; empty where accounts are asked for."""
    used: set[str]
    secure: bool
    order: Order
    """The queue's order where a coder asks for none."""
    lenses: tuple[str, ...]
    workers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(WORKERS))
    doors: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    """For log-ins: a class at the door is let in one by one, so that those at work notice nothing."""


def create_app(engine: Engine, *, token: str = "", secure: bool = False, order: Order = Order.UNCERTAINTY) -> Starlette:
    """The application over one database.

    `token` opens one session for the local user (an administrator named `local`, made on first use);
    without it everybody logs in. `secure` marks cookies for HTTPS only.
    """
    from framing.lenses.registry import registry
    from framing.review.web.pages import environment

    lenses = tuple(registry())
    desk = Desk(
        Accounts(engine), Decisions(engine), Queue(engine), environment(), token, set(), secure, order, lenses
    )  # fmt: skip
    return Starlette(routes=routes(desk), middleware=[Middleware(Guard)])


def routes(desk: Desk) -> list[Route | Mount]:
    """Every route with the rank it asks for."""
    from framing.review.web import adding, adjudication, coding, described, gate, office, overview

    def page(path: str, answer: Page, rank: Rank = Rank.CODER, *, writes: bool = False) -> Route:
        return Route(path, guarded(desk, answer, rank, writes=writes), methods=["POST" if writes else "GET"])

    return [
        Route("/healthz", lambda _request: PlainTextResponse("ok"), methods=["GET"]),
        Route("/login", open_page(desk, gate.login_form), methods=["GET"]),
        Route("/login", open_page(desk, gate.log_in, at_door=True), methods=["POST"]),
        Route("/enter", open_page(desk, gate.enter), methods=["GET"]),
        page("/logout", gate.log_out, writes=True),
        page("/", coding.queue_page),
        page("/next", coding.next_item),
        page("/done", coding.done_page),
        page("/items/{item}", coding.item_page),
        page("/items/{item}", coding.decide, writes=True),
        page("/items/{item}/undo", coding.undo, writes=True),
        page("/findings", adding.add_finding, writes=True),
        page("/codebook", overview.codebook_page),
        page("/help", overview.help_page),
        page("/adjudicate", adjudication.disputed_page, Rank.ADJUDICATOR),
        page("/adjudicate/{item}", adjudication.case_page, Rank.ADJUDICATOR),
        page("/adjudicate/{item}", adjudication.rule, Rank.ADJUDICATOR, writes=True),
        page("/agreement", office.agreement_page, Rank.ADJUDICATOR),
        page("/coders", office.coders_page, Rank.ADMIN),
        page("/coders", office.add_coder, Rank.ADMIN, writes=True),
        page("/coders/{coder:int}/retire", office.retire, Rank.ADMIN, writes=True),
        page("/assign", office.assign, Rank.ADMIN, writes=True),
        page("/openapi.json", described.openapi, Rank.ADMIN),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]


def new_token() -> str:
    """A fresh one-time token."""
    return secrets.token_urlsafe(24)


ORDER = {Rank.CODER: 0, Rank.ADJUDICATOR: 1, Rank.ADMIN: 2}


def guarded(desk: Desk, page: Page, rank: Rank, *, writes: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """A page for coders of at least this rank; others are sent to log in, or refused."""

    async def answer(request: Request) -> Response:
        if writes:
            await request.form()
        return await to_thread.run_sync(_answer, desk, page, rank, request, limiter=desk.workers)

    return answer


def _answer(desk: Desk, page: Page, rank: Rank, request: Request) -> Response:
    with one_connection(desk.accounts.engine):
        return _answered(desk, page, rank, request)


def _answered(desk: Desk, page: Page, rank: Rank, request: Request) -> Response:
    coder = desk.accounts.of_session(request.cookies.get(COOKIE, ""))
    if coder is None:
        if request.method == "GET":
            return RedirectResponse("/login", 303)
        from framing.review.web.pages import show

        return show(desk, request, "login.html", None, 401, message=SESSION_OVER, by_link=bool(desk.token))
    if ORDER[coder.rank] < ORDER[rank]:
        return PlainTextResponse("not for this account", 403)
    try:
        return page(desk, request, coder)
    except UsageError as error:
        from framing.review.web.pages import show

        return show(desk, request, "problem.html", coder, status=400, message=str(error))


def open_page(
    desk: Desk, page: Callable[[Desk, Request], Response], *, at_door: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """A page for anybody; `at_door` where it checks a password."""
    limiter = desk.doors if at_door else desk.workers

    async def answer(request: Request) -> Response:
        if at_door:
            await request.form()
        return await to_thread.run_sync(page, desk, request, limiter=limiter)

    return answer
