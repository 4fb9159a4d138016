"""Who was in command, and warnings, notices and letters that one account denies and another tells of."""

from __future__ import annotations

import pytest

from framing.model import ConflictKind
from tests.facts.test_conflicts import in_story

HARDLY = 0.01

IN_COMMAND = [
    ("The master, Ida Quill, 58, was on the bridge.", "First officer Bram Oster, 29, was at the wheel when it struck."),
    ("Captain Ida Quill, who was in command, sent a call.", "Bram Oster was at the helm, the mate said."),
    ("Ida Quill was driving the train.", "Bram Oster was at the controls, police said."),
]


@pytest.mark.parametrize(("one", "two"), IN_COMMAND)
def test_two_people_in_command_exclude_each_other(one: str, two: str) -> None:
    (conflict,) = in_story([one], [two], HARDLY)
    (mirrored,) = in_story([two], [one], HARDLY)
    assert conflict.kind is ConflictKind.PERSON
    assert conflict.values == mirrored.values[::-1]
    assert "Oster" in conflict.b.text


@pytest.mark.parametrize(
    ("why", "one", "two"),
    [
        ("one person", ["Ida Quill was at the wheel."], ["Captain Ida Quill was on the bridge."]),
        (
            "both told",
            ["Ida Quill was on the bridge.", "Bram Oster was at the wheel."],
            ["Bram Oster was at the wheel."],
        ),
        ("a guess", ["Ida Quill was at the wheel."], ["It would be worse if Bram Oster was at the wheel."]),
        ("another post", ["Ida Quill was at the wheel."], ["Bram Oster was in the galley."]),
    ],
)
def test_other_people_are_left_alone(why: str, one: list[str], two: list[str]) -> None:
    assert in_story(one, two, HARDLY) == [], why


DENIED = [
    ("The weather turned without any warning.", "Forecasters had warned of a severe gale at five."),
    ("The storm came with no warning.", "A gale warning went up on the mast."),
    ("The flood came without warning, he said.", "A flood warning was in force from noon."),
]


@pytest.mark.parametrize(("one", "two"), DENIED)
def test_a_warning_of_the_weather_is_compared_without_a_link(one: str, two: str) -> None:
    (conflict,) = in_story([one], [two], HARDLY)
    assert conflict.kind is ConflictKind.NEGATION


@pytest.mark.parametrize(
    "two",
    [
        "A letter announcing the work to the Tarn council was published.",
        "The Tarn council said that one had been received.",
    ],
)
def test_a_notice_that_was_never_received_and_a_letter_that_was(two: str) -> None:
    (conflict,) = in_story(["No notification was ever received by the Tarn council."], [two], 0.3)
    assert conflict.kind is ConflictKind.NEGATION
    assert conflict.a.text == "No notification"


@pytest.mark.parametrize(
    ("why", "one", "two"),
    [
        ("a warning of something else", "The weather turned without any warning.", "She had warned of layoffs in May."),
        ("no denial", "The weather turned in the afternoon.", "A gale warning was in force."),
        ("a condition", "The weather might have turned without warning.", "A gale warning was in force."),
    ],
)
def test_other_warnings_are_left_alone(why: str, one: str, two: str) -> None:
    assert in_story([one], [two], HARDLY) == [], why
