"""Opening the review database: SQLite in WAL mode by default, PostgreSQL by URL, migrated on opening."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from framing.errors import CorpusError, SettingsError

MIGRATIONS = Path(__file__).with_name("migrations")
_TURN = threading.Lock()


def open_database(url: str, *, migrate: bool = True) -> Engine:
    """An engine on `url` (`sqlite:///file.db`, `postgresql+psycopg://…`), brought to the newest schema.

    Raises SettingsError for a URL that is none, CorpusError where the database cannot be opened.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError(f"{url}: not a database URL; for example sqlite:///review.db") from error
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise SettingsError(f"{backend}: review keeps its decisions in SQLite or PostgreSQL")
    if backend == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    options: dict[str, Any] = {"connect_args": {"timeout": 30}} if backend == "sqlite" else {"pool_pre_ping": True}
    engine = create_engine(parsed, pool_size=8, max_overflow=24, **options)
    if backend == "sqlite":
        _durable(engine)
    if migrate:
        try:
            upgrade(engine)
        except SQLAlchemyError as error:
            raise CorpusError(f"{parsed.render_as_string()}: cannot be opened: {str(error).splitlines()[0]}") from error
    return engine


_ambient: ContextVar[Connection | None] = ContextVar("ambient", default=None)


@contextmanager
def one_connection(engine: Engine) -> Iterator[None]:
    """Within the block, `reading` gives one connection again and again: a page asks a dozen questions."""
    with _opened(engine) as connection:
        token = _ambient.set(connection)
        try:
            yield
        finally:
            _ambient.reset(token)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read from: the one of `one_connection` where that was opened, else one of its own."""
    ambient = _ambient.get()
    if ambient is not None and ambient.engine.pool is engine.pool and not ambient.closed:
        yield ambient
        return
    with _opened(engine) as connection:
        yield connection


def _opened(engine: Engine) -> Connection:
    """PostgreSQL is asked without a transaction around each question: two trips to the server less."""
    if engine.dialect.name == "sqlite":
        return engine.connect()
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; committed at the end of the block, rolled back where it raises.

    SQLite has one writer at a time, and those who wait poll with growing pauses: a thousand milliseconds where
    ten would do. Within a process writers therefore queue here instead.
    """
    ambient = _ambient.get()
    if ambient is not None:
        # What is read after this write sees it.
        ambient.rollback()
    turn = _TURN if engine.dialect.name == "sqlite" else nullcontext()
    with turn, engine.execution_options(writes=True).begin() as connection:
        yield connection


def _durable(engine: Engine) -> None:
    """WAL with a full sync a commit; transactions begin as writers so that two coders queue, never fail midway."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to `revision`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
