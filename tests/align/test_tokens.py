from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.align.tokens import MAX_CHARS, MAX_TOKENS, Special, pack, tokenise

SPECIAL = Special(begin=1, end=2, padding=0)
PASSAGES = st.lists(st.lists(st.integers(10, 99), max_size=200), min_size=1, max_size=12)


@given(PASSAGES, st.integers(1, 400))
def test_every_passage_finds_its_own_tokens_in_the_windows(ids: list[list[int]], window: int) -> None:
    cut = [item[:MAX_TOKENS] for item in ids]
    packed = pack(cut, SPECIAL, window)
    flat = packed.ids.reshape(-1)
    for row, item in enumerate(cut):
        kept = packed.present[row]
        expected = (item or [SPECIAL.end])[: kept.sum()]
        assert kept.sum() >= min(len(item) or 1, 100)
        assert flat[packed.where[row][kept]].tolist() == expected
        assert packed.tokens[row][kept].tolist() == expected


@given(PASSAGES, st.integers(1, 400))
def test_no_window_is_longer_than_the_encoder_can_read(ids: list[list[int]], window: int) -> None:
    packed = pack([item[:MAX_TOKENS] for item in ids], SPECIAL, window)
    assert packed.ids.shape[1] <= 510
    assert packed.ids.shape == packed.mask.shape
    assert (packed.ids[packed.mask == 0] == SPECIAL.padding).all()


def test_a_later_window_begins_with_the_passage_before() -> None:
    packed = pack([[11] * 30, [12] * 30], SPECIAL, window=30)
    assert packed.ids.shape[0] == 2
    assert packed.ids[1, :31].tolist() == [SPECIAL.begin, *[11] * 30]


def test_without_context_every_passage_stands_alone() -> None:
    packed = pack([[11] * 3, [12] * 4], SPECIAL, window=1, before=0)
    assert packed.ids.tolist() == [[1, 11, 11, 11, 2, 0], [1, 12, 12, 12, 12, 2]]


class Letters:
    """A tokeniser that takes each character for a token."""

    def encode_batch(self, texts: list[str], add_special_tokens: bool) -> list[object]:
        assert not add_special_tokens
        assert all(len(text) <= MAX_CHARS for text in texts)
        return [type("E", (), {"ids": [ord(c) for c in text]})() for text in texts]


def test_hostile_passages_are_capped_before_and_after_tokenising() -> None:
    long, broken = tokenise(Letters(), ["x" * 1_000_000, "\ud800 lone"])
    assert len(long) == MAX_TOKENS
    assert broken[0] == ord("?")


def test_windows_are_of_about_the_same_length() -> None:
    packed = pack([[10 + i] * 20 for i in range(40)], SPECIAL, window=160)
    lengths = packed.mask.sum(1)
    assert lengths.min() >= 0.6 * lengths.max()
    assert np.unique(packed.where[packed.present]).size == 40 * 20
