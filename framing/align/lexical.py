"""What two passages share in words: rare words, names, numbers, quoted words, word pairs.

All features are symmetric in the two passages; the directed ones (how much of one's information the
other holds) enter as the smaller and the larger of the two directions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.words import Bag, background, bag

FEATURES = (
    "tfidf_cosine",
    "shared_least",
    "shared_most",
    "shared",
    "local_cosine",
    "local_least",
    "local_most",
    "local_shared",
    "names",
    "quote_quote",
    "quote_words",
    "numbers",
    "bigrams",
)
Matrix = NDArray[np.floating[Any]]
_TINY = 1e-6


def features(first: Sequence[str], second: Sequence[str]) -> Matrix:
    """(n, m, 13) float32 features, named by FEATURES, of n passages against m passages.

    `local_*` also weighs a word down when many passages of these two articles use it: on one story
    the story's own words say little.
    """
    a, b = [bag(text) for text in first], [bag(text) for text in second]
    spread: Counter[str] = Counter(word for item in (*a, *b) for word in item.words)
    index = {word: i for i, word in enumerate(sorted(spread))}
    table = background()
    rare = np.array([table.idf(word) for word in index], dtype=np.float32)
    total = len(a) + len(b) + 1
    local = rare * np.array([math.log(total / (spread[word] + 0.5)) / 3 for word in index], dtype=np.float32)
    words_a, words_b = _incidence(a, index, lambda x: x.words), _incidence(b, index, lambda x: x.words)
    out = [*_overlaps(words_a, words_b, rare), *_overlaps(words_a, words_b, np.maximum(local, 0))]
    names_a, names_b = _incidence(a, index, lambda x: x.names), _incidence(b, index, lambda x: x.names)
    quote_a, quote_b = _incidence(a, index, lambda x: x.quoted), _incidence(b, index, lambda x: x.quoted)
    out.append(np.log1p((names_a * rare) @ names_b.T))
    out.append(np.log1p((quote_a * rare) @ quote_b.T))
    out.append(np.log1p((quote_a * rare) @ words_b.T + (words_a * rare) @ quote_b.T))
    out.append(np.log1p(_common(a, b, lambda x: x.numbers, lambda _: 1.0)))
    out.append(np.log1p(_common(a, b, lambda x: x.bigrams, lambda pair: table.idf(pair[0]) + table.idf(pair[1]))))
    return np.stack(out, axis=-1).astype(np.float32)


def _overlaps(a: Matrix, b: Matrix, weight: Matrix) -> list[Matrix]:
    """Cosine with squared weights; shared weight as a share of either side, smaller and larger; its logarithm."""
    shared = (a * weight) @ b.T
    of_a, of_b = shared / ((a @ weight)[:, None] + _TINY), shared / ((b @ weight)[None, :] + _TINY)
    squared = weight * weight
    norm = (np.sqrt(a @ squared)[:, None] + _TINY) * (np.sqrt(b @ squared)[None, :] + _TINY)
    return [(a * squared) @ b.T / norm, np.minimum(of_a, of_b), np.maximum(of_a, of_b), np.log1p(shared)]


def _incidence(items: Sequence[Bag], index: dict[str, int], part: Callable[[Bag], Iterable[str]]) -> Matrix:
    out = np.zeros((len(items), len(index)), dtype=np.float32)
    for row, item in enumerate(items):
        for word in part(item):
            if word in index:
                out[row, index[word]] = 1.0
    return out


def _common(
    a: Sequence[Bag],
    b: Sequence[Bag],
    part: Callable[[Bag], Iterable[Hashable]],
    weight: Callable[..., float],
) -> Matrix:
    """Summed weight of the things both hold; only things on both sides cost anything."""
    out = np.zeros((len(a), len(b)), dtype=np.float32)
    where: dict[Hashable, list[int]] = {}
    for row, item in enumerate(a):
        for thing in part(item):
            where.setdefault(thing, []).append(row)
    for column, item in enumerate(b):
        for thing in part(item):
            rows = where.get(thing)
            if rows:
                out[rows, column] += weight(thing)
    return out
