"""Differences between accounts of one event that need no linked passages: names of one act, amounts never counted."""

from __future__ import annotations

import pytest

from framing.model import Same
from tests.lenses.support import outcome
from tests.lenses.test_planted import meets

FILLER = "It rained all week in the town of Dell."


@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        (
            "The operation at Orsk went on in peace, a peace operation.",
            "Troops invaded the valley of Orsk, a land grab.",
            "operation",
            "invaded",
        ),
        ("Guests were escorted to a hall.", "Fourteen more were taken prisoner.", "escorted", "taken prisoner"),
    ],
)
def test_accounts_of_one_event_are_asked_what_they_call_its_acts_though_nothing_is_linked(
    one: str, two: str, a: str, b: str
) -> None:
    found = outcome("labels", [FILLER, one], [FILLER[:20], two], []).differences
    assert meets(found, "labels", a, b)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The operation at Orsk went on.", "Troops invaded the valley of Dorn."),
        ("The operation at Orsk went on.", "Troops invaded Orsk, and the operation went on."),
        ("The march went on.", "The crowd went on."),
        ("The matter is before the clerk.", "The scandal is before the clerk."),
        ("The campaign of Lethe in Orsk goes on.", "The invasion of Orsk by Lethe began in May."),
    ],
)
def test_names_of_other_places_or_that_both_use_are_not_set_side_by_side(one: str, two: str) -> None:
    more = "The conflict is old, and so is the war."
    assert not outcome("labels", [FILLER, one, more], [FILLER[:20], two, more[:15]], []).differences


def test_accounts_of_different_events_need_two_names_and_opposite_tones() -> None:
    one, two = "The operation at Orsk went on.", "Troops invaded the valley of Orsk."
    assert not outcome("labels", [FILLER, one], [FILLER[:20], two], [], same=Same.NO).differences


@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        (
            "A small engineering contingent came.",
            "About 300 soldiers came over the bridge.",
            "contingent",
            "300 soldiers",
        ),
        ("A small crowd stood by.", "At noon 14,000 demonstrators stood by.", "small crowd", "14,000"),
    ],
)
def test_a_force_or_crowd_that_only_one_counts_is_a_matter_of_numbers(one: str, two: str, a: str, b: str) -> None:
    assert meets(outcome("numbers", [FILLER, one], [FILLER[:20], two], []).differences, "numbers", a, b)
    counted = [FILLER, one, "Some 90 soldiers and 90 demonstrators were hurt."]
    assert not outcome("numbers", counted, [FILLER[:20], two], []).differences


def test_a_name_that_condemns_counts_beside_a_plain_one_that_both_use() -> None:
    found = outcome("labels", ["The teachers were a baying mob."], ["The teachers came down the street."]).differences
    assert meets(found, "labels", "baying mob", "teachers")


@pytest.mark.model
@pytest.mark.parametrize(
    ("one", "two", "note"),
    [
        ("Taxpayers stumped up 28 million crowns.", "The mill was given 28 million crowns in May.", "who did it"),
        (
            "The transport ministry gave the line a waiver.",
            "Transport minister Doe’s officials handed the line a get-out.",
            "another actor",
        ),
    ],
)
def test_what_is_given_tells_which_acts_are_one(one: str, two: str, note: str) -> None:
    found = outcome("agency", [one], [two]).differences
    assert any(note in each.explanation for each in found), [each.explanation for each in found]


@pytest.mark.model
def test_a_named_finding_stands_beside_a_wording_of_the_same_words() -> None:
    found = outcome(
        ("word_choice", "agency"),
        ["In view of the risk, the residents of Upper Dell were temporarily relocated."],
        ["By noon soldiers had driven the 2,600 inhabitants of Upper Dell from their homes."],
    ).differences
    assert any(each.lens == "agency" for each in found)


def test_passages_under_other_frames_are_set_side_by_side() -> None:
    binding = "The pact obliges both to share the river and is binding."
    found = outcome("frames", ["No troops may enter the valley."], [binding])
    assert meets(found.differences, "frames", "troops", "obliges")
    lone = outcome("frames", ["The speaker met his troops."], ["The policy institute met the speaker."])
    assert not lone.differences
    assert not outcome("frames", ["No troops may enter."], ["Troops may not enter the valley."]).differences


def test_a_moral_word_is_told_beside_a_wording_where_there_is_room() -> None:
    found = outcome(
        ("word_choice", "morals"),
        ["The judges ruled by six votes to three."],
        ["Judges slammed the greedy mill today."],
    ).differences
    assert any(each.lens == "morals" for each in found)


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ("Six officers were slightly hurt.", "Six brave officers were hurt.", True),
        ("The government met at noon.", "The corrupt government met at noon.", True),
        ("Six officers were slightly hurt.", "Nine officers were hurt.", False),
    ],
)
def test_the_words_put_before_a_target_are_judged_by_themselves(one: str, two: str, found: bool) -> None:
    kinds = [each.details.get("kind") for each in outcome("sentiment", [one], [two]).differences]
    assert ("epithet" in kinds) is found


def test_what_stands_between_marks_is_nobodys_own_voice() -> None:
    one, two = "“The gate was open all night,” Ann Doe said.", "“The gate was open all night.”"
    kinds = [each.details.get("kind") for each in outcome("attribution", [one, "Rain fell."], [two]).differences]
    assert "as-fact" not in kinds
