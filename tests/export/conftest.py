"""A small study with what makes exports hard: astral characters, formulas, markup, two coders, a ruling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from framing.export.study import Study
from framing.model import Comparison
from framing.review.accounts import Accounts, Rank
from framing.review.books import keep_built_in
from framing.review.database import open_database
from framing.review.decisions import Decisions, Draft
from framing.review.queue import Queue
from framing.review.study import reviewed_study
from tests.review.conftest import A, _cheap_hashing, build

__all__ = ["_cheap_hashing"]

HARD = "\U0001f6a2 " + A.replace("Forty people", "=Forty\u200b <b>people</b> & \U0001f469\u200d\U0001f527")


@pytest.fixture
def comparison() -> Comparison:
    """The invented texts, with astral characters before every span."""
    return build(HARD)


def filled(engine: Engine, comparison: Comparison) -> Engine:
    """The comparison, coded by two, with one ruling, one correction of lens and frame, one formula for a comment."""
    accounts = Accounts(engine)
    for name, rank in (("ada", Rank.CODER), ("ben", Rank.CODER), ("jo", Rank.ADJUDICATOR)):
        accounts.add(name, "correct horse battery", rank)
    keep_built_in(engine, "generic")
    store = Decisions(engine)
    store.sync(comparison)
    items = sorted(Queue(engine).waiting(1), key=lambda item: (item.kind, item.payload["a"]["start"]))
    labels = {"link": ("same", "none"), "difference": ("accept", "accept"), "fact": ("not_found", "partly")}
    for item in items:
        for coder, label in enumerate(labels[item.kind], 1):
            store.decide(coder, Draft(item.id, label, f"{item.id[:20]}-{coder}", comment="=1+1" if coder == 2 else ""))
    first = next(item for item in items if item.kind == "link")
    store.decide(3, Draft(first.id, "partial", "ruling", comment="<script>shared</script>", adjudicated=True))
    other = next(item for item in items if item.kind == "difference")
    draft = Draft(
        other.id, "accept", "again", seen=1, lens="labels", frame="generic/conflict", flagged=True, codebook=1
    )
    store.decide(1, draft)
    return engine


@pytest.fixture
def engine(tmp_path: Path, comparison: Comparison) -> Iterator[Engine]:
    """A coded database."""
    opened = open_database(f"sqlite:///{tmp_path / 'coded.db'}")
    yield filled(opened, comparison)
    opened.dispose()


@pytest.fixture
def empty(tmp_path: Path, comparison: Comparison) -> Iterator[Engine]:
    """The same articles and suggestions, not coded."""
    opened = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    Decisions(opened).sync(comparison)
    yield opened
    opened.dispose()


@pytest.fixture
def study(engine: Engine) -> Study:
    """All decisions."""
    return reviewed_study(engine, "quarry")


def told(study: Study) -> set[tuple[object, ...]]:
    """What an import must bring back: everything but the time, revision and codebook version."""
    return {
        (c.item, c.label, str(c.by), c.coder, c.lens, c.frame, c.comment, c.flagged)
        for c in replace(study, codings=study.codings).codings
    }
