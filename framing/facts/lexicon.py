"""Words that may stand for one another, and words that mean the opposite (from WordNet 3.0, stems as in words.py).

Tables: framing/data/facts_synonyms.tsv (stem, ids of its own synsets, ids of broader and similar ones, in
base 36) and facts_antonyms.tsv (pairs); how they were made and WordNet's licence: facts_lexicon.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib import resources

from framing.facts.polar_words import polar_opposite
from framing.facts.words import stem as stem_of

_NOTHING: frozenset[str] = frozenset()
_PREFIXES = ("un", "in", "im", "dis", "non", "ir", "il", "anti", "de", "mis")


class Kin(IntEnum):
    """How near a word's meaning is to the nearest of some others."""

    NONE = 0
    NEAR = 1
    """One is broader than the other, or similar."""
    SYNONYM = 2


def _lines(name: str) -> list[str]:
    return (resources.files("framing.data") / name).read_text(encoding="utf-8").splitlines()


@lru_cache(maxsize=1)
def _senses() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """(own, broader or similar) synset ids by stem."""
    table = {}
    for line in _lines("facts_synonyms.tsv"):
        stem, own, near = line.split("\t")
        table[stem] = frozenset(own.split()), frozenset(near.split())
    return table


def is_common(stem: str) -> bool:
    """Whether the stem is that of a word with a meaning in the table; most names are not."""
    return stem in _senses()


@lru_cache(maxsize=1)
def antonyms() -> dict[str, frozenset[str]]:
    """Stems of opposite meaning by stem, both ways."""
    table: dict[str, set[str]] = {}
    for line in _lines("facts_antonyms.tsv"):
        one, _, two = line.partition("\t")
        table.setdefault(one, set()).add(two)
        table.setdefault(two, set()).add(one)
    return {stem: frozenset(others) for stem, others in table.items()}


_CLASS_WORDS = (
    "million billion trillion thousand hundred dozen millions billions trillions thousands hundreds dozens",
    "day days week weeks month months year years hour hours minute minutes decade decades century centuries",
    "first second third fourth last next past future latest",
    "january february march april may june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
    "north south east west northern southern eastern western northeast northwest southeast southwest",
    "president minister general chief director judge lawyer mayor governor senator ambassador chairman secretary king queen "
    "prince princess",
)
CLASSES = tuple(frozenset(map(stem_of, words.split())) for words in _CLASS_WORDS)
"""Closed classes whose members are never said for one another: orders of magnitude, times, ranks, months, offices."""


def class_swaps(opened: Iterable[str], free: frozenset[str]) -> int:
    """How many of the stems `opened` have another member of their closed class in `free`: `billions` for `millions`."""
    return sum(any(stem in members and members & free for members in CLASSES) for stem in opened)


@dataclass(frozen=True, slots=True)
class Meanings:
    """The synsets of some stems, for asking whether another word is kin to one of them."""

    own: frozenset[str]
    near: frozenset[str]

    def kin(self, stem: str) -> Kin:
        """How near `stem` is to the nearest of them."""
        own, near = _senses().get(stem, (_NOTHING, _NOTHING))
        if not own.isdisjoint(self.own):
            return Kin.SYNONYM
        if not near.isdisjoint(self.own) or not own.isdisjoint(self.near):
            return Kin.NEAR
        return Kin.NONE


def meanings(stems: Iterable[str]) -> Meanings:
    """The synsets of `stems`; words outside the table have none."""
    table = _senses()
    found = [table[stem] for stem in stems if stem in table]
    return Meanings(_NOTHING.union(*(o for o, _ in found)), _NOTHING.union(*(n for _, n in found)))


def opposite_of(stem: str, known: frozenset[str]) -> str | None:
    """A stem in `known` that means the opposite of `stem`: an antonym, the word with or without `un-` and its like, or a
    word of the opposite group (framing.facts.polar_words)."""
    for other in sorted(antonyms().get(stem, _NOTHING)):
        if other in known:
            return other
    for prefix in _PREFIXES:
        bare = stem.removeprefix(prefix)
        for other in (prefix + stem, bare if bare != stem and len(bare) > 2 else ""):
            if other in known:
                return other
    return polar_opposite(stem, known)
