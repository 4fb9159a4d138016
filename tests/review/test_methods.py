"""The methods appendix and what the aligner is taught: figures come from the decisions."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from framing.model import Comparison
from framing.review.accounts import Accounts, Rank
from framing.review.active import most_telling
from framing.review.books import keep_built_in
from framing.review.decisions import Decisions, Draft
from framing.review.methods import Compared, methods
from framing.review.queue import Order, Queue
from framing.review.taught import decided_pairs


@pytest.fixture
def store(engine: Engine, comparison: Comparison) -> Decisions:
    accounts = Accounts(engine)
    for name, rank in (("ada", Rank.CODER), ("ben|x", Rank.CODER), ("jo", Rank.ADJUDICATOR)):
        accounts.add(name.replace("|", "-"), "correct horse battery", rank)
    keep_built_in(engine, "generic")
    found = Decisions(engine)
    found.sync(comparison)
    return found


def links(store: Decisions) -> list[str]:
    waiting = Queue(store.engine).waiting(99, kind="link")
    return [item.id for item in sorted(waiting, key=lambda item: int(item.payload["a"]["start"]))]


def test_the_appendix_names_sample_coders_codebook_agreement_and_outcome(
    store: Decisions, comparison: Comparison
) -> None:
    first, second = links(store)
    store.assign([first, second], [1, 2], unaided=True, how={"kind": "link", "seed": 7, "strata": 5})
    for coder, label in ((1, "same"), (2, "none")):
        store.decide(coder, Draft(first, label, f"r{coder}", seconds=1800))
    store.decide(3, Draft(first, "same", "r3", adjudicated=True))
    text = methods(store.engine, "Quarry", Compared(1, (comparison.run,)))
    for said in (
        "2 articles by 2 outlets",
        "seed 7, stratified by the tool's certainty in 5 bands, each coded blind by ada, ben-x",
        "suggestions were hidden",
        "| ada | coder | 1 | 0.5 |",
        "generic, version 1 (SHA-256",
        "| percent agreement | 0.000 |",
        "1 items decided, 1 by a ruling",
        "link: same 1. The tool had suggested the same label in 1 of 1.",
        "Krippendorff, K. (2011)",
    ):
        assert said in text


def test_names_cannot_break_the_appendix(store: Decisions) -> None:
    text = methods(store.engine, "a|b <img> # c", Compared(0, ()))
    assert text.startswith("# Methods: a\\|b \\<img\\> \\# c\n")


def test_settled_links_teach_and_disputed_ones_do_not(store: Decisions) -> None:
    first, second = links(store)
    for coder, label in ((1, "same"), (2, "none")):
        store.decide(coder, Draft(first, label, f"r{coder}"))
        store.decide(coder, Draft(second, "none", f"s{coder}"))
    (row,) = decided_pairs(store.engine)
    assert row["decisions"] == [[2, 1, False]]
    assert row["a"]["sentences"][2].startswith("The owner blamed")
    store.decide(3, Draft(first, "partial", "ruling", adjudicated=True))
    assert sorted(decided_pairs(store.engine)[0]["decisions"]) == [[0, 0, True], [2, 1, False]]


class Row:
    def __init__(self, name: str, probability: float, pair: tuple[str, str] = ("a", "b"), kind: str = "link") -> None:
        self.name, self.kind, (self.a, self.b) = name, kind, pair
        self.probability = probability


def chosen(rows: list[Row], decided: list[tuple[float, tuple[str, str]]], limit: int = 9) -> list[str]:
    return [row.name for row in most_telling(rows, decided, limit)]


def test_what_is_nearly_certain_teaches_least() -> None:
    rows = [Row("sure", 0.9999), Row("half", 0.5), Row("never", 0.0001), Row("leaning", 0.2)]
    assert set(chosen(rows, [])[:2]) == {"half", "leaning"}


def test_after_many_halves_a_leaning_link_tells_more() -> None:
    rows = [Row("half", 0.5, ("c", "d")), Row("leaning", 0.2, ("c", "d"))]
    assert chosen(rows, [(0.5, ("a", "b"))] * 40)[0] == "leaning"


def test_the_same_pair_of_articles_is_not_asked_again_and_again() -> None:
    rows = [Row("again", 0.5), Row("fresh", 0.5, ("c", "d"))]
    assert chosen(rows, [(0.5, ("a", "b"))] * 3)[0] == "fresh"


def test_other_kinds_follow_the_links_and_the_limit_holds() -> None:
    rows = [Row("fact", 0.5, kind="fact"), Row("link", 0.9)]
    assert chosen(rows, []) == ["link", "fact"]
    assert chosen(rows, [], 1) == ["link"]


def test_the_active_order_shows_links_first(store: Decisions) -> None:
    kinds = [item.kind for item in Queue(store.engine).waiting(1, Order.ACTIVE)]
    assert kinds[:2] == ["link", "link"]
    assert len(kinds) == 4
