"""Codebooks in the review database: each change is a version, decisions keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, and_, func, insert, select

from framing.errors import NotFound, SettingsError
from framing.lenses.codebooks import BUILT_IN, Codebook, built_in, parse_codebook
from framing.review.database import reading, writing
from framing.review.decisions import log, now
from framing.review.tables import codebooks
from framing.text import sha256

MAX_BYTES = 1_000_000


_LAST = select(codebooks.c.name, func.max(codebooks.c.version).label("version")).group_by(codebooks.c.name).subquery()
_IS_LAST = and_(codebooks.c.name == _LAST.c.name, codebooks.c.version == _LAST.c.version)
_NEWEST = select(codebooks).join(_LAST, _IS_LAST).order_by(codebooks.c.name)


@dataclass(frozen=True, slots=True)
class Book:
    """A codebook as it stands in the database."""

    key: int
    """What decisions refer to."""
    name: str
    version: int
    sha256: str
    made: str
    content: Codebook


def newest_books(engine: Engine) -> list[Book]:
    """The newest version of every codebook, by name."""
    with reading(engine) as connection:
        rows = list(connection.execute(_NEWEST))
    return [_book(row) for row in rows]


def books_shown(engine: Engine, keys: Sequence[int]) -> list[Book]:
    """The versions with these keys, by name; the newest ones where any of them is unknown or none is named.

    Who decides from a page that was opened before a codebook changed has read, and meant, the version shown there.
    """
    with reading(engine) as connection:
        rows = list(connection.execute(select(codebooks).where(codebooks.c.id.in_(keys)).order_by(codebooks.c.name)))
    if not keys or {row.id for row in rows} != set(keys):
        return newest_books(engine)
    return [_book(row) for row in rows]


def _book(row: Any) -> Book:
    return Book(row.id, row.name, row.version, row.sha256, row.created, _parsed(row.toml, row.name))


@lru_cache(maxsize=64)
def _parsed(toml: str, name: str) -> Codebook:
    """Every page with an item shows the codebook; parsing it takes longer than all else on the page."""
    return parse_codebook(toml, name)


def frame_names(books: list[Book]) -> list[str]:
    """Every frame a coder may name, as `codebook/frame`."""
    return [f"{book.name}/{frame.id}" for book in books for frame in book.content.frames]


def keep_built_in(engine: Engine, name: str) -> tuple[str, int]:
    """Store one of the codebooks that come with framing. Raises SettingsError for another name."""
    from importlib.resources import files

    if name not in BUILT_IN:
        raise SettingsError(f"{name}: no such codebook; built in are {', '.join(BUILT_IN)}")
    raw = files("framing").joinpath("data", "codebooks", f"{name}.toml").read_text(encoding="utf-8")
    return _keep(engine, built_in(name).id, raw)


def keep_codebook(engine: Engine, path: Path) -> tuple[str, int]:
    """Store a TOML codebook; (name, version). The same text again is the version it was.

    Raises NotFound, or SettingsError naming file, line and mend.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    if len(raw) > MAX_BYTES:
        raise SettingsError(f"{path}: a codebook is at most 1 MB")
    return _keep(engine, parse_codebook(text, str(path)).id[:120], text)


def _keep(engine: Engine, name: str, text: str) -> tuple[str, int]:
    digest = sha256(text)
    with writing(engine) as connection:
        mine = codebooks.c.name == name
        there = connection.scalar(select(codebooks.c.version).where(mine, codebooks.c.sha256 == digest))
        if there is not None:
            return name, int(there)
        version = int(connection.scalar(select(func.coalesce(func.max(codebooks.c.version), 0)).where(mine)) or 0) + 1
        values = {"name": name, "version": version, "sha256": digest, "toml": text, "created": now()}
        connection.execute(insert(codebooks).values(**values))
        log(connection, None, "codebook", name, {"version": version, "sha256": digest})
    return name, version
