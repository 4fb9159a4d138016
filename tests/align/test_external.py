from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from framing.align.calibration import Calibration, Curve
from framing.align.external import ExternalScorer, candidates
from framing.errors import ModelError
from tests.align.helpers import FERRY_A, FERRY_B

PLAIN = Calibration(Curve(1.0, 0.0), Curve(1.0, 0.0), Curve(1.0, 0.0))


class Overlap:
    """A pair model whose score is the number of words in common, less two."""

    config = SimpleNamespace(id2label={0: "LABEL_0"})

    def predict(self, pairs: list[tuple[str, str]], **_: object) -> np.ndarray:
        return np.array([len(set(a.lower().split()) & set(b.lower().split())) - 2.0 for a, b in pairs])


class Classes(Overlap):
    """Three classes, the second of them entailment."""

    def predict(self, pairs: list[tuple[str, str]], **_: object) -> np.ndarray:
        score = super().predict(pairs)
        return np.stack([-score, score, np.zeros_like(score)], axis=1)


class Broken(Overlap):
    """Gives no number."""

    def predict(self, pairs: list[tuple[str, str]], **_: object) -> np.ndarray:
        return np.full(len(pairs), np.nan)


def scorer(model: object, entailment: int | None = None, calibrated: bool = False) -> ExternalScorer:
    return ExternalScorer("mine", model, PLAIN, calibrated, entailment)


@pytest.mark.parametrize(("model", "column"), [(Overlap(), None), (Classes(), 1)])
def test_a_users_scorer_links_what_shares_most(model: object, column: int | None) -> None:
    scores = scorer(model, column).score(FERRY_A, FERRY_B)
    assert scores.link.shape == (len(FERRY_A), len(FERRY_B))
    assert scores.link[1].argmax() == 1


def test_classes_without_entailment_are_an_error() -> None:
    with pytest.raises(ModelError, match="entailment"):
        scorer(Classes()).score(FERRY_A, FERRY_B)


def test_values_that_are_not_numbers_are_an_error() -> None:
    with pytest.raises(ModelError, match="not numbers"):
        scorer(Broken()).score(FERRY_A, FERRY_B)


def test_an_uncalibrated_scorer_says_so() -> None:
    assert [n.code for n in scorer(Overlap()).notices(["en"])] == ["scorer-not-calibrated"]
    assert scorer(Overlap(), calibrated=True).notices(["en"]) == ()


def test_candidates_hold_the_best_of_each_row_and_column() -> None:
    chosen = candidates(np.array([[0.9, 0.1, 0.2], [0.8, 0.7, 0.0]]), 1)
    assert chosen.tolist() == [[True, False, True], [True, True, False]]
