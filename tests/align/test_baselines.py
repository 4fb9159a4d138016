from __future__ import annotations

import numpy as np

from framing.align.baselines import cosine, monotone, tfidf, token_matching
from tests.align.helpers import FERRY_A, FERRY_B


def test_cosine_of_a_passage_with_itself_is_one() -> None:
    vectors = np.eye(3, dtype=np.float32)
    np.testing.assert_allclose(np.diag(cosine(vectors, vectors)), 1)


def test_tfidf_prefers_the_same_rescue() -> None:
    assert tfidf(FERRY_A, FERRY_B)[1].argmax() == 1


def test_token_matching_of_equal_tokens_is_one_whatever_their_order() -> None:
    tokens = np.eye(3, dtype=np.float32)
    assert token_matching([tokens], [tokens[::-1]])[0, 0] == 1


def test_a_monotone_path_cannot_cross() -> None:
    similar = np.array([[0.1, 0.9], [0.8, 0.1]])
    kept = monotone(similar, skip=0.2) > 0
    assert kept.sum() == 1
    assert kept[0, 1]


def test_a_monotone_path_may_take_two_passages_for_one() -> None:
    kept = monotone(np.array([[0.9, 0.8]]), skip=0.2) > 0
    assert kept.all()


def test_a_passage_without_tokens_matches_nothing() -> None:
    assert token_matching([np.zeros((0, 3))], [np.eye(3)]).tolist() == [[0.0]]
