"""Agreement, coders, samples: for those who run a study."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.errors import UsageError
from framing.review.accounts import Coder, Rank
from framing.review.coded import agreement_tables
from framing.review.items import KINDS
from framing.review.queue import STRATA
from framing.review.web.app import Desk
from framing.review.web.pages import form, show
from framing.review.web.wishes import whole


def agreement_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Every coefficient by kind of item, with intervals and what it rests on."""
    return show(desk, request, "agreement.html", coder, tables=agreement_tables(desk.accounts.engine))


def coders_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """All accounts with their progress, and the form to assign a double-coded sample."""
    progress, everything = desk.queue.progress_of_all(), desk.queue.progress(0)
    rows = [(account, progress.get(account.id, everything)) for account in desk.accounts.all()]
    return show(desk, request, "coders.html", coder, rows=rows, ranks=list(Rank), kinds=KINDS)


def add_coder(desk: Desk, request: Request, _coder: Coder) -> Response:
    """A new account."""
    fields = form(request)
    rank = fields.get("rank", "coder")
    if rank not in list(Rank):
        raise UsageError(f"a coder is {', '.join(Rank)}")
    desk.accounts.add(fields.get("name", ""), fields.get("password", ""), Rank(rank))
    return RedirectResponse("/coders", 303)


def retire(desk: Desk, request: Request, coder: Coder) -> Response:
    """Close an account; its decisions stay."""
    who = whole(str(request.path_params["coder"]))
    if who == coder.id:
        raise UsageError("you cannot close your own account")
    desk.accounts.retire(who)
    return RedirectResponse("/coders", 303)


def assign(desk: Desk, request: Request, _coder: Coder) -> Response:
    """Give a seeded, stratified sample to several coders, who code it blind."""
    fields = form(request)
    kind = fields.get("kind", "link")
    chosen = [whole(key[6:]) for key in fields if key.startswith("coder-")]
    known = {account.id for account in desk.accounts.all() if account.active}
    if kind not in KINDS or not chosen or not set(chosen) <= known:
        raise UsageError("choose a kind, a whole number of items, a seed and at least one coder")
    size, seed = whole(fields.get("size", "")), whole(fields.get("seed", "0"))
    sample = desk.queue.sample(size, seed, kind)
    how = {"kind": kind, "asked": size, "seed": seed, "strata": STRATA}
    desk.decisions.assign(sample, chosen, unaided=fields.get("unaided") == "yes", how=how)
    return RedirectResponse("/coders", 303)
