"""The accurate scorer: the same network over a larger encoder, averaged with the fast one, for `--accurate`.

The shipped file holds what training changed, as low-rank factors of each matrix; they are added to the
verified published weights in memory. Slower by about a factor of eight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration
from framing.align.head import Logits
from framing.align.interaction import Weighing
from framing.align.network import NetworkScorer, calibrated, default_scorer, read_settings, read_weights
from framing.align.scores import Scores
from framing.align.tokens import Packed, Special
from framing.model import ModelUse, Notice

Matrix = NDArray[np.floating[Any]]
GRAPH = "align_mpnet.onnx"
_ENCODER = "encoder:"


@dataclass(frozen=True, slots=True)
class MixedScorer:
    """The weighted mean of two networks' log-odds, with curves of its own."""

    large: NetworkScorer
    fast: NetworkScorer
    share: float
    """Weight of the larger network, 0 to 1."""
    calibration: Calibration

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """Both models."""
        return (*self.large.models, *self.fast.models)

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """As the fast scorer's."""
        return self.fast.notices(languages)

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """Calibrated scores of all passage pairs. Raises ModelError where an encoder gives no numbers."""
        return calibrated(self.logits(first, second), self.calibration, first, second)

    def logits(self, first: Sequence[str], second: Sequence[str]) -> Logits:
        """Uncalibrated log-odds."""
        return mixed(self.large.logits(first, second), self.fast.logits(first, second), self.share)


def mixed(one: Logits, other: Logits, share: float) -> Logits:
    """`share` of the first log-odds and the rest of the second."""
    w = np.float32(share)
    return Logits(
        w * one.link + (1 - w) * other.link,
        w * one.same + (1 - w) * other.same,
        w * one.covered_a + (1 - w) * other.covered_a,
        w * one.covered_b + (1 - w) * other.covered_b,
    )


@lru_cache(maxsize=1)
def accurate_scorer() -> MixedScorer:
    """The larger model with the fast one. Raises ModelError where its base is not installed or weights are wrong."""
    values = read_settings("align_accurate")
    calibration = Calibration.from_dict(values["calibration"])
    return MixedScorer(large_scorer(), default_scorer(), float(values["share"]), calibration)


def large_scorer() -> NetworkScorer:
    """The larger network alone, with the curves of the mixture."""
    from framing.align.mpnet import tensors, tokenizer
    from framing.embed.session import load_session, read_graph, threads

    values = read_settings("align_accurate")
    own = read_weights("align_accurate", values["sha256"])
    base = dict(tensors())
    relative = base.pop("encoder.relative_attention_bias.weight")
    base["embeddings.position_embeddings.weight"] = base["embeddings.position_embeddings.weight"][2:]
    session = load_session(read_graph(GRAPH), adapted(base, own), threads())

    def states(packed: Packed) -> Matrix:
        bias = relative_bias(relative, packed.ids.shape[1])
        inputs = {"ids": packed.ids, "mask": packed.mask, "bias": bias}
        return np.asarray(session.run(["tokens"], inputs)[0], dtype=np.float32)

    head = {name: tensor for name, tensor in own.items() if not name.startswith(_ENCODER)}
    return NetworkScorer(
        name=values["name"],
        tokenizer=tokenizer(),
        special=Special(*values["special"]),
        encoder=states,
        weights=head,
        weighing=Weighing.of(head),
        calibration=Calibration.from_dict(values["calibration"]),
        use=ModelUse("alignment", values["name"], values["sha256"], "fp32"),
        window=int(values["window"]),
    )


def adapted(base: Mapping[str, Matrix], own: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Published tensors with the trained change: `NAME#up` (out, r) times `NAME#down` (r, in) is added; others replace."""
    out: dict[str, Matrix] = {name: np.asarray(tensor, dtype=np.float32) for name, tensor in base.items()}
    for key, tensor in own.items():
        if not key.startswith(_ENCODER):
            continue
        name = key.removeprefix(_ENCODER)
        if name.endswith("#up"):
            name = name.removesuffix("#up")
            out[name] = out[name] + tensor @ own[f"{_ENCODER}{name}#down"]
        elif not name.endswith("#down"):
            out[name] = np.asarray(tensor, dtype=np.float32)
    return out


def relative_bias(table: Matrix, length: int) -> Matrix:
    """(1, heads, length, length) attention bias by distance, in 32 buckets (Song et al. 2020; Raffel et al. 2020)."""
    place = np.arange(length)
    distance = place[:, None] - place[None, :]
    near = np.abs(distance)
    far = 8 + (np.log(np.maximum(near, 1) / 8) / math.log(128 / 8) * 8).astype(np.int64)
    bucket = np.where(near < 8, near, np.minimum(far, 15)) + np.where(distance < 0, 16, 0)
    return np.ascontiguousarray(table[bucket].transpose(2, 0, 1)[None], dtype=np.float32)
