"""Words that an outlet uses more, or less, than the others for the same facts, over the events of a corpus.

Counts come from aligned passages alone and are kept beside each event's page; the method is the vocabulary lens's
(log-odds with an informative Dirichlet prior, intervals over articles, a split-half null).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from framing.lenses.vocabulary import Document, Term, Vocabulary, aligned_documents, vocabulary, words_of
from framing.model import Comparison, Same
from framing.text import visible

LEAST_ARTICLES = 5
"""With fewer articles of an outlet, or of the others, its words say more about these articles than about it."""
_OUTLETS, _TERMS = 8, 8
_ARTICLES = 300
"""At most so many articles a side, evenly drawn, so that a large corpus costs no more than a middling one."""
_RESAMPLES = 100

Words: TypeAlias = Mapping[str, Any]
"""`outlet`, `article`, and `words` with their counts: plain values for the manifest."""


@dataclass(frozen=True, slots=True)
class Odds:
    """One word of the chart; `x`, `low` and `high` on a track 100 wide with zero in the middle."""

    term: Term
    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OutletWords:
    """What one outlet says more and less than the rest, beyond chance; both can be empty."""

    outlet: str
    articles: int
    others: int
    tested: int
    null: float
    more: tuple[Odds, ...]
    less: tuple[Odds, ...]


def aligned_words(comparison: Comparison) -> list[dict[str, Any]]:
    """Word counts of every article's aligned passages; nothing where the accounts are not of one event."""
    if comparison.event.same is not Same.YES:
        return []
    return [
        {"outlet": visible(d.outlet), "article": d.article, "words": dict(words_of(d.text))}
        for d in aligned_documents([comparison])
    ]


def outlet_words(rows: Iterable[Words]) -> list[OutletWords]:
    """The outlets with the most articles, at most eight, each against all others."""
    by_outlet: dict[str, list[Words]] = defaultdict(list)
    for row in rows:
        by_outlet[str(row["outlet"])].append(row)
    outlets = sorted(by_outlet, key=lambda outlet: (-len(by_outlet[outlet]), outlet))
    made = []
    for outlet in outlets[:_OUTLETS]:
        rest = [row for other in outlets if other != outlet for row in by_outlet[other]]
        if min(len(by_outlet[outlet]), len(rest)) >= LEAST_ARTICLES:
            documents = [*map(_document, _drawn(by_outlet[outlet])), *map(_document, _drawn(rest))]
            made.append(_laid_out(vocabulary(documents, outlet, resamples=_RESAMPLES)))
    return made


def _drawn(rows: Sequence[Words]) -> Sequence[Words]:
    """All rows, or `_ARTICLES` of them at even distances: the same for the same corpus."""
    if len(rows) <= _ARTICLES:
        return rows
    return [rows[i * len(rows) // _ARTICLES] for i in range(_ARTICLES)]


def _document(row: Words) -> Document:
    counts: Mapping[str, int] = row["words"]
    text = " ".join(" ".join([word] * count) for word, count in counts.items())
    return Document(str(row["outlet"]), str(row["article"]), text)


def _laid_out(found: Vocabulary) -> OutletWords:
    beyond = found.beyond_chance()
    shown = [t for t in beyond if t.log_odds > 0][:_TERMS], [t for t in beyond if t.log_odds < 0][:_TERMS]
    widest = max((max(abs(t.low), abs(t.high)) for side in shown for t in side), default=1.0)

    def at(value: float) -> float:
        return round(50 + 46 * value / widest, 1)

    more, less = (tuple(Odds(t, at(t.log_odds), at(t.low), at(t.high)) for t in side) for side in shown)
    return OutletWords(found.outlet, found.articles, found.others, len(found.terms), found.null, more, less)
