"""Word-level marks of passages: where findings lie, and what two aligned passages word alike or apart.

A layout aid: it marks what the comparison found and how two texts differ as strings; it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from framing.model import Excerpt, Span

_TOKEN = re.compile(r"\w+(?:[’'\-.,]\w+)*|[^\w\s]")
_CHUNK = re.compile(r"\s*\S+\s*")
_WORDS_AT_MOST = 400
"""Longer passages are not compared word by word: nobody reads such marks."""
STRONG, MODERATE = 2 / 3, 1 / 3
"""Where the words `strong` and `moderate` of a wording difference begin."""
_QUOTED = re.compile("“([^“”]{2,80})”")
_TELLING = 3
"""So many words or fewer are always set off in full."""
_EDITED = 0.6
"""From this share of words in common and in order, two passages read as one text edited."""
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by for from had has have he her his in is it its of on or our she that the "
        "their them there they this to was we were which who will with would not no after before into over under about",
    )
)


class Mark(StrEnum):
    """Why a stretch of words is marked."""

    CONFLICT = "conflict"
    DIFFERENCE = "difference"
    MISSING = "missing"
    CHANGED = "changed"
    SHARED = "shared"
    WHOLE = "whole"
    """Nearly all of a passage: its words are not set off."""


PRIORITY = tuple(Mark)


@dataclass(frozen=True, slots=True)
class Marked:
    """A range to mark, in offsets of the text that is shown."""

    start: int
    end: int
    mark: Mark
    label: str = ""
    target: str = ""
    """Permalink of the finding, without `#`."""
    quiet: bool = False
    """A long phrase that differs moderately, or a conflict that only seems one: set off more lightly."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words under the same marks (none: plain text)."""

    text: str
    marks: tuple[Marked, ...] = ()

    @property
    def mark(self) -> Mark | None:
        """The weightiest mark."""
        kinds = {marked.mark for marked in self.marks}
        return next((mark for mark in PRIORITY if mark in kinds), None)


def is_quiet(excerpt: Excerpt, strength: float) -> bool:
    """Whether a difference's words are set off lightly: a long phrase, and no strong difference."""
    return strength < STRONG and len(excerpt.text.split()) > _TELLING


def key_words(excerpt: Excerpt, explanation: str) -> list[tuple[int, int]]:
    """Where, in an excerpt's own offsets, stand the words that the explanation of its finding quotes from it."""
    quoted = [q for q in _QUOTED.findall(explanation) if len(q) < len(excerpt.text)]
    low = excerpt.text.lower()
    if len(low) != len(excerpt.text):
        return []
    places = [(low.find(q.lower()), len(q)) for q in dict.fromkeys(quoted)]
    return sorted((at, at + length) for at, length in places if at >= 0)


class Wording(StrEnum):
    """How alike two aligned passages are as strings."""

    IDENTICAL = "identical"
    EDITED = "edited"
    RETOLD = "retold"


def cut(text: str, marked: Iterable[Marked]) -> tuple[Piece, ...]:
    """`text` cut where marks begin or end; the pieces join to `text` again. Marks outside it are clipped."""
    inside = [m for m in marked if m.start < len(text) and m.end > 0 and m.start < m.end]
    edges = sorted({0, len(text), *(max(0, m.start) for m in inside), *(min(len(text), m.end) for m in inside)})
    return tuple(
        Piece(text[start:end], tuple(m for m in inside if m.start < end and m.end > start))
        for start, end in pairwise(edges)
    )


@lru_cache(maxsize=8192)
def compare_wording(a: str, b: str) -> tuple[Wording, tuple[Span, ...], tuple[Span, ...]]:
    """How two texts differ as strings: the words changed where one is an edit of the other, else those in common."""
    tokens_a, tokens_b = _tokens(a), _tokens(b)
    words_a, words_b = [w for w, _ in tokens_a], [w for w, _ in tokens_b]
    if words_a == words_b:
        return Wording.IDENTICAL, (), ()
    if not words_a or not words_b or max(len(words_a), len(words_b)) > _WORDS_AT_MOST:
        return Wording.RETOLD, (), ()
    from rapidfuzz.distance import Indel

    if Indel.normalized_similarity(words_a, words_b) >= _EDITED:
        changed = [op for op in Indel.opcodes(words_a, words_b) if op.tag != "equal"]
        return (
            Wording.EDITED,
            _runs(tokens_a, {i for op in changed for i in range(op.src_start, op.src_end)}),
            _runs(tokens_b, {i for op in changed for i in range(op.dest_start, op.dest_end)}),
        )
    common = {word for word in {*words_a} & {*words_b} if word not in _FUNCTION_WORDS and word[0].isalnum()}
    return Wording.RETOLD, _of(tokens_a, common), _of(tokens_b, common)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[tuple[str, Span], ...]:
    return tuple((m.group().casefold(), Span(m.start(), m.end())) for m in _TOKEN.finditer(text))


def _of(tokens: Sequence[tuple[str, Span]], words: set[str]) -> tuple[Span, ...]:
    return _runs(tokens, {i for i, (word, _) in enumerate(tokens) if word in words})


def _runs(tokens: Sequence[tuple[str, Span]], chosen: set[int]) -> tuple[Span, ...]:
    """Neighbouring chosen tokens as one span each."""
    spans: list[Span] = []
    last = -2
    for i in sorted(chosen):
        span = tokens[i][1]
        if i == last + 1 and spans:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
        last = i
    return tuple(spans)


def clip(pieces: Sequence[Piece], words: int) -> tuple[Piece, ...]:
    """The first words of marked words, with an ellipsis where some are left out."""
    kept: list[Piece] = []
    for piece in pieces:
        found = _CHUNK.findall(piece.text)
        if len(found) > words:
            return (*kept, Piece("".join(found[:words]).rstrip() + " …", piece.marks))
        kept.append(piece)
        words -= len(found)
    return tuple(kept)


def shorten(text: str, words: int = 25) -> str:
    """The first words of a text, with an ellipsis where some are left out; very long words are cut."""
    parts = text.split()
    kept = [part if len(part) <= 60 else part[:59] + "…" for part in parts[:words]]
    return " ".join(kept) + (" …" if len(parts) > words else "")
