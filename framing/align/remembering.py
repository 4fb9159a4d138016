"""A scorer that remembers: two articles that were compared before load no model.

What is kept are the scores of whole article pairs, under a key over the weights, the curves, this package's
code and all passages of both articles in order, since a pair's score depends on its rivals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np

from framing.align.meaning import MEANINGS, meaning_file
from framing.align.scores import Scorer, Scores
from framing.config import Settings
from framing.embed.cache import BlobCache, cache_folder
from framing.errors import ModelError
from framing.model import ModelUse, Notice

ENGLISH = ("en", "und")


@dataclass
class RememberingScorer:
    """`make()` with a cache before it, called when the first unknown pair comes."""

    make: Callable[[], Scorer]
    models: tuple[ModelUse, ...]
    key: str
    """Stands for all that scores depend on but the texts."""
    cache: BlobCache = field(default_factory=lambda: BlobCache(cache_folder()))

    @cached_property
    def scorer(self) -> Scorer:
        """The scorer itself, loaded. Raises ModelError."""
        return self.make()

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """As the scorer's; for English it has none, and is not loaded to ask."""
        return () if all(language in ENGLISH for language in languages) else self.scorer.notices(languages)

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """As the scorer's own, which is the same whichever article comes first, but for transposition."""
        if tuple(second) < tuple(first):
            return self.score(second, first).mirrored()
        key = self._name(first, second)
        blob = self.cache.get([key]).get(key)
        known = _unpack(blob, len(first), len(second)) if blob else None
        if known is None:
            known = self.scorer.score(first, second)
            self.cache.put({key: _pack(known)})
        return known

    def _name(self, first: Sequence[str], second: Sequence[str]) -> bytes:
        digest = hashlib.sha256(f"scores\n{self.key}\n{len(first)} {len(second)}\n".encode())
        for text in (*first, *second):
            data = text.encode("utf-8", "surrogatepass")
            digest.update(f"{len(data)}\n".encode() + data)
        return digest.digest()


def remembering_scorer(settings: Settings) -> Scorer:
    """`load_scorer(settings)`, with memory between runs where the fast default scorer is asked for.

    Raises as `load_scorer` does, ModelError for missing weights only when they are needed.
    """
    from framing.align.load import load_scorer
    from framing.align.network import PRECISION, read_settings

    if settings.scorer != "default" or settings.accurate:
        return load_scorer(settings)
    if settings.calibration and not Path(settings.calibration).is_file():
        return load_scorer(settings)
    values = read_settings("align_fast", Path(settings.aligner) if settings.aligner else None)
    used = ModelUse("alignment", values["name"], values["sha256"], PRECISION)
    curves = Path(settings.calibration).read_bytes() if settings.calibration else repr(values).encode()
    curves += meaning_file()
    key = f"{used.sha256} {hashlib.sha256(curves).hexdigest()} {_code()}"
    return RememberingScorer(lambda: load_scorer(settings), (used,), key)


def _code() -> str:
    """sha256 over this package's own files: a change of method changes scores without changing weights."""
    digest = hashlib.sha256()
    for file in sorted(resources.files("framing.align").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _pack(scores: Scores) -> bytes:
    parts = [scores.link, scores.same, scores.covered_a, scores.covered_b]
    if scores.meaning_a is not None and scores.meaning_b is not None:
        parts += [scores.meaning_a, scores.meaning_b]
    return b"".join(np.ascontiguousarray(part, np.float32).tobytes() for part in parts)


def _unpack(blob: bytes, n: int, m: int) -> Scores | None:
    """None where the bytes are not the scores of n by m passages: then they are computed again."""
    values = np.frombuffer(blob, np.float32) if len(blob) % 4 == 0 else np.zeros(0, np.float32)
    k = len(MEANINGS)
    ends = np.cumsum([n * m, n * m, n, m, k * n, k * m])
    if len(values) not in ends[[3, 5]]:
        return None
    link, same, a, b, *meaning = np.split(values, [end for end in ends if end < len(values)])
    try:
        return Scores(link.reshape(n, m), same.reshape(n, m), a, b, *(part.reshape(-1, k) for part in meaning))
    except ModelError:
        return None
