"""What coders decide is kept, whatever else happens."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, insert, select

from framing.errors import CorpusError, SettingsError, UsageError
from framing.model import Comparison
from framing.review.database import open_database
from framing.review.decisions import Decisions, Draft, Stale, newest_of_all, now
from framing.review.items import items_of
from framing.review.tables import audit, coders, decisions, items


@pytest.fixture
def store(engine: Engine, comparison: Comparison) -> Decisions:
    """Synced decisions with two coders, ids 1 and 2."""
    with engine.begin() as connection:
        for name in ("ada", "ben"):
            connection.execute(
                insert(coders).values(name=name, password_hash="x", role="coder", active=True, created=now())
            )
    found = Decisions(engine)
    found.sync(comparison)
    return found


def first_link(comparison: Comparison) -> str:
    return next(item.id for item in items_of(comparison) if item.kind == "link")


def test_every_suggestion_becomes_one_item(store: Decisions, comparison: Comparison) -> None:
    with store.engine.connect() as connection:
        kinds = sorted(connection.scalars(select(items.c.kind)))
    assert kinds == ["difference", "fact", "link", "link"]


def test_a_second_run_adds_nothing_and_keeps_decisions(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    store.decide(1, Draft(item, "partial", "r1"))
    assert store.sync(comparison) == {"new": 0, "known": 4, "lost_ground": 0}
    kept = store.current(item, 1)
    assert kept is not None
    assert kept.label == "partial"


def test_a_corrected_text_names_what_lost_its_ground(store: Decisions, moved: Comparison) -> None:
    assert store.sync(moved) == {"new": 1, "known": 3, "lost_ground": 1}


def test_decisions_on_untouched_words_survive_a_correction(
    store: Decisions, comparison: Comparison, moved: Comparison
) -> None:
    item = first_link(comparison)
    store.decide(1, Draft(item, "partial", "r1"))
    store.sync(moved)
    assert first_link(moved) == item
    kept = store.current(item, 1)
    assert kept is not None
    assert kept.label == "partial"


def test_words_that_moved_are_found_at_their_new_place(store: Decisions, moved: Comparison) -> None:
    store.sync(moved)
    text = moved.articles[0].text
    with store.engine.connect() as connection:
        anchors = [
            payload["a"] for payload in connection.scalars(select(items.c.payload).where(items.c.grounded.is_(True)))
        ]
    assert all(text[x["start"] : x["end"]] == x["quote"] for x in anchors)


def test_the_sides_exchanged_are_the_same_item(comparison: Comparison) -> None:
    link = next(item for item in items_of(comparison) if item.kind == "link")
    assert link.b is not None
    assert replace(link, a=link.b, b=link.a).id == link.id


def test_a_decision_is_a_new_revision_each_time(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    store.decide(1, Draft(item, "same", "r1"))
    store.decide(1, Draft(item, "none", "r2", seen=1))
    assert [(d.revision, d.label) for d in store.history(item)] == [(1, "same"), (2, "none")]


def test_a_stale_save_is_refused_and_shows_the_newer_one(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    store.decide(1, Draft(item, "same", "r1"))
    with pytest.raises(Stale) as caught:
        store.decide(1, Draft(item, "none", "r2", seen=0))
    assert caught.value.current.label == "same"


def test_a_repeated_request_is_stored_once(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    once = store.decide(1, Draft(item, "same", "r1"))
    assert store.decide(1, Draft(item, "same", "r1")) == once
    assert len(store.history(item)) == 1


def test_one_form_sent_twice_at_once_is_one_decision(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    barrier, found = threading.Barrier(4), list[object]()

    def send() -> None:
        barrier.wait()
        try:
            found.append(store.decide(1, Draft(item, "same", "one form")))
        except UsageError as error:
            found.append(error)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [store.history(item)[0]] * 4


@pytest.mark.parametrize("label", ["accept", "maybe", ""])
def test_a_label_of_another_kind_is_refused(store: Decisions, comparison: Comparison, label: str) -> None:
    with pytest.raises(UsageError, match="same, partial, none"):
        store.decide(1, Draft(first_link(comparison), label, "r1"))


def test_undo_brings_the_former_label_back_and_forgets_nothing(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    store.decide(1, Draft(item, "same", "r1"))
    store.decide(1, Draft(item, "none", "r2", seen=1))
    back = store.undo(1, item, "r3")
    assert back is not None
    assert (back.label, len(store.history(item))) == ("same", 3)


def test_undo_of_the_only_decision_skips(store: Decisions, comparison: Comparison) -> None:
    item = first_link(comparison)
    store.decide(1, Draft(item, "same", "r1"))
    store.undo(1, item, "r2")
    with store.engine.connect() as connection:
        assert newest_of_all(connection) == []


def test_two_coders_at_once_lose_no_word(store: Decisions, comparison: Comparison) -> None:
    chosen = [item.id for item in items_of(comparison) if item.kind == "link"]
    failures: list[Exception] = []

    def code(coder: int) -> None:
        for turn in range(20):
            for item in chosen:
                try:
                    store.decide(coder, Draft(item, "same", f"{coder}-{turn}-{item}", seen=turn))
                except UsageError as error:
                    failures.append(error)

    threads = [threading.Thread(target=code, args=(coder,)) for coder in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.engine.connect() as connection:
        stored = connection.scalar(select(func.count()).select_from(decisions))
    assert (stored, failures) == (80, [])


def test_each_decision_stands_in_the_audit_log(store: Decisions, comparison: Comparison) -> None:
    store.decide(1, Draft(first_link(comparison), "same", "r1"))
    with store.engine.connect() as connection:
        actions = list(connection.scalars(select(audit.c.action).order_by(audit.c.id)))
    assert actions == ["sync", "decide"]


@pytest.mark.parametrize("url", ["mysql://x/y", "no url"])
def test_other_databases_are_refused_by_name(url: str) -> None:
    with pytest.raises(SettingsError):
        open_database(url)


def test_a_database_that_cannot_be_opened_is_an_error_of_ours() -> None:
    with pytest.raises(CorpusError, match="cannot be opened"):
        open_database("sqlite:////no/such/folder/review.db")
