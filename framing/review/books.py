"""Codebooks in the review database: each change is a version, decisions keep theirs."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from framing.errors import NotFound, SettingsError
from framing.review.decisions import log, now
from framing.review.tables import codebooks
from framing.text import sha256

MAX_BYTES = 1_000_000


def keep_codebook(engine: Engine, path: Path) -> tuple[str, int]:
    """Store a TOML codebook; (name, version). The same text again is the version it was.

    Raises NotFound, or SettingsError naming the file and the mend.
    """
    try:
        text = path.read_bytes()[: MAX_BYTES + 1].decode("utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    if len(text) > MAX_BYTES or not isinstance(table.get("frames"), list) or not table["frames"]:
        raise SettingsError(
            f"{path}: a codebook has a list of [[frames]], each with id, name and definition, within 1 MB"
        )
    name = str(table.get("id") or path.stem)[:120]
    digest = sha256(text)
    with engine.execution_options(writes=True).begin() as connection:
        mine = codebooks.c.name == name
        there = connection.scalar(select(codebooks.c.version).where(mine, codebooks.c.sha256 == digest))
        if there is not None:
            return name, int(there)
        version = int(connection.scalar(select(func.coalesce(func.max(codebooks.c.version), 0)).where(mine)) or 0) + 1
        values = {"name": name, "version": version, "sha256": digest, "toml": text, "created": now()}
        connection.execute(insert(codebooks).values(**values))
        log(connection, None, "codebook", name, {"version": version, "sha256": digest})
    return name, version
