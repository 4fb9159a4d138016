"""What an encoder promises, whichever library runs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

Vectors: TypeAlias = NDArray[np.float32]
"""(n, d), rows of unit length, finite."""
Progress: TypeAlias = Callable[[int, int], None]
"""Called with (texts done, texts in all), from the calling thread."""

MAX_CHARS = 8_192
"""Characters of one text that reach the tokeniser: it reads at most 256 tokens of them, and a tokeniser
given a line of ten million characters takes seconds and a gigabyte."""


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into unit vectors. `name`, `weights_hash` and `precision` identify the vectors."""

    @property
    def name(self) -> str:
        """The model's name, as a user would give it."""

    @property
    def weights_hash(self) -> str:
        """sha256 that stands for the weights."""

    @property
    def precision(self) -> str:
        """`fp32`, `bf16` or `int8`."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 (len(texts), dimension), unit rows. Raises ModelError on unusable weights or numbers."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The contextual vectors of one text's tokens, special tokens left out."""

    vectors: NDArray[np.float32]
    """(n, d), as the last layer gives them: not of unit length."""
    offsets: tuple[tuple[int, int], ...]
    """Half-open code-point ranges of the given text, one a token."""


@runtime_checkable
class TokenEmbedder(Protocol):
    """An encoder that also gives the vector of every token in its context."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One TokenVectors a text; tokens past the model's limit are absent."""


def checked(vectors: NDArray[np.float32], count: int, dimension: int, name: str) -> Vectors:
    """`vectors` as float32 with unit rows.

    Raises ModelError where the shape is not (count, dimension), a value is not finite, or a row is zero:
    such vectors would turn silently into findings.
    """
    if vectors.shape != (count, dimension):
        raise ModelError(f"{name}: expected vectors of shape ({count}, {dimension}), got {vectors.shape}")
    result = np.ascontiguousarray(vectors, dtype=np.float32)
    if not np.isfinite(result).all():
        raise ModelError(f"{name}: the encoder gave values that are not numbers; run `framing doctor`")
    norms = np.linalg.norm(result, axis=1, keepdims=True)
    if (norms < 1e-6).any():
        raise ModelError(f"{name}: the encoder gave a vector of zeros; run `framing doctor`")
    # Rows that are unit already stay as they are, so that reading and checking twice changes no bit.
    near = np.abs(norms - 1.0) < 1e-5
    return np.where(near, result, result / norms).astype(np.float32)


def clipped(text: str) -> str:
    """The part of `text` that is encoded: capped, and lone surrogates replaced one for one."""
    head = text[:MAX_CHARS]
    return head.encode("utf-8", "replace").decode("utf-8")
