"""The codebook beside the work, and help."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from framing.review.accounts import Coder
from framing.review.tables import codebooks
from framing.review.web.app import Desk
from framing.review.web.pages import show


def codebook_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """The newest version of every codebook, as its authors wrote it."""
    import tomllib

    with desk.accounts.engine.connect() as connection:
        rows = list(connection.execute(select(codebooks).order_by(codebooks.c.name, codebooks.c.version.desc())))
    newest: dict[str, Any] = {}
    for row in rows:
        newest.setdefault(row.name, row)
    books = [
        {"name": row.name, "version": row.version, "made": row.created, **tomllib.loads(row.toml)}
        for row in newest.values()
    ]
    return show(desk, request, "codebook.html", coder, books=books)


def help_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Keys, labels and what is kept."""
    return show(desk, request, "help.html", coder)
