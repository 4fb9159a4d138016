"""What a pair scorer promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from framing.align.meaning import MEANINGS
from framing.errors import ModelError
from framing.model import ModelUse, Notice

Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities of one article pair of n and m passages, each in [0, 1] and finite."""

    link: Matrix
    """(n, m): the passages state the same specific fact, wholly or partly; the decision point is 0.5."""
    same: Matrix
    """(n, m): the main point of one is the main point of the other."""
    covered_a: Matrix
    """(n,): the content of the passage is stated, at least partly, anywhere in the other article."""
    covered_b: Matrix
    """(m,)"""
    meaning_a: Matrix | None = None
    """(n, k): what each passage's vector says, by framing.align.meaning; None where the scorer does not look."""
    meaning_b: Matrix | None = None
    """(m, k)"""

    def __post_init__(self) -> None:
        n, m = self.link.shape
        if self.same.shape != (n, m) or self.covered_a.shape != (n,) or self.covered_b.shape != (m,):
            raise ModelError(f"a scorer gave matrices that do not fit {n} by {m} passages")
        for values, size in ((self.meaning_a, n), (self.meaning_b, m)):
            if values is not None and (values.shape != (size, len(MEANINGS)) or not np.isfinite(values).all()):
                raise ModelError("a scorer gave values of meaning that are not numbers; run `framing doctor`")
        for values in (self.link, self.same, self.covered_a, self.covered_b):
            if not np.isfinite(values).all():
                raise ModelError("a scorer gave values that are not numbers; run `framing doctor`")
            if values.size and (values.min() < 0 or values.max() > 1):
                raise ModelError("a scorer gave values outside 0 to 1")

    def mirrored(self) -> Scores:
        """The same scores with the two articles in the other order."""
        turned = self.link.T.copy(), self.same.T.copy(), self.covered_b, self.covered_a
        return Scores(*turned, self.meaning_b, self.meaning_a)


SURE = 0.999
"""What identical words get."""


def plain(text: str) -> str:
    """Words in lower case, without punctuation and spacing."""
    return " ".join(re.findall(r"\w+", text.lower()))


def with_identical(scores: Scores, first: Sequence[str], second: Sequence[str]) -> Scores:
    """Passages in the very same words are linked as `same` and covered, whatever a network thinks of their rivals."""
    where: dict[str, list[int]] = {}
    for column, text in enumerate(second):
        if plain(text):
            where.setdefault(plain(text), []).append(column)
    found = [(row, column) for row, text in enumerate(first) for column in where.get(plain(text), ())]
    if not found:
        return scores
    rows, columns = (np.array(part) for part in zip(*found, strict=True))
    link, same, a, b = (m.copy() for m in (scores.link, scores.same, scores.covered_a, scores.covered_b))
    for values, place in ((link, (rows, columns)), (same, (rows, columns)), (a, rows), (b, columns)):
        values[place] = np.maximum(values[place], SURE)
    return Scores(link, same, a, b, scores.meaning_a, scores.meaning_b)


@runtime_checkable
class Scorer(Protocol):
    """Scores all passage pairs of two articles, each given as its passages' texts in order."""

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """The models whose weights take part."""

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """Scores of n passages against m, both at least one. Raises ModelError on unusable numbers."""

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """What a reader must know about scores for articles in these languages."""
