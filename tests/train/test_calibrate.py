from __future__ import annotations

import numpy as np
import pytest

from framing.align.head import Logits
from framing.errors import UsageError
from framing.train.calibrate import best_threshold, fit, logistic
from framing.train.gold import Labels


def test_the_best_threshold_parts_what_can_be_parted() -> None:
    score = np.concatenate([np.linspace(-3, -1, 90), np.linspace(1, 3, 10)])
    assert -1 < best_threshold(score, score > 0, smooth=1) <= 1


def test_a_logistic_curve_finds_slope_and_middle() -> None:
    chance = np.random.default_rng(0)
    z = chance.normal(size=20_000) * 3
    y = chance.random(20_000) < 1 / (1 + np.exp(-1.5 * (z - 0.7)))
    curve = logistic(z, y)
    assert curve.slope == pytest.approx(1.5, rel=0.05)
    assert curve.middle == pytest.approx(0.7, abs=0.05)


def test_one_kind_of_gold_cannot_be_calibrated() -> None:
    with pytest.raises(UsageError):
        logistic(np.arange(5.0), np.ones(5, dtype=bool))


def test_scores_that_fall_with_the_gold_are_refused() -> None:
    with pytest.raises(UsageError, match="rise"):
        logistic(np.arange(10.0), np.arange(10) < 5)


def test_unsure_links_do_not_count() -> None:
    chance = np.random.default_rng(1)
    kind = np.where(chance.random((30, 30)) < 0.1, 1, 0).astype(np.int8)
    kind[0, :15] = 2
    z = kind + chance.normal(size=kind.shape)
    state = np.array([0, 1] * 15, dtype=np.int8)
    covered = state + chance.normal(size=30)
    given = [Logits(z, z, covered, covered)]
    plain = fit(given, [Labels(kind, state, state)])
    spoilt = z.copy()
    spoilt[5] = 50.0
    unsure = kind.copy()
    unsure[5] = -1
    without = fit([Logits(spoilt, spoilt, covered, covered)], [Labels(unsure, state, state)])
    assert without.link.middle == pytest.approx(plain.link.middle, abs=0.6)
    assert list(plain.observed) == sorted(plain.observed)
