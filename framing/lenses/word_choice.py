"""What one outlet's words for a thing are, beside the other's: replaced, loaded, softened wording of one fact."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from framing.lenses.context import Context, Pair, View
from framing.lenses.loaded import Loaded, loaded, logit
from framing.lenses.phrases import Phrase, pair_features, phrases, tidied
from framing.lenses.protocol import Example
from framing.lenses.salience import salience
from framing.lenses.wording import Alignment, Floats, Wording, aligned
from framing.model import Difference

_EACH = 3
_REPEATED = 0.6
"""A second phrase pair that reuses a phrase keeps this share of its probability."""
_LEAST = 0.03
_LOADED = 0.3
"""Probability from which a word is called loaded in an explanation."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Log-odds that two phrases are what a reader would set side by side, from `pair_features`."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def probability(self, rows: Floats) -> Floats:
        """(n) for rows (n, F)."""
        scores = ((rows - self.mean) / self.scale) @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


@lru_cache(maxsize=1)
def chooser() -> Chooser:
    """The shipped coefficients (`data/loaded_phrases.json`)."""
    table = json.loads((files("framing.data") / "loaded_phrases.json").read_text(encoding="utf-8"))
    return Chooser(
        np.array(table["mean"], np.float32),
        np.array(table["scale"], np.float32),
        np.array(table["weights"], np.float32),
        float(table["bias"]),
    )


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two phrases and the probability that a reader would set them side by side."""

    a: Phrase
    b: Phrase
    probability: float


class WordChoice:
    """Wording of the same fact (Recasens et al. 2013; Spinde et al. 2021), by alignment of word vectors."""

    id = "word_choice"
    title = "Word choice"
    definition = "Inside two linked passages, the phrases that differ most tellingly: what stands here in place of what stands there, with the words that are loaded."
    source = ("recasens-2013", "spinde-2021", "entman-1993")
    limits = "Phrases are runs of words, not grammatical units; loadedness was learnt from US news and is a matter on which people agree only in part (alpha 0.42)."
    needs_parse = False
    examples = (
        Example(
            "Heartless bosses axed 300 workers on Monday.",
            "The firm said that 300 positions will be affected.",
            fires=True,
            a_words="Heartless bosses axed",
            b_words="positions will be affected",
        ),
        Example(
            "Critics blasted him for the long delay.", "The briefing averted any criticism of the delay.", fires=True
        ),
        Example("The plant closes in March.", "The plant will close in March.", fires=False),
        Example("Rain fell on the town.", "Rain fell on the town", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """At most three phrase pairs for each linked pair of passages."""
        if not context.pairs:
            return
        model = loaded()
        for pair in context.pairs:
            yield from self._pair(context, pair, model)

    def _pair(self, context: Context, pair: Pair, model: Loaded) -> Iterator[Difference]:
        alignment = aligned(context, pair)
        marks = model.words(alignment.a), model.words(alignment.b)
        for contrast in contrasts(alignment, marks):
            a, b = (
                tidied(alignment.a, contrast.a.start, contrast.a.end),
                tidied(alignment.b, contrast.b.start, contrast.b.end),
            )
            words_a, words_b = alignment.a.range(*a), alignment.b.range(*b)
            text = _in_words(
                (context.a.name, _heavy(alignment.a, marks[0], a)), (context.b.name, _heavy(alignment.b, marks[1], b))
            )
            details = {"a_loaded": _top(marks[0], a), "b_loaded": _top(marks[1], b)}
            yield context.difference(self.id, pair, words_a, words_b, text, contrast.probability, details)

    def profile(self, view: View) -> Mapping[str, float]:
        """Nothing by article alone: wording is compared only inside linked passages."""
        del view
        return {}


def contrasts(alignment: Alignment, marks: tuple[Floats, Floats]) -> list[Contrast]:
    """At most three phrase pairs, most telling first; none where the words that differ are the same words."""
    scores = (
        salience().probability(alignment, logit(marks[0])),
        salience().probability(alignment.turned(), logit(marks[1])),
    )
    return choose(alignment, candidates(alignment, scores), scores, (logit(marks[0]), logit(marks[1])))


def candidates(alignment: Alignment, scores: tuple[Floats, Floats]) -> list[tuple[Phrase, Phrase]]:
    """Every phrase of a with every phrase of b that says something else."""
    return [
        (a, b)
        for a in phrases(alignment.a, scores[0])
        for b in phrases(alignment.b, scores[1])
        if says_else(alignment, a, b)
    ]


def says_else(alignment: Alignment, a: Phrase, b: Phrase) -> bool:
    """Whether either phrase has an open-class word that is not in the other phrase, and few are in both."""
    stems_a, stems_b = _open(alignment.a, a), _open(alignment.b, b)
    union = stems_a | stems_b
    return bool(stems_a and stems_b) and len(stems_a & stems_b) < 0.5 * len(union)


def _open(side: Wording, phrase: Phrase) -> set[str]:
    return {side.stems[row] for row in range(phrase.start, phrase.end) if not side.function[row]}


def choose(
    alignment: Alignment,
    options: list[tuple[Phrase, Phrase]],
    scores: tuple[Floats, Floats],
    heavy: tuple[Floats, Floats],
) -> list[Contrast]:
    """Greedy choice: each further pair counts less where it reuses a phrase."""
    if not options:
        return []
    rows = np.array([pair_features(alignment, a, b, scores, heavy) for a, b in options], np.float32)
    left = chooser().probability(rows)
    kept: list[Contrast] = []
    for _ in range(min(_EACH, len(options))):
        best = int(left.argmax())
        if left[best] < _LEAST:
            break
        a, b = options[best]
        kept.append(Contrast(a, b, float(left[best])))
        for index, (other_a, other_b) in enumerate(options):
            left[index] *= 0.0 if index == best else _REPEATED if other_a is a or other_b is b else 1.0
    return kept


def _in_words(*sides: tuple[str, list[str]]) -> str:
    told = [f"{name} with {' and '.join(f'“{word}”' for word in heavy)}" for name, heavy in sides if heavy]
    return f"Other words for the same point; loaded: {', '.join(told)}." if told else "Other words for the same point."


def _heavy(side: Wording, marks: Floats, words: tuple[int, int]) -> list[str]:
    rows = [row for row in range(*words) if marks[row] >= _LOADED]
    return [side.text[slice(*side.ranges[row])] for row in sorted(rows, key=lambda row: -marks[row])[:2]]


def _top(marks: Floats, words: tuple[int, int]) -> float:
    return round(float(marks[slice(*words)].max(initial=0.0)), 3)
