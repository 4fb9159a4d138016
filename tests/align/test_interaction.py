from __future__ import annotations

import numpy as np
import pytest

from framing.align import interaction
from framing.align.interaction import FEATURES, Side, Weighing, found_anywhere, interact, side
from framing.align.tokens import Special, pack

WEIGHING = Weighing(
    direction=np.zeros(4, np.float32), bias=0.0, rarity=0.0, idf=np.zeros(100, np.float32), slope=10.0, threshold=0.6
)


def article(seed: int, lengths: list[int]) -> Side:
    chance = np.random.default_rng(seed)
    packed = pack([[10 + i] * n for i, n in enumerate(lengths)], Special(1, 2, 0), window=8)
    states = chance.normal(size=(*packed.ids.shape, 4)).astype(np.float32)
    return side(states, packed, WEIGHING)


def test_token_and_passage_vectors_are_of_unit_length() -> None:
    made = article(0, [3, 5])
    np.testing.assert_allclose(np.linalg.norm(made.tokens, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-6)
    assert made.starts.tolist() == [0, 3]
    assert (made.weight > 0).all()


def test_blocks_give_the_same_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = article(1, [3, 7, 2, 5]), article(2, [4, 1, 6])
    whole = interact(a, b, WEIGHING)
    monkeypatch.setattr(interaction, "_BLOCK", 1)
    parts = interact(a, b, WEIGHING)
    np.testing.assert_allclose(whole.features, parts.features, atol=1e-6)
    np.testing.assert_allclose(whole.best_a, parts.best_a, atol=1e-6)
    np.testing.assert_allclose(whole.best_b, parts.best_b, atol=1e-6)


def test_features_mirror_when_the_articles_change_places() -> None:
    a, b = article(1, [3, 7, 2]), article(2, [4, 1])
    np.testing.assert_allclose(
        interact(a, b, WEIGHING).features, interact(b, a, WEIGHING).features.transpose(1, 0, 2), atol=1e-6
    )


def test_an_article_finds_itself_whole() -> None:
    a = article(3, [4, 6])
    met = interact(a, a, WEIGHING)
    np.testing.assert_allclose(met.best_a, 1, atol=1e-5)
    assert met.features[0, 0, FEATURES.index("mean_least")] == pytest.approx(1, abs=1e-5)
    assert found_anywhere(met.best_a, a, WEIGHING)[:, 1].min() > 0.95


def test_each_token_takes_its_best_counterpart_in_that_passage_alone() -> None:
    a, b = article(4, [2, 3]), article(5, [1, 9])
    met = interact(a, b, WEIGHING)
    by_hand = (a.tokens[2:5] @ b.tokens[1:10].T).max(1)
    expected = (a.weight[2:5] * by_hand).sum() / a.weight[2:5].sum()
    forth = [met.features[1, 1, FEATURES.index(name)] for name in ("mean_least", "mean_most")]
    assert min(abs(value - expected) for value in forth) < 1e-5
