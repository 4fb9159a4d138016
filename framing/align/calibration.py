"""From log-odds of the networks to the probabilities that are shown.

Links: one logistic curve with its middle at the score where F1 on held-out pairs is highest, so that the
decision at 0.5 is the best one. That is a decision score more than a frequency: `frequency` gives how
often held-out links with such a score were real. Coverage: a plain logistic calibration (Platt 1999), an
honest probability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Curve:
    """p = sigmoid(slope (z - middle)), slope > 0."""

    slope: float
    middle: float

    def __call__(self, z: Matrix) -> Matrix:
        """Probabilities, kept off exact 0 and 1."""
        x = np.clip(self.slope * (z.astype(np.float64) - self.middle), -16, 16)
        return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The three curves of a scorer, with the frequency table of links."""

    link: Curve
    same: Curve
    covered: Curve
    shown: tuple[float, ...] = ()
    """Link probabilities, rising."""
    observed: tuple[float, ...] = ()
    """Share of real links among held-out pairs at each of them, rising."""

    def frequency(self, probability: float) -> float:
        """How often a pair shown with this link probability was a real link in held-out gold."""
        if not self.shown:
            return probability
        return float(np.interp(probability, self.shown, self.observed))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            **{name: [c.slope, c.middle] for name, c in self._curves().items()},
            "shown": list(self.shown),
            "observed": list(self.observed),
        }

    def _curves(self) -> dict[str, Curve]:
        return {"link": self.link, "same": self.same, "covered": self.covered}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Calibration:
        """The inverse of `as_dict`. Raises ModelError where a value is missing or a slope is not positive."""
        try:
            curves = {name: Curve(*_pair(values[name])) for name in ("link", "same", "covered")}
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"not a calibration: {error!r}") from error
        return cls(**curves, shown=tuple(values.get("shown", ())), observed=tuple(values.get("observed", ())))


def _pair(values: Sequence[float]) -> tuple[float, float]:
    slope, middle = (float(value) for value in values)
    if not (np.isfinite([slope, middle]).all() and slope > 0):
        raise ValueError(f"a curve needs a positive slope, not {slope}")
    return slope, middle
