"""What a number is of, by its own words: pages, pay on offer, the people whom one boat saved."""

from __future__ import annotations

import pytest

from framing.model import ConflictKind, ConflictVerdict
from tests.facts.test_conflicts import in_story

THINKABLE = 0.3

ONE_THING = [
    ("pay on offer", "The ministry has offered teachers 4 percent.", "Its proposal gives teachers an increase of 6 per cent."),
    ("pay on offer, refused", "They turned down a 4 percent rise.", "The ministry put 6 percent on the table, the union said."),
    ("weeks of pay", "The mill offers two weeks' pay for every year of service.", "It is offering three weeks' pay for each year."),
    ("pages, told by a verb", "The ruling runs to 118 pages.", "Her 140-page ruling was read in Tarn."),
    ("pages of a document of any name", "The 47-page report names him.", "A 90-page dossier names her."),
    ("people whom one boat saved", "The trawler Tern hauled 22 souls over the side.", "Nineteen people owe their lives to the crew of the Tern."),
    ("votes", "The judges were unanimous.", "Three of the nine judges thought that the claim came too late."),
    ("a toll of lost lives", "Eleven people lost their lives in the slide.", "The number of dead in the slide rose to 17."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), ONE_THING, ids=[row[0] for row in ONE_THING])
def test_numbers_of_one_thing_are_compared_without_a_link(why: str, one: str, two: str) -> None:
    (conflict,) = in_story([one], [two], THINKABLE, linked=False)
    assert conflict.kind is (ConflictKind.NEGATION if why == "votes" else ConflictKind.NUMBER)
    assert conflict.verdict is ConflictVerdict.CONFLICT


APART = [
    ("offer and demand", "The ministry has offered teachers 4 percent.", "The union wants a rise of 12 percent."),
    ("two boats", "The trawler Tern saved 22 people.", "The crew of the Auk saved 19 people."),
    ("the pages of two papers", "The 47-page ruling names him.", "The 90-page letter names him."),
    ("a share of something else", "The ministry has offered teachers 4 percent.", "Prices rose by 6 percent, which hurt teachers."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), APART, ids=[row[0] for row in APART])
def test_numbers_of_two_things_are_left_alone(why: str, one: str, two: str) -> None:
    assert in_story([one], [two], THINKABLE, linked=False) == [], why
