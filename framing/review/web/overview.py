"""The codebook beside the work, and help."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from framing.review.accounts import Coder
from framing.review.books import newest_books
from framing.review.web.app import Desk
from framing.review.web.pages import show


def codebook_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """The newest version of every codebook, as its authors wrote it."""
    return show(desk, request, "codebook.html", coder, books=newest_books(desk.accounts.engine))


def help_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Keys, labels and what is kept."""
    return show(desk, request, "help.html", coder)
