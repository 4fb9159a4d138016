"""The accurate scorer: the same network over a larger encoder, for `--accurate`.

The shipped file holds what training changed, as low-rank factors of each matrix; they are added to the
verified published weights in memory. Slower by about a factor of eight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration
from framing.align.interaction import Weighing
from framing.align.network import NetworkScorer, read_settings, read_weights
from framing.align.tokens import Packed, Special
from framing.model import ModelUse

Matrix = NDArray[np.floating[Any]]
GRAPH = "align_mpnet.onnx"
_ENCODER = "encoder:"


@lru_cache(maxsize=1)
def accurate_scorer() -> NetworkScorer:
    """The larger model. Raises ModelError where its base is not installed or weights are wrong."""
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
