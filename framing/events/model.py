"""The trained same-event model: coefficients as data (framing/data/events_model.json), numpy at inference."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError
from framing.events.features import NAMES

FILE = "events_model.json"


@dataclass(frozen=True, slots=True)
class Net:
    """A feed-forward net: relu between layers, one logit at the end. No hidden layer is logistic regression."""

    weights: tuple[NDArray[np.float64], ...]
    """Of layer k: (in, out); the last has one output."""
    biases: tuple[NDArray[np.float64], ...]

    def logits(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """float64 (n,) for standardised rows (n, features)."""
        last = len(self.weights) - 1
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            rows = rows @ weight + bias
            rows = rows if layer == last else np.maximum(rows, 0.0)
        return rows[:, 0]


@dataclass(frozen=True, slots=True)
class PairModel:
    """Standardises, averages the nets' logits, calibrates by a line on the logit (Platt 1999)."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    clip: float
    """Standardised features are held to [-clip, clip]: an odd article cannot run away with the score."""
    nets: tuple[Net, ...]
    slope: float
    offset: float
    sha256: str

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """float64 (n,) in (0, 1) for feature rows (n, len(NAMES))."""
        standard = np.clip((rows - self.mean) / self.scale, -self.clip, self.clip)
        logit = np.mean([net.logits(standard) for net in self.nets], axis=0)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.slope * logit + self.offset, -30, 30))))


@lru_cache(maxsize=1)
def load_model() -> PairModel:
    """The shipped model. Raises ModelError where its file is missing, broken or of other features."""
    try:
        raw = files("framing.data").joinpath(FILE).read_bytes()
        table = json.loads(raw)
        if tuple(table["features"]) != NAMES:
            raise ModelError(f"{FILE}: made for other features; reinstall framing or retrain it")
        nets = tuple(
            Net(
                tuple(np.array(w, dtype=np.float64) for w in net["weights"]),
                tuple(np.array(b, dtype=np.float64) for b in net["biases"]),
            )
            for net in table["nets"]
        )
        return PairModel(
            np.array(table["mean"]), np.array(table["scale"]), float(table["clip"]), nets,
            float(table["slope"]), float(table["offset"]), hashlib.sha256(raw).hexdigest(),
        )  # fmt: skip
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{FILE}: cannot be read ({error}); reinstall framing") from error
