from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.align import Scores
from framing.align.scores import SURE, plain, with_identical
from framing.errors import ModelError


def scores(n: int = 2, m: int = 3, value: float = 0.1) -> Scores:
    full = np.full((n, m), value, np.float32)
    return Scores(full, full.copy(), np.full(n, value, np.float32), np.full(m, value, np.float32))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -0.1, 1.1])
def test_values_that_are_no_probabilities_are_an_error(bad: float) -> None:
    with pytest.raises(ModelError):
        scores(value=bad)


def test_shapes_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ModelError, match="fit"):
        Scores(np.zeros((2, 3)), np.zeros((3, 2)), np.zeros(2), np.zeros(3))


def test_mirroring_twice_changes_nothing() -> None:
    given = scores()
    np.testing.assert_array_equal(given.mirrored().mirrored().link, given.link)
    assert given.mirrored().covered_a is given.covered_b


def test_meaning_is_mirrored_and_survives_identical_words() -> None:
    given = replace(scores(), meaning_a=np.ones((2, 2)), meaning_b=np.zeros((3, 2)))
    assert given.mirrored().meaning_a is given.meaning_b
    assert with_identical(given, ["Ferry sinks.", "Other."], ["x", "ferry sinks", "y"]).meaning_a is given.meaning_a


@pytest.mark.parametrize("bad", [np.ones((1, 2)), np.ones((2, 1)), np.array([[1.0, np.nan], [0, 0]])])
def test_meaning_that_does_not_fit_or_is_no_number_is_an_error(bad: np.ndarray) -> None:
    with pytest.raises(ModelError, match="meaning"):
        replace(scores(), meaning_a=bad)


def test_the_same_words_are_linked_and_covered_whatever_the_network_says() -> None:
    sure = with_identical(scores(), ["Ferry sinks.", "Other."], ["x", "ferry  SINKS", "y"])
    assert sure.link[0, 1] == np.float32(SURE)
    assert sure.covered_a.tolist() == pytest.approx([SURE, 0.1])
    assert sure.covered_b.tolist() == pytest.approx([0.1, SURE, 0.1])
    assert (sure.link[1] == np.float32(0.1)).all()


def test_punctuation_alone_is_never_the_same_words() -> None:
    assert plain("…!") == ""
    given = scores(1, 1)
    assert with_identical(given, ["..."], ["!"]) is given
