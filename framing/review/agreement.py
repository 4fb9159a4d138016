"""Agreement between coders, with what each figure rests on.

Nominal coefficients follow Cohen (1960, Educational and Psychological Measurement 20:37-46), Fleiss
(1971, Psychological Bulletin 76:378-382) and Krippendorff (2011, Computing Krippendorff's
Alpha-Reliability). Spans are compared code point by code point (alpha of labels along the text, so
that a moved edge costs its length, not the whole span) and by F1 with a tolerance at the edges.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from framing.model import Span

Label = Hashable
Units = Mapping[str, Mapping[str, Label]]
"""Labels by unit, then by coder; a coder who did not code a unit is absent there."""


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


def percent(units: Units) -> float | None:
    """Share of agreeing pairs of judgements within units, 0 to 1. None where no unit has two judgements."""
    agree = total = 0
    for labels in _pairable(units):
        counts = Counter(labels)
        total += len(labels) * (len(labels) - 1)
        agree += sum(n * (n - 1) for n in counts.values())
    return agree / total if total else None


def cohen_kappa(units: Units, first: str, second: str) -> float | None:
    """Cohen's kappa of two coders over the units both coded; None where chance agreement is 1 or nothing is shared."""
    both = [(row[first], row[second]) for row in units.values() if first in row and second in row]
    if not both:
        return None
    n = len(both)
    observed = sum(a == b for a, b in both) / n
    left, right = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(left[label] * right[label] for label in left) / n**2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def fleiss_kappa(units: Units) -> float | None:
    """Fleiss' kappa; needs the same number of judgements (two or more) on every unit used.

    Units with another number than the most frequent one are left out. None where undefined.
    """
    rows = _pairable(units)
    if not rows:
        return None
    size = Counter(len(row) for row in rows).most_common(1)[0][0]
    rows = [row for row in rows if len(row) == size]
    n = len(rows)
    shares: Counter[Label] = Counter()
    observed = 0.0
    for row in rows:
        counts = Counter(row)
        shares.update(counts)
        observed += sum(c * (c - 1) for c in counts.values()) / (size * (size - 1))
    chance = sum((c / (n * size)) ** 2 for c in shares.values())
    return None if chance == 1 else (observed / n - chance) / (1 - chance)


def krippendorff_alpha(units: Units) -> float | None:
    """Krippendorff's alpha for nominal data with any number of coders and missing judgements.

    None where all pairable judgements are of one label (no variation to agree on) or none is pairable.
    """
    return _alpha([(row, 1.0) for row in _pairable(units)])


def _alpha(rows: Sequence[tuple[Sequence[Label], float]]) -> float | None:
    """Alpha from weighted rows of labels; weights are lengths where rows stand for stretches of text."""
    margins: dict[Label, float] = {}
    disagreement = 0.0
    for row, weight in rows:
        counts = Counter(row)
        size = len(row)
        for label, count in counts.items():
            margins[label] = margins.get(label, 0.0) + count * weight
            disagreement += weight * count * (size - count) / (size - 1)
    n = sum(margins.values())
    expected = n * n - sum(m * m for m in margins.values())
    if n <= 1 or expected == 0:
        return None
    return 1 - (n - 1) * disagreement / expected


def _pairable(units: Units) -> list[list[Label]]:
    return [list(row.values()) for row in units.values() if len(row) > 1]


def span_alpha(spans: Mapping[str, Sequence[tuple[Span, Label]]], length: int) -> float | None:
    """Alpha of labels along a text of `length` code points; unmarked text counts as a label of its own.

    `spans` holds each coder's marks; where one coder's marks overlap, the set of labels is the label.
    """
    edges = sorted(
        {0, length, *(edge for marks in spans.values() for span, _ in marks for edge in (span.start, span.end))}
    )
    rows: list[tuple[Sequence[Label], float]] = []
    for start, end in pairwise(edges):
        if end > length or len(spans) < 2:
            continue
        labels = [
            frozenset(label for span, label in marks if span.start <= start and end <= span.end)
            for marks in spans.values()
        ]
        rows.append((labels, float(end - start)))
    return _alpha(rows)


def span_f1(
    first: Sequence[tuple[Span, Label]], second: Sequence[tuple[Span, Label]], tolerance: int = 0
) -> float | None:
    """F1 of marks matched one to one: same label, both edges at most `tolerance` code points apart.

    None where neither coder marked anything.
    """
    if not first and not second:
        return None
    free = list(second)
    matched = 0
    for span, label in sorted(first, key=lambda mark: (mark[0], repr(mark[1]))):
        fitting = [
            (abs(span.start - other.start) + abs(span.end - other.end), place)
            for place, (other, its_label) in enumerate(free)
            if its_label == label
            and abs(span.start - other.start) <= tolerance
            and abs(span.end - other.end) <= tolerance
        ]
        if fitting:
            matched += 1
            free.pop(min(fitting)[1])
    return 2 * matched / (len(first) + len(second))


def figure(
    name: str, units: Units, statistic: Callable[[Units], float | None], *, draws: int = 1000, seed: int = 20110125
) -> Figure:
    """The statistic with a 95 % percentile interval from resampling units, `draws` times.

    The interval is None below ten units: there it would only look like knowledge.
    """
    pairable = {unit: row for unit, row in units.items() if len(row) > 1}
    low = high = None
    if len(pairable) >= 10:
        chooser = random.Random(seed)  # noqa: S311 - resampling, not secrecy
        names = list(pairable)
        values = []
        for _ in range(draws):
            sample = {f"{place}": pairable[chooser.choice(names)] for place in range(len(names))}
            value = statistic(sample)
            if value is not None:
                values.append(value)
        values.sort()
        if values:
            low, high = values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]
    coders = {coder for row in pairable.values() for coder in row}
    judgements = sum(len(row) for row in pairable.values())
    return Figure(name, statistic(units), low, high, len(pairable), judgements, len(coders))


def summary(units: Units) -> list[Figure]:
    """Percent agreement, Cohen's kappa of each pair of coders, Fleiss' kappa and Krippendorff's alpha."""
    coders = sorted({coder for row in units.values() for coder in row})
    out = [figure("percent agreement", units, percent)]
    for place, first in enumerate(coders):
        for second in coders[place + 1 :]:
            shared = {
                unit: {c: row[c] for c in (first, second)}
                for unit, row in units.items()
                if first in row and second in row
            }
            kappa = partial(cohen_kappa, first=first, second=second)
            out.append(figure(f"Cohen's kappa, {first} and {second}", shared, kappa))
    out.append(figure("Fleiss' kappa", units, fleiss_kappa))
    out.append(figure("Krippendorff's alpha (nominal)", units, krippendorff_alpha))
    return out
