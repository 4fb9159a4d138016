"""Events of a corpus: kept with their history, extended by what is new, compared once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from framing.config import Settings
from framing.errors import NotFound
from framing.events import Event, profile
from framing.events.screen import screening_vector
from framing.ingest import read
from framing.store import groups, nearby
from framing.store.check import check
from framing.store.compact import compact
from framing.store.comparing import accounts, compare_events, comparison, comparisons
from framing.store.corpus import Corpus
from framing.store.groups import event, events, group_events
from framing.store.steps import run_steps
from tests.conftest import CORPORA

pytestmark = pytest.mark.model
PAGES = sorted(CORPORA.glob("factory-*/*.json"))[:3] + sorted(CORPORA.glob("ferry-*/*.json"))[:2]
PAGES = [page for page in PAGES if page.stem != "gold"]


def made(folder: Path, pages: list[Path]) -> Corpus:
    corpus = Corpus.create(folder)
    extend(corpus, pages)
    return corpus


def extend(corpus: Corpus, pages: list[Path]) -> None:
    corpus.add(read(page) for page in pages)
    run_steps(corpus, Settings())
    group_events(corpus)


def shape(corpus: Corpus) -> set[frozenset[str]]:
    return {frozenset(each.articles) for each in events(corpus)}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return made(tmp_path_factory.mktemp("events") / "c", PAGES)


def test_accounts_of_one_happening_are_one_event(corpus: Corpus) -> None:
    stories = {article.id: article.provenance.path.split("/")[-2] for article in corpus.articles()}
    assert {frozenset(stories[name] for name in members) for members in shape(corpus)} == {
        frozenset({page.parent.name}) for page in PAGES
    }


def test_an_event_comes_back_by_its_id(corpus: Corpus) -> None:
    for each in events(corpus):
        assert event(corpus, each.id) == each
        assert isinstance(each, Event)
    with pytest.raises(NotFound, match="no event"):
        event(corpus, "nothing")


def test_grouping_again_changes_nothing(corpus: Corpus) -> None:
    before = list(events(corpus))
    assert group_events(corpus).new == 0
    assert list(events(corpus)) == before


def test_a_new_article_joins_and_the_history_says_so(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c", PAGES[:2])
    (before,) = events(corpus)
    extend(corpus, PAGES[2:3])
    (after,) = events(corpus)
    assert after.id == before.id
    assert [change.kind for change in after.history] == ["started", "joined"]


def test_one_by_one_gives_the_same_events_as_at_once(tmp_path: Path, corpus: Corpus) -> None:
    slow = Corpus.create(tmp_path / "c")
    for page in PAGES:
        extend(slow, [page])
    assert shape(slow) == shape(corpus)


def test_a_newer_version_takes_the_place_of_the_older(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c", PAGES[:2])
    first = corpus.article(corpus.ids()[0])
    text = first.text + "\nCorrection."
    corpus.add([replace(first, id="newer", text=text, sentences=first.sentences)])
    run_steps(corpus, Settings())
    group_events(corpus)
    members = {name for each in events(corpus) for name in each.articles}
    assert members == {"newer", corpus.ids()[1]}


def test_each_event_is_compared_once_and_read_back_whole(corpus: Corpus) -> None:
    first = compare_events(corpus, Settings())
    second = compare_events(corpus, Settings())
    assert corpus.failures() == []
    assert (first.shards, second.shards, second.reused) == (2, 0, 2)
    for each, result in comparisons(corpus):
        assert [article.id for article in result.articles] == accounts(corpus, each)
        assert result.facts
        for link in result.links:
            assert result.passage(link.a).text
        for omission in result.omissions:
            assert result.passage(omission.passage).article_id != omission.missing_in


def test_other_settings_compare_anew(tmp_path: Path) -> None:
    corpus = made(tmp_path / "c", PAGES[:2])
    (each,) = events(corpus)
    with pytest.raises(NotFound, match="not been compared"):
        comparison(corpus, each.id)
    compare_events(corpus, Settings())
    assert compare_events(corpus, Settings(lenses=("numbers",))).shards == 1
    assert set(comparison(corpus, each.id).run.settings["lenses"]) == {"numbers"}


def test_compacting_keeps_comparisons_and_the_check_passes(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "c")
    for page in PAGES[:2]:
        extend(corpus, [page])
    compare_events(corpus, Settings())
    before = [pair[1] for pair in comparisons(corpus)]
    compact(corpus)
    assert [pair[1] for pair in comparisons(corpus)] == before
    assert check(corpus) == []


def undated(folder: Path) -> Corpus:
    corpus = Corpus.create(folder)
    for page in PAGES:
        corpus.add([replace(read(page), published="")])
        run_steps(corpus, Settings())
        group_events(corpus)
    return corpus


def test_undated_articles_come_together_where_only_the_nearest_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shape(undated(tmp_path / "whole"))
    assert any(len(members) > 1 for members in whole)
    monkeypatch.setattr(groups, "WHOLE", 0)
    monkeypatch.setattr(nearby, "MOST", 1)
    assert shape(undated(tmp_path / "near")) == whole


def test_what_an_undated_article_is_held_against_does_not_grow_with_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = undated(tmp_path / "c")
    monkeypatch.setattr(groups, "WHOLE", 0)
    monkeypatch.setattr(nearby, "MOST", 1)
    one = next(name for each in events(corpus) for name in each.articles if len(each.articles) > 1)
    (held,) = groups.Reach(corpus).events([one])
    assert one in event(corpus, held).articles


def test_the_screen_is_the_vector_by_which_the_pair_model_screens(corpus: Corpus) -> None:
    found = nearby.screen_of(corpus)
    for prepared in corpus.prepared(corpus.ids()):
        row = found.vectors[found.ids.index(prepared.article.id)]
        assert float(row.astype(np.float32) @ screening_vector(profile(prepared))) > 0.999


def test_a_screen_that_was_kept_is_the_same_and_one_that_is_damaged_is_made_anew(corpus: Corpus) -> None:
    def same(one: nearby.Screen, two: nearby.Screen) -> bool:
        return one.ids == two.ids and bool((one.vectors == two.vectors).all())

    first = nearby.screen_of(corpus)
    (path, *_) = sorted((corpus.root / "index").glob("screen-*"))
    assert same(nearby.screen_of(corpus), first)
    path.write_bytes(path.read_bytes()[:100])
    assert same(nearby.screen_of(corpus), first)
    assert check(corpus) == []


def test_dated_articles_fill_a_chunk_before_undated_ones_begin(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed = Corpus.create(tmp_path / "c")
    mixed.add(replace(read(page), published=day) for page, day in zip(PAGES, ("2024-03-05", "", ""), strict=False))
    monkeypatch.setattr(groups, "FEW", 1)
    ids = mixed.ids()
    assert groups.Reach(mixed).chunk(ids) == ids
    monkeypatch.setattr(groups, "WHOLE", 0)
    reach = groups.Reach(mixed)
    assert [reach.chunk(ids), reach.chunk(ids[1:])] == [ids[:1], ids[1:2]]
