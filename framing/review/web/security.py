"""What every request passes: same-site writes only, strict headers, a body bound, a session."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "framing_session"
MAX_BODY = 256 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With `no-referrer` a form sent without script would come with `Origin: null` and be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses cross-site writes and oversized bodies; puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/static/") and message["status"] == 200:
                    headers["Cache-Control"] = "public, max-age=3600"
            await send(message)

        await (refused(Request(scope)) or self.app)(scope, receive, guarded)


def refused(request: Request) -> Response | None:
    """The refusal that a request earns, or None."""
    if request.method in ("GET", "HEAD"):
        return None
    if request.method != "POST":
        return PlainTextResponse("method not allowed", 405)
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return PlainTextResponse("a write from another site is refused", 403)
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return PlainTextResponse("a write from another origin is refused", 403)
    if site is None and origin is None:
        return PlainTextResponse("a write must say where it comes from (Origin)", 403)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MAX_BODY:
        return PlainTextResponse("the body is too large or of unknown length", 413)
    return None


def equal(given: str, secret: str) -> bool:
    """Comparison in constant time."""
    return hmac.compare_digest(given.encode(), secret.encode())


def set_session(response: Response, token: str, secure: bool) -> None:
    """The session cookie: not readable by scripts, not sent from other sites."""
    options: dict[str, Any] = {"httponly": True, "samesite": "strict", "secure": secure, "path": "/"}
    response.set_cookie(COOKIE, token, **options)
