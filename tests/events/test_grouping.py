"""Events of a corpus: grouped, stable, with a history; merging, splitting, odd dates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.events import screen
from framing.events.grouping import Grouping, _name, group, update
from framing.events.linkage import average_linkage
from framing.events.profiles import Profile
from framing.events.screen import NEAR, WINDOW_DAYS, candidates
from tests.events.making import FERRY, STRIKE, article, ferry, profiled, strike

RETOLD = [
    "Nine people died when the Marigold, a ferry with 212 aboard, sank off Hallow Sound on Thursday.",
    "Captain Odd Renholt said heavy seas took her four miles from Skerry Bay.",
    "Rescuers brought 188 survivors to Skerry Bay; Transport Minister Ansa Verrin wants an inquiry.",
]


def sinking(name: str, published: str = "2024-03-15") -> Profile:
    return profiled(article(name, "Nine dead as ferry Marigold sinks off Hallow Sound", RETOLD, published=published))


@pytest.fixture(scope="module")
def corpus() -> list[Profile]:
    return [profiled(ferry("f1")), sinking("f2"), profiled(strike("s1")), profiled(strike("s2", "2024-09-25"))]


def test_accounts_of_one_happening_come_together(corpus: list[Profile]) -> None:
    events = group(corpus)
    assert sorted(sorted(event.articles) for event in events) == [["f1", "f2"], ["s1", "s2"]]


def test_order_of_the_articles_changes_nothing(corpus: list[Profile]) -> None:
    assert {event.id for event in group(corpus)} == {event.id for event in group(corpus[::-1])}


def test_label_is_a_headline_and_summary_a_sentence_of_the_event(corpus: list[Profile]) -> None:
    texts = {profile.article.id: profile.article for profile in corpus}
    for event in group(corpus):
        assert event.label in {texts[name].title for name in event.articles}
        home = texts[event.summary.passage.rsplit(":", 1)[0]]
        assert home.text[event.summary.start : event.summary.end] == event.summary.text


def test_articles_longer_than_what_vectors_are_kept_of_are_grouped() -> None:
    long = [profiled(article(name, "Ferry sinks", [*FERRY, *RETOLD, *STRIKE], published="2024-03-14")) for name in "ab"]
    assert len(group(long)) == 1


def test_no_articles_are_no_events() -> None:
    assert group([]) == ()


def test_the_same_words_a_year_later_are_another_event_unless_printed_again() -> None:
    events = group([profiled(ferry("f1")), sinking("f2", "2025-03-15")])
    assert len(events) == 2


def test_new_article_joins_and_the_event_keeps_its_id(corpus: list[Profile]) -> None:
    first = update(Grouping(), [corpus[0], corpus[2]])
    second = update(first, [corpus[1]])
    (before,) = [event for event in first.events if "f1" in event.articles]
    (after,) = [event for event in second.events if "f1" in event.articles]
    assert after.id == before.id
    assert set(after.articles) == {"f1", "f2"}
    assert [(change.kind, change.articles) for change in after.history] == [("started", ("f1",)), ("joined", ("f2",))]


def test_earlier_grouping_is_left_as_it_was(corpus: list[Profile]) -> None:
    first = update(Grouping(), corpus[:1])
    update(first, corpus[1:])
    assert len(first.profiles) == 1
    assert len(first.events) == 1


def test_an_article_given_again_replaces_its_earlier_version(corpus: list[Profile]) -> None:
    state = update(update(Grouping(), corpus), [sinking("f2", "2024-03-16")])
    assert len(state.profiles) == len(corpus)
    assert sorted(a for event in state.events for a in event.articles) == ["f1", "f2", "s1", "s2"]


def test_events_that_merge_later_say_so() -> None:
    before = group([profiled(ferry("f1")), profiled(strike("s1"))])
    ((name, history),) = _name([[0, 1]], ["f1", "s1"], before)
    assert name in {event.id for event in before}
    assert history[-1].kind == "merged"
    assert history[-1].other in {event.id for event in before} - {name}


def test_an_event_that_splits_says_so() -> None:
    before = group([profiled(ferry("f1")), sinking("f2"), sinking("f3")])
    assert len(before) == 1
    (kept, kept_history), (new, new_history) = _name([[0, 1], [2]], ["f1", "f2", "f3"], before)
    assert kept == before[0].id
    assert kept_history[-1].kind == "left"
    assert new != kept
    assert (new_history[0].kind, new_history[0].other) == ("split", kept)


def test_mixed_time_zones_are_one_day() -> None:
    events = group([profiled(ferry("f1", "2024-03-14T23:30:00-05:00")), sinking("f2", "2024-03-15T13:30:00+09:00")])
    assert len(events) == 1


def test_an_event_of_many_articles_stays_one() -> None:
    copies = [
        profiled(
            article(
                f"f{i:03}",
                f"Ferry Marigold sinks off Hallow Sound, {i}",
                FERRY[i % 3 :] + RETOLD[: i % 3],
                published="2024-03-14",
            )
        )
        for i in range(120)
    ]
    strikes = [
        profiled(article(f"s{i}", "Lindmere teachers strike", STRIKE[i % 2 :], published="2024-03-15"))
        for i in range(6)
    ]
    events = group([*copies, *strikes])
    assert len(events[0].articles) == 120


def test_one_bridge_does_not_chain_two_events() -> None:
    inside = [(i, j, 0.95) for group in ((0, 1, 2), (4, 5, 6)) for i in group for j in group if i < j]
    bridge = [(2, 3, 0.9), (3, 4, 0.9)]
    assert len(average_linkage(7, [*inside, *bridge])) >= 2


def test_one_without_a_date_does_not_bridge_years() -> None:
    pairs = [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.9)]
    days = [100, None, 900, 910]
    assert average_linkage(4, pairs, days=days, window=WINDOW_DAYS) == [[0, 1], [2, 3]]
    assert average_linkage(
        4, [*pairs, (0, 2, 0.9), (0, 3, 0.9), (1, 3, 0.9)], days=[100, None, None, 101], window=WINDOW_DAYS
    ) == [[0, 1, 2, 3]]


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.dictionaries(
                st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] < p[1]), st.floats(0, 1)
            ),
        )
    )
)
def test_clusters_are_a_partition(case: tuple[int, dict[tuple[int, int], float]]) -> None:
    n, scores = case
    clusters = average_linkage(n, [(i, j, p) for (i, j), p in scores.items()])
    assert sorted(k for cluster in clusters for k in cluster) == list(range(n))


def test_screen_loses_nothing_inside_the_window() -> None:
    random = np.random.default_rng(3)
    centres = random.normal(size=(20, 16))
    vectors = centres[random.integers(0, 20, 300)] + 0.3 * random.normal(size=(300, 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    days: list[int | None] = [None if k % 7 == 0 else int(day) for k, day in enumerate(random.integers(0, 60, 300))]
    found = candidates(vectors, days)
    got = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    cosine = vectors @ vectors.T
    for i in range(300):
        near = [j for j in np.argsort(-cosine[i]).tolist() if j != i and _can_meet(days[i], days[j])][:10]
        assert all((min(i, j), max(i, j)) in got for j in near if cosine[i, j] > 0.5)


def _can_meet(a: int | None, b: int | None) -> bool:
    return a is None or b is None or abs(a - b) <= WINDOW_DAYS


def test_screen_pairs_only_with_new_articles_when_asked() -> None:
    vectors = np.ones((5, 4), dtype=np.float32) / 2
    found = candidates(vectors, [1] * 5, np.array([False, False, False, False, True]))
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {(0, 4), (1, 4), (2, 4), (3, 4)}


def test_an_undated_article_brings_its_nearest_over_all_blocks_of_the_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "BLOCK", 4)
    monkeypatch.setattr(screen, "NEIGHBOURS", 3)
    rows = np.random.default_rng(3).normal(size=(90, 4)).astype(np.float32)
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    found = candidates(vectors, [None] * 90)
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -1.0)
    wanted = {
        (min(i, j), max(i, j)) for i in range(90) for j in np.argsort(-cosine[i])[:3].tolist() if cosine[i, j] >= NEAR
    }
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == wanted
