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
from framing.events.context import NAMES as CONTEXT_NAMES
from framing.events.features import NAMES

FILE = "events_model.json"
CONTEXT_FILE = "events_context.json"


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
    """The model of a pair alone. Raises ModelError where its file is missing, broken or of other features."""
    return _load(FILE, NAMES)


@lru_cache(maxsize=1)
def load_context_model() -> PairModel:
    """The model of a pair in its corpus, see `framing.events.context`; raises as `load_model`."""
    return _load(CONTEXT_FILE, CONTEXT_NAMES)


def _load(file: str, names: tuple[str, ...]) -> PairModel:
    try:
        raw = files("framing.data").joinpath(file).read_bytes()
        table = json.loads(raw)
        if tuple(table["features"]) != names:
            raise ModelError(f"{file}: made for other features; reinstall framing or retrain it")
        return PairModel(
            np.array(table["mean"]),
            np.array(table["scale"]),
            float(table["clip"]),
            tuple(_net(net) for net in table["nets"]),
            float(table["slope"]),
            float(table["offset"]),
            hashlib.sha256(raw).hexdigest(),
        )
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{file}: cannot be read ({error}); reinstall framing") from error


def _net(table: dict[str, list[list[float]]]) -> Net:
    weights, biases = ([np.array(part, dtype=np.float64) for part in table[key]] for key in ("weights", "biases"))
    return Net(tuple(weights), tuple(biases))
