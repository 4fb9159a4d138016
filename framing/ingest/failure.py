"""What a reader of many articles sets aside instead of stopping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from framing.model import Article, Notice

TO_FETCH = "to-fetch"
"""The row names a page but does not hold its text."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that gave no article: where it stands, why, and what is known of it."""

    source: str
    """File and row, entry or member, such as `stories.csv#row 17`."""
    reason: str
    code: str = "unreadable"
    """`unreadable`, `to-fetch`, `unsafe`, `too-large`, `unknown-format`."""
    url: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    """Metadata of a row to fetch: outlet, title, published, ... as the row gives them."""


Item: TypeAlias = Article | Failure
Tell: TypeAlias = Callable[[Notice], None]
"""Called with what a reader of the whole file should know: guessed columns, mixed encodings."""
