"""Numbers that no rule calls one thing, weighed by the learnt scale."""

from __future__ import annotations

import pytest

from framing.facts.number_model import FEATURES, features, is_open, probability
from framing.facts.pairings import Pairing, sides
from framing.model import Link, Relation
from tests.facts.making import prepared


def pairing(one: str, two: str, link: float = 0.9, same: float = 0.9) -> Pairing:
    a, b = prepared("a", [one]), prepared("b", [two])
    first, second = (next(iter(sides(item.article, item.passages).values())) for item in (a, b))
    relation = Relation.SAME if same >= 0.5 else Relation.PARTIAL
    return Pairing(first, second, Link("a:0", "b:0", link, relation, same))


def asked(one: str, two: str) -> bool:
    made = pairing(one, two)
    return is_open(made, made.a.quantities[0], made.b.quantities[0])


def test_values_are_the_same_from_either_side() -> None:
    one, two = "Some 12 firms withdrew from the show in Tarn.", "By noon nine sponsors had left Quill without a word."
    there, back = pairing(one, two), pairing(two, one)
    made = features(there, there.a.quantities[0], there.b.quantities[0])
    assert made == features(back, back.a.quantities[0], back.b.quantities[0])
    assert len(made) == len(FEATURES)


def test_near_values_under_a_sure_link_weigh_more_than_distant_ones() -> None:
    near = pairing("Some 12 firms withdrew.", "By noon 14 sponsors had left.")
    far = pairing("Some 12 firms withdrew.", "By noon 900 sponsors had left.")
    assert probability(near, near.a.quantities[0], near.b.quantities[0]) > probability(
        far, far.a.quantities[0], far.b.quantities[0]
    )


def test_a_link_of_one_main_point_weighs_more_than_one_in_passing() -> None:
    one, two = "Some 12 firms withdrew.", "By noon 14 sponsors had left."
    same, passing = pairing(one, two, 0.9, 0.9), pairing(one, two, 0.9, 0.1)
    assert probability(same, same.a.quantities[0], same.b.quantities[0]) > probability(
        passing, passing.a.quantities[0], passing.b.quantities[0]
    )


@pytest.mark.parametrize(
    ("why", "one", "two"),
    [
        ("a pronoun", "One firm withdrew.", "By noon 14 sponsors had left."),
        ("vague words", "Dozens of firms withdrew.", "By noon 14 sponsors had left."),
        ("another unit", "The work took 12 days.", "The road is 14 miles long."),
        ("two fates", "The slide killed 12 people.", "In the slide 14 people were hurt."),
        ("a move and a level", "Prices rose 12 percent.", "The tax is 14 percent."),
        ("two names", "The Tarn index was at 12 percent.", "The Vardo index was at 14 percent."),
        ("one of two that belong together", "It held 81 passengers and 13 crew.", "It held 96 people."),
        ("a rank", "It was the third veto.", "It was his fourth veto."),
    ],
)
def test_the_scale_is_not_asked(why: str, one: str, two: str) -> None:
    assert not asked(one, two), why


def test_the_scale_is_asked_of_two_nouns_for_one_thing() -> None:
    assert asked("Some 12 firms withdrew.", "By noon 14 sponsors had left.")
