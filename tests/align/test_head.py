from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.align import head
from framing.align.head import Surroundings, in_context, rival


def test_a_rival_is_the_best_other_entry() -> None:
    values = np.array([[3.0, 1.0, 2.0]], dtype=np.float32)
    assert rival(values, 1, 0.0).tolist() == [[2.0, 3.0, 3.0]]


def test_a_lone_entry_has_the_given_rival() -> None:
    assert rival(np.ones((1, 2), np.float32), 0, -8.0).tolist() == [[-8.0, -8.0]]


@given(st.integers(1, 6), st.integers(1, 6))
def test_context_features_mirror(n: int, m: int) -> None:
    features = np.random.default_rng(n * 7 + m).random((n, m, 3)).astype(np.float32)
    one = in_context(features)
    other = in_context(np.ascontiguousarray(features.transpose(1, 0, 2))).transpose(1, 0, 2)
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_centred_features_sum_to_zero_in_rows_and_columns() -> None:
    features = np.random.default_rng(0).random((4, 5, 2)).astype(np.float32)
    centred = in_context(features)[..., 2:4]
    assert np.abs(centred.sum(0)).max() == pytest.approx(0, abs=1e-5)
    assert np.abs(centred.sum(1)).max() == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 5), (2, 2), (7, 3), (9, 9)])
def test_reading_in_blocks_of_rows_changes_nothing(n: int, m: int, monkeypatch: pytest.MonkeyPatch) -> None:
    features = np.random.default_rng(n + m).integers(0, 4, (n, m, 3)).astype(np.float32)
    whole, context = Surroundings.of(features), in_context(features)
    monkeypatch.setattr(head, "_BLOCK", 1)
    in_blocks = Surroundings.of(features)
    np.testing.assert_array_equal(whole.best_in_row, in_blocks.best_in_row)
    np.testing.assert_array_equal(whole.best_in_column, in_blocks.best_in_column)
    parts = [head._part(features, in_blocks, row, row + 1) for row in range(n)]
    np.testing.assert_allclose(np.concatenate(parts), context, atol=1e-6)


def test_a_value_is_measured_against_its_best_rival() -> None:
    features = np.array([[[3.0], [1.0]], [[2.0], [5.0]]], np.float32)
    assert in_context(features)[..., 2].tolist() == [[1.0, -4.0], [-3.0, 3.0]]
