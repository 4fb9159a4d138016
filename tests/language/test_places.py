"""Places: which capitalised runs are places, and what the words around say of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.language.places import PlaceKind, PlaceRole, find_places, look_up


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("The ministers met in New Delhi on Friday.", "New Delhi", PlaceRole.LOCATED),
        ("The ministers met in Delhi on Friday.", "New Delhi", PlaceRole.LOCATED),
        ("A bridge near Kiev was closed.", "Kyiv", PlaceRole.LOCATED),
        ("She flew from Nairobi with her staff.", "Nairobi", PlaceRole.MENTIONED),
        ("Moscow denied the report.", "Moscow", PlaceRole.MENTIONED),
        ("Shops in downtown Chicago were shut.", "Chicago", PlaceRole.LOCATED),
        ("A mill in Ashford Ferry, Ohio, burned.", "Ashford Ferry", PlaceRole.LOCATED),
        ("Farmers across Kenya protested.", "Kenya", PlaceRole.LOCATED),
        ("MOSCOW", "Moscow", PlaceRole.MENTIONED),
    ],
)
def test_place_is_found_with_its_role(text: str, name: str, role: PlaceRole) -> None:
    found = find_places(text)
    assert (found[0].place.name, found[0].role) == (name, role)


@pytest.mark.parametrize(
    "text",
    [
        "Moscow State University opened a library.",
        "The Washington Post wrote so.",
        "Paris Hilton arrived late.",
        "Lincoln freed the slaves.",
        "Reading is good for you.",
        "Nice work, said the coach.",
        "He believes in Parliament and in Congress.",
        "Anglo-India trade rose.",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert find_places(text) == ()


def test_small_town_counts_only_with_preposition_or_state() -> None:
    assert find_places("Ferguson asked for calm.") == ()
    (mention,) = find_places("Shops in Ferguson were shut.")
    assert mention.confidence < find_places("Shops in Ferguson, Missouri, were shut.")[0].confidence


def test_possessive_is_not_part_of_the_span() -> None:
    (mention,) = find_places("They met in Nairobi’s old town.")
    assert mention.text == "Nairobi"


def test_weekday_after_the_place_is_cut_off() -> None:
    (mention,) = find_places("They met in Moscow Friday.")
    assert mention.text == "Moscow"


def test_a_place_the_gazetteer_does_not_know_is_less_sure() -> None:
    (mention,) = find_places("A barge sank in Hallow Sound.")
    assert mention.place.kind is PlaceKind.CITY
    assert mention.confidence < 0.5


def test_look_up_knows_aliases_and_capitals() -> None:
    assert look_up("BOMBAY") == look_up("Mumbai") is not None
    assert look_up("Nowhere at All") is None


@given(st.text(alphabet="MoscwinNewDelhi of,.'’-PuUS\n ", max_size=100))
def test_spans_are_slices_and_apart(text: str) -> None:
    found = find_places(text)
    assert all(mention.span.of(text) == mention.text for mention in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
