"""The queue orders, hides what is not a coder's, and samples the same way every time."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from framing.model import Comparison
from framing.review import questions
from framing.review.accounts import Accounts
from framing.review.added import added_item
from framing.review.decisions import Decisions, Draft
from framing.review.queue import Order, Queue


@pytest.fixture
def queue(engine: Engine, comparison: Comparison) -> Queue:
    accounts = Accounts(engine)
    for name in ("ada", "ben"):
        accounts.add(name, "correct horse battery")
    Decisions(engine).sync(comparison)
    return Queue(engine)


def test_the_least_certain_item_comes_first(queue: Queue) -> None:
    doubts = [item.uncertainty for item in queue.waiting(1)]
    assert doubts == sorted(doubts, reverse=True)
    assert len(doubts) == 4


def test_the_weightiest_item_comes_first_when_asked(queue: Queue) -> None:
    weights = [item.weight for item in queue.waiting(1, Order.WEIGHT)]
    assert weights == sorted(weights, reverse=True)


def test_a_random_order_is_the_same_for_the_same_seed(queue: Queue) -> None:
    first, again, other = (queue.waiting(1, Order.RANDOM, seed=seed) for seed in (3, 3, 4))
    assert first == again
    assert {item.id for item in first} == {item.id for item in other}


def test_decided_items_leave_the_queue_of_their_coder_only(queue: Queue) -> None:
    link = queue.waiting(1, kind="link")[0]
    Decisions(queue.engine).decide(1, Draft(link.id, "same", "r1"))
    assert link.id not in {item.id for item in queue.waiting(1)}
    assert link.id in {item.id for item in queue.waiting(2)}


def test_skipped_items_come_back_last(queue: Queue) -> None:
    first = queue.waiting(1, kind="link")[0]
    Decisions(queue.engine).decide(1, Draft(first.id, "skip", "r1"))
    assert queue.waiting(1, kind="link")[-1].id == first.id


def test_an_assigned_coder_sees_only_what_is_assigned(queue: Queue) -> None:
    mine = queue.waiting(1)[0].id
    Decisions(queue.engine).assign([mine], [1])
    assert [item.id for item in queue.waiting(1)] == [mine]
    assert (queue.may_see(1, mine), queue.may_see(1, "another")) == (True, False)


def test_progress_counts_decisions_and_time(queue: Queue) -> None:
    link = queue.waiting(1, kind="link")[0]
    Decisions(queue.engine).decide(1, Draft(link.id, "same", "r1", seconds=12.5))
    done = queue.progress(1)
    assert (done.decided, done.total, done.seconds) == (1, 4, 12.5)


def test_a_sample_is_reproducible_and_no_larger_than_asked(queue: Queue) -> None:
    assert queue.sample(1, seed=7) == queue.sample(1, seed=7)
    assert len(queue.sample(10, seed=7)) == 2


def test_the_progress_of_all_is_that_of_each(queue: Queue) -> None:
    store = Decisions(queue.engine)
    first, second, *_ = (item.id for item in queue.waiting(1))
    store.assign([first], [1])
    for place, (coder, item, label) in enumerate(((1, first, "skip"), (2, first, "skip"), (2, second, "skip"))):
        store.decide(coder, Draft(item, label, f"r{place}", seconds=3.0))
    marked = ("courier", 0, 10), ("herald", 26, 32)
    for coder in (1, 2):
        added_item(queue.engine, coder, kind="difference", a=marked[0], b=marked[1], label="accept")
    of_all = queue.progress_of_all()
    assert of_all == {coder: queue.progress(coder) for coder in (1, 2)}
    assert (of_all[1].decided, of_all[1].total) == (1, 2)


def test_a_random_order_stays_as_it_was_while_items_are_decided(queue: Queue) -> None:
    before = [item.id for item in queue.waiting(1, Order.RANDOM, seed=5)]
    Decisions(queue.engine).decide(1, Draft(before[0], "skip", "r1"))
    assert [item.id for item in queue.waiting(1, Order.RANDOM, seed=5)] == [*before[1:], before[0]]


def test_a_random_order_takes_up_what_is_added_later(queue: Queue, moved: Comparison) -> None:
    before = {item.id for item in queue.waiting(1, Order.RANDOM, seed=5)}
    Decisions(queue.engine).sync(moved)
    after = {item.id for item in queue.waiting(1, Order.RANDOM, seed=5)}
    assert after - before
    assert after == {item.id for item in queue.waiting(1)}


@pytest.mark.parametrize("kind", [None, "link"])
@pytest.mark.parametrize("by_weight", [False, True])
def test_the_front_of_the_queue_is_read_by_an_index(queue: Queue, kind: str | None, by_weight: bool) -> None:
    if queue.engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    query = questions.fresh(False, kind, by_weight).compile(queue.engine, compile_kwargs={"render_postcompile": True})
    with queue.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (*[1] * (len(query.params)),)).all()
    steps = " ".join(str(step) for step in plan)
    assert "ix_items_" in steps
    assert "TEMP B-TREE" not in steps
