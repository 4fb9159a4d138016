"""An article ready to be compared: passages and their vectors, row for row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError
from framing.model import Article, Passage


@dataclass(frozen=True, slots=True)
class Prepared:
    """`vectors` is float32 (len(passages), d), rows of unit length, finite."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or self.vectors.shape[0] != len(self.passages):
            raise ModelError(
                f"{self.article.id}: {len(self.passages)} passages but vectors of shape {self.vectors.shape}"
            )
        if not np.isfinite(self.vectors).all():
            raise ModelError(f"{self.article.id}: the encoder gave values that are not numbers; run `framing doctor`")

    @property
    def texts(self) -> list[str]:
        """The passages' words, in order."""
        return [passage.text for passage in self.passages]
