"""Names: capitalised runs, titles, chains of mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.language.names import NameKind, chains, find_names, fold, is_title_case


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("He thanked Foreign Minister Lena Orvik.", "Foreign Minister", "Lena Orvik"),
        ("He thanked Mr. Orvik.", "Mr.", "Orvik"),
        ("He thanked Arvane’s Prime Minister Jon Asker.", "Prime Minister", "Jon Asker"),
        ("He thanked Secretary of State Anne Vale.", "Secretary of State", "Anne Vale"),
        ("On Friday Lena Orvik left.", "", "Lena Orvik"),
        ("He read the report of the Office for Harbour Safety.", "", "Office for Harbour Safety"),
    ],
)
def test_title_and_name_are_told_apart(text: str, title: str, name: str) -> None:
    mention = find_names(text)[-1]
    assert (mention.title.rstrip("."), mention.text) == (title.rstrip("."), name)
    assert mention.span.of(text) == name


def test_surname_joins_the_full_name() -> None:
    found = chains(["Lena Orvik spoke first.", "Later Orvik left, and Ms. Orvik did not return."])
    (chain,) = [c for c in found if c.key == "orvik"]
    assert chain.name == "Lena Orvik"
    assert chain.kind is NameKind.PERSON
    assert len(chain.mentions) == 3


def test_acronym_joins_what_it_stands_for() -> None:
    found = chains(["The Harbour Safety Board (HSB) met.", "Then the HSB rose."])
    (chain,) = [c for c in found if c.key == "hsb"]
    assert chain.name == "Harbour Safety Board"
    assert len(chain.mentions) == 3


def test_word_that_only_opens_a_sentence_is_no_name() -> None:
    assert [c.name for c in chains(["Ferries stopped.", "The ferries will run again."])] == []


def test_headline_capitals_are_names_only_where_the_text_confirms_them() -> None:
    found = chains(["Ferry Sinks Off Cape As Orvik Calls For Inquiry", "Minister Lena Orvik called for an inquiry."])
    (chain,) = [c for c in found if c.key == "orvik"]
    assert len(chain.mentions) == 2
    assert not any("Ferry Sinks" in c.name for c in found)


def test_title_case_is_recognised() -> None:
    assert is_title_case("Ferry Sinks Off Northern Cape")
    assert not is_title_case("A ferry sank off the northern cape near Ostrel")


def test_folding_makes_spellings_meet() -> None:
    assert fold("Muñoz’s") == fold("MUNOZ") == "munoz"
    assert fold("U.S.") == "us"


def test_spans_move_with_the_given_offsets() -> None:
    text = "Lena Orvik spoke.\nJon Asker left."
    found = chains([text[:17], text[18:]], [0, 18])
    assert all(m.span.of(text) == m.text for chain in found for m in chain.mentions)


@given(st.lists(st.text(alphabet="ABCdef. ,()'’\n-MrOfthe", max_size=60), max_size=5))
def test_any_text_gives_mentions_that_are_slices(texts: list[str]) -> None:
    joined = "\n".join(texts)
    offsets, at = [], 0
    for text in texts:
        offsets.append(at)
        at += len(text) + 1
    for chain in chains(texts, offsets):
        assert chain.mentions
        assert all(m.span.of(joined) == m.text for m in chain.mentions)
