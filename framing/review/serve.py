"""Running the review application on loopback."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from framing.errors import MissingExtra, UsageError
from framing.review.queue import Order

LOOPBACK = ("127.0.0.1", "::1", "localhost")

KEEP_ALIVE = 120
"""Seconds that a connection stays open: longer than people look at an item, so that no answer comes late for one
being made anew."""


def serve(
    engine: Engine, host: str, port: int, announce: Callable[[str], None], *, order: Order = Order.UNCERTAINTY
) -> None:
    """Serve until interrupted; `announce` is given the address to open.

    On loopback a one-time link opens a session. Any other address needs accounts.
    Raises UsageError where there are none, MissingExtra where the server is not installed.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra("the review application", "review") from error
    from framing.review.accounts import Accounts
    from framing.review.web.app import create_app, new_token

    local = host in LOOPBACK
    if not local and not [coder for coder in Accounts(engine).all() if coder.name != "local" and coder.active]:
        raise UsageError(
            f"{host} can be reached by others: add accounts first (framing review CORPUS --add-coder NAME)"
        )
    token = new_token() if local else ""
    application = create_app(engine, token=token, secure=not local, order=order)
    shown = f"[{host}]" if ":" in host else host
    announce(f"http://{shown}:{port}/enter?token={token}" if token else f"http://{shown}:{port}/login")
    uvicorn.run(
        application, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=KEEP_ALIVE
    )
