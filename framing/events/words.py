"""Words, numbers and quoted runs of an article, weighted by how rare they are in news.

Background document frequencies (framing/data/events_idf.tsv) were counted over news articles of 2010 to 2021;
a word that is in none of them weighs most. Weights are tf-idf with sublinear term frequency (Manning, Raghavan
and Schütze 2008, Introduction to Information Retrieval, section 6.4).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.language.dates import NUMBERS
from framing.language.names import fold

Weights = Mapping[str, float]
"""Term weights of unit length."""

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?|\d[\d,.]*\d|\d")
_NUMBER = re.compile(
    r"(?<![\w.,-])[$£€]?\d[\d,]*(?:\.\d+)?(?:\s?(?:percent|per cent|%|million|billion|trillion|thousand))?(?!\w)"
)
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{12,600})[”\"]")
_IN_WORDS = {word: str(value) for word, value in NUMBERS.items() if value > 1}
_COUNTED = re.compile(
    rf"(?<![\w.,-])(?P<n>\d[\d,]*|{'|'.join(_IN_WORDS)})(?:\s-\s|[\s-])(?P<one>[A-Za-z]{{3,}})(?:(?:\s-\s|[\s-])(?P<two>[a-z]{{3,}}))?",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=1)
def _frequencies() -> tuple[int, dict[str, int]]:
    lines = files("framing.data").joinpath("events_idf.tsv").read_text(encoding="utf-8").splitlines()
    return int(lines[0]), {word: int(count) for word, count in (line.split("\t") for line in lines[1:])}


@lru_cache(maxsize=65_536)
def idf(term: str) -> float:
    """Log of how many times rarer than every article the stemmed term is; at most log of the background's size."""
    total, table = _frequencies()
    return math.log((total + 1) / (table.get(term, 0) + 1))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its commonest endings; numbers without separators."""
    if word[0].isdigit():
        return word.replace(",", "")
    for ending, least, instead in (
        ("ies", 5, "y"),
        ("sses", 6, "ss"),
        ("ing", 6, ""),
        ("ed", 5, ""),
        ("es", 5, ""),
        ("s", 4, ""),
    ):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def terms(text: str) -> list[str]:
    """The stemmed words and numbers of `text`, folded, in order."""
    return [stem(word) for raw in _WORD.findall(text) if (word := fold(raw))]


def lower_terms(text: str) -> list[str]:
    """Only the words written in lower case: what is done, without who and where."""
    return [stem(fold(raw)) for raw in _WORD.findall(text) if raw.islower()]


def weigh(words: Iterable[str], least: float = 0.7) -> Weights:
    """tf-idf weights of unit length; terms commoner than `least` in idf are left out."""
    raw = {}
    for word, count in Counter(words).items():
        rarity = idf(word)
        if rarity > least:
            raw[word] = (1 + math.log(count)) * rarity
    norm = math.sqrt(sum(value * value for value in raw.values()))
    return {word: value / norm for word, value in raw.items()} if norm else {}


def weigh_pairs(words: Sequence[str]) -> Weights:
    """Weights of neighbouring word pairs, unit length: rare together means rare each; one common word is allowed."""
    raw: dict[str, float] = {}
    for first, second in pairwise(words):
        rarity = idf(first) + idf(second)
        if rarity > 4.0:
            raw[f"{first} {second}"] = rarity
    norm = math.sqrt(sum(value * value for value in raw.values()))
    return {pair: value / norm for pair, value in raw.items()} if norm else {}


def counted_nouns(text: str) -> dict[str, frozenset[str]]:
    """Figures by the (stemmed) word they stand before, at most one word between: `23` by `pirate`."""
    found: dict[str, set[str]] = {}
    for match in _COUNTED.finditer(text):
        figure = _IN_WORDS.get(match["n"].lower(), match["n"].replace(",", ""))
        for word in (match["one"], match["two"]):
            if word and idf(stem(fold(word))) > 1.0:
                found.setdefault(stem(fold(word)), set()).add(figure)
    return {word: frozenset(figures) for word, figures in found.items()}


def cosine(a: Weights, b: Weights) -> float:
    """Cosine of two weightings of unit length; 0 where either is empty."""
    if len(b) < len(a):
        a, b = b, a
    return sum(value * b[word] for word, value in a.items() if word in b)


def numbers(text: str) -> frozenset[str]:
    """Figures with their scale word, without years and single digits."""
    found = (
        re.sub(r"[,\s]", "", match[0]).replace("percent", "%").replace("percent", "%")
        for match in _NUMBER.finditer(text)
    )
    return frozenset(n for n in found if len(n) > 1 and not _YEAR.fullmatch(n))


def quoted_runs(text: str, size: int = 4) -> frozenset[tuple[str, ...]]:
    """Runs of `size` words inside quotation marks."""
    runs: set[tuple[str, ...]] = set()
    for match in _QUOTED.finditer(text):
        words = [fold(word) for word in _WORD.findall(match[1])]
        runs.update(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
    return frozenset(runs)


def shingles(text: str, size: int = 5) -> NDArray[np.uint32]:
    """Checksums of all runs of `size` words, sorted, each once."""
    words = [fold(word) for word in _WORD.findall(text)]
    found = {crc32(" ".join(words[i : i + size]).encode()) for i in range(len(words) - size + 1)}
    return np.array(sorted(found), dtype=np.uint32)


def in_common(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> int:
    """How many checksums two sorted arrays share."""
    return len(np.intersect1d(a, b, assume_unique=True))
