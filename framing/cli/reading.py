"""From the sources named on the command line to articles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import NotFound, UsageError
from framing.model import Article, Notice

if TYPE_CHECKING:
    from framing.ingest import Overrides


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata given by options, one value a source in order; shorter lists leave the rest to the readers."""

    outlet: Sequence[str] = field(default_factory=list)
    published: Sequence[str] = field(default_factory=list)
    title: Sequence[str] = field(default_factory=list)
    fetch: bool = False


def read_sources(sources: Sequence[str], given: Given) -> tuple[list[Article], list[Notice]]:
    """Read every source in order; a folder gives all its articles.

    Raises InputError for the first source that cannot be read.
    """
    articles: list[Article] = []
    notices: list[Notice] = []
    if sources.count("-") > 1:
        raise UsageError("standard input (-) can be one source only")
    for position, source in enumerate(sources):
        found, warned = _read(source, position, given)
        articles.extend(found)
        notices.extend(warned)
    return articles, notices


def _read(source: str, position: int, given: Given) -> tuple[list[Article], list[Notice]]:
    from framing import ingest

    overrides = ingest.Overrides(
        outlet=_nth(given.outlet, position),
        published=_nth(given.published, position),
        title=_nth(given.title, position),
    )
    if source == "-":
        return [ingest.read_bytes(sys.stdin.buffer.read(), "<stdin>", overrides=overrides)], []
    if source.startswith(("http://", "https://")):
        return [_fetched(source, overrides, given.fetch)], []
    path = Path(source)
    if path.is_dir():
        articles, notices = ingest.read_folder(path)
        if not articles:
            raise NotFound(f"{source}: no readable article in this folder")
        return list(articles), list(notices)
    return [ingest.read(path, overrides=overrides)], []


def _fetched(url: str, overrides: Overrides, allowed: bool) -> Article:
    if not allowed:
        raise UsageError(f"{url}: reading from the network is off; add --fetch to allow it")
    from framing.ingest import fetch

    return fetch.read_url(url, overrides=overrides)


def _nth(values: Sequence[str], position: int) -> str:
    return values[position] if position < len(values) else ""
