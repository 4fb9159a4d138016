"""Correlation clustering of linked passages, and who could have known what when."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.facts.cluster import Edges, join, log_odds
from framing.facts.timing import could_have_known, first_reported, published
from tests.facts.making import prepared


def test_passages_that_vote_for_each_other_are_one_cluster() -> None:
    assert join({("a:0", "b:0"): 2.0, ("b:0", "c:0"): 2.0, ("a:0", "c:0"): 1.0}) == [["a:0", "b:0", "c:0"]]


def test_a_strong_no_keeps_a_chain_apart() -> None:
    votes: Edges = {("a:0", "b:0"): 3.0, ("b:0", "c:0"): 1.0, ("a:0", "c:0"): -4.0}
    assert join(votes) == [["a:0", "b:0"]]


def test_without_a_yes_there_is_no_cluster() -> None:
    assert join({("a:0", "b:0"): -1.0}) == []
    assert join({}) == []


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 7), st.integers(8, 15)),
        st.floats(-4, 4, allow_nan=False).map(lambda v: round(v, 3)),
        max_size=40,
    ),
    st.randoms(use_true_random=False),
)
def test_clusters_do_not_depend_on_the_order_of_votes(votes: dict[tuple[int, int], float], rng: random.Random) -> None:
    named = {(f"a:{i:02}", f"b:{j:02}"): vote for (i, j), vote in votes.items()}
    shuffled = list(named.items())
    rng.shuffle(shuffled)
    clusters = join(named)
    assert join(dict(shuffled)) == clusters
    members = [m for cluster in clusters for m in cluster]
    assert len(members) == len(set(members))


@given(st.floats(0, 1))
def test_log_odds_are_bounded_and_keep_the_sign(p: float) -> None:
    assert -4.6 <= log_odds(p) <= 4.6
    assert (log_odds(p) > 0) is (p > 0.5) or abs(p - 0.5) < 1e-9


@pytest.mark.parametrize("date", ["", "soon", "2021-13-40", "0001-01-01T00:00:00+14:00", "9999-12-31"])
def test_odd_dates_never_fail(date: str) -> None:
    article = prepared("a", ["The dam broke."], date).article
    assert could_have_known(article, first_reported([article]), 6.0)
    assert published(article) is None or published(article)


def test_an_undated_first_report_excuses_nobody() -> None:
    early = prepared("a", ["The dam broke."], "2021-03-01").article
    undated = prepared("b", ["The dam broke."]).article
    dated = prepared("c", ["The dam broke."], "2021-03-05").article
    assert could_have_known(early, first_reported([undated, dated]), 6.0)
    assert not could_have_known(early, first_reported([dated]), 6.0)
