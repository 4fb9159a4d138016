"""Corpus lens: the words that one outlet uses more than the others for the same facts, with their uncertainty.

Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, equations 15 to 22) on
aligned text only, so that subjects are held equal; wire copies count for nobody; intervals by resampling
articles; Benjamini-Hochberg over all words; and beside it the split-half null: what the same method finds
between two halves of one outlet, where there is nothing to find.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import UsageError
from framing.lenses.wording import FUNCTION_WORDS, WORD
from framing.model import Comparison, PassageId

Counts = NDArray[np.float64]
PRIOR = 500.0
"""Pseudo-words of prior, shared out by the words' frequency in all text."""
LEAST = 5
"""A word must occur so often in all text."""


@dataclass(frozen=True, slots=True)
class Document:
    """The aligned text of one article."""

    outlet: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word. Positive `log_odds`: used more by the outlet than by the rest."""

    word: str
    here: int
    elsewhere: int
    log_odds: float
    z: float
    low: float
    """2.5 % point of the log-odds over resampled articles."""
    high: float
    p: float
    q: float
    """p after Benjamini-Hochberg."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms by falling |z|, and the null to hold them against."""

    outlet: str
    articles: int
    others: int
    terms: tuple[Term, ...]
    null: float
    """95 % point of the largest |z| between random halves of the same articles: differences below it are chance."""

    def beyond_chance(self) -> tuple[Term, ...]:
        """Terms with q < 0.05, an interval that leaves zero out, and |z| above the split-half null."""
        return tuple(t for t in self.terms if t.q < 0.05 and t.low * t.high > 0 and abs(t.z) > self.null)

    def table(self) -> Any:
        """A pandas DataFrame, one row a term."""
        import pandas as pd

        columns = Term.__slots__
        return pd.DataFrame([[getattr(term, name) for name in columns] for term in self.terms], columns=list(columns))

    def chart(self, most: int = 30) -> Any:
        """An Altair chart: log-odds with intervals, the most telling terms."""
        import altair as alt

        frame = self.table().head(most)
        base = alt.Chart(frame).encode(y=alt.Y("word:N", sort=alt.EncodingSortField("log_odds")))
        bars = base.mark_rule().encode(x="low:Q", x2="high:Q")
        points = base.mark_circle(size=60).encode(
            x=alt.X("log_odds:Q", title=f"log-odds, {self.outlet} against the rest")
        )
        return bars + points


def aligned_documents(comparisons: Iterable[Comparison]) -> list[Document]:
    """The linked passages of every article, each once; passages that several articles copy are left out."""
    texts: dict[tuple[str, str], dict[PassageId, str]] = {}
    for comparison in comparisons:
        copied = {p for origin in comparison.origins if len(origin.articles) > 1 for p in origin.passages}
        linked = {end for link in comparison.links for end in (link.a, link.b)} - copied
        outlets = {article.id: article.outlet or article.id for article in comparison.articles}
        for passage in comparison.passages:
            if passage.id in linked:
                key = outlets[passage.article_id], passage.article_id
                texts.setdefault(key, {})[passage.id] = passage.text
    return [Document(outlet, article, "\n".join(parts.values())) for (outlet, article), parts in texts.items()]


def words_of(text: str) -> Counter[str]:
    """Open-class words in lower case, numbers left out."""
    lows = (match.group().lower().replace("’", "'").removesuffix("'s") for match in WORD.finditer(text))
    return Counter(word for word in lows if word not in FUNCTION_WORDS and word[0].isalpha() and len(word) > 1)


def vocabulary(documents: Sequence[Document], outlet: str, *, resamples: int = 200, seed: int = 0) -> Vocabulary:
    """One outlet against the rest. Raises UsageError with fewer than two articles on either side."""
    mine = [words_of(each.text) for each in documents if each.outlet == outlet]
    rest = [words_of(each.text) for each in documents if each.outlet != outlet]
    if len(mine) < 2 or len(rest) < 2:
        raise UsageError(
            f"vocabulary of {outlet}: needs two articles of it and two of others; there are {len(mine)} and {len(rest)}"
        )
    total = sum([*mine, *rest], Counter())
    terms = sorted(word for word, count in total.items() if count >= LEAST)
    rows = _matrix(mine, terms), _matrix(rest, terms)
    prior = np.array([total[word] for word in terms], float)
    prior *= PRIOR / max(1.0, prior.sum())
    here, there = rows[0].sum(axis=0), rows[1].sum(axis=0)
    delta, z = log_odds(here, there, prior)
    rng = np.random.default_rng(seed)
    low, high = _intervals(rows, prior, resamples, rng)
    p = np.array([math.erfc(abs(value) / math.sqrt(2)) for value in z])
    q = benjamini_hochberg(p)
    order = np.argsort(-np.abs(z), kind="stable")
    found = tuple(
        Term(
            terms[i],
            int(here[i]),
            int(there[i]),
            round(float(delta[i]), 4),
            round(float(z[i]), 4),
            round(float(low[i]), 4),
            round(float(high[i]), 4),
            float(p[i]),
            float(q[i]),
        )
        for i in order
    )
    return Vocabulary(outlet, len(mine), len(rest), found, round(_split_half(rows[0], prior, resamples, rng), 4))


def _matrix(counted: Sequence[Mapping[str, int]], terms: Sequence[str]) -> Counts:
    return np.array([[each.get(word, 0) for word in terms] for each in counted], float).reshape(
        len(counted), len(terms)
    )


def log_odds(here: Counts, there: Counts, prior: Counts) -> tuple[Counts, Counts]:
    """(delta, z) for each word: log-odds ratio under the prior and its score."""
    alpha = prior.sum()
    one = np.log((here + prior) / (here.sum() + alpha - here - prior))
    two = np.log((there + prior) / (there.sum() + alpha - there - prior))
    delta = one - two
    return delta, delta / np.sqrt(1 / (here + prior) + 1 / (there + prior))


def _intervals(
    rows: tuple[Counts, Counts], prior: Counts, resamples: int, rng: np.random.Generator
) -> tuple[Counts, Counts]:
    """2.5 and 97.5 % points of the log-odds over articles drawn with replacement on both sides."""
    drawn = []
    for _ in range(resamples):
        here, there = (side[rng.integers(0, len(side), len(side))].sum(axis=0) for side in rows)
        drawn.append(log_odds(here, there, prior)[0])
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    return low, high


def _split_half(rows: Counts, prior: Counts, resamples: int, rng: np.random.Generator) -> float:
    """95 % point of the largest |z| between random halves of one outlet's articles."""
    largest = []
    for _ in range(resamples):
        order = rng.permutation(len(rows))
        half = len(rows) // 2
        _, z = log_odds(rows[order[:half]].sum(axis=0), rows[order[half:]].sum(axis=0), prior)
        largest.append(float(np.abs(z).max(initial=0.0)))
    return float(np.quantile(largest, 0.95))


def benjamini_hochberg(p: Counts) -> Counts:
    """Adjusted p-values (Benjamini and Hochberg 1995): the least false discovery rate at which each is found."""
    n = len(p)
    order = np.argsort(p)
    ranked = p[order] * n / np.arange(1, n + 1)
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return adjusted
