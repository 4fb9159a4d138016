"""A trained scorer: an encoder reads both articles, token by token; a head judges every pair.

Weights are ours (`framing/data/align_*.safetensors`) and run through ONNX Runtime in whole numbers
(`framing.align.encoder`). Everything after the encoder is numpy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration
from framing.align.encoder import SMALL, WORDS, byte_encoder
from framing.align.head import Logits, judge
from framing.align.interaction import Side, Weighing, found_anywhere, interact, side
from framing.align.lexical import features as lexical_features
from framing.align.meaning import directions
from framing.align.scores import Scores, with_identical
from framing.align.tokens import BEFORE, Packed, Special, pack, tokenise
from framing.errors import ModelError
from framing.model import ModelUse, Notice

Matrix = NDArray[np.floating[Any]]
Tensors = Mapping[str, NDArray[Any]]
CALIBRATED = ("en", "und")
PRECISION = "int8"
"""Of the encoder's matrix products."""


class States(Protocol):
    """Runs an encoder over windows."""

    def __call__(self, packed: Packed) -> Matrix:
        """(w, l, d) token vectors of the last layer."""


@dataclass(frozen=True, slots=True)
class NetworkScorer:
    """Encoder, interaction and head of one trained model."""

    name: str
    tokenizer: Any
    special: Special
    encoder: States
    weights: Tensors
    weighing: Weighing
    calibration: Calibration
    use: ModelUse
    window: int
    before: int = BEFORE
    directions: Matrix | None = None
    """(k, d): what to look for in a passage's vector (framing.align.meaning); None where nothing is known."""
    _sides: dict[tuple[str, ...], Side] = field(default_factory=dict)
    """The articles read last: in a comparison of several, each is read once."""

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """The model with its hash and precision."""
        return (self.use,)

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """A warning where an article is not in English: the model was trained and calibrated on English alone."""
        other = sorted({language for language in languages if language[:2] not in CALIBRATED and language != "und"})
        return tuple(
            Notice("scores-not-calibrated", f"alignment was trained on English; scores for `{code}` are not calibrated")
            for code in other
        )

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """Calibrated scores of all passage pairs. Raises ModelError where the encoder gives no numbers."""
        return calibrated(self.logits(first, second), self.calibration, first, second)

    def logits(self, first: Sequence[str], second: Sequence[str]) -> Logits:
        """Uncalibrated log-odds; the same whichever article comes first, but for transposition."""
        if tuple(second) < tuple(first):
            turned = self.logits(second, first)
            covered = turned.covered_b, turned.covered_a
            return Logits(turned.link.T, turned.same.T, *covered, turned.meaning_b, turned.meaning_a)
        a, b = self._read(first), self._read(second)
        met = interact(a, b, self.weighing)
        features = np.concatenate([met.features, lexical_features(first, second)], axis=-1)
        found = (
            found_anywhere(met.best_a, a, self.weighing),
            found_anywhere(met.best_b, b, self.weighing),
        )
        return judge(features, found, self.weights, self._meaning(a, b))

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """(n, d): unit means of the passages' token vectors, read in their article."""
        return self._read(texts).vectors

    def _meaning(self, a: Side, b: Side) -> tuple[Matrix | None, Matrix | None]:
        if self.directions is None:
            return None, None
        return a.vectors @ self.directions.T, b.vectors @ self.directions.T

    def _read(self, texts: Sequence[str]) -> Side:
        key = tuple(texts)
        if key not in self._sides:
            packed = pack(tokenise(self.tokenizer, texts), self.special, self.window, self.before)
            states = self.encoder(packed)
            if not np.isfinite(states).all():
                raise ModelError(f"{self.name}: the encoder gave values that are not numbers; run `framing doctor`")
            if len(self._sides) >= _KEPT:
                self._sides.pop(next(iter(self._sides)))
            self._sides[key] = side(states, packed, self.weighing)
        return self._sides[key]


def calibrated(logits: Logits, c: Calibration, first: Sequence[str], second: Sequence[str]) -> Scores:
    """Probabilities from log-odds; passages in the very same words are sure."""
    covered = c.covered(logits.covered_a), c.covered(logits.covered_b)
    scores = Scores(c.link(logits.link), c.same(logits.same), *covered, logits.meaning_a, logits.meaning_b)
    return with_identical(scores, first, second)


_KEPT = 8


def read_settings(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The JSON beside the weights, shipped or in `folder`. Raises ModelError where it is missing or damaged."""
    place, mend = _place(folder)
    try:
        values: dict[str, Any] = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
        if "sha256" not in values or "calibration" not in values:
            raise ValueError("not an aligner's settings")
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder or 'framing/data'}/{name}.json is missing or damaged; {mend}") from error
    return values


def read_weights(name: str, sha256: str, folder: Path | None = None) -> Tensors:
    """The tensors of `NAME.safetensors`: packed codes as they are, numbers in fp32.

    Raises ModelError where their hash is another.
    """
    import hashlib

    from safetensors.numpy import load

    place, mend = _place(folder)
    file = f"{folder or 'framing/data'}/{name}.safetensors"
    try:
        data = (place / f"{name}.safetensors").read_bytes()
    except OSError as error:
        raise ModelError(f"{file} is missing; {mend}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"{file} is not the trained weights (wrong hash); {mend}")
    return {key: opened(key, value) for key, value in load(data).items()}


def opened(name: str, tensor: NDArray[Any]) -> NDArray[Any]:
    """A tensor as it is used: packed codes and the scales of word vectors as kept, all else in fp32."""
    kept = tensor.dtype == np.uint8 or name == f"encoder:{WORDS}#scale"
    return tensor if kept else np.asarray(tensor, dtype=np.float32)


def _place(folder: Path | None) -> tuple[Traversable, str]:
    """Where weights lie, and what mends them."""
    if folder is not None:
        return folder, "write it again with `framing train --deep`"
    return resources.files("framing.data"), "reinstall framing"


@lru_cache(maxsize=2)
def default_scorer(folder: Path | None = None) -> NetworkScorer:
    """The shipped scorer, or the one that `framing train --deep` left in `folder`.

    Raises ModelError where the tokeniser's package is not installed or weights are missing or wrong.
    """
    values = read_settings("align_fast", folder)
    return network_scorer(values, read_weights("align_fast", values["sha256"], folder))


def network_scorer(values: Mapping[str, Any], own: Tensors) -> NetworkScorer:
    """The network of these settings and weights behind the default tokeniser. Raises ModelError where a tensor is missing."""
    from framing.embed.session import threads
    from framing.embed.tokens import load_tokenizer

    prefix = "encoder:"
    tokenizer = load_tokenizer()
    tokenizer.no_truncation()
    head = {k: v for k, v in own.items() if not k.startswith(prefix)}
    encoder = {k.removeprefix(prefix): v for k, v in own.items() if k.startswith(prefix)}
    return NetworkScorer(
        name=values["name"],
        tokenizer=tokenizer,
        special=Special(*values["special"]),
        encoder=byte_encoder(SMALL, encoder, threads()),
        weights=head,
        weighing=Weighing.of(head),
        calibration=Calibration.from_dict(values["calibration"]),
        use=ModelUse("alignment", values["name"], values["sha256"], PRECISION),
        window=int(values["window"]),
        before=int(values.get("before", BEFORE)),
        directions=directions(values["sha256"]),
    )
