"""What one outlet's words for a thing are, beside the other's: replaced, loaded, softened wording of one fact."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from framing.lenses.context import Context, Pair, Range, View
from framing.lenses.loaded import Loaded, loaded, logit
from framing.lenses.phrases import Phrase, breaks, pair_features, phrases, tidied
from framing.lenses.protocol import Example
from framing.lenses.salience import salience
from framing.lenses.wording import Alignment, Flags, Floats, Wording, aligned, counterpart, words_in
from framing.model import Difference

_EACH = 2
"""Phrase pairs shown for two linked passages; `all_scores` shows one more, and the weak ones."""
_MORE = 3
_REPEATED = 0.6
"""A second phrase pair that reuses a phrase keeps this share of its probability."""
_BOUNDS = (0.2, 0.3)
"""Probability that readers would set two phrases side by side from which the first and the second pair are shown.

Chosen on the training notes (docs/lenses/word_choice.md): half of what was shown without them falls away, an eighth of the
notes that were met."""
_LEAST = 0.03
_GAP = 0.25
"""By how much a loaded word must outweigh what stands for it."""
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
        """At most two phrase pairs for each linked pair of passages, none that only swaps synonyms."""
        if not context.pairs:
            return
        model = loaded()
        for pair in context.pairs:
            yield from self._pair(context, pair, model)

    def _pair(self, context: Context, pair: Pair, model: Loaded) -> Iterator[Difference]:
        alignment = aligned(context, pair)
        marks = model.words(alignment.a), model.words(alignment.b)
        every = context.settings.all_scores
        shown: list[tuple[Range, Range]] = []
        for rank, contrast in enumerate(contrasts(alignment, marks)):
            if not every and (rank >= _EACH or contrast.probability < _BOUNDS[rank]):
                continue
            a, b = (
                tidied(alignment.a, contrast.a.start, contrast.a.end),
                tidied(alignment.b, contrast.b.start, contrast.b.end),
            )
            shown.append((a, b))
            strength = max(contrast.probability, _charge(_top(marks[0], a), _top(marks[1], b)))
            yield self._difference(context, pair, alignment, marks, (a, b), strength)
        for a, b, strength in charged(alignment, marks):
            if not any(_meet(a, c) or _meet(b, d) for c, d in shown):
                yield self._difference(context, pair, alignment, marks, (a, b), strength)

    def _difference(
        self,
        context: Context,
        pair: Pair,
        alignment: Alignment,
        marks: tuple[Floats, Floats],
        words: tuple[Range, Range],
        strength: float,
    ) -> Difference:
        a, b = words
        text = _in_words(
            (context.a.name, _heavy(alignment.a, marks[0], a)), (context.b.name, _heavy(alignment.b, marks[1], b))
        )
        details = {"a_loaded": _top(marks[0], a), "b_loaded": _top(marks[1], b)}
        return context.difference(self.id, pair, alignment.a.range(*a), alignment.b.range(*b), text, strength, details)

    def profile(self, view: View) -> Mapping[str, float]:
        """Nothing by article alone: wording is compared only inside linked passages."""
        del view
        return {}


def charged(alignment: Alignment, marks: tuple[Floats, Floats]) -> list[tuple[Range, Range, float]]:
    """Loaded words of one side with what stands for them on the other, where that is not loaded: words and strength."""
    found = []
    for side, own, theirs, left in (
        (alignment, marks[0], marks[1], True),
        (alignment.turned(), marks[1], marks[0], False),
    ):
        kept, taken = side.kept(), -1
        opens, _ = breaks(side.a)
        for row in np.argsort(-own):
            if own[row] < _LOADED or kept[row]:
                continue
            here = _chunk(opens, int(row), len(side.a))
            there = counterpart(side, *here, longest=6)
            if there is None or here[0] == taken:
                continue
            words = words_in(side.b, there)
            gap = float(own[row] - theirs[slice(*words)].max(initial=0.0))
            wordy = any(side.b.lower(column)[0].isalpha() for column in range(*words) if not side.b.function[column])
            if gap >= _GAP and wordy and says_else(side, Phrase(*here, 0.0), Phrase(*words, 0.0)):
                found.append((*((here, words) if left else (words, here)), _charge(gap, 0.0)))
                taken = here[0]
    return sorted(found, key=lambda each: (-each[2], each[0], each[1]))[:_EACH]


def _charge(one: float, two: float) -> float:
    """Strength of a loaded phrase beside one that is not; nothing where the two weigh nearly the same."""
    gap = abs(one - two)
    return min(0.8, 0.2 + 0.6 * gap) if gap >= _GAP else 0.0


def _meet(one: Range, two: Range) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _chunk(opens: list[bool], row: int, n: int) -> Range:
    """The chunk of words around a row, at most five words."""
    start = row
    while start > 0 and not opens[start] and row - start < 4:
        start -= 1
    end = row + 1
    while end < n and not opens[end] and end - start < 5:
        end += 1
    return start, end


def contrasts(alignment: Alignment, marks: tuple[Floats, Floats]) -> list[Contrast]:
    """At most three phrase pairs, most telling first; none where the words that differ are the same words."""
    scores = (
        salience().probability(alignment, logit(marks[0])),
        salience().probability(alignment.turned(), logit(marks[1])),
    )
    return choose(alignment, candidates(alignment, scores), scores, (logit(marks[0]), logit(marks[1])))


def candidates(alignment: Alignment, scores: tuple[Floats, Floats]) -> list[tuple[Phrase, Phrase]]:
    """Every phrase of a with every phrase of b that says something else, in words not all of which stand in both passages."""
    own = ~alignment.kept() & ~alignment.a.function, ~alignment.turned().kept() & ~alignment.b.function
    return [
        (a, b)
        for a in phrases(alignment.a, scores[0])
        for b in phrases(alignment.b, scores[1])
        if says_else(alignment, a, b) and _own_share(alignment, own, a, b) >= _OWN
    ]


_OWN = 0.25
"""Share of the open-class words of two phrases that only one passage has, from which the phrases differ in more than their cut."""


def _own_share(alignment: Alignment, own: tuple[Flags, Flags], a: Phrase, b: Phrase) -> float:
    words = (~alignment.a.function[a.start : a.end]).sum() + (~alignment.b.function[b.start : b.end]).sum()
    alone = own[0][a.start : a.end].sum() + own[1][b.start : b.end].sum()
    return float(alone / max(1, words))


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
    for _ in range(min(_MORE, len(options))):
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
