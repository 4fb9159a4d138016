"""Expressions of time: what is found, where, and which days it stands for."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.language.dates import DateKind, find_dates, in_words, parse_day, resolve

REPORT = date(2022, 4, 1)  # a Friday


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("The dam opened on Jan. 3, 2020.", "Jan. 3, 2020", date(2020, 1, 3), date(2020, 1, 3)),
        ("The dam opened on 3 January 2020.", "3 January 2020", date(2020, 1, 3), date(2020, 1, 3)),
        ("Filed 2021-12-27 by courier.", "2021-12-27", date(2021, 12, 27), date(2021, 12, 27)),
        ("They met on 24 March in the hall.", "24 March", date(2022, 3, 24), date(2022, 3, 24)),
        ("They met on Dec. 28 in the hall.", "Dec. 28", date(2021, 12, 28), date(2021, 12, 28)),
        ("The fair runs March 3-5 in the park.", "March 3-5", date(2022, 3, 3), date(2022, 3, 5)),
        ("It was signed last December by both.", "last December", date(2021, 12, 1), date(2021, 12, 31)),
        ("A vote followed in May 2019.", "May 2019", date(2019, 5, 1), date(2019, 5, 31)),
        ("The minister spoke on Friday.", "Friday", date(2022, 4, 1), date(2022, 4, 1)),
        ("The minister spoke on Thursday.", "Thursday", date(2022, 3, 31), date(2022, 3, 31)),
        ("The minister spoke last Friday.", "last Friday", date(2022, 3, 25), date(2022, 3, 25)),
        ("The minister will speak on Tuesday.", "Tuesday", date(2022, 4, 5), date(2022, 4, 5)),
        ("Trains stopped yesterday.", "yesterday", date(2022, 3, 31), date(2022, 3, 31)),
        ("Trains stop tomorrow.", "tomorrow", date(2022, 4, 2), date(2022, 4, 2)),
        ("He left three days ago.", "three days ago", date(2022, 3, 29), date(2022, 3, 29)),
        ("The plan covers 2021-2030.", "2021-2030", date(2021, 1, 1), date(2030, 12, 31)),
        ("Trade should double by 2025.", "2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_expression_becomes_days(text: str, words: str, first: date, last: date) -> None:
    (mention,) = find_dates(text)
    assert mention.text == words
    resolved = resolve(mention, REPORT)
    assert (resolved.start, resolved.end) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "She may march on.",
        "Feb. 31 does not exist, nor 45 June.",
        "Room 2019 is upstairs.",
        "It cost 12,000 crowns and 3.5 percent more.",
        "Call 555-1234 or see page 20.",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert [m.text for m in find_dates(text) if m.kind is DateKind.DAY] == []


def test_without_a_report_day_only_what_is_certain_is_resolved() -> None:
    weekday, full = find_dates("On Friday they recalled the storm of 3 May 2019.")
    assert not resolve(weekday, None).resolved
    assert resolve(weekday, None).weekday == 4
    assert resolve(full, None).start == date(2019, 5, 3)


def test_year_is_the_nearest_one_across_new_year() -> None:
    (mention,) = find_dates("The ferry sank on 30 December.")
    assert resolve(mention, date(2023, 1, 2)).start == date(2022, 12, 30)


def test_a_day_ahead_is_taken_ahead() -> None:
    (mention,) = find_dates("The court is expected to rule on January 9.")
    assert resolve(mention, date(2022, 12, 20)).start == date(2023, 1, 9)


def test_a_full_date_is_surer_than_an_inferred_one() -> None:
    full, bare = find_dates("On 3 May 2019, not on Friday.")
    assert resolve(full, REPORT).confidence > resolve(bare, REPORT).confidence


def test_a_leap_day_without_a_leap_year_near_stays_unresolved_or_finds_it() -> None:
    (mention,) = find_dates("Born on 29 February.")
    assert resolve(mention, date(2022, 6, 1)).start is None
    assert resolve(mention, date(2024, 6, 1)).start == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-14T23:30:00-05:00", date(2024, 3, 14)),
        ("2024-03-14", date(2024, 3, 14)),
        ("2024-13-40", None),
        ("14 March", None),
        ("", None),
    ],
)
def test_day_of_an_iso_date_is_the_day_written(value: str, day: date | None) -> None:
    assert parse_day(value) == day


def test_days_in_words() -> None:
    assert in_words(date(2022, 4, 1), date(2022, 4, 1)) == "1 April 2022"
    assert in_words(date(2022, 4, 1), date(2022, 4, 3)) == "1 to 3 April 2022"
    assert in_words(date(2022, 3, 30), date(2022, 4, 3)) == "30 March 2022 to 3 April 2022"


@given(st.text(alphabet="MarchFebFriday 0123456789-/.,\n2022lastnext\u2013", max_size=120))
def test_spans_are_slices_in_order_and_apart(text: str) -> None:
    found = find_dates(text)
    assert all(mention.span.of(text) == mention.text for mention in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_any_written_day_is_read_back(day: date, report: date) -> None:
    for text in (f"On {day.isoformat()}.", f"On {day.day} {day:%B} {day.year}.", f"On {day:%B} {day.day}, {day.year}."):
        (mention,) = find_dates(text)
        resolved = resolve(mention, report)
        assert resolved.start == resolved.end == day
