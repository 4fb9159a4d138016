"""Choosing supporting sentences, features of a claim, the lexicon behind them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.facts.lexicon import Kin, meanings, opposite_of
from framing.facts.support import FEATURES, TOKEN_FEATURES, Source, features, ranked, token_features, tokens_of
from framing.facts.support_model import HEADS, heads, named
from framing.facts.words import content_stems, stem

SENTENCES = (
    "Skip to content",
    "The dam at Karsin was finished in 1974.",
    "Two countries run the Karsin dam.",
    "Contact us",
)
SOURCE = Source(SENTENCES)


def values(claim: str, source: Source = SOURCE) -> dict[str, float]:
    return named(features(claim, source, ranked(claim, source, count=5)))


def test_sentences_that_complete_each_other_come_first() -> None:
    assert set(ranked("Two countries finished the Karsin dam in 1974.", SOURCE, count=2)) == {1, 2}


def test_every_sentence_is_ranked_once() -> None:
    assert sorted(ranked("The dam", SOURCE)) == [0, 1, 2, 3]
    long = Source(tuple(f"Sentence {n} of the dam." for n in range(40)))
    assert sorted(ranked("The dam", long)) == list(range(40))


@pytest.mark.parametrize(
    ("claim", "feature"),
    [
        ("The dam at Karsin was finished in 1981.", "numbers_open_anywhere"),
        ("The dam at Oslo was finished in 1974.", "names_open_anywhere"),
        ("The dam at Karsin was not finished in 1974.", "negation_differs"),
        ("Despite protests, the dam at Karsin was finished in 1974.", "contrary"),
    ],
)
def test_what_an_edit_changed_shows_in_its_feature(claim: str, feature: str) -> None:
    assert values("The dam at Karsin was finished in 1974.")[feature] == 0
    assert values(claim)[feature] > 0


def test_synonyms_and_opposites_are_told_apart() -> None:
    known = frozenset(content_stems("Investigators found prices increase and the guard ill."))
    assert meanings(known).kin(stem("sick")) is Kin.SYNONYM
    assert meanings(known).kin(stem("giraffe")) is Kin.NONE
    assert opposite_of(stem("decrease"), known) == stem("increase")
    assert opposite_of("unhappy", frozenset(("happy",))) == "happy"
    assert opposite_of("table", known) is None


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=6))
def test_any_text_gives_finite_features(claim: str, sentences: list[str]) -> None:
    source = Source(tuple(sentences))
    row = features(claim, source, ranked(claim, source, count=5))
    assert row.shape == (len(FEATURES),)
    assert np.isfinite(row).all()


def test_words_are_pooled_from_their_pieces() -> None:
    vectors = np.eye(3, 4, dtype=np.float32)
    tokens = tokens_of("dams burst", vectors, [(0, 3), (3, 4), (5, 10)])
    assert tokens.stems == (stem("dams"), stem("burst"))
    assert tokens.vectors[0] == pytest.approx([0.7071, 0.7071, 0, 0], abs=1e-3)
    assert token_features(tokens, [tokens])[TOKEN_FEATURES.index("tokens_least")] == pytest.approx(1.0)


def test_no_source_tokens_give_zero_similarity() -> None:
    tokens = tokens_of("dams burst", np.eye(2, 4, dtype=np.float32), [(0, 4), (5, 10)])
    assert token_features(tokens, []).shape == (len(TOKEN_FEATURES),)


def test_every_shipped_head_reads_known_features_only() -> None:
    assert set(heads()) == set(HEADS)
    for name, head in heads().items():
        assert set(head.weights) == set(HEADS[name]) <= {*FEATURES, *TOKEN_FEATURES}
        assert 0 < head.probability(dict.fromkeys((*FEATURES, *TOKEN_FEATURES), 0.5)) < 1


@pytest.mark.parametrize(
    ("claim", "count"),
    [
        ("The mill lost millions of crowns last year.", 1),
        ("The mill lost billions of crowns last month.", 1),
        ("The mill lost billions of crowns last year.", 0),
        ("The mill lost plenty of crowns last year.", 0),
    ],
)
def test_a_word_swapped_for_another_of_its_closed_class_is_counted(claim: str, count: int) -> None:
    source = Source(("The mill lost billions of crowns last year.",))
    assert dict(zip(FEATURES, features(claim, source, [0]), strict=True))["class_swaps"] == count
