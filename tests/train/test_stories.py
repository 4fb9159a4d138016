"""Invented stories kept with the project: whole, coded throughout, and turned into rows of gold."""

from __future__ import annotations

from collections import Counter

import pytest

from framing.train.gold import labels
from framing.train.stories import facts, gold, pairs, stories

KEPT = stories()


def test_facts_shared_by_two_sentences_link_them_and_cover_them() -> None:
    made = gold([["F1"], ["F2", "F3"], []], [["F1", "F4"], ["F3"], ["F5"]])
    assert made["links"] == [[0, 0, "same"], [1, 1, "partial"]]
    assert made["coverage_a"] == {"0": "covered", "1": "partly", "2": "nonfact"}
    assert made["coverage_b"] == {"0": "partly", "1": "covered", "2": "absent"}


def test_a_value_on_which_accounts_differ_is_still_one_fact() -> None:
    assert facts({"sentences": [["Ten died.", ["F1=10", "F2"]], ["Sad.", []]]}) == [["F1", "F2"], []]


def test_codes_of_every_story_are_defined_and_used() -> None:
    for story in KEPT:
        used = {code for account in story["articles"] for codes in facts(account) for code in codes}
        assert used == set(story["facts"]), story["id"]


def test_every_story_has_four_accounts_of_one_event_and_two_of_another() -> None:
    for story in KEPT:
        assert Counter(account["event"] for account in story["articles"]) == {"e1": 4, "e2": 2}, story["id"]


def test_contested_facts_have_at_least_two_values() -> None:
    for story in KEPT:
        codes = [code for account in story["articles"] for _, found in account["sentences"] for code in found]
        for fact in story["conflicting"]:
            assert len({code for code in codes if code.startswith(f"{fact}=")}) > 1, (story["id"], fact)


@pytest.mark.parametrize(("same", "least", "most"), [(True, 4, 20), (False, 0, 8)])
def test_accounts_of_one_event_share_many_facts_and_those_of_two_share_background(
    same: bool, least: float, most: float
) -> None:
    counts = [len(row["gold"]["links"]) for row in pairs(KEPT) if row["same_event"] is same]
    assert least < sum(counts) / len(counts) < most


def test_rows_are_taken_by_the_trainer() -> None:
    row = next(pairs(KEPT))
    made = labels(row)
    assert made.links.shape == (len(row["a"]["sentences"]), len(row["b"]["sentences"]))
    assert (made.links > 0).any()
