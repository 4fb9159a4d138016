"""Core time: what an account's happening is dated by, with and without a publication date."""

from __future__ import annotations

from datetime import date

import pytest

from framing.events.when import Core, core_time, gap_days
from tests.events.making import article, prepared

TODAY = date(2025, 1, 1)


def when(sentences: list[str], published: str = "", title: str = "") -> Core:
    made = prepared(article("a", title, sentences, published=published))
    return core_time(made.article, made.passages, TODAY)


@pytest.mark.parametrize(
    ("sentence", "published", "day"),
    [
        ("The ferry sank on Thursday off the cape.", "2024-03-15", date(2024, 3, 14)),
        ("The ferry sank on Thursday off the cape.", "2024-03-14", date(2024, 3, 14)),
        ("OSTREL, Dec. 27 - The two ministers met.", "2023-12-28", date(2023, 12, 27)),
        ("The ferry sank yesterday off the cape.", "2024-03-15T06:00:00+01:00", date(2024, 3, 14)),
    ],
)
def test_day_named_in_the_lead_is_the_core_day(sentence: str, published: str, day: date) -> None:
    core = when([sentence], published)
    assert (core.start, core.end, core.source) == (day, day, "text")


def test_evidence_is_the_exact_words() -> None:
    made = prepared(article("a", "", ["The ferry sank on Thursday off the cape."], published="2024-03-15"))
    (excerpt,) = core_time(made.article, made.passages, TODAY).evidence
    assert made.article.text[excerpt.start : excerpt.end] == excerpt.text == "Thursday"


def test_without_a_day_in_the_text_the_publication_date_bounds_it() -> None:
    core = when(["The council has voted for the bridge."], "2024-03-15")
    assert core.source == "published"
    assert core.start == date(2024, 3, 14)
    assert core.end == date(2024, 3, 15)


def test_background_dates_and_days_ahead_are_not_the_core_day() -> None:
    core = when(
        ["The bridge, closed since May 2011, will reopen on Monday.", "The council voted on Tuesday."], "2024-03-15"
    )
    assert core.start == date(2024, 3, 12)


def test_undated_account_keeps_weekday_and_what_bounds_it() -> None:
    core = when(
        [
            "Envoys spoke on Friday in the old town hall.",
            "A call on 24 February had failed, and an order of 24 March eased the rules.",
            "Both sides want to double trade by 2025 despite the COVID-19 years.",
        ]
    )
    assert core.start is None
    assert core.weekday == 4
    assert core.season == (3, 24)
    assert core.years == (2020, 2025)
    assert "Friday" in core.words
    assert "24 March" in core.words


def test_nothing_to_date_by_is_said() -> None:
    core = when(["The council has voted for the bridge."])
    assert core.source == "unknown"
    assert core.words.startswith("not given")


def test_full_date_in_an_undated_text_is_used() -> None:
    core = when(["On 14 March 2024 the ferry sank off the cape."])
    assert core.start == core.end == date(2024, 3, 14)


def test_publication_date_ahead_is_doubted_and_not_used() -> None:
    core = when(["The ferry sank on Thursday off the cape."], "2031-05-05")
    assert core.doubtful
    assert core.start is None
    assert "lies ahead" in core.words


def test_publication_date_far_from_the_texts_own_is_doubted() -> None:
    core = when(["The ferry sank on 14 March 2011 off the cape."], "2024-06-01")
    assert core.doubtful
    assert "14 March 2011" in core.words


def test_zones_do_not_move_the_day_written() -> None:
    east = when(["The ferry sank on Thursday."], "2024-03-15T00:30:00+09:00")
    west = when(["The ferry sank on Thursday."], "2024-03-14T15:30:00+00:00")
    assert gap_days(east, west) == 0


@pytest.mark.parametrize(
    ("a", "b", "gap"),
    [
        (("On Friday it rained.", "2024-03-15"), ("On Friday it rained.", "2024-03-22"), 7),
        (("It sank on 14 March 2024.", ""), ("It sank on Thursday.", "2024-03-15"), 0),
        (("It rained.", ""), ("On Friday it rained.", "2024-03-22"), None),
        (("On Friday, after an order of 24 March, they met.", ""), ("On 27 December they met.", "2023-12-27"), 88),
    ],
)
def test_gap_is_the_least_number_of_days_between(a: tuple[str, str], b: tuple[str, str], gap: int | None) -> None:
    one, two = when([a[0]], a[1]), when([b[0]], b[1])
    assert gap_days(one, two) == gap_days(two, one) == gap
