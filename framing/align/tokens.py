"""Passages to windows of tokens: each passage is read inside its article, not alone.

Much of what makes two sentences one fact stands in their neighbours (who "he" is, what was voted on).
So whole stretches of an article go through the encoder at once and each passage keeps the vectors of its
own tokens ("late chunking": Günther et al. 2024, arXiv:2409.04701). Windows are of even length, end at
passage borders, and begin with the last tokens of the passage before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WINDOW = 160
"""Tokens of passages that a window aims at."""
BEFORE = 64
"""Tokens of the passage before that a window begins with, at most."""
MAX_TOKENS = 160
"""Tokens of one passage that are read; what follows is not seen."""
MAX_CHARS = 1500
"""Characters of one passage that reach the tokeniser."""
_MAX_WINDOW = 510


@dataclass(frozen=True, slots=True)
class Special:
    """Ids of the encoder's own tokens: begin, end, padding."""

    begin: int
    end: int
    padding: int


@dataclass(frozen=True, slots=True)
class Packed:
    """An article as windows. `n` passages, `w` windows of `l` tokens, passages of at most `t` tokens."""

    ids: NDArray[np.int64]
    """(w, l)"""
    mask: NDArray[np.int64]
    """(w, l), 1 where a token stands."""
    where: NDArray[np.int64]
    """(n, t): position of each passage's tokens in the flattened windows."""
    present: NDArray[np.bool_]
    """(n, t)"""
    tokens: NDArray[np.int64]
    """(n, t): token ids, 0 where absent."""


def tokenise(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Token ids a passage, without special tokens, at most MAX_TOKENS; never empty."""
    heads = [text[:MAX_CHARS].encode("utf-8", "replace").decode("utf-8") for text in texts]
    encoded = tokenizer.encode_batch(heads, add_special_tokens=False)
    return [list(item.ids[:MAX_TOKENS]) for item in encoded]


def pack(ids: Sequence[Sequence[int]], special: Special, window: int = WINDOW, before: int = BEFORE) -> Packed:
    """Windows over one article's passages. A passage without tokens is read as one end token.

    `window` 1 with `before` 0 reads every passage alone.
    """
    passages = [list(item) or [special.end] for item in ids]
    rows: list[list[int]] = []
    starts: list[tuple[int, int]] = []
    for group in _groups([len(item) for item in passages], window):
        row = [special.begin, *(passages[group[0] - 1][-before:] if group[0] and before else [])]
        for passage in group:
            starts.append((len(rows), len(row)))
            row += passages[passage]
        rows.append([*row, special.end][:_MAX_WINDOW])
    length = max(len(row) for row in rows)
    table = np.full((len(rows), length), special.padding, dtype=np.int64)
    mask = np.zeros((len(rows), length), dtype=np.int64)
    for index, row in enumerate(rows):
        table[index, : len(row)] = row
        mask[index, : len(row)] = 1
    longest = max(len(item) for item in passages)
    where = np.zeros((len(passages), longest), dtype=np.int64)
    present = np.zeros(where.shape, dtype=np.bool_)
    tokens = np.zeros(where.shape, dtype=np.int64)
    for index, (item, (row_index, start)) in enumerate(zip(passages, starts, strict=True)):
        kept = min(len(item), max(1, _MAX_WINDOW - start))
        where[index, :kept] = row_index * length + np.arange(start, start + kept)
        present[index, :kept] = True
        tokens[index, :kept] = item[:kept]
    return Packed(table, mask, where, present, tokens)


def _groups(lengths: Sequence[int], window: int) -> list[list[int]]:
    """Runs of neighbouring passages with about the same number of tokens each, near `window`."""
    total = sum(lengths)
    count = max(1, math.ceil(total / window))
    target = total / count
    groups: list[list[int]] = [[]]
    seen = 0
    for index, length in enumerate(lengths):
        if groups[-1] and len(groups) < count and seen + length / 2 > target * len(groups):
            groups.append([])
        groups[-1].append(index)
        seen += length
    return groups
