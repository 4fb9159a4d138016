"""The default's second network: all-MiniLM-L6-v2, under the names and in the form that the first one has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.encoder import NORMAL, PARTS, POSITIONS, RELATIVE, WORDS

_BERT = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "ln1": "attention.output.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "ln2": "output.LayerNorm",
}
"""Our short names of a layer's parts to those of BERT (Devlin et al. 2019)."""
HEADS = 12


def as_ours(tensors: Mapping[str, NDArray[Any]], layers: int = 6) -> dict[str, NDArray[Any]]:
    """A BERT encoder's published tensors by the names of `framing.align.encoder`.

    The vector of the first segment is added to the positions; the bias by distance, which BERT has not, is zero.
    """
    given = {name.removeprefix("bert."): np.asarray(tensor) for name, tensor in tensors.items()}
    segment = given["embeddings.token_type_embeddings.weight"][0]
    out = {WORDS: given[WORDS], POSITIONS: given[POSITIONS] + segment, RELATIVE: np.zeros((32, HEADS), np.float32)}
    out |= {f"{NORMAL}.{part}": given[f"{NORMAL}.{part}"] for part in ("weight", "bias")}
    for index in range(layers):
        place = f"encoder.layer.{index}"
        for own, name in _BERT.items():
            out |= {f"{place}.{PARTS[own]}.{part}": given[f"{place}.{name}.{part}"] for part in ("weight", "bias")}
    return out
