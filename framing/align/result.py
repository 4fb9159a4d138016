"""What alignment of two articles gives: every pair's score, the decided links, coverage both ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.model import ArticleId, Coverage, Link, Notice


@dataclass(frozen=True, slots=True)
class Alignment:
    """Scores of all passage pairs of articles `a` (n passages) and `b` (m passages)."""

    a: ArticleId
    b: ArticleId
    probability: NDArray[np.float32]
    """(n, m), calibrated probability of a link; the decision point is 0.5."""
    same: NDArray[np.float32]
    """(n, m), probability that the link is of relation `same`."""
    links: tuple[Link, ...]
    """Decided links in order of (a index, b index)."""
    coverage_a: tuple[Coverage, ...]
    """For each passage of a: is it stated in b?"""
    coverage_b: tuple[Coverage, ...]
    """For each passage of b: is it stated in a?"""
    meaning_a: NDArray[np.float32] | None = None
    """(n, k): what the passages' vectors say, by framing.align.meaning; None where the scorer does not look."""
    meaning_b: NDArray[np.float32] | None = None
    """(m, k)"""
    notices: tuple[Notice, ...] = ()
    """What a reader must know about these scores."""
