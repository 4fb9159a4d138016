"""The verdict: same happening or not, its rule on time, and its reasons."""

from __future__ import annotations

import pytest

from framing.events.features import NAMES, pair_features
from framing.events.model import load_model
from framing.events.verdict import cannot_meet, judge, pair_probability
from framing.model import Article, Same
from tests.events.making import FERRY, article, ferry, prepared, profiled, redated, strike

RETOLD = [
    "Nine people died when the Marigold, a ferry with 212 aboard, sank off Hallow Sound on Thursday.",
    "Captain Odd Renholt said heavy seas took her four miles from Skerry Bay.",
    "Rescuers brought 188 survivors to Skerry Bay; Transport Minister Ansa Verrin wants an inquiry.",
    "Sound Line, which runs the ferry, said checks in January had found nothing.",
]


def retold(published: str = "2024-03-15") -> Article:
    return article("ferry-b", "Nine dead as ferry Marigold sinks off Hallow Sound", RETOLD, published=published)


def test_two_accounts_of_one_sinking_are_the_same_event() -> None:
    verdict = judge(prepared(ferry()), prepared(retold()))
    assert verdict.same is Same.YES


def test_a_sinking_and_a_strike_are_different_events() -> None:
    verdict = judge(prepared(ferry()), prepared(strike()))
    assert verdict.same is Same.NO


@pytest.mark.parametrize("published", ["2024-06-20", "2023-03-16", "2019-01-05"])
def test_accounts_whose_days_cannot_meet_are_different_however_alike(published: str) -> None:
    verdict = judge(prepared(ferry()), prepared(retold(published)))
    assert verdict.same is Same.NO
    (time,) = [reason for reason in verdict.reasons if reason.kind == "time"]
    assert "days apart" in time.text


def test_the_same_text_printed_again_later_is_not_ruled_out() -> None:
    assert not cannot_meet(profiled(ferry("a", "2024-03-14")), profiled(ferry("b", "2024-06-14")))


def test_a_date_ahead_rules_nothing_out() -> None:
    assert not cannot_meet(profiled(ferry("a", "2024-03-14")), profiled(redated(retold(), "2090-03-14")))


def test_without_dates_the_rule_is_silent() -> None:
    assert not cannot_meet(profiled(redated(ferry(), "")), profiled(redated(retold(), "")))


def test_one_publication_date_is_enough_for_the_rule_when_the_gap_is_wide() -> None:
    undated = article("old", "Ferry Marigold sinks off Hallow Sound", ["On 14 March 2011, they met.", *RETOLD])
    verdict = judge(prepared(ferry()), prepared(undated))
    assert verdict.same is Same.NO
    assert not cannot_meet(profiled(redated(ferry(), "")), profiled(undated))


def test_same_outlet_twice_is_judged_like_any_other() -> None:
    first = article("one", "Ferry sinks off Hallow Sound", FERRY, published="2024-03-14", outlet="Skerry Bay Echo")
    second = article("two", "Nine dead as ferry sinks", RETOLD, published="2024-03-15", outlet="Skerry Bay Echo")
    assert judge(prepared(first), prepared(second)).same is Same.YES


def test_an_article_against_itself_is_the_same_event() -> None:
    made = prepared(ferry())
    assert judge(made, made).probability > 0.9


def test_swapping_the_articles_keeps_the_probability() -> None:
    one, two = profiled(ferry()), profiled(retold())
    assert pair_probability(one, two) == pytest.approx(pair_probability(two, one), abs=1e-9)


def test_time_and_place_are_always_among_the_reasons() -> None:
    verdict = judge(prepared(ferry()), prepared(strike()))
    assert [reason.kind for reason in verdict.reasons][:2] == ["time", "place"]


def test_every_piece_of_evidence_is_a_slice_of_its_article() -> None:
    one, two = prepared(ferry()), prepared(retold())
    for reason in judge(one, two).reasons:
        for side, made in ((reason.a, one.article), (reason.b, two.article)):
            assert all(made.text[e.start : e.end] == e.text for e in side)


def test_shared_names_are_told_with_their_words() -> None:
    verdict = judge(prepared(ferry()), prepared(retold()))
    shared = [reason for reason in verdict.reasons if reason.text.startswith("both begin with")]
    assert "Odd Renholt" in shared[0].text
    assert shared[0].a
    assert shared[0].b


@pytest.mark.parametrize(
    "sentences", [["x"], ["“”"], ["1 2 3 4 5"], ["А Б В Г"], ["\u202eabc def"], ["word " * 3000], ["?" * 500]]
)
def test_odd_texts_give_finite_features(sentences: list[str]) -> None:
    odd = profiled(article("odd", "", sentences))
    row = pair_features(odd, profiled(ferry()))
    assert row.shape == (len(NAMES),)
    assert abs(row).max() < 1e6
    assert 0.0 <= load_model().probabilities(row[None, :])[0] <= 1.0


def test_articles_without_headline_or_dates_are_judged() -> None:
    bare = article("bare", "", RETOLD)
    assert 0.0 <= judge(prepared(bare), prepared(article("bare-2", "", FERRY))).probability <= 1.0
