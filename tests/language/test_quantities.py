"""Quantities: what is read, as which interval, unit and head, and what is no quantity."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.language.quantities import Quantity, QuantityKind, find_quantities

INF = math.inf
COUNT, MONEY, PERCENT = QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.PERCENT
MEASURE, AGE, ORDINAL, TALLY = QuantityKind.MEASURE, QuantityKind.AGE, QuantityKind.ORDINAL, QuantityKind.TALLY

READ = [
    ("12 people fled.", "12", COUNT, 12, 12, "person"),
    ("At least 12 people fled.", "At least 12", COUNT, 12, INF, "person"),
    ("no fewer than 40 boats", "no fewer than 40", COUNT, 40, INF, "boat"),
    ("more than 200 bills", "more than 200", COUNT, 200, INF, "bill"),
    ("100-plus workers", "100-plus", COUNT, 100, INF, "worker"),
    ("20 or more workers", "20 or more", COUNT, 20, INF, "worker"),
    ("up to 60 houses", "up to 60", COUNT, 0, 60, "house"),
    ("fewer than 9 seats", "fewer than 9", COUNT, 0, 9, "seat"),
    ("about 30 guests", "about 30", COUNT, 27, 33, "guest"),
    ("nearly 30 guests", "nearly 30", COUNT, 27, 30, "guest"),
    ("just over 30 guests", "just over 30", COUNT, 30, 33, "guest"),
    ("dozens of goats", "dozens", COUNT, 24, 99, "goat"),
    ("half a dozen cars", "half a dozen", COUNT, 6, 6, "car"),
    ("two dozen officers", "two dozen", COUNT, 24, 24, "officer"),
    ("tens of thousands of pilgrims", "tens of thousands", COUNT, 20_000, 99_999, "pilgrim"),
    ("a hundred and twenty soldiers", "a hundred and twenty", COUNT, 120, 120, "soldier"),
    ("Twenty-three sheep dogs barked", "Twenty-three", COUNT, 23, 23, "dog"),
    ("two hundred and five votes", "two hundred and five", COUNT, 205, 205, "vote"),
    ("between 400 and 600 men", "between 400 and 600", COUNT, 400, 600, "man"),
    ("two or three wells", "two or three", COUNT, 2, 3, "well"),
    ("23 former Republican U.S. lawmakers", "23", COUNT, 23, 23, "lawmaker"),
    ("12 of the passengers swam", "12", COUNT, 12, 12, "passenger"),
    ("the 48-page indictment", "48", COUNT, 48, 48, "page"),
    ("1,234 ballots", "1,234", COUNT, 1_234, 1_234, "ballot"),
    ("40 percent of voters", "40 percent", PERCENT, 40, 40, "voter"),
    ("12.5% of pupils", "12.5%", PERCENT, 12.5, 12.5, "pupil"),
    ("10 to 15 per cent of trees", "10 to 15 per cent", PERCENT, 10, 15, "tree"),
    ("two-thirds of the members", "two-thirds", PERCENT, 64.67, 68.67, "member"),
    ("one in four drivers", "one in four", PERCENT, 24.5, 25.5, "driver"),
    ("$400 in fines", "$400", MONEY, 400, 400, "fine"),
    ("about $2 million in damages", "about $2 million", MONEY, 1.8e6, 2.2e6, "damage"),
    ("US$1.25bn for bridges", "US$1.25bn", MONEY, 1.245e9, 1.255e9, ""),
    ("500 euros", "500 euros", MONEY, 500, 500, ""),
    ("a 16-month-old boy", "16-month-old", AGE, 16, 16, "boy"),
    ("The 56-year-old senator", "56-year-old", AGE, 56, 56, "senator"),
    ("Rill, 58, won", "58", AGE, 58, 58, ""),
    ("a man aged 45 ran", "45", AGE, 45, 45, ""),
    ("the second attack", "second", ORDINAL, 2, 2, "attack"),
    ("It passed 396-9", "396-9", TALLY, 9, 396, ""),
    ("It passed 52 to 48", "52 to 48", TALLY, 48, 52, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "kind", "low", "high", "head"), READ, ids=[row[0] for row in READ])
def test_a_quantity_is_read(text: str, words: str, kind: QuantityKind, low: float, high: float, head: str) -> None:
    (found,) = find_quantities(text)
    assert found.text == words
    assert found.span.of(text) == words
    assert found.kind is kind
    assert found.low == pytest.approx(low, rel=1e-3)
    assert found.high == pytest.approx(high, rel=1e-3)
    assert found.head == head


@pytest.mark.parametrize(
    "text",
    [
        "in 2015",
        "between 2009 and 2016",
        "On Sept. 11, 2001, they met.",
        "at 3:30 p.m. in the hall",
        "at 10 a.m. sharp",
        "Room 12 was shut",
        "a Boeing 737 landed",
        "Section 230 stands",
        "the COVID-19 ward",
        "an F-16 jet",
        "since 9/11",
        "open 24/7",
        "1600 Pennsylvania Avenue",
        "the 1990s",
        "no one knew",
        "one of them left",
        "the Fourth Amendment",
    ],
)
def test_dates_times_labels_and_pronouns_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


def test_percentage_points_are_no_percentages() -> None:
    (points,) = find_quantities("It rose 2.5 percentage points.")
    assert points.kind is QuantityKind.POINTS
    assert points.text == "2.5 percentage points"


def test_the_same_length_in_other_units_overlaps() -> None:
    (hours,), (days,) = find_quantities("for 48 hours"), find_quantities("for two days")
    assert (hours.unit, days.unit) == ("hour", "hour")
    assert hours.overlaps(days)
    assert days.in_words() == "[2, 2] day"


@pytest.mark.parametrize(
    ("text", "fates"),
    [
        ("At least 12 people were killed and 30 wounded.", ["death", "injury"]),
        ("The blast killed 12 and injured 30.", ["death", "injury"]),
        ("Eleven are dead, nine are missing and 74 are safe.", ["death", "missing", "rescue"]),
        ("The ship had 94 people on board.", ["aboard"]),
        ("Police arrested 23 protesters.", ["arrest"]),
        ("12 people sang.", [""]),
    ],
)
def test_what_befell_the_counted_is_read(text: str, fates: list[str]) -> None:
    assert [q.fate for q in find_quantities(text)] == fates


def test_a_part_of_a_number_is_marked() -> None:
    part = find_quantities("Two of the ship's four rafts stayed shut.")[0]
    assert part.modifiers == ("of",)


@pytest.mark.parametrize(
    ("one", "two", "meet"),
    [
        ("at least 12 cows", "15 cows", True),
        ("at least 12 cows", "9 cows", False),
        ("about 800,000 people", "about 700,000 people", True),
        ("$141 million", "$139 million", False),
        ("$141 million", "$140,937,785", True),
        ("dozens of cows", "40 cows", True),
        ("dozens of cows", "300 cows", False),
    ],
)
def test_intervals_meet_where_both_can_be_right(one: str, two: str, meet: bool) -> None:
    (a,), (b,) = find_quantities(one), find_quantities(two)
    assert a.overlaps(b) is b.overlaps(a) is meet


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["", "about ", "at least ", "up to ", "nearly "]))
def test_the_interval_of_a_plain_number_holds_the_number(value: int, before: str) -> None:
    (found,) = find_quantities(f"They saw {before}{value:,} crates.")
    assert found.low <= value <= found.high


@given(st.text(max_size=300))
def test_spans_are_exact_ordered_and_do_not_overlap(text: str) -> None:
    found: tuple[Quantity, ...] = find_quantities(text)
    assert all(q.span.of(text) == q.text and q.text for q in found)
    assert all(q.low <= q.high for q in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))


PIECES = "12 $3 million of at least the percent one in four two-thirds 5-4 , . and between x"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=40))
def test_heaps_of_number_words_never_fail(words: list[str]) -> None:
    text = " ".join(words)
    assert all(q.span.of(text) == q.text for q in find_quantities(text))


def test_a_table_of_numbers_is_read_in_linear_time() -> None:
    text = " ".join(f"{n} {n * 7 % 100}.{n % 10}" for n in range(4_000))
    assert len(find_quantities(text)) > 1_000
