"""Densest stretches, against plain loops over tokens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.align.stretches import HALF, LOCAL, WIDTHS, dense, local

SIZES = st.lists(st.integers(1, 20), min_size=1, max_size=4)


def starts_of(sizes: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)


def tokens_of(sizes: list[int]) -> list[range]:
    return [range(s, s + n) for s, n in zip(starts_of(sizes).tolist(), sizes, strict=True)]


@given(SIZES, SIZES, st.integers(0, 1000))
def test_local_is_the_best_stretch_of_one_passage_found_in_one_stretch_of_the_other(
    one: list[int], other: list[int], seed: int
) -> None:
    chance = np.random.default_rng(seed)
    likeness = chance.random((sum(one), sum(other)), dtype=np.float32)
    weight = chance.random(sum(one), dtype=np.float32)
    got = local(likeness, weight, starts_of(one), starts_of(other))
    for i, mine in enumerate(tokens_of(one)):
        for j, theirs in enumerate(tokens_of(other)):
            best = 0.0
            for begin in theirs[::HALF]:
                run = likeness[mine.start : mine.stop, begin : min(begin + 2 * HALF, theirs.stop)].max(1)
                found = run * weight[mine.start : mine.stop]
                best = max(best, *(float(found[k : k + LOCAL].sum()) for k in range(len(mine))))
            assert got[i, j] == pytest.approx(np.log1p(best), abs=1e-4)


@given(SIZES, st.integers(0, 1000))
def test_dense_is_the_stretch_with_the_most_weight_found(sizes: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    weight = chance.random(sum(sizes), dtype=np.float32) + 0.1
    found = weight * chance.random((3, sum(sizes)), dtype=np.float32)
    total = np.add.reduceat(weight, starts_of(sizes))
    got = dense(found, weight, starts_of(sizes), total)
    for which, width in enumerate(WIDTHS):
        for passage, mine in enumerate(tokens_of(sizes)):
            sums = [found[1, k : min(k + width, mine.stop)].sum() for k in mine]
            heavy = [weight[k : min(k + width, mine.stop)].sum() for k in mine]
            usual = total[passage] * min(width / len(mine), 1.0)
            share = max(s / (h + 0.5 * usual + 1e-2) for s, h in zip(sums, heavy, strict=True))
            assert got[2 * which][1, passage] == pytest.approx(share, abs=1e-4)
            assert got[2 * which + 1][1, passage] == pytest.approx(np.log1p(max(sums)), abs=1e-4)


def test_words_found_together_count_more_than_the_same_words_strewn_about() -> None:
    weight = np.ones(40, np.float32)
    together, strewn = np.zeros((40, 40), np.float32), np.zeros((40, 40), np.float32)
    for k in range(10):
        together[k, k] = 1
        strewn[4 * k, 39 - 4 * k] = 1
    start = np.zeros(1, np.int64)
    assert local(together, weight, start, start)[0, 0] > local(strewn, weight, start, start)[0, 0] + 0.5
