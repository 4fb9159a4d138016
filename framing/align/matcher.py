"""Decisions over the whole score matrix: links, their relation, and coverage both ways.

Any passage may have several links or none: news splits, merges and reorders facts. Scores already weigh
each pair against its rivals (`framing.align.head`), so a pair is linked where its probability is at least
one half, and no assignment is forced.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.result import Alignment
from framing.align.scores import Scorer, Scores
from framing.model import ArticleId, Coverage, Link, Passage, Relation, State
from framing.prepared import Prepared

Matrix = NDArray[np.floating[Any]]


DECISION = 0.5
"""Probability from which a pair is linked."""
DIFFERENT_EVENTS = 0.55
"""The same between accounts of different events. A pair is judged among its rivals, and where hardly anything
matches the best of them still stands out: shared background must be a little plainer there."""


def align(a: Prepared, b: Prepared, scorer: Scorer, least: float = DECISION) -> Alignment:
    """Align two prepared articles; links are the pairs of probability `least` and more.

    `align(b, a)` gives the same, mirrored. Raises ModelError where the scorer gives unusable numbers.
    """
    scores = scorer.score(a.texts, b.texts)
    linked = scores.link >= least
    coverage_a = _coverage(a.passages, b, scores)
    coverage_b = _coverage(b.passages, a, scores.mirrored())
    return Alignment(
        a=a.article.id,
        b=b.article.id,
        probability=scores.link,
        same=scores.same,
        links=_links(a.passages, b.passages, scores, linked),
        coverage_a=coverage_a,
        coverage_b=coverage_b,
        meaning_a=scores.meaning_a,
        meaning_b=scores.meaning_b,
        notices=scorer.notices([a.article.language, b.article.language]),
    )


def _links(
    first: tuple[Passage, ...], second: tuple[Passage, ...], scores: Scores, linked: NDArray[np.bool_]
) -> tuple[Link, ...]:
    out = []
    for i, j in zip(*np.nonzero(linked), strict=True):
        same = float(scores.same[i, j])
        relation = Relation.SAME if same >= 0.5 else Relation.PARTIAL
        out.append(Link(first[i].id, second[j].id, float(scores.link[i, j]), relation, same))
    return tuple(out)


def _coverage(passages: tuple[Passage, ...], other: Prepared, scores: Scores) -> tuple[Coverage, ...]:
    """For each row: is it stated in the other article, and which passage comes nearest."""
    nearest = scores.link.argmax(1)
    whole = scores.same.max(1) >= 0.5
    within: ArticleId = other.article.id
    out = []
    for row, passage in enumerate(passages):
        probability = float(scores.covered_a[row])
        state = State.NOT_FOUND
        if probability >= 0.5:
            state = State.COVERED if whole[row] else State.PARTLY
        out.append(Coverage(passage.id, within, probability, state, other.passages[nearest[row]].id))
    return tuple(out)
