"""Coders and their sessions: argon2 passwords, hashed tokens, limited log-in attempts."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from framing.errors import UsageError
from framing.review.database import reading, writing
from framing.review.decisions import log, now
from framing.review.questions import SESSION
from framing.review.tables import coders, sessions

SESSION_SECONDS = 12 * 3600
ATTEMPTS = 8
"""Under one name, within the window."""
FROM_ONE_ADDRESS = 60
"""From one address, failures only: a whole class may sit behind it."""
WINDOW_SECONDS = 300.0
HASHING = {"time_cost": 2, "memory_cost": 19_456, "parallelism": 1}
"""argon2id with 19 MB and two passes, as OWASP's password storage sheet asks for: a class that logs in at nine
o'clock waits its turn in seconds. Older hashes are checked with their own cost."""
NAME = re.compile(r"^[\w][\w .@-]{0,78}$")


class Rank(StrEnum):
    """What an account may do: code; code and adjudicate; everything."""

    CODER = "coder"
    ADJUDICATOR = "adjudicator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Coder:
    """An account, without its secret."""

    id: int
    name: str
    rank: Rank
    active: bool = True


class Accounts:
    """The accounts of one database. Attempts are counted in this process, by name and by address."""

    def __init__(self, engine: Engine) -> None:
        from argon2 import PasswordHasher

        self.engine = engine
        self._hasher = PasswordHasher(
            time_cost=HASHING["time_cost"], memory_cost=HASHING["memory_cost"], parallelism=HASHING["parallelism"]
        )
        self._decoy = self._hasher.hash(secrets.token_urlsafe(16))
        self._attempts: dict[str, list[float]] = {}

    def add(self, name: str, password: str, rank: Rank = Rank.CODER) -> Coder:
        """A new account. Raises UsageError for a name that is taken or no name, or a password under ten characters."""
        if not NAME.match(name):
            raise UsageError("a name has 1 to 79 letters, digits, spaces or . @ - _")
        if len(password) < 10:
            raise UsageError("a password needs at least ten characters")
        hashed = self._hasher.hash(password)
        with writing(self.engine) as connection:
            if connection.scalar(select(coders.c.id).where(coders.c.name == name)) is not None:
                raise UsageError(f"there is a coder named {name!r} already")
            values = {"name": name, "password_hash": hashed, "role": str(rank), "active": True, "created": now()}
            key = connection.execute(insert(coders).values(**values)).inserted_primary_key
            assert key is not None
            log(connection, None, "add coder", name, {"rank": str(rank)})
        return Coder(int(key[0]), name, rank)

    def all(self) -> list[Coder]:
        """Every account, by name."""
        with reading(self.engine) as connection:
            return [_coder(row) for row in connection.execute(select(coders).order_by(coders.c.name))]

    def retire(self, coder_id: int) -> None:
        """Close an account: its decisions stay, its sessions end."""
        with writing(self.engine) as connection:
            connection.execute(update(coders).where(coders.c.id == coder_id).values(active=False))
            connection.execute(delete(sessions).where(sessions.c.coder == coder_id))
            log(connection, None, "retire coder", str(coder_id), {})

    def log_in(self, name: str, password: str, address: str = "") -> str | None:
        """A session token, or None where name and password do not fit (the same answer, as slowly, for both).

        Raises UsageError after too many attempts under one name or from one address.
        """
        from argon2.exceptions import Argon2Error, InvalidHashError

        self._count(f"name:{name}", ATTEMPTS)
        self._count(f"address:{address}", FROM_ONE_ADDRESS)
        with reading(self.engine) as connection:
            row = connection.execute(select(coders).where(coders.c.name == name, coders.c.active.is_(True))).first()
        try:
            self._hasher.verify(row.password_hash if row else self._decoy, password)
        except (Argon2Error, InvalidHashError):
            return None
        if row is None:
            return None
        self._attempts.pop(f"name:{name}", None)
        # A class logs in from one address: only failures stay counted against it.
        self._attempts.get(f"address:{address}", [0.0]).pop()
        return self.open_session(row.id)

    def open_session(self, coder_id: int) -> str:
        """A new session's token; only its hash is stored."""
        token = secrets.token_urlsafe(32)
        with writing(self.engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.expires < time.time()))
            values: dict[str, Any] = {
                "token_hash": _hash(token),
                "coder": coder_id,
                "expires": time.time() + SESSION_SECONDS,
            }
            connection.execute(insert(sessions).values(**values))
        return token

    def of_session(self, token: str) -> Coder | None:
        """Whose session this is; None where it is unknown, over, or its account is closed."""
        with reading(self.engine) as connection:
            row = connection.execute(SESSION, {"token": _hash(token), "now": time.time()}).first()
        return _coder(row) if row else None

    def log_out(self, token: str) -> None:
        """End a session."""
        with writing(self.engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))

    def _count(self, key: str, most: int) -> None:
        moment = time.monotonic()
        recent = [at for at in self._attempts.get(key, []) if moment - at < WINDOW_SECONDS]
        if len(recent) >= most:
            raise UsageError("too many attempts; wait five minutes")
        if len(self._attempts) > 10_000:
            self._attempts.clear()
        self._attempts[key] = [*recent, moment]


def _coder(row: Any) -> Coder:
    return Coder(row.id, row.name, Rank(row.role), row.active)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
