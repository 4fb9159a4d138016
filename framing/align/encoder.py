"""The aligner's encoders at run time: layers whose matrices are multiplied as bytes.

Word and position vectors are added here, the layers run through ONNX Runtime (`framing.train.graph` makes
the graphs). MPNet: Song et al. 2020, arXiv:2004.09297; its names of tensors serve for all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.integers import Whole, Words, unpack_six, whole
from framing.align.tokens import Packed
from framing.embed.session import Session
from framing.errors import ModelError

Matrix = NDArray[np.floating[Any]]
Tensors = Mapping[str, NDArray[Any]]
SMALL, LARGE = "align_slim.onnx", "align_twelve.onnx"
PARTS = {
    "q": "attention.attn.q",
    "k": "attention.attn.k",
    "v": "attention.attn.v",
    "o": "attention.attn.o",
    "ln1": "attention.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "ln2": "output.LayerNorm",
}
"""Our short names of a layer's parts to those in the published state dict."""
POSITIONS = "embeddings.position_embeddings.weight"
RELATIVE = "encoder.relative_attention_bias.weight"
WORDS = "embeddings.word_embeddings.weight"
NORMAL = "embeddings.LayerNorm"


@dataclass(frozen=True, slots=True)
class ByteEncoder:
    """Windows of token ids to token vectors."""

    session: Session
    words: Callable[[NDArray[np.int64]], Matrix]
    positions: Matrix
    """(longest window, d)"""
    relative: Matrix
    """(32, heads): attention bias by distance; zeros where the encoder has none."""
    threads: int = 1

    def __call__(self, packed: Packed) -> Matrix:
        """(w, l, d) token vectors of the last layer; 0 where no token stands.

        Windows are read one by one and without padding, side by side on the processors: what is computed stays in
        the cache, a sixth faster than all at once, with the same numbers.
        """
        out = np.zeros((*packed.ids.shape, self.positions.shape[1]), dtype=np.float32)
        bias = relative_bias(self.relative, packed.ids.shape[1])

        def read(index: int) -> None:
            length = int(packed.mask[index].sum())
            inputs = {
                "words": self.words(packed.ids[index : index + 1, :length]) + self.positions[:length],
                "mask": packed.mask[index : index + 1, :length],
                "bias": np.ascontiguousarray(bias[:, :, :length, :length]),
            }
            out[index, :length] = self.session.run(["tokens"], inputs)[0][0]

        with ThreadPoolExecutor(max(1, min(self.threads, len(out)))) as pool:
            list(pool.map(read, range(len(out))))
        return out


def relative_bias(table: Matrix, length: int) -> Matrix:
    """(1, heads, length, length) attention bias by distance, in 32 buckets (Song et al. 2020; Raffel et al. 2020)."""
    place = np.arange(length)
    distance = place[:, None] - place[None, :]
    near = np.abs(distance)
    far = 8 + (np.log(np.maximum(near, 1) / 8) / math.log(128 / 8) * 8).astype(np.int64)
    bucket = np.where(near < 8, near, np.minimum(far, 15)) + np.where(distance < 0, 16, 0)
    return np.ascontiguousarray(table[bucket].transpose(2, 0, 1)[None], dtype=np.float32)


def layer_count(tensors: Tensors) -> int:
    """Layers of an encoder by its published names."""
    return len({name.split(".")[2] for name in tensors if name.startswith("encoder.layer.")})


def in_bytes(tensors: Tensors) -> dict[str, NDArray[Any]]:
    """What the graph wants, from fp32 tensors by published name or packed ones (`NAME#codes`, `NAME#scale`)."""
    out: dict[str, NDArray[Any]] = {f"ln.{p}": tensors[f"{NORMAL}.{p}"] for p in ("weight", "bias")}
    for index in range(layer_count(tensors)):
        place = f"encoder.layer.{index}"
        for norm in ("ln1", "ln2"):
            out |= {f"{index}.{norm}.{p}": tensors[f"{place}.{PARTS[norm]}.{p}"] for p in ("weight", "bias")}
        for name, members in (("qkv", "qkv"), ("o", "o"), ("f1", ("f1",)), ("f2", ("f2",))):
            parts = [f"{place}.{PARTS[member]}" for member in members]
            kept = [matrix_of(tensors, f"{part}.weight") for part in parts]
            out[f"{index}.{name}.codes"] = np.concatenate([m.codes for m in kept], axis=1)
            out[f"{index}.{name}.scale"] = np.concatenate([m.scale for m in kept])
            out[f"{index}.{name}.bias"] = np.concatenate([tensors[f"{part}.bias"] for part in parts])
    return out


def matrix_of(tensors: Tensors, name: str) -> Whole:
    """One matrix as codes: unpacked, or made from fp32. Raises ModelError where it is missing."""
    try:
        if name in tensors:
            return whole(tensors[name])
        packed, scale = tensors[f"{name}#codes"], tensors[f"{name}#scale"]
    except KeyError as error:
        raise ModelError(f"the aligner's weights lack {name}; they are of another version") from error
    inputs = packed.size // 3 * 4 // len(scale)
    return Whole(unpack_six(packed, (inputs, len(scale))), np.asarray(scale, np.float32))


def words_of(tensors: Tensors) -> Callable[[NDArray[np.int64]], Matrix]:
    """Lookup of word vectors, in four bits or fp32."""
    if WORDS in tensors:
        table = tensors[WORDS]
        return lambda ids: np.asarray(table[ids], dtype=np.float32)
    try:
        return Words(tensors[f"{WORDS}#codes"], tensors[f"{WORDS}#scale"])
    except KeyError as error:
        raise ModelError("the aligner's weights lack word vectors; they are of another version") from error


def byte_encoder(graph: str, tensors: Tensors, threads: int) -> ByteEncoder:
    """The encoder of `graph` over `tensors`. Raises ModelError where a tensor is missing or does not fit."""
    from framing.embed.session import load_session, read_graph

    try:
        session = load_session(read_graph(graph), in_bytes(tensors))
        positions, relative = tensors[POSITIONS], tensors.get(RELATIVE, np.zeros((32, 12)))
    except KeyError as error:
        raise ModelError(f"the aligner's weights lack {error}; they are of another version") from error
    table, bias = np.asarray(positions, np.float32), np.asarray(relative, np.float32)
    return ByteEncoder(session, words_of(tensors), table, bias, threads)
