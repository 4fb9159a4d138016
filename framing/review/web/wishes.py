"""What a request asks for, read with suspicion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from framing.errors import UsageError
from framing.review.items import KINDS
from framing.review.queue import Order

ITEM = re.compile(r"\A[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Order, kind and seed of the queue, and the item decided before."""

    order: Order
    kind: str
    seed: int
    last: str = ""

    @property
    def query(self) -> str:
        """As a query string, without `last`."""
        return urlencode({"order": self.order, "kind": self.kind, "seed": self.seed})


def wishes(fields: Mapping[str, str], usual: Order) -> Wishes:
    """From a query or a form; what is no wish of ours is the default. Raises UsageError for a seed that is no number."""
    order = Order(fields["order"]) if fields.get("order") in list(Order) else usual
    kind = fields.get("kind", "") if fields.get("kind") in KINDS else ""
    last = fields.get("last", "") if ITEM.match(fields.get("last", "")) else ""
    return Wishes(order, kind, whole(fields.get("seed") or "0"), last)


def asked(request: Request, usual: Order) -> Wishes:
    """The wishes in a request's query."""
    return wishes(dict(request.query_params), usual)


def whole(text: str) -> int:
    """A whole number of at most nine digits. Raises UsageError."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(f"a whole number was expected, not {text[:20]!r}")
    return int(text)


def seconds(text: str) -> float:
    """Time spent, 0 to 3600; what is no number is 0."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(3600.0, max(0.0, value)) if value == value else 0.0
