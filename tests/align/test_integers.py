"""Weights in few bits: what comes back is near what went in, and exactly what was kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.align.integers import GROUP, SIX_BITS, pack_six, unpack_six, whole, words
from framing.errors import ModelError


def some(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@settings(max_examples=30)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 1000))
def test_packed_codes_come_back_as_they_were(inputs: int, outputs: int, seed: int) -> None:
    codes = np.random.default_rng(seed).integers(-31, 32, size=(inputs * 2, outputs * 2)).astype(np.int8)
    packed = pack_six(codes)
    assert packed.nbytes * 4 == codes.nbytes * 3
    np.testing.assert_array_equal(unpack_six(packed, codes.shape), codes)


@pytest.mark.parametrize("shape", [(4, 3), (2, 2), (8, 8)])
def test_packed_codes_that_do_not_fit_the_matrix_are_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ModelError, match="do not hold"):
        unpack_six(pack_six(np.zeros((4, 4), np.int8)), shape)


@pytest.mark.parametrize(("most", "error"), [(127, 0.01), (SIX_BITS, 0.04)])
def test_a_matrix_comes_back_within_its_bits(most: int, error: float) -> None:
    matrix = some(24, 96) * np.linspace(0.01, 3, 24, dtype=np.float32)[:, None]
    kept = whole(matrix, most)
    assert np.abs(kept.codes).max() <= most
    assert kept.matrix().shape == matrix.shape
    assert np.linalg.norm(kept.matrix() - matrix) < error * np.linalg.norm(matrix)


def test_what_was_kept_is_kept_the_same_again() -> None:
    once = whole(some(12, 40), SIX_BITS)
    again = whole(once.matrix(), SIX_BITS)
    np.testing.assert_array_equal(once.codes, again.codes)
    np.testing.assert_allclose(once.scale, again.scale, rtol=1e-6)


def test_a_row_of_zeros_is_kept_as_zeros() -> None:
    kept = whole(np.zeros((2, 4), np.float32))
    assert not kept.matrix().any()


def test_word_vectors_come_back_within_four_bits() -> None:
    table = some(50, 2 * GROUP)
    kept = words(table)
    assert kept.codes.nbytes == table.nbytes / 8
    assert np.linalg.norm(kept(np.arange(50)) - table) < 0.12 * np.linalg.norm(table)


def test_word_vectors_are_looked_up_in_any_shape() -> None:
    kept = words(some(10, 2 * GROUP))
    ids = np.array([[3, 1], [9, 3]])
    assert kept(ids).shape == (2, 2, 2 * GROUP)
    np.testing.assert_array_equal(kept(ids)[1, 1], kept(np.array([3]))[0])
