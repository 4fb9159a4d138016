"""Fits the curves of `framing.align.calibration` on pairs that the networks did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration, Curve
from framing.align.head import Logits
from framing.errors import UsageError
from framing.train.gold import Labels

Vector = NDArray[np.floating[Any]]
SHOWN = (0.001, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


def fit(logits: Sequence[Logits], gold: Sequence[Labels]) -> Calibration:
    """Curves from held-out log-odds.

    Links: slope by logistic regression, middle where F1 peaks (`best_threshold`). Same: logistic, among real links.
    Coverage: slope by logistic regression, middle in the midst of the thresholds that tell what is absent as well as
    any. Raises UsageError where gold has one class only.
    """
    from sklearn.isotonic import IsotonicRegression

    link = np.concatenate([item.link.ravel() for item in logits])
    same = np.concatenate([item.same.ravel() for item in logits])
    kind = np.concatenate([item.links.ravel() for item in gold])
    link, same, kind = link[kind >= 0], same[kind >= 0], kind[kind >= 0]
    linked = kind > 0
    curve = Curve(logistic(link, linked).slope, best_threshold(link, linked))
    observed = IsotonicRegression(out_of_bounds="clip").fit(curve(link), linked).predict(np.array(SHOWN))
    covered = np.concatenate([np.concatenate([item.covered_a, item.covered_b]) for item in logits])
    state = np.concatenate([np.concatenate([item.coverage_a, item.coverage_b]) for item in gold])
    return Calibration(
        link=curve,
        same=logistic(same[linked], kind[linked] == 2),
        covered=coverage_curve(covered[state >= 0], state[state >= 0] > 0),
        shown=SHOWN,
        observed=tuple(round(float(p), 4) for p in observed),
    )


def coverage_curve(score: Vector, covered: NDArray[np.bool_]) -> Curve:
    """Slope of a logistic regression; middle where absence is told best, halfway along the flat top of its F1."""
    return Curve(logistic(score, covered).slope, -best_threshold(-score, ~covered, strict=0.5))


def logistic(score: Vector, positive: NDArray[np.bool_]) -> Curve:
    """The curve of a one-variable logistic regression (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    if positive.all() or not positive.any():
        raise UsageError("calibration needs examples of both kinds")
    model = LogisticRegression(C=1e4).fit(np.asarray(score, dtype=np.float64)[:, None], positive)
    slope, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
    if slope <= 0:
        raise UsageError("scores do not rise with the gold; nothing to calibrate")
    return Curve(slope, -intercept / slope)


NEAR_BEST = 0.01
"""Thresholds whose F1 is this close to the best are as good."""
STRICT = 0.75
"""Where among them the decision stands, from the lowest (0) to the highest (1)."""


def best_threshold(score: Vector, positive: NDArray[np.bool_], smooth: int = 15, strict: float = STRICT) -> float:
    """One, at `strict` of the way up, of the thresholds whose F1, averaged over `smooth` neighbours, is within NEAR_BEST of its peak.

    F1 is flat around its peak, and where on it the very highest value falls is chance. A false link is put before
    the reader as evidence, a missing one is not; so of thresholds that are as good the decision takes a high one.
    """
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(positive[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + positive.sum())
    width = smooth if len(f1) > 3 * smooth else 1
    mean = np.convolve(f1, np.ones(width) / width, "valid")
    near = np.flatnonzero(mean >= mean.max() - NEAR_BEST)
    high, low = (float(score[order][i + width // 2]) for i in (near[0], near[-1]))
    return low + strict * (high - low)
