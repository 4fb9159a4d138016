"""Scorers that a user brings: any sentence-transformers CrossEncoder, by name or folder.

Its output (a similarity, or the entailment class of an NLI model) is read in both directions, turned into
log-odds, and put through the calibration that `framing train` wrote beside the model, where there is one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration, Curve
from framing.align.head import Logits
from framing.align.lexical import features as lexical_features
from framing.align.scores import Scores, with_identical
from framing.errors import MissingExtra, ModelError
from framing.model import ModelUse, Notice

Matrix = NDArray[np.floating[Any]]
CALIBRATION = "framing-calibration.json"
"""File in the model's folder that `framing train` writes."""
CANDIDATES = 12
"""Pairs a passage takes part in at least: those that share most by words; the rest score lowest."""
_NEUTRAL = Calibration(Curve(1.0, 0.0), Curve(1.0, 0.0), Curve(1.0, 0.0))


@dataclass(frozen=True, slots=True)
class ExternalScorer:
    """A CrossEncoder with its calibration."""

    name: str
    model: Any
    calibration: Calibration
    calibrated: bool
    entailment: int | None
    """Column of the entailment class, None for a single score."""

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """Name and hash of the model's configuration (its weights belong to the user)."""
        digest = hashlib.sha256(repr(self.model.config).encode()).hexdigest()
        return (ModelUse("alignment", self.name, digest, "fp32"),)

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """A warning while the scorer has no calibration of ours."""
        if self.calibrated:
            return ()
        return (
            Notice(
                "scorer-not-calibrated",
                f"`{self.name}` is not calibrated on gold; run `framing train GOLD --scorer {self.name}`",
            ),
        )

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """Scores of all passage pairs; both directions of the model, the mean as link, the larger as coverage."""
        z, c = self.logits(first, second), self.calibration
        scores = Scores(c.link(z.link), c.same(z.same), c.covered(z.covered_a), c.covered(z.covered_b))
        return with_identical(scores, first, second)

    def logits(self, first: Sequence[str], second: Sequence[str]) -> Logits:
        """Log-odds before calibration, as our own scorers give them."""
        forth, back = self.raw(first, second)
        return Logits((forth + back) / 2, np.minimum(forth, back), forth.max(1), back.max(0))

    def raw(self, first: Sequence[str], second: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Log-odds (n, m) that `second` states `first`, and the other way round; non-candidates get the lowest."""
        n, m = len(first), len(second)
        chosen = candidates(lexical_features(first, second)[..., 0], CANDIDATES)
        rows, columns = np.nonzero(chosen)
        pairs = [(second[j], first[i]) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
        pairs += [(first[i], second[j]) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
        values = self._log_odds(self.model.predict(pairs, show_progress_bar=False, convert_to_numpy=True))
        forth = np.full((n, m), values.min(), dtype=np.float32)
        back = forth.copy()
        forth[rows, columns], back[rows, columns] = values[: len(rows)], values[len(rows) :]
        return forth, back

    def _log_odds(self, output: NDArray[Any]) -> Matrix:
        values = np.asarray(output, dtype=np.float64)
        if not np.isfinite(values).all():
            raise ModelError(f"{self.name}: the scorer gave values that are not numbers")
        if values.ndim == 2 and values.shape[1] > 1:
            if self.entailment is None:
                raise ModelError(f"{self.name}: gives {values.shape[1]} classes and none is named entailment")
            shifted = values - values.max(1, keepdims=True)
            share = np.exp(shifted) / np.exp(shifted).sum(1, keepdims=True)
            values = share[:, self.entailment]
        values = values.reshape(-1)
        if values.min() >= 0 and values.max() <= 1:  # a probability already
            values = np.clip(values, 1e-6, 1 - 1e-6)
            values = np.log(values / (1 - values))
        return values.astype(np.float32)


def candidates(similarity: Matrix, count: int) -> NDArray[np.bool_]:
    """The `count` best entries of each row and of each column."""
    chosen = np.zeros(similarity.shape, dtype=np.bool_)
    for axis in (0, 1):
        size = min(count, similarity.shape[axis])
        best = np.argsort(-similarity, axis=axis, kind="stable").take(np.arange(size), axis=axis)
        np.put_along_axis(chosen, best, True, axis=axis)
    return chosen


def external_scorer(name: str) -> ExternalScorer:
    """Load a CrossEncoder by name or folder.

    Raises MissingExtra without sentence-transformers, ModelError where the model cannot be loaded.
    """
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise MissingExtra("a scorer of your own", "all") from error
    try:
        model = CrossEncoder(name)
    except Exception as error:  # the library raises OSError, ValueError, RuntimeError and more
        raise ModelError(f"--scorer {name}: cannot be loaded as a CrossEncoder: {error}") from error
    labels = {str(v).lower(): int(k) for k, v in (getattr(model.config, "id2label", None) or {}).items()}
    entailment = next((index for label, index in labels.items() if label.startswith("entail")), None)
    file = Path(name) / CALIBRATION
    if file.is_file():
        calibration = Calibration.from_dict(json.loads(file.read_text(encoding="utf-8")))
        return ExternalScorer(name, model, calibration, True, entailment)
    return ExternalScorer(name, model, _NEUTRAL, False, entailment)
