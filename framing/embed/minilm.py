"""The light path: the default model through ONNX Runtime in fp32, without torch.

Every text runs alone, unpadded, one thread inside and as many texts at once as there are processors. That
costs about a fifth against batches of 32, and buys what a tool for evidence needs: the same text has the
same vector, bit for bit, whatever it is encoded beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.embed.base import Progress, TokenVectors, Vectors, checked
from framing.embed.session import Session, load_session, read_graph, threads
from framing.embed.tokens import Tokens, load_tokenizer, tokenise
from framing.embed.weights import NAME, WEIGHTS_SHA256, default_tensors
from framing.errors import ModelError

Tensors = Mapping[str, NDArray[Any]]
CHUNK = 512
"""Texts tokenised at a time, so that memory does not grow with their number."""


class MiniLM:
    """all-MiniLM-L6-v2, or weights fine-tuned from it, in fp32. Nothing is loaded before the first text."""

    precision = "fp32"
    dimension = 384

    def __init__(
        self,
        tensors: Callable[[], Tensors] = default_tensors,
        *,
        name: str = NAME,
        weights_hash: str = WEIGHTS_SHA256,
        workers: int | None = None,
    ) -> None:
        """`tensors` is called once, when the first text comes; `weights_hash` must stand for what it gives."""
        self._tensors = tensors
        self.name = name
        self.weights_hash = weights_hash
        self._workers = workers or threads()
        self._lock = Lock()

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer()

    @cached_property
    def _session(self) -> Session:
        return load_session(read_graph(), self._tensors(), threads=1)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 (len(texts), 384), unit rows; the first 256 tokens of each text count."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        rows = [output[0] for output in self._run(texts, "vectors", progress)]
        return checked(np.stack(rows), len(texts), self.dimension, self.name)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The last layer's vector of every token, [CLS] and [SEP] left out, with code-point ranges of the text."""
        found = []
        tokens = self.tokens(texts)
        for each, output in zip(tokens, self._run(texts, "tokens", None), strict=True):
            states = output[0]
            if not np.isfinite(states).all():
                raise ModelError(f"{self.name}: the encoder gave values that are not numbers; run `framing doctor`")
            found.append(TokenVectors(states[1:-1], each.offsets[1:-1]))
        return found

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The texts as the model reads them."""
        with self._lock:
            return tokenise(self._tokenizer, texts)

    def _run(self, texts: Sequence[str], output: str, progress: Progress | None) -> Iterator[NDArray[Any]]:
        with self._lock:
            session = self._session
        with ThreadPoolExecutor(self._workers) as pool:
            for start in range(0, len(texts), CHUNK):
                batch = self.tokens(texts[start : start + CHUNK])
                done = pool.map(lambda each: session.run([output], each.inputs())[0], batch)
                for offset, result in enumerate(done, start + 1):
                    if progress:
                        progress(offset, len(texts))
                    yield result
