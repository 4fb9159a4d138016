"""The words of one passage with their contextual vectors, and which of them the other passage shares."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.embed import TokenVectors
from framing.language.wordlists import word_set
from framing.lenses.context import Context, Pair, Range

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

WORD = re.compile(r"[^\W_]+(?:(?:['’.\-]|(?<=\d),(?=\d))[^\W_]+)*")
FUNCTION_WORDS = word_set(
    "the a an of to in on at for by with from and or but that which who whom this these those is are was were be been being has "
    "have had do does did will would can could should may might must it its he she they him her them his their i we you our my "
    "your as not no so than then there here also if when while into over under after before about up out"
)
_SUFFIXES = ("ingly", "edly", "ing", "ed", "es", "ly", "s", "er", "e")


def stem(word: str) -> str:
    """A rough stem, enough to see that two forms are one word: `closing` and `closed`."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            return low[: -len(suffix)]
    return low


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one passage, row for row."""

    text: str
    ranges: tuple[Range, ...]
    stems: tuple[str, ...]
    function: Flags
    """(n) closed-class words."""
    quoted: Flags
    """(n) words between double quotation marks."""
    vectors: Floats
    """(n, d) of unit length: mean of the word's token vectors; zero past the encoder's limit."""

    def __len__(self) -> int:
        return len(self.ranges)

    def lower(self, index: int) -> str:
        """The word itself in lower case."""
        start, end = self.ranges[index]
        return self.text[start:end].lower()

    def range(self, start: int, end: int) -> Range:
        """Code points from word `start` up to and with word `end - 1`."""
        return self.ranges[start][0], self.ranges[end - 1][1]


def wording(text: str, tokens: TokenVectors) -> Wording:
    """The words of `text` with vectors pooled from its tokens."""
    ranges = tuple(match.span() for match in WORD.finditer(text))
    lows = [text[start:end].lower() for start, end in ranges]
    return Wording(
        text,
        ranges,
        tuple(stem(low) for low in lows),
        np.array([low in FUNCTION_WORDS for low in lows], bool),
        _quoted(text, ranges),
        _pooled(ranges, tokens),
    )


def _quoted(text: str, ranges: tuple[Range, ...]) -> Flags:
    inside = np.zeros(len(text) + 1, bool)
    within = False
    for index, char in enumerate(text):
        within = True if char == "“" else False if char == "”" else within ^ (char == '"')
        inside[index] = within
    return np.array([inside[start] for start, _ in ranges], bool)


def _pooled(ranges: tuple[Range, ...], tokens: TokenVectors) -> Floats:
    vectors = np.zeros((len(ranges), tokens.vectors.shape[1] if tokens.vectors.ndim == 2 else 1), np.float32)
    if not len(tokens.offsets):
        return vectors
    offsets = np.array(tokens.offsets).reshape(-1, 2)
    for row, (start, end) in enumerate(ranges):
        mask = (offsets[:, 0] < end) & (offsets[:, 1] > start)
        if mask.any():
            vectors[row] = tokens.vectors[mask].mean(axis=0)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-6), np.float32)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the words of two passages meet."""

    a: Wording
    b: Wording
    similarity: Floats
    """(n, m) cosine of contextual word vectors."""
    same: NDArray[np.bool_]
    """(n, m) whether the stems are equal."""

    def turned(self) -> Alignment:
        """The same seen from b."""
        return Alignment(self.b, self.a, self.similarity.T, self.same.T)

    def kept(self) -> Flags:
        """(n) words of a whose stem stands in b."""
        return np.asarray(self.same.any(axis=1) if self.same.size else np.zeros(len(self.a)), bool)


def aligned(context: Context, pair: Pair) -> Alignment:
    """Word alignment of a linked pair, computed once a comparison."""
    known = context.memo.setdefault("alignments", {})
    key = pair.a.id, pair.b.id
    if key not in known:
        a = wording(pair.a.text, context.tokens(pair.a))
        b = wording(pair.b.text, context.tokens(pair.b))
        same = np.array([[x == y for y in b.stems] for x in a.stems], bool).reshape(len(a), len(b))
        known[key] = Alignment(a, b, (a.vectors @ b.vectors.T).astype(np.float32), same)
    found: Alignment = known[key]
    return found


def words_in(side: Wording, part: Range) -> tuple[int, int]:
    """The words (first, past the last) that code points `part` touch."""
    touched = [row for row, (start, end) in enumerate(side.ranges) if start < part[1] and end > part[0]]
    return (touched[0], touched[-1] + 1) if touched else (0, 0)


def counterpart(alignment: Alignment, start: int, end: int, longest: int = 12) -> Range | None:
    """The words of b that say most nearly what words [start, end) of a say: a window of at most `longest` words.

    None where nothing in b is near.
    """
    a, b = alignment.a, alignment.b
    rows = [row for row in range(start, end) if not a.function[row]]
    if not rows or not len(b):
        return None
    gain = np.where(alignment.same[rows], 1.0, alignment.similarity[rows]).max(axis=0) - _NEAR
    gain[b.function] = np.minimum(gain[b.function], -0.05)
    best, window = 0.0, None
    for first in range(len(b)):
        total = np.cumsum(gain[first : first + longest])
        last = int(total.argmax())
        if total[last] > best:
            best, window = float(total[last]), (first, first + last + 1)
    return b.range(*_with_whole_names(b, *trimmed(b, *window))) if window else None


def _with_whole_names(side: Wording, start: int, end: int) -> tuple[int, int]:
    """The words with the rest of a name that the window cuts: not `Minister Ann` of `Minister Ann Doe`."""

    def joined(row: int) -> bool:
        (_, stop), (following, _) = side.ranges[row], side.ranges[row + 1]
        return side.text[stop:following] == " " and all(
            side.text[side.ranges[each][0]].isupper() for each in (row, row + 1)
        )

    first, last = start, end
    while last < len(side) and last - end < _NAME and joined(last - 1):
        last += 1
    while first > 0 and start - first < _NAME and joined(first - 1):
        first -= 1
    return first, last


_NAME = 3
"""Words by which a window grows at most to take in a whole name."""


_NEAR = 0.55
"""Cosine of two words of one sentence pair above which they are taken to stand for each other."""


def trimmed(side: Wording, start: int, end: int) -> tuple[int, int]:
    """The same words without closed-class words at either edge; unchanged where nothing else is left."""
    first, last = start, end
    while last > first and side.function[last - 1]:
        last -= 1
    while first < last and side.function[first] and side.lower(first) not in _KEPT_FIRST:
        first += 1
    return (first, last) if last > first else (start, end)


_KEPT_FIRST = word_set("not no")
