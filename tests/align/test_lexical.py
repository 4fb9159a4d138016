from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.align.lexical import FEATURES, features
from tests.align.helpers import FERRY_A, FERRY_B

TEXTS = st.lists(st.text(max_size=40), min_size=1, max_size=5)


def column(name: str, first: list[str], second: list[str]) -> np.ndarray:
    return features(first, second)[..., FEATURES.index(name)]


@given(TEXTS, TEXTS)
def test_features_mirror_when_the_articles_change_places(first: list[str], second: list[str]) -> None:
    np.testing.assert_array_equal(features(first, second), features(second, first).transpose(1, 0, 2))


@given(TEXTS, TEXTS)
def test_features_are_finite_and_never_negative(first: list[str], second: list[str]) -> None:
    values = features(first, second)
    assert np.isfinite(values).all()
    assert (values >= 0).all()


def test_the_best_match_by_words_is_the_sentence_on_the_same_rescue() -> None:
    cosine = column("tfidf_cosine", FERRY_A, FERRY_B)
    assert cosine[1].argmax() == 1


def test_a_shared_number_counts_and_another_does_not() -> None:
    shared = column("numbers", ["112 were saved"], ["all 112 came home", "all 113 came home"])
    assert shared[0, 0] > 0
    assert shared[0, 1] == 0


def test_words_of_a_quotation_found_outside_quotation_marks_count() -> None:
    values = features(["She called it “a reckless gamble”."], ["Critics see a reckless gamble in it."])[0, 0]
    assert values[FEATURES.index("quote_words")] > 0
    assert values[FEATURES.index("quote_quote")] == 0


def test_containment_is_ordered_least_then_most() -> None:
    values = features(["The ferry sank."], ["The ferry sank off Hallow Sound while lifeboats searched in vain."])[0, 0]
    assert values[FEATURES.index("shared_least")] < values[FEATURES.index("shared_most")]
