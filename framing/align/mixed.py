"""The default scorer: two small networks of different make, whose log-odds are averaged.

They err in different places, so that their mean is better than either: one has six of the large encoder's
layers (`align_fast`), the other is a smaller encoder of its own (`align_mini`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from framing.align.calibration import Calibration
from framing.align.encoder import MINI, WORDS
from framing.align.head import Logits
from framing.align.network import (
    NetworkScorer,
    Tensors,
    calibrated,
    network_scorer,
    read_settings,
    read_weights,
)
from framing.align.scores import Scores
from framing.model import ModelUse, Notice


@dataclass(frozen=True, slots=True)
class MixedScorer:
    """The weighted mean of two scorers' log-odds, with curves of its own."""

    first: NetworkScorer
    second: NetworkScorer | MixedScorer
    share: float
    """Weight of the first, 0 to 1."""
    calibration: Calibration

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """All of them."""
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
    """`share` of the first log-odds and the rest of the second."""
    w = np.float32(share)
    return Logits(
        w * one.link + (1 - w) * other.link,
        w * one.same + (1 - w) * other.same,
        w * one.covered_a + (1 - w) * other.covered_a,
        w * one.covered_b + (1 - w) * other.covered_b,
    )


@lru_cache(maxsize=2)
def default_scorer(folder: Path | None = None) -> MixedScorer:
    """The shipped scorer, or with the network that `framing train --deep` left in `folder`.

    Raises ModelError where the base model is not installed or weights are missing or wrong.
    """
    values = read_settings("align_fast", folder)
    return beside_mini(values, read_weights("align_fast", values["sha256"], folder))


def beside_mini(values: dict[str, Any], own: Tensors) -> MixedScorer:
    """The network of these settings and weights, averaged with the shipped smaller one."""
    calibration = Calibration.from_dict(values["calibration"])
    return MixedScorer(network_scorer(values, own), mini_network(), float(values["share"]), calibration)


@lru_cache(maxsize=1)
def mini_network() -> NetworkScorer:
    """The smaller network, over the word vectors of the default encoder's package."""
    values = read_settings("align_mini")
    return mini_of(values, read_weights("align_mini", values["sha256"]))


def mini_of(values: dict[str, Any], own: Tensors) -> NetworkScorer:
    """The smaller network of these settings and weights. Raises ModelError where the package is not installed."""
    from framing.embed.weights import default_tensors

    return network_scorer(values, own, MINI, {WORDS: default_tensors()[WORDS]})
