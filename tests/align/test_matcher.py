from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.align import DECISION, DIFFERENT_EVENTS, Scores, align
from framing.model import Relation, State
from tests.align.helpers import Fixed, prepared

A, B = prepared("a", ["one", "two"]), prepared("b", ["eins", "zwei", "drei"])
LINK = np.array([[0.9, 0.6, 0.1], [0.2, 0.49, 0.3]], np.float32)
SAME = np.array([[0.8, 0.3, 0.0], [0.0, 0.0, 0.0]], np.float32)
SCORES = Scores(LINK, SAME, np.array([0.95, 0.3], np.float32), np.array([0.9, 0.55, 0.2], np.float32))


def test_a_passage_may_have_several_links_and_none() -> None:
    links = align(A, B, Fixed(SCORES)).links
    assert [(link.a, link.b) for link in links] == [("a:0", "b:0"), ("a:0", "b:1")]


def test_relation_follows_the_same_probability() -> None:
    links = align(A, B, Fixed(SCORES)).links
    assert [link.relation for link in links] == [Relation.SAME, Relation.PARTIAL]


def test_coverage_names_the_nearest_passage_also_where_nothing_is_found() -> None:
    missing = align(A, B, Fixed(SCORES)).coverage_a[1]
    assert (missing.state, missing.nearest, missing.within) == (State.NOT_FOUND, "b:1", "b")


def test_coverage_states_tell_whole_from_part() -> None:
    assert [c.state for c in align(A, B, Fixed(SCORES)).coverage_b] == [State.COVERED, State.PARTLY, State.NOT_FOUND]


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 1000))
def test_swapping_the_articles_mirrors_links_and_coverage(n: int, m: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    made = Scores(*(chance.random(shape).astype(np.float32) for shape in ((n, m), (n, m), n, m)))
    a, b = prepared("a", ["x"] * n), prepared("b", ["y"] * m)
    one, other = align(a, b, Fixed(made)), align(b, a, Fixed(made.mirrored()))
    assert {(k.a, k.b, k.probability, k.relation) for k in one.links} == {
        (k.b, k.a, k.probability, k.relation) for k in other.links
    }
    assert one.coverage_a == other.coverage_b
    assert one.coverage_b == other.coverage_a


def test_different_events_need_plainer_links() -> None:
    assert DIFFERENT_EVENTS > DECISION
    links = align(A, B, Fixed(SCORES), least=0.7).links
    assert [(link.a, link.b) for link in links] == [("a:0", "b:0")]
