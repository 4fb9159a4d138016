"""What is refused before a vector can become a finding."""

from __future__ import annotations

import numpy as np
import pytest

from framing.embed.base import MAX_CHARS, checked, clipped
from framing.errors import ModelError


@pytest.mark.parametrize(
    ("vectors", "says"),
    [
        (np.ones((2, 4), np.float32), "shape"),
        (np.ones((3, 5), np.float32), "shape"),
        (np.full((3, 4), np.nan, np.float32), "not numbers"),
        (np.full((3, 4), np.inf, np.float32), "not numbers"),
        (np.zeros((3, 4), np.float32), "zeros"),
    ],
)
def test_unusable_vectors_are_refused(vectors: np.ndarray, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        checked(vectors, 3, 4, "some model")


def test_rows_come_out_with_unit_length() -> None:
    rows = checked(np.array([[3.0, 4.0], [0.1, 0.0]], np.float32), 2, 2, "m")
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert rows.dtype == np.float32


def test_checking_twice_changes_no_bit() -> None:
    once = checked(np.random.default_rng(0).normal(size=(50, 384)).astype(np.float32), 50, 384, "m")
    assert np.array_equal(checked(once, 50, 384, "m"), once)


def test_a_text_is_capped_and_lone_surrogates_are_replaced_one_for_one() -> None:
    assert clipped("a\ud800b") == "a?b"
    assert len(clipped("x" * 10 * MAX_CHARS)) == MAX_CHARS
