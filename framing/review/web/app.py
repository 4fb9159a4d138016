"""The application: who is asked, which page answers."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from framing.errors import UsageError
from framing.review.accounts import Accounts, Coder, Rank
from framing.review.decisions import Decisions
from framing.review.queue import Queue
from framing.review.web.security import COOKIE, Guard

HERE = Path(__file__).parent
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


def create_app(engine: Engine, *, token: str = "", secure: bool = False) -> Starlette:
    """The application over one database.

    `token` opens one session for the local user (an administrator named `local`, made on first use);
    without it everybody logs in. `secure` marks cookies for HTTPS only.
    """
    from framing.review.web import coding, gate, office, overview
    from framing.review.web.pages import environment

    desk = Desk(Accounts(engine), Decisions(engine), Queue(engine), environment(), token, set(), secure)
    routes: list[Route | Mount] = [
        Route("/healthz", lambda _request: PlainTextResponse("ok")),
        Route("/login", open_page(desk, gate.login_form), methods=["GET"]),
        Route("/login", open_page(desk, gate.log_in, reads_form=True), methods=["POST"]),
        Route("/enter", open_page(desk, gate.enter), methods=["GET"]),
        Route("/logout", guarded(desk, gate.log_out, Rank.CODER, writes=True), methods=["POST"]),
        Route("/", guarded(desk, coding.queue_page, Rank.CODER)),
        Route("/next", guarded(desk, coding.next_item, Rank.CODER)),
        Route("/items/{item}", guarded(desk, coding.item_page, Rank.CODER), methods=["GET"]),
        Route("/items/{item}", guarded(desk, coding.decide, Rank.CODER, writes=True), methods=["POST"]),
        Route("/items/{item}/undo", guarded(desk, coding.undo, Rank.CODER, writes=True), methods=["POST"]),
        Route("/findings", guarded(desk, coding.add_finding, Rank.CODER, writes=True), methods=["POST"]),
        Route("/codebook", guarded(desk, overview.codebook_page, Rank.CODER)),
        Route("/help", guarded(desk, overview.help_page, Rank.CODER)),
        Route("/adjudicate", guarded(desk, office.disputed_page, Rank.ADJUDICATOR)),
        Route("/agreement", guarded(desk, office.agreement_page, Rank.ADJUDICATOR)),
        Route("/coders", guarded(desk, office.coders_page, Rank.ADMIN), methods=["GET"]),
        Route("/coders", guarded(desk, office.add_coder, Rank.ADMIN, writes=True), methods=["POST"]),
        Route("/coders/{coder:int}/retire", guarded(desk, office.retire, Rank.ADMIN, writes=True), methods=["POST"]),
        Route("/assign", guarded(desk, office.assign, Rank.ADMIN, writes=True), methods=["POST"]),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])


def new_token() -> str:
    """A fresh one-time token."""
    return secrets.token_urlsafe(24)


ORDER = {Rank.CODER: 0, Rank.ADJUDICATOR: 1, Rank.ADMIN: 2}


def guarded(desk: Desk, page: Page, rank: Rank, *, writes: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """A page for coders of at least this rank; others are sent to log in, or refused."""

    async def answer(request: Request) -> Response:
        if writes:
            await request.form()
        return await run_in_threadpool(_answer, desk, page, rank, request)

    return answer


def _answer(desk: Desk, page: Page, rank: Rank, request: Request) -> Response:
    coder = desk.accounts.of_session(request.cookies.get(COOKIE, ""))
    if coder is None:
        if request.method == "GET":
            return RedirectResponse("/login", 303)
        return PlainTextResponse("log in first", 401)
    if ORDER[coder.rank] < ORDER[rank]:
        return PlainTextResponse("not for this account", 403)
    try:
        return page(desk, request, coder)
    except UsageError as error:
        from framing.review.web.pages import show

        return show(desk, request, "problem.html", coder, status=400, message=str(error))


def open_page(
    desk: Desk, page: Callable[[Desk, Request], Response], *, reads_form: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """A page for anybody."""

    async def answer(request: Request) -> Response:
        if reads_form:
            await request.form()
        return await run_in_threadpool(page, desk, request)

    return answer
