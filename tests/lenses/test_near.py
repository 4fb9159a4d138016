"""A second look at passages that were not linked: by a figure in common, or by what a finding shows itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from framing.align.result import Alignment
from framing.config import Settings
from framing.lenses import LensOutcome, Near, near_links, run
from framing.lenses.running import mirrored
from framing.model import EventVerdict, Link, PairEvent, Relation, Same
from tests.lenses.support import article

FILLER = "It rained all week in the town of Dell."


def near(one: Sequence[str], two: Sequence[str], p: float = 0.02, links: tuple[Link, ...] = ()) -> tuple[Near, ...]:
    """What is worth a second look where every pair of passages has probability `p`."""
    a, b = article("north", one), article("south", two)
    score = np.full((len(one), len(two)), p, np.float32)
    return near_links([a, b], [Alignment("north", "south", score, score, links, (), ())])


def second(lens: str, one: str, two: str, p: float = 0.02, same: Same = Same.YES, turned: bool = False) -> LensOutcome:
    """A lens on two passages that are not linked, with a second look at them."""
    found = near([one, FILLER], [two, "Snow fell."], p)
    a, b = article("north", [one, FILLER]), article("south", [two, "Snow fell."])
    event = PairEvent("north", "south", EventVerdict(same, 0.9))
    return run((lens,), [b, a] if turned else [a, b], [], [event], Settings(), near=found)


@pytest.mark.parametrize(
    ("one", "two", "anchored"),
    [
        ("Police arrested 23 people.", "Twenty-three yobs were arrested.", True),
        ("At least 23 people were arrested.", "The police arrested 23.", True),
        ("Police arrested 23 people.", "Twenty-three yobs were nicked.", True),
        ("At least 23 people were held.", "Twenty-three yobs were nicked.", False),
        ("Police arrested 40 people.", "Forty yobs were arrested.", False),
        ("Police arrested 40 people in Dell.", "Forty yobs were arrested in Dell.", True),
        ("Police arrested 3 people in Dell.", "Three yobs were arrested in Dell.", False),
        (
            "The court ruled 6-3 on the mill.",
            "Judges ruled against the mill by 6-3.",
            True,
        ),
        ("The mill owes 28 million crowns to Dell.", "Dell is owed 28 million crowns by the mill.", True),
        ("Some 11.3% of the town are out of work.", "In the town 14% are out of work.", False),
        ("Some 11.3% are out of work.", "One in nine has no job.", True),
        ("Some 25% are out of work.", "One in four came by tram.", False),
        ("Some 412 of the 1,960 schools were shut.", "Lessons went on in four fifths of schools.", True),
        ("Here 11.4% are out of work, beside 5.6% elsewhere.", "Twice as many are on the dole.", True),
        ("The court ruled by six votes to three.", "It was adopted by a majority of the judges.", True),
        ("The bill fell by six votes to three.", "The Majority Leader spoke of the court.", False),
        ("The mill was “disappointed”.", "Its owner whined that he was “disappointed”.", True),
        ("“We came to mend old schools,” she said.", "They “came to mend old schools”, he says.", True),
        ("The mill was “sad”.", "He was “sad”.", False),
    ],
)
def test_a_figure_and_words_in_common_anchor_passages_that_were_not_linked(one: str, two: str, anchored: bool) -> None:
    assert bool(near([one], [two])) is anchored


def test_without_a_figure_only_the_best_partner_that_falls_little_short_is_looked_at() -> None:
    one, two = ["The mayor spoke of the mill."], ["The mayor spoke."]
    assert not near(one, two, 0.02)
    for p in (0.05, 0.3):
        (found,) = near(one, two, p)
        assert (found.link.relation, found.anchored) == (Relation.PARTIAL, False)


def test_far_below_a_link_only_names_of_another_tone_are_told() -> None:
    one, two = "The march went past the mill, Ann Doe said.", "The riot went past the mill, Ann Doe admitted."
    assert second("labels", one, two, 0.05).differences
    assert not second("attribution", one, two, 0.05).differences


def test_what_is_linked_needs_no_second_look() -> None:
    link = Link("north:0", "south:0", 0.9, Relation.SAME, 0.9)
    assert not near(["Police arrested 23 people."], ["Twenty-three yobs were arrested."], 0.9, (link,))


def test_the_same_number_under_another_noun_is_a_label_though_not_linked() -> None:
    one, two = "On Monday 23 people were arrested.", "Twenty-three yobs were arrested."
    (found,) = second("labels", one, two).differences
    assert found.a is not None
    assert found.b is not None
    assert ("23 people" in found.a.text, "Twenty-three yobs" in found.b.text) == (True, True)


def test_another_verb_of_the_same_speaker_is_told_though_not_linked() -> None:
    one, two = "Ann Doe said that the mill was to be closed.", "Ann Doe conceded that the mill was to be closed."
    assert second("attribution", one, two, 0.4).differences
    assert not second("attribution", one, two, 0.1).differences


def test_another_verb_of_another_speaker_is_not_told_where_passages_are_not_linked() -> None:
    one, two = "Ann Doe said that fares rose by a tenth.", "Bob Roe admitted that a bridge was weak."
    assert not second("attribution", one, two, 0.4).differences


def test_accounts_of_different_events_get_no_second_look() -> None:
    one, two = "On Monday 23 people were arrested.", "Twenty-three yobs were arrested."
    assert not second("labels", one, two, same=Same.NO).differences


def test_swapping_the_articles_mirrors_what_the_second_look_finds() -> None:
    one, two = "On Monday 23 people were arrested.", "Twenty-three yobs were arrested."
    (straight,), (turned,) = (second("labels", one, two, turned=way).differences for way in (False, True))
    assert mirrored(turned).a == straight.a
    assert mirrored(turned).b == straight.b


def test_the_same_text_twice_gives_nothing_on_a_second_look() -> None:
    told = ["On Monday 23 people were arrested.", "At least 23 were arrested, Ann Doe said."]
    a, b = article("north", told), article("south", told)
    event = PairEvent("north", "south", EventVerdict(Same.YES, 0.9))
    names = ("labels", "attribution", "numbers", "prominence", "quotes", "sources")
    assert not run(names, [a, b], [], [event], Settings(), near=near(told, told, 0.4)).differences


def test_words_that_doubt_a_name_the_other_uses_are_told_far_below_a_link() -> None:
    one = "References to so-called repairs are no excuse."
    assert second("attribution", one, "The gates were shut for repairs, it said.", 0.06).differences
    assert not second("attribution", one, "The gates were shut in May, it said.", 0.06).differences


def test_a_statement_in_part_of_its_words_is_told_only_where_a_link_falls_little_short() -> None:
    one = "Ann Doe repeated that a large wave had struck the ship off the cape."
    two = "The vessel was struck by an exceptional wave off the rocks, and sank."
    assert second("attribution", one, two, 0.4).differences
    assert not second("attribution", one, two, 0.22).differences


@pytest.mark.model
def test_one_act_by_what_it_is_done_to_is_told_only_where_a_link_falls_little_short() -> None:
    one, two = "The old mill gates were shut in May.", "Soldiers closed the mill gates for good."
    assert second("agency", one, two, 0.4).differences
    assert not second("agency", one, two, 0.1).differences
