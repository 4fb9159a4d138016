"""Weights in whole numbers: how the aligner's encoder is kept and how it runs.

A matrix is kept in six bits a weight with one scale for each output (clipped where that lowers the squared
error), word vectors in four bits with one scale for each 48 dimensions. At run time matrices are multiplied
as bytes by processors that can, several times faster than in fp32, and exactly, so that the same text gives
the same numbers. Six bits also keep sums of products within sixteen bits, which processors without such
instructions need (symmetric quantisation: Nagel et al. 2021, arXiv:2106.08295, section 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

Matrix = NDArray[np.floating[Any]]
Codes = NDArray[np.int8]
Bytes = NDArray[np.uint8]
SIX_BITS, EIGHT_BITS = 31, 127
"""Largest code of either sign."""
GROUP = 48
"""Dimensions of a word vector that share a scale."""
_CLIPS = (1.0, 0.9, 0.8, 0.7)


@dataclass(frozen=True, slots=True)
class Whole:
    """A matrix as codes and scales: `codes * scale` is near the matrix."""

    codes: Codes
    """(inputs, outputs)"""
    scale: NDArray[np.float32]
    """(outputs,)"""

    def matrix(self) -> NDArray[np.float32]:
        """(outputs, inputs) in fp32."""
        return np.ascontiguousarray((self.codes * self.scale).T, dtype=np.float32)


def whole(matrix: Matrix, most: int = EIGHT_BITS) -> Whole:
    """Codes in [-most, most] of a matrix (outputs, inputs)."""
    values = np.asarray(matrix, dtype=np.float32).T
    top = np.maximum(np.abs(values).max(0), 1e-12)
    best_scale, best_error = top / most, np.full(top.shape, np.inf, np.float32)
    for clip in _CLIPS if most < EIGHT_BITS else _CLIPS[:1]:
        scale = (top * clip / most).astype(np.float32)
        error = ((_rounded(values, scale, most) * scale - values) ** 2).sum(0)
        best_scale, best_error = np.where(error < best_error, scale, best_scale), np.minimum(error, best_error)
    scale = np.asarray(best_scale, dtype=np.float32)
    return Whole(_rounded(values, scale, most).astype(np.int8), scale)


def _rounded(values: Matrix, scale: Matrix, most: int) -> Matrix:
    out: Matrix = np.clip(np.rint(values / scale), -most, most)
    return out


def pack_six(codes: Codes) -> Bytes:
    """(3, size / 4) bytes of codes in [-31, 31]; the size must be a multiple of four."""
    a, b, c, d = (codes.reshape(4, -1).astype(np.int16) + 32).astype(np.uint8)
    return np.stack([a | (d & 3) << 6, b | (d >> 2 & 3) << 6, c | (d >> 4) << 6])


def unpack_six(packed: Bytes, shape: tuple[int, int]) -> Codes:
    """The codes again. Raises ModelError where there are not as many as the shape asks for."""
    if packed.ndim != 2 or packed.shape[0] != 3 or packed.shape[1] * 4 != shape[0] * shape[1]:
        raise ModelError(f"packed weights of shape {packed.shape} do not hold a matrix of {shape}")
    out = np.empty((4, packed.shape[1]), np.uint8)
    np.bitwise_and(packed, 63, out=out[:3])
    high = packed >> 6
    out[3] = high[0] | high[1] << 2 | high[2] << 4
    out -= 32
    return out.view(np.int8).reshape(shape)


@dataclass(frozen=True, slots=True)
class Words:
    """A table of word vectors in four bits."""

    codes: Bytes
    """(vocabulary, width / 2): the first half of the dimensions in the low bits, the second in the high ones."""
    scale: NDArray[np.float16]
    """(vocabulary, width / GROUP)"""

    def __call__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """(..., width) vectors of token ids."""
        kept = self.codes[ids]
        codes = np.concatenate([kept & 15, kept >> 4], axis=-1).astype(np.float32) - 8
        groups = codes.reshape(*ids.shape, -1, GROUP) * self.scale[ids].astype(np.float32)[..., None]
        return groups.reshape(codes.shape)


def words(table: Matrix) -> Words:
    """A table (vocabulary, width) of fp32 vectors in four bits, codes -8 to 7."""
    groups = np.asarray(table, dtype=np.float32).reshape(len(table), -1, GROUP)
    top = np.abs(groups).max(-1)
    scale, least = np.zeros(top.shape, np.float16), np.full(top.shape, np.inf, np.float32)
    for clip in _CLIPS:
        tried = np.maximum((top * clip / 7).astype(np.float16), np.float16(1e-7))
        wide = tried.astype(np.float32)[..., None]
        error = ((np.clip(np.rint(groups / wide), -8, 7) * wide - groups) ** 2).sum(-1)
        scale, least = np.where(error < least, tried, scale), np.minimum(error, least)
    codes = np.clip(np.rint(groups / scale.astype(np.float32)[..., None]), -8, 7) + 8
    flat = codes.reshape(len(table), -1).astype(np.uint8)
    half = flat.shape[1] // 2
    return Words(flat[:, :half] | flat[:, half:] << 4, scale)
