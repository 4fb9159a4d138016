"""What outlets do across the events of a corpus, in tables: each figure with the number of events behind it.

Intervals are 95 % bootstrap percentile intervals over events, not over facts: facts of one event are not
independent (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.model import Comparison, Fact, Same, State, Strength
from framing.store.comparing import comparisons
from framing.store.corpus import Corpus

ROUNDS = 1_000
LEAST = 5
"""Events below which no interval is given: resampling two or three events says nothing."""
TOLD = (State.COVERED, State.STATED, State.CONFLICTING)
COUNTED = (*TOLD, State.PARTLY, State.NOT_FOUND)
"""`not_yet_reported` and `not_compared` count neither for nor against an outlet."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval. `low` and `high` are None where fewer than LEAST events stand behind it."""

    value: float
    low: float | None
    high: float | None
    events: int
    of: int
    """Facts counted."""


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet over all events that were compared with it."""

    outlet: str
    events: int
    stated: Share
    """Of the facts that any outlet of the event states, those that this one states."""
    partly: Share
    not_found: Share
    strong_omissions: int
    alone: int
    """Facts that only this outlet states."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """How often an outlet leaves out facts of one kind."""

    outlet: str
    kind: str
    not_found: Share


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """An outlet's mean of one lens figure, with its interval over events."""

    outlet: str
    lens: str
    name: str
    mean: float
    low: float | None
    high: float | None
    events: int


def usable(corpus: Corpus) -> Iterator[Comparison]:
    """Comparisons whose articles are not of different events, one in memory at a time."""
    return (result for _, result in comparisons(corpus, largest_first=False) if result.event.same is not Same.NO)


def outlet_table(results: Iterable[Comparison]) -> list[OutletRow]:
    """One row an outlet, in order of name."""
    told: dict[str, dict[int, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    strong: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for number, result in enumerate(results):
        outlet = {article.id: article.outlet or article.id for article in result.articles}
        for fact in _claims(result):
            for cell in fact.cells:
                if cell.state in COUNTED:
                    told[outlet[cell.article]][number][cell.state] += 1
            only = [cell.article for cell in fact.cells if cell.state in TOLD]
            if len(only) == 1:
                alone[outlet[only[0]]] += 1
        for omission in result.omissions:
            if omission.strength is Strength.STRONG and omission.state is State.NOT_FOUND:
                strong[outlet[omission.missing_in]] += 1
    return [
        OutletRow(
            name,
            len(counts),
            share(counts.values(), TOLD),
            share(counts.values(), (State.PARTLY,)),
            share(counts.values(), (State.NOT_FOUND,)),
            strong[name],
            alone[name],
        )
        for name, counts in sorted(told.items())
    ]


def kind_table(results: Iterable[Comparison]) -> list[KindRow]:
    """Which outlets leave out which kind of fact: one row an outlet and kind (`kind_of`)."""
    told: dict[tuple[str, str], dict[int, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    for number, result in enumerate(results):
        outlet = {article.id: article.outlet or article.id for article in result.articles}
        for fact in _claims(result):
            kind = kind_of(result, fact)
            for cell in fact.cells:
                if cell.state in COUNTED:
                    told[outlet[cell.article], kind][number][cell.state] += 1
    return [
        KindRow(name, kind, share(counts.values(), (State.NOT_FOUND,))) for (name, kind), counts in sorted(told.items())
    ]


def profile_table(results: Iterable[Comparison]) -> list[ProfileRow]:
    """One row an outlet, lens and figure."""
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for result in results:
        outlet = {article.id: article.outlet or article.id for article in result.articles}
        for lens, by_article in result.profiles.items():
            for article, figures in by_article.items():
                for name, value in figures.items():
                    found[outlet[article], lens, name].append(float(value))
    rows = []
    for (name, lens, figure), values in sorted(found.items()):
        low, high = _interval(np.array(values), np.ones(len(values)))
        rows.append(ProfileRow(name, lens, figure, float(np.mean(values)), low, high, len(values)))
    return rows


def kind_of(result: Comparison, fact: Fact) -> str:
    """`quotation`, `figure` or `statement`, by the words of the fact's canonical sentence."""
    text = result.passage(fact.canonical).text
    if any(mark in text for mark in '“”"«»'):
        return "quotation"
    return "figure" if any(char.isdigit() for char in text) else "statement"


def share(counts: Iterable[Counter[State]], states: Sequence[State]) -> Share:
    """The share of facts in `states`, pooled over events, with a bootstrap interval over events."""
    pairs = [(sum(each[state] for state in states), sum(each.values())) for each in counts]
    hits, totals = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    low, high = _interval(hits, totals)
    return Share(float(hits.sum() / totals.sum()), low, high, len(pairs), int(totals.sum()))


def _interval(hits: Any, totals: Any) -> tuple[float | None, float | None]:
    if len(hits) < LEAST:
        return None, None
    drawn = np.random.default_rng(0).integers(0, len(hits), (ROUNDS, len(hits)))
    values = hits[drawn].sum(axis=1) / totals[drawn].sum(axis=1)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _claims(result: Comparison) -> list[Fact]:
    """Facts that can be left out: not opinion, transitions or boilerplate."""
    return [fact for fact in result.facts if fact.is_claim]
