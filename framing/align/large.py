"""The accurate scorer: the same network over a larger encoder, averaged with the default, for `--accurate`.

The shipped file holds what training changed, as low-rank factors of each matrix; they are added to the
verified published weights in memory. About two and a half times as slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration
from framing.align.encoder import LARGE, byte_encoder
from framing.align.integers import Whole, unpack_six
from framing.align.interaction import Weighing
from framing.align.mixed import MixedScorer
from framing.align.network import PRECISION, NetworkScorer, Tensors, default_scorer, read_settings, read_weights
from framing.align.tokens import Special
from framing.model import ModelUse

Matrix = NDArray[np.floating[Any]]
_ENCODER = "encoder:"


@lru_cache(maxsize=1)
def accurate_scorer() -> MixedScorer:
    """The larger model with the default. Raises ModelError where its base is not installed or weights are wrong."""
    values = read_settings("align_accurate")
    calibration = Calibration.from_dict(values["calibration"])
    return MixedScorer(large_scorer(), default_scorer(), float(values["share"]), calibration)


def large_scorer() -> NetworkScorer:
    """The larger network alone, with the curves of the mixture."""
    values = read_settings("align_accurate")
    return large_network(values, read_weights("align_accurate", values["sha256"]))


def large_network(values: Mapping[str, Any], own: Tensors) -> NetworkScorer:
    """The larger network of these settings and this change. Raises ModelError where its base is not installed."""
    from framing.align.mpnet import tensors, tokenizer
    from framing.embed.session import threads

    head = {name: tensor for name, tensor in own.items() if not name.startswith(_ENCODER)}
    return NetworkScorer(
        name=values["name"],
        tokenizer=tokenizer(),
        special=Special(*values["special"]),
        encoder=byte_encoder(LARGE, adapted(tensors(), own), threads()),
        weights=head,
        weighing=Weighing.of(head),
        calibration=Calibration.from_dict(values["calibration"]),
        use=ModelUse("alignment", values["name"], values["sha256"], PRECISION),
        window=int(values["window"]),
    )


def adapted(base: Tensors, own: Tensors) -> dict[str, Matrix]:
    """Published tensors with the trained change; tensors that the change names whole are replaced.

    `NAME#up` times `NAME#down`, r directions in six bits with their scales in `NAME#up_scale` and `NAME#down_scale`,
    is added.
    """
    out: dict[str, Matrix] = {name: np.asarray(tensor, dtype=np.float32) for name, tensor in base.items()}
    for key, tensor in own.items():
        name = key.removeprefix(_ENCODER)
        if name.endswith("#up"):
            name = name.removesuffix("#up")
            up, down = (_directions(own, f"{key.removesuffix('#up')}#{part}") for part in ("up", "down"))
            out[name] = out[name] + up.T @ down
        elif key.startswith(_ENCODER) and "#" not in name:
            out[name] = np.asarray(tensor, dtype=np.float32)
    return out


def _directions(own: Tensors, name: str) -> Matrix:
    """(r, size) of one factor."""
    packed, scale = own[name], own[f"{name}_scale"]
    return Whole(unpack_six(packed, (packed.size // 3 * 4 // len(scale), len(scale))), scale).matrix()
