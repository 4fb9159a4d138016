"""Which passages of two articles are one text: shared runs of words, verified exactly.

Two passages are copies where most of the shorter one's word trigrams stand in the other (containment, Broder
1997, "On the resemblance and containment of documents"). Words inside quotation marks prove nothing, since two
reporters hear the same sentence: a pair of articles shares an origin only on words of its own, and only then do
shared quotes count as copied too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.language.names import fold
from framing.model import Passage

RUN = 3
"""Words in a run."""
CONTAINED = 0.6
"""Share of the shorter passage's runs that stand in the other."""
LEAST_WORDS = 8
"""Shorter passages are copies only where they are alike to the word, and prove nothing on their own."""
SHORTEST = 4
OWN_WORDS = 10
"""Words outside quotes, in shared runs, from which one passage is evidence of copying."""
PAIR_WORDS = 24
"""The same summed over a pair of articles: from here on the two share an origin."""

_WORD = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
_QUOTE = re.compile(r"[“\"][^“”\"]{3,}(?:[”\"]|$)|^[^“”\"]{3,}”")
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A passage's runs of words, and those that stand outside quotation marks."""

    passage: Passage
    words: int
    runs: frozenset[Run]
    own: frozenset[Run]


@dataclass(frozen=True, slots=True)
class Copy:
    """Two passages that are one text; `own_words` counts copied words outside quotes."""

    a: Passage
    b: Passage
    contained: float
    """Share of the shorter one's runs found in the other, 0 to 1."""
    own_words: int


def sign(passages: Iterable[Passage]) -> tuple[Signature, ...]:
    """Signatures of the passages of four words and more."""
    signed = []
    for passage in passages:
        words = [fold(word) for word in _WORD.findall(passage.text)]
        if len(words) < SHORTEST:
            continue
        outside = _QUOTE.sub(" \n ", passage.text)
        own = {run for piece in outside.split("\n") for run in _runs([fold(w) for w in _WORD.findall(piece)])}
        signed.append(Signature(passage, len(words), frozenset(_runs(words)), frozenset(own)))
    return tuple(signed)


def _runs(words: Sequence[str]) -> list[Run]:
    return [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]


def copies(a: Sequence[Signature], b: Sequence[Signature]) -> tuple[Copy, ...]:
    """Copied passages of two articles; empty unless they share enough words outside quotes.

    Every passage takes its best counterpart. Symmetric.
    """
    index: dict[Run, list[int]] = defaultdict(list)
    for j, signature in enumerate(b):
        for run in signature.runs:
            index[run].append(j)
    matches: list[Copy] = []
    for one in a:
        shared: dict[int, int] = defaultdict(int)
        for run in one.runs:
            for j in index.get(run, ()):
                shared[j] += 1
        for j, count in shared.items():
            contained = count / min(len(one.runs), len(b[j].runs))
            alike = one.runs == b[j].runs
            if alike or (contained >= CONTAINED and count + RUN - 1 >= LEAST_WORDS):
                own = len(one.own & b[j].own)
                matches.append(Copy(one.passage, b[j].passage, contained, own + RUN - 1 if own else 0))
    total = sum(match.own_words for match in _best(matches) if match.own_words >= OWN_WORDS)
    return tuple(_best(matches)) if total >= PAIR_WORDS else ()


def _best(matches: Sequence[Copy]) -> list[Copy]:
    """For each passage on either side the counterpart that holds most of it."""
    ranked = sorted(matches, key=lambda m: (-m.contained, -m.own_words, m.a.index, m.b.index))
    seen_a: set[str] = set()
    seen_b: set[str] = set()
    kept = []
    for match in ranked:
        if match.a.id not in seen_a or match.b.id not in seen_b:
            kept.append(match)
        seen_a.add(match.a.id)
        seen_b.add(match.b.id)
    return sorted(kept, key=lambda m: (m.a.index, m.b.index))
