"""Planned times of news text as intervals of days."""

from __future__ import annotations

from datetime import date

import pytest

from framing.language.deadlines import find_deadlines

REPORTED = date(2024, 6, 3)

READ = [
    ("The mill will shut by the end of March 2025.", "by the end of March 2025", date(2025, 3, 22), date(2025, 3, 31)),
    ("The mill will shut by Christmas.", "by Christmas", date(2024, 12, 23), date(2024, 12, 26)),
    ("It ends by the end of the first quarter of next year.", "by the end of the first quarter of next year", date(2025, 3, 21), date(2025, 3, 31)),
    ("The last shift is in the final week of March.", "in the final week of March", date(2025, 3, 22), date(2025, 3, 31)),
    ("The sum is due by June 30, 2025.", "due by June 30, 2025", date(2025, 6, 30), date(2025, 6, 30)),
    ("They have until September to pay.", "until September", date(2024, 9, 1), date(2024, 9, 30)),
    ("It opens in the first half of 2026.", "in the first half of 2026", date(2026, 1, 1), date(2026, 7, 2)),
    ("It closes in late December.", "in late December", date(2024, 12, 21), date(2024, 12, 31)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "first", "last"), READ, ids=[row[1] for row in READ])
def test_planned_times_are_intervals(text: str, words: str, first: date, last: date) -> None:
    (found,) = find_deadlines(text, REPORTED)
    assert (found.span.of(text), found.first, found.last) == (words, first, last)


@pytest.mark.parametrize("text", ["They may march on.", "In the year of the fire.", "In March’s shop.", ""])
def test_other_words_are_no_time(text: str) -> None:
    assert [d.span.of(text) for d in find_deadlines(text, REPORTED) if "March" not in d.span.of(text)] == []


def test_without_a_day_of_the_report_only_full_dates_are_told() -> None:
    text = "It is due by June 30, 2025, or by Christmas, or in March."
    assert [d.span.of(text) for d in find_deadlines(text, None)] == ["due by June 30, 2025"]


def test_a_limit_is_told_from_a_time() -> None:
    assert [d.is_limit for t in ("Closed by March.", "Closed in March.") for d in find_deadlines(t, REPORTED)] == [
        True,
        False,
    ]


def test_the_end_of_a_month_meets_its_last_day_and_not_its_first() -> None:
    (end,), (last,), (first,) = (
        find_deadlines(text, REPORTED) for text in ("by the end of June", "by June 30", "by June 5")
    )
    assert end.meets(last)
    assert not end.meets(first)


@pytest.mark.parametrize("reference", [date(9999, 12, 31), date(9999, 1, 1), date(1, 1, 1), date(1, 12, 31)])
@pytest.mark.parametrize(
    "text",
    [
        "It will close by Christmas.",
        "It closes by New Year.",
        "due by the end of next year",
        "until next month",
        "by the end of December",
        "by the middle of next winter",
    ],
)
def test_dates_at_the_ends_of_the_calendar_are_no_error(text: str, reference: date) -> None:
    assert all(found.first <= found.last for found in find_deadlines(text, reference))
