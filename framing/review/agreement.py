"""Agreement between coders, with what each figure rests on.

Nominal coefficients follow Cohen (1960, Educational and Psychological Measurement 20:37-46), Fleiss
(1971, Psychological Bulletin 76:378-382) and Krippendorff (2011, Computing Krippendorff's
Alpha-Reliability). Each is a function of sums over units, so that resampling units weighs rows of one table.
Agreement on spans: framing.review.spans.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Label = Hashable
Units = Mapping[str, Mapping[str, Label]]
"""Labels by unit, then by coder; a coder who did not code a unit is absent there."""
Numbers = NDArray[np.float64]
FEWEST_UNITS = 10
"""Below, no interval is given: it would only look like knowledge."""
MOST_PAIRS = 15
"""Up to six coders each pair has its kappa; of more, the mean and both ends."""
DRAWS = 1000
SEED = 20_110_125
AT_ONCE = 4_000_000
"""Weights held at a time while resampling: 32 MB."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient with its bootstrap interval and what it rests on; value None where it is undefined."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    units: int
    """Units coded by at least two coders."""
    judgements: int
    coders: int


@dataclass(frozen=True, slots=True)
class Sums:
    """A coefficient as a function of sums over units."""

    rows: Numbers
    """units x terms: what each unit adds to each sum."""
    value: Callable[[Numbers], Numbers]
    """From sums (..., terms) to coefficients (...); nan where undefined."""

    def whole(self) -> float | None:
        """The coefficient over all units; None where it is undefined."""
        if not len(self.rows):
            return None
        found = float(self.value(self.rows.sum(axis=0)))
        return None if np.isnan(found) else found

    def interval(self, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float] | None:
        """95 % percentile interval from resampling units; None below ten units or where always undefined."""
        units = len(self.rows)
        if units < FEWEST_UNITS:
            return None
        step = max(1, AT_ONCE // units)
        parts = [_weights(units, min(step, draws - start), seed + start) @ self.rows for start in range(0, draws, step)]
        values = self.value(np.concatenate(parts))
        values = np.sort(values[~np.isnan(values)])
        if not len(values):
            return None
        return float(values[int(0.025 * len(values))]), float(values[min(len(values) - 1, int(0.975 * len(values)))])


def percent_sums(units: Units) -> Sums:
    """Agreeing pairs of judgements, and all pairs."""
    counts = _counts(units)
    size = counts.sum(axis=1)
    rows = np.stack([(counts * (counts - 1)).sum(axis=1), size * (size - 1)], axis=1)
    return Sums(rows, lambda sums: _ratio(sums[..., 0], sums[..., 1]))


def cohen_sums(units: Units, first: str, second: str) -> Sums:
    """The table of two coders' labels over the units both coded."""
    both = [(row[first], row[second]) for row in units.values() if first in row and second in row]
    places = {label: place for place, label in enumerate(dict.fromkeys(label for pair in both for label in pair))}
    size = len(places)
    rows = np.zeros((len(both), size * size))
    for unit, (a, b) in enumerate(both):
        rows[unit, places[a] * size + places[b]] = 1
    return Sums(rows, lambda sums: _kappa(sums.reshape(*sums.shape[:-1], size, size)))


def _kappa(table: Numbers) -> Numbers:
    n = table.sum(axis=(-1, -2))
    observed = np.trace(table, axis1=-2, axis2=-1)
    chance = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1)
    return _ratio(observed * n - chance, n * n - chance)


def fleiss_sums(units: Units) -> Sums:
    """Agreement of each unit and its labels; of units with the most frequent number of judgements."""
    counts = _counts(units)
    sizes = counts.sum(axis=1)
    if not len(sizes):
        return Sums(counts, _nothing)
    size = Counter(sizes.tolist()).most_common(1)[0][0]
    counts = counts[sizes == size]
    agreeing = (counts * (counts - 1)).sum(axis=1) / (size * (size - 1))

    def value(sums: Numbers) -> Numbers:
        n = sums[..., -1]
        chance = ((sums[..., 1:-1] / (n * size)[..., None]) ** 2).sum(axis=-1)
        return _ratio(sums[..., 0] / n - chance, 1 - chance)

    return Sums(np.column_stack([agreeing, counts, np.ones(len(counts))]), value)


def alpha_sums(units: Units) -> Sums:
    """Krippendorff's alpha for nominal data: labels, and disagreement within units."""
    counts = _counts(units)
    return alpha_of(counts, np.ones(len(counts)))


def alpha_of(counts: Numbers, lengths: Numbers) -> Sums:
    """Alpha of rows of label counts, each standing for `lengths` like it."""
    if not len(counts):
        return Sums(counts, _nothing)
    size = counts.sum(axis=1, keepdims=True)
    apart = lengths * (counts * (size - counts) / (size - 1)).sum(axis=1)

    def value(sums: Numbers) -> Numbers:
        n = sums[..., 1:].sum(axis=-1)
        return 1 - _ratio((n - 1) * sums[..., 0], n * n - (sums[..., 1:] ** 2).sum(axis=-1))

    return Sums(np.column_stack([apart, counts * lengths[:, None]]), value)


def percent(units: Units) -> float | None:
    """Share of agreeing pairs of judgements within units, 0 to 1. None where no unit has two judgements."""
    return percent_sums(units).whole()


def cohen_kappa(units: Units, first: str, second: str) -> float | None:
    """Cohen's kappa of two coders over the units both coded; None where chance agreement is 1 or nothing is shared."""
    both = [(row[first], row[second]) for row in units.values() if first in row and second in row]
    n = len(both)
    left, right = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(count * right[label] for label, count in left.items())
    return None if n * n == chance else (sum(a == b for a, b in both) * n - chance) / (n * n - chance)


def fleiss_kappa(units: Units) -> float | None:
    """Fleiss' kappa; needs the same number of judgements (two or more) on every unit used.

    Units with another number than the most frequent one are left out. None where undefined.
    """
    return fleiss_sums(units).whole()


def krippendorff_alpha(units: Units) -> float | None:
    """Krippendorff's alpha for nominal data with any number of coders and missing judgements.

    None where all pairable judgements are of one label (no variation to agree on) or none is pairable.
    """
    return alpha_sums(units).whole()


def figure(name: str, units: Units, sums: Sums, *, draws: int = DRAWS, seed: int = SEED) -> Figure:
    """The coefficient with a 95 % percentile interval from resampling units, `draws` times."""
    pairable = [row for row in units.values() if len(row) > 1]
    low, high = sums.interval(draws, seed) or (None, None)
    coders = {coder for row in pairable for coder in row}
    return Figure(name, sums.whole(), low, high, len(pairable), sum(map(len, pairable)), len(coders))


def summary(units: Units) -> list[Figure]:
    """Percent agreement, Cohen's kappa of pairs of coders, Fleiss' kappa and Krippendorff's alpha."""
    return [
        figure("percent agreement", units, percent_sums(units)),
        *_kappas(units),
        figure("Fleiss' kappa", units, fleiss_sums(units)),
        figure("Krippendorff's alpha (nominal)", units, alpha_sums(units)),
    ]


def _kappas(units: Units) -> list[Figure]:
    """Of every pair of coders who share units; of many pairs the mean (Light 1971), the lowest and the highest."""
    shared = _shared(units)
    if len(shared) <= MOST_PAIRS:
        return [_pair(pair, mine, "") for pair, mine in shared.items()]
    values = {pair: cohen_kappa(mine, *pair) for pair, mine in shared.items()}
    defined = {pair: value for pair, value in values.items() if value is not None}
    mean = sum(defined.values()) / len(defined) if defined else None
    pairable = [row for row in units.values() if len(row) > 1]
    coders = len({coder for row in pairable for coder in row})
    name = f"Cohen's kappa, mean of {len(defined)} pairs"
    out = [Figure(name, mean, None, None, len(pairable), sum(map(len, pairable)), coders)]
    firm = sorted((value, pair) for pair, value in defined.items() if len(shared[pair]) >= FEWEST_UNITS)
    ends = [(firm[0][1], "lowest of a pair: "), (firm[-1][1], "highest of a pair: ")] if firm else []
    return out + [_pair(pair, shared[pair], word) for pair, word in ends]


def _pair(pair: tuple[str, str], units: Units, word: str) -> Figure:
    return figure(f"Cohen's kappa, {word}{pair[0]} and {pair[1]}", units, cohen_sums(units, *pair))


def _shared(units: Units) -> dict[tuple[str, str], dict[str, dict[str, Label]]]:
    """The units that two coders share, by pair of coders."""
    out: dict[tuple[str, str], dict[str, dict[str, Label]]] = defaultdict(dict)
    for unit, row in units.items():
        for first, second in combinations(sorted(row), 2):
            out[first, second][unit] = {first: row[first], second: row[second]}
    return dict(sorted(out.items()))


def _counts(units: Units) -> Numbers:
    """Pairable units x labels: how many coders said what."""
    rows = [list(row.values()) for row in units.values() if len(row) > 1]
    return counted(rows)


def counted(rows: Sequence[Sequence[Label]]) -> Numbers:
    """Rows x labels: how often each label stands in each row."""
    places = {label: place for place, label in enumerate(dict.fromkeys(label for row in rows for label in row))}
    out = np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        for label in row:
            out[number, places[label]] += 1
    return out


@lru_cache(maxsize=4)
def _weights(units: int, draws: int, seed: int) -> Numbers:
    """draws x units: how often each unit is drawn. Coefficients over the same units share the draws."""
    drawn = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)
    return drawn.astype(np.float64)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """above / below; nan where nothing is below."""
    flat = np.abs(below) < 1e-12
    return np.where(flat, np.nan, above / np.where(flat, 1.0, below))


def _nothing(sums: Numbers) -> Numbers:
    return np.full(sums.shape[:-1], np.nan)
