"""Adjudication, agreement, coders: for those who run a study."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.errors import UsageError
from framing.review.accounts import Coder, Rank
from framing.review.agreement import summary
from framing.review.coded import coded_units
from framing.review.decisions import newest_of_all
from framing.review.items import KINDS
from framing.review.tables import items
from framing.review.web.app import Desk
from framing.review.web.pages import form, show


def disputed_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Items on which coders differ and that nobody adjudicated, with each one's say."""
    names = {account.id: account.name for account in desk.accounts.all()}
    with desk.accounts.engine.connect() as connection:
        kinds = {row.id: row for row in connection.execute(select(items))}
        said = defaultdict(list)
        for decision in newest_of_all(connection):
            said[decision.item].append(decision)
    disputed = []
    for item_id, decisions in said.items():
        coders = [d for d in decisions if not d.adjudicated]
        if len({d.label for d in coders}) > 1 and not any(d.adjudicated for d in decisions):
            row = kinds[item_id]
            says = [(names.get(d.coder, "?"), d.label, d.comment) for d in coders]
            disputed.append({"id": item_id, "kind": row.kind, "payload": row.payload, "says": says})
    return show(desk, request, "disputed.html", coder, disputed=disputed)


def agreement_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """Every coefficient by kind of item, with intervals and what it rests on."""
    tables = [(kind, summary(coded_units(desk.accounts.engine, kind))) for kind in KINDS]
    return show(desk, request, "agreement.html", coder, tables=tables)


def coders_page(desk: Desk, request: Request, coder: Coder) -> Response:
    """All accounts with their progress, and the form to assign a double-coded sample."""
    rows = [(account, desk.queue.progress(account.id)) for account in desk.accounts.all()]
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
    who = int(request.path_params["coder"])
    if who == coder.id:
        raise UsageError("you cannot close your own account")
    desk.accounts.retire(who)
    return RedirectResponse("/coders", 303)


def assign(desk: Desk, request: Request, _coder: Coder) -> Response:
    """Give a seeded, stratified sample to several coders, who code it blind."""
    fields = form(request)
    size, seed = fields.get("size", ""), fields.get("seed", "0")
    kind = fields.get("kind", "link")
    chosen = [int(key[6:]) for key in fields if key.startswith("coder-") and key[6:].isdigit()]
    if not size.isdigit() or not seed.isdigit() or kind not in KINDS or not chosen:
        raise UsageError("choose a kind, a whole number of items, a seed and at least one coder")
    desk.decisions.assign(desk.queue.sample(int(size), int(seed), kind), chosen)
    return RedirectResponse("/coders", 303)
