"""Search over all time: exact, in any range, and the same scores through an index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from framing.config import Settings
from framing.embed import raw_embedder
from framing.errors import SettingsError
from framing.store.corpus import Corpus
from framing.store.search import build_index, search
from framing.store.steps import run_steps
from tests.store.making import articles

pytestmark = pytest.mark.model
TEXT = "Nine hundred trees for the town"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = Corpus.create(tmp_path_factory.mktemp("search") / "c")
    for start in (0, 30):
        made.add(articles(30, start))
    run_steps(made, Settings())
    return made


def by_hand(corpus: Corpus) -> list[tuple[float, str]]:
    """(cosine, passage id) of all passages, best first."""
    query = raw_embedder(Settings()).encode([TEXT])[0]
    scored: list[tuple[float, str]] = []
    for (_, passages), (_, vectors) in zip(corpus.passages(), corpus.vectors(), strict=True):
        block = vectors.astype(np.float32)
        scores = block @ query / np.linalg.norm(block, axis=1)
        scored += [(float(score), passage.id) for score, passage in zip(scores, passages, strict=True)]
    return sorted(scored, reverse=True)


def test_the_nearest_passages_come_first(corpus: Corpus) -> None:
    hits = search(corpus, TEXT, 10)
    assert [hit.score for hit in hits] == pytest.approx([score for score, _ in by_hand(corpus)[:10]], abs=1e-5)
    assert all("trees" in hit.passage.text for hit in hits[:5])
    assert all(hit.passage.span.of(corpus.article(hit.passage.article_id).text) == hit.passage.text for hit in hits)


def test_a_range_of_days_and_an_outlet_bound_the_search(corpus: Corpus) -> None:
    hits = search(corpus, TEXT, 500, since="2024-03-05", until="2024-03-07", outlet="Paper 1")
    chosen = [a for a in articles(60) if "2024-03-05" <= a.published <= "2024-03-07" and a.outlet == "Paper 1"]
    assert {hit.passage.article_id for hit in hits} == {each.id for each in chosen}
    assert chosen
    assert search(corpus, TEXT, since="2031-01-01") == []


def test_an_index_brings_the_same_scores(corpus: Corpus) -> None:
    pytest.importorskip("faiss")
    through, exact = search(corpus, TEXT, 5, index=True), search(corpus, TEXT, 5)
    assert through == exact
    assert build_index(corpus).is_file()


def test_an_index_of_a_smaller_corpus_is_made_anew(tmp_path: Path) -> None:
    pytest.importorskip("faiss")
    corpus = Corpus.create(tmp_path / "c")
    corpus.add(articles(5))
    run_steps(corpus, Settings())
    first = build_index(corpus)
    corpus.add(articles(5, 5))
    run_steps(corpus, Settings())
    second = build_index(corpus)
    assert second != first
    assert [path.name for path in second.parent.iterdir()] == [second.name]


def test_nothing_to_search_for_or_in_is_said(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="empty"):
        search(corpus, "  ")
    with pytest.raises(SettingsError, match="no vectors"):
        search(Corpus.create(tmp_path / "c"), TEXT)
