"""A small comparison of invented texts, and a database for every backend that is here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from framing.model import (
    Article,
    Block,
    BlockKind,
    Comparison,
    Difference,
    EventVerdict,
    Excerpt,
    Link,
    Omission,
    Passage,
    Provenance,
    Relation,
    Role,
    Run,
    Same,
    Span,
    State,
    Strength,
)
from framing.review import accounts
from framing.review.database import open_database

A = "The quarry closed on Monday. Forty people lost their work. The owner blamed the price of stone."
B = "Monday saw the end of the quarry. Its owner pointed to a weak market."


def article(name: str, body: str) -> tuple[Article, list[Passage]]:
    """An article of one block, cut at full stops."""
    spans, start = [], 0
    for sentence in body.split(". "):
        piece = sentence if sentence.endswith(".") else sentence + "."
        spans.append(Span(start, start + len(piece)))
        start += len(piece) + 1
    block = Block(Span(0, len(body)), BlockKind.BODY)
    record = Article(name, name.title(), "", "", "2031-05-06", "option", "en", "", body, (block,), Provenance())
    passages = [
        Passage(f"{name}:{i}", name, i, span, span.of(body), Role.LEAD if i == 0 else Role.BODY)
        for i, span in enumerate(spans)
    ]
    return record, passages


def excerpt(passage: Passage, words: str) -> Excerpt:
    """The first place of `words` in the passage."""
    start = passage.span.start + passage.text.index(words)
    return Excerpt(passage.id, start, start + len(words), words)


def build(first_text: str) -> Comparison:
    """Two outlets, two links, one omission, one difference."""
    a, left = article("courier", first_text)
    b, right = article("herald", B)
    links = (
        Link("courier:0", "herald:0", 0.9, Relation.SAME, 0.8),
        Link("courier:2", "herald:1", 0.55, Relation.PARTIAL, 0.2),
    )
    missing = Omission(
        "f1", "courier:1", "herald", State.NOT_FOUND, 0.9, Strength.STRONG, 0.7, "herald:0", "not found in Herald"
    )
    words = Difference(
        "word_choice", excerpt(left[2], "blamed"), excerpt(right[1], "pointed to"), "blame or pointer", 0.6
    )
    run = Run("0", "test", {}, (), {}, "2031-05-06T00:00:00+00:00", {})
    return Comparison(
        (a, b), (*left, *right), EventVerdict(Same.YES, 0.95), (), links, (), (), (missing,), (), (words,), (), {}, run
    )


@pytest.fixture
def comparison() -> Comparison:
    """The comparison of the two invented texts."""
    return build(A)


@pytest.fixture
def moved() -> Comparison:
    """The same comparison after Courier corrected a word in its second sentence."""
    return build(A.replace("Forty", "Some sixty"))


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 at its least cost: tests make hundreds of accounts."""
    monkeypatch.setattr(accounts, "HASHING", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})


BACKENDS = ["sqlite", *(["postgresql"] if os.environ.get("FRAMING_TEST_POSTGRES") else [])]


def own_database(url: str) -> str:
    """A database of this test process's own on the given server, so that processes side by side do not meet."""
    name = f"framing_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    server = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        if connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}) is None:
            connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=BACKENDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, migrated: SQLite always, PostgreSQL where FRAMING_TEST_POSTGRES names one."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'review.db'}")
        yield opened
        opened.dispose()
        return
    url = own_database(os.environ["FRAMING_TEST_POSTGRES"])
    bare = open_database(url, migrate=False)
    with bare.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    bare.dispose()
    opened = open_database(url)
    yield opened
    opened.dispose()
