"""Words of a passage as the aligner counts them, and how rare each is in news."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
QUOTED = re.compile(r"[“\"]([^”\"]{3,})[”\"]?")
BACKGROUND = "align_background.tsv"


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A crude English stem of a lower-case word; the background counts are of these stems."""
    word = word.removesuffix("'s")
    if len(word) <= 4:
        return word
    for ending, replacement in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word.endswith("ss")):
            return word[: -len(ending)] + replacement
    return word


def stems(text: str) -> list[str]:
    """Stems of all words, in order."""
    return [stem(word.lower().replace("’", "'")) for word in WORD.findall(text)]


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of stems in news (`df`), counted over `documents` articles."""

    documents: int
    df: dict[str, int]

    def idf(self, word: str) -> float:
        """ln((N + 1) / (df + 1)), at least 0; a stem never met weighs most."""
        return max(0.0, math.log((self.documents + 1) / (self.df.get(word, 0) + 1)))


@lru_cache(maxsize=1)
def background() -> Background:
    """The shipped counts: first line the number of articles, then `stem<TAB>df`."""
    lines = (resources.files("framing.data") / BACKGROUND).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines[1:])
    return Background(int(lines[0]), {word: int(count) for word, count in pairs})


@dataclass(frozen=True, slots=True)
class Bag:
    """What the words of one passage offer for comparison."""

    words: frozenset[str]
    names: frozenset[str]
    """Stems of capitalised words, the first word of the passage left out."""
    numbers: frozenset[str]
    quoted: frozenset[str]
    """Stems inside quotation marks."""
    bigrams: frozenset[tuple[str, str]]
    counts: Counter[str]


def bag(text: str) -> Bag:
    """The comparison bag of one passage."""
    sequence = stems(text)
    names = {
        stem(match.group().lower().replace("’", "'"))
        for position, match in enumerate(WORD.finditer(text))
        if position > 0 and match.group()[0].isupper()
    }
    quoted = stems(" ".join(QUOTED.findall(text)))
    return Bag(
        words=frozenset(sequence),
        names=frozenset(names),
        numbers=frozenset(NUMBER.findall(text)),
        quoted=frozenset(quoted),
        bigrams=frozenset(pairwise(sequence)),
        counts=Counter(sequence),
    )
