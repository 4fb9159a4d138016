"""An encoder that remembers: a run whose texts are all known loads no model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from framing.embed.base import Embedder, Progress, TokenEmbedder, TokenVectors, Vectors, checked, clipped
from framing.embed.cache import BlobCache
from framing.errors import ModelError
from framing.model import Notice

Value = TypeVar("Value")


class CachedEmbedder:
    """`embedder` with `cache` before it. Keys are text, weights, precision and kind of output."""

    def __init__(self, embedder: Embedder, cache: BlobCache) -> None:
        self._embedder = embedder
        self._cache = cache

    @property
    def name(self) -> str:
        """The model's name."""
        return self._embedder.name

    @property
    def weights_hash(self) -> str:
        """sha256 that stands for the weights."""
        return self._embedder.weights_hash

    @property
    def precision(self) -> str:
        """`fp32`, `bf16` or `int8`."""
        return self._embedder.precision

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._embedder.dimension

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What went wrong with the cache; the vectors are right all the same."""
        return self._cache.notices

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the encoder's own `encode`; texts that occur twice are encoded once."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)

        def compute(missing: Sequence[str]) -> list[Vectors]:
            return list(self._embedder.encode(missing, progress))

        rows = self._through(texts, "vector", compute, lambda row: row.tobytes(), self._vector)
        return checked(np.stack(rows), len(texts), len(rows[0]), self.name)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """As the encoder's own, rounded to half precision so that a first run equals a second.

        Raises ModelError where the encoder gives no token vectors.
        """
        embedder = self._embedder
        if not isinstance(embedder, TokenEmbedder):
            raise ModelError(f"{self.name}: this encoder gives no token vectors")

        def compute(missing: Sequence[str]) -> list[TokenVectors]:
            return [_rounded(each) for each in embedder.encode_tokens(missing)]

        return self._through(texts, "tokens", compute, _pack, _unpack)

    def _through(
        self,
        texts: Sequence[str],
        kind: str,
        compute: Callable[[Sequence[str]], list[Value]],
        pack: Callable[[Value], bytes],
        unpack: Callable[[bytes], Value | None],
    ) -> list[Value]:
        keys = [self._key(text, kind) for text in texts]
        text_of = dict(zip(keys, texts, strict=True))
        known: dict[bytes, Value] = {}
        for key, blob in self._cache.get(list(text_of)).items():
            value = unpack(blob)
            if value is not None:
                known[key] = value
        missing = [key for key in text_of if key not in known]
        if missing:
            fresh = dict(zip(missing, compute([text_of[key] for key in missing]), strict=True))
            self._cache.put({key: pack(value) for key, value in fresh.items()})
            known.update(fresh)
        return [known[key] for key in keys]

    def _key(self, text: str, kind: str) -> bytes:
        head = f"{kind}\n{self.weights_hash}\n{self.precision}\n"
        return hashlib.sha256(head.encode() + clipped(text).encode()).digest()

    def _vector(self, blob: bytes) -> Vectors | None:
        """None where the bytes are not a usable vector: then it is computed again."""
        if len(blob) % 4:
            return None
        row = np.frombuffer(blob, np.float32)
        usable = np.isfinite(row).all() and abs(float(np.linalg.norm(row)) - 1.0) < 1e-3
        return row if usable else None


def _rounded(tokens: TokenVectors) -> TokenVectors:
    return TokenVectors(tokens.vectors.astype(np.float16).astype(np.float32), tokens.offsets)


def _pack(tokens: TokenVectors) -> bytes:
    offsets = np.array(tokens.offsets, np.int32).reshape(-1, 2)
    head = np.array([len(offsets), tokens.vectors.shape[1]], np.int32)
    return head.tobytes() + offsets.tobytes() + tokens.vectors.astype(np.float16).tobytes()


def _unpack(blob: bytes) -> TokenVectors | None:
    if len(blob) < 8:
        return None
    count, width = (int(value) for value in np.frombuffer(blob[:8], np.int32))
    if len(blob) != 8 + count * 8 + count * width * 2:
        return None
    offsets = np.frombuffer(blob[8 : 8 + count * 8], np.int32).reshape(-1, 2)
    vectors = np.frombuffer(blob[8 + count * 8 :], np.float16).astype(np.float32).reshape(count, width)
    if not np.isfinite(vectors).all():
        return None
    return TokenVectors(vectors, tuple((int(start), int(end)) for start, end in offsets))
