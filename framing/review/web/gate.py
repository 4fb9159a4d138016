"""Coming in and going out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from framing.errors import UsageError
from framing.review.accounts import Coder, Rank
from framing.review.web.app import Desk
from framing.review.web.pages import form, show
from framing.review.web.security import COOKIE, equal, set_session

LOCAL = "local"


def login_form(desk: Desk, request: Request) -> Response:
    """Name and password, or a word on the one-time link."""
    return show(desk, request, "login.html", None, message="", by_link=bool(desk.token))


def log_in(desk: Desk, request: Request) -> Response:
    """Opens a session where name and password fit."""
    fields = form(request)
    address = request.client.host if request.client else ""
    try:
        token = desk.accounts.log_in(fields.get("name", ""), fields.get("password", ""), address)
    except UsageError as error:
        return show(desk, request, "login.html", None, 429, message=str(error), by_link=False)
    if token is None:
        return show(desk, request, "login.html", None, 401, message="Name or password is wrong.", by_link=False)
    return _inside(desk, token)


def enter(desk: Desk, request: Request) -> Response:
    """The one-time link of a local run: the first visit opens a session, later ones are refused."""
    given = request.query_params.get("token", "")
    if not desk.token or desk.used or not equal(given, desk.token):
        return PlainTextResponse("this link was used or is not valid; start `framing review` again for a new one", 403)
    desk.used.add(given)
    return _inside(desk, desk.accounts.open_session(local_user(desk).id))


def local_user(desk: Desk) -> Coder:
    """The administrator of a local run, made on first use with a password nobody knows."""
    import secrets

    for coder in desk.accounts.all():
        if coder.name == LOCAL:
            return coder
    return desk.accounts.add(LOCAL, secrets.token_urlsafe(32), Rank.ADMIN)


def log_out(desk: Desk, request: Request, _coder: Coder) -> Response:
    """Ends the session."""
    desk.accounts.log_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


def _inside(desk: Desk, token: str) -> Response:
    response = RedirectResponse("/", 303)
    set_session(response, token, desk.secure)
    return response
