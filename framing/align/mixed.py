"""Two scorers of different make whose log-odds are averaged: they err in different places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.align.calibration import Calibration
from framing.align.head import Logits
from framing.align.network import NetworkScorer, calibrated
from framing.align.scores import Scores
from framing.model import ModelUse, Notice


@dataclass(frozen=True, slots=True)
class MixedScorer:
    """The weighted mean of two scorers' log-odds, with curves of its own."""

    first: NetworkScorer
    second: NetworkScorer
    share: float
    """Weight of the first, 0 to 1."""
    calibration: Calibration

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """Both of them."""
        return (*self.first.models, *self.second.models)

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """As the first one's."""
        return self.first.notices(languages)

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """Calibrated scores of all passage pairs. Raises ModelError where an encoder gives no numbers."""
        return calibrated(self.logits(first, second), self.calibration, first, second)

    def logits(self, first: Sequence[str], second: Sequence[str]) -> Logits:
        """Uncalibrated log-odds."""
        return mixed(self.first.logits(first, second), self.second.logits(first, second), self.share)


def mixed(one: Logits, other: Logits, share: float) -> Logits:
    """`share` of the first log-odds and the rest of the second, whose meaning is kept."""
    w = np.float32(share)
    return Logits(
        w * one.link + (1 - w) * other.link,
        w * one.same + (1 - w) * other.same,
        w * one.covered_a + (1 - w) * other.covered_a,
        w * one.covered_b + (1 - w) * other.covered_b,
        other.meaning_a,
        other.meaning_b,
    )
