"""How far the sentences of a source support a claim: which ones do, and the features of a trained scorer.

Sentences are chosen one after the other, each for the rare words of the claim that the ones before it
left open. The features compare claim and chosen sentences word by word: what an edited claim adds, swaps
or turns round shows as a rare word, name or number without a counterpart (Laban et al. 2023, SummEdits;
Kamoi et al. 2023, WiCE). Coefficients: framing/data/facts_claims.json.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.align.words import background
from framing.facts.lexicon import Kin, class_swaps, meanings, opposite_of
from framing.facts.words import TOKEN, content_stems, stem
from framing.language.quantities import Quantity, find_quantities

CHOSEN = 5
"""Sentences that a claim is compared with."""
LEFT_OPEN = 0.6
"""Weight that a word of the claim keeps once a chosen sentence has it."""
CONTEXT = 0.15
"""Weight of the claim's context words against its own."""
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_NAME = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]+")
_CONTRARY = re.compile(r"\b(?:despite|unlike|instead of|without|rather than|even though|contrary to)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

FEATURES = (
    "best_share",
    "chosen_share",
    "all_share",
    "chosen_meaning",
    "heaviest_open",
    "second_open",
    "open_count",
    "open_share",
    "names_open",
    "names_open_anywhere",
    "numbers_open",
    "numbers_open_anywhere",
    "quantities_open",
    "synonyms",
    "near_words",
    "opposites",
    "class_swaps",
    "negation_differs",
    "negations_added",
    "contrary",
    "pairs_share",
    "length",
    "source_length",
)
TOKEN_FEATURES = (
    "cosine_best",
    "cosine_chosen",
    "tokens_mean",
    "tokens_weighted",
    "tokens_least",
    "tokens_second",
    "tokens_low",
    "open_tokens_least",
    "open_tokens_mean",
    "named_tokens_least",
)


@dataclass(frozen=True)
class Source:
    """The sentences of a source with their words, made once for many claims."""

    sentences: tuple[str, ...]

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(content_stems(s)) for s in self.sentences)

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many sentences each stem stands."""
        return Counter(s for row in self.stems for s in row)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.spread)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(n.replace(",", "") for s in self.sentences for n in _NUMBER.findall(s))

    @cached_property
    def quantities(self) -> tuple[tuple[Quantity, ...], ...]:
        return tuple(find_quantities(s) for s in self.sentences)


def weights_of(claim: str, source: Source) -> dict[str, float]:
    """Weight of each stem of the claim: rare in news and rare in the source weighs more."""
    table, count = background(), len(source.sentences)
    return {
        s: (table.idf(s) + 0.1) * max(0.2, math.log((count + 1) / (source.spread[s] + 0.5)) / 3)
        for s in dict.fromkeys(content_stems(claim))
    }


def ranked(claim: str, source: Source, context: str = "", count: int | None = None) -> list[int]:
    """Indexes of the sentences that support the claim, the most useful first; `count` limits them."""
    left = weights_of(claim, source)
    about = {s: w for s, w in weights_of(context[-600:], source).items() if s not in left}
    total, total_about = sum(left.values()) or 1.0, sum(about.values()) or 1.0
    rest = {
        i: CONTEXT * sum(w for s, w in about.items() if s in row) / total_about - 0.02 * math.log1p(len(row))
        for i, row in enumerate(source.stems)
    }
    order: list[int] = []
    while rest and (count is None or len(order) < count):
        if len(order) >= 10:
            order += sorted(rest, key=lambda i: (-_gain(left, source.stems[i], total) - rest[i], i))
            return order[:count]
        best = max(rest, key=lambda i: (_gain(left, source.stems[i], total) + rest[i], -i))
        del rest[best]
        order.append(best)
        for s in source.stems[best] & left.keys():
            left[s] *= LEFT_OPEN
    return order


def _gain(left: Mapping[str, float], row: frozenset[str], total: float) -> float:
    return sum(w for s, w in left.items() if s in row) / total


def features(claim: str, source: Source, chosen: Sequence[int]) -> NDArray[np.float64]:
    """len(FEATURES) values: what of the claim has no counterpart in the chosen sentences or in the whole source."""
    stems = list(dict.fromkeys(content_stems(claim)))
    known = frozenset(s for i in chosen for s in source.stems[i])
    opened = [s for s in stems if s not in known]
    return np.array(
        [
            *_shares(stems, opened, source, chosen, known),
            *_names_and_numbers(claim, source, chosen, known),
            *_meaning(stems, opened, known),
            *_polarity(claim, source, chosen),
            _pairs_share(stems, source, chosen),
            math.log1p(len(stems)) / 4,
            math.log1p(len(source.sentences)) / 6,
        ]
    )


def _shares(
    stems: Sequence[str], opened: Sequence[str], source: Source, chosen: Sequence[int], known: frozenset[str]
) -> list[float]:
    """Weight of the claim's words found in one sentence, the chosen ones, the source; and what stays open."""
    table = background()
    weight = {s: table.idf(s) + 0.1 for s in stems}
    total = sum(weight.values()) or 1.0
    ids = meanings(known)
    strange = [s for s in opened if ids.kin(s) is Kin.NONE]
    heavy = [*sorted((weight[s] for s in strange), reverse=True), 0.0, 0.0]
    best = max((sum(weight[s] for s in stems if s in source.stems[i]) for i in chosen), default=0.0)
    return [
        best / total,
        sum(weight[s] for s in stems if s in known) / total,
        sum(weight[s] for s in stems if s in source.words) / total,
        sum(weight[s] for s in stems if s not in strange) / total,
        heavy[0] / 10,
        heavy[1] / 10,
        min(1.0, len(strange) / 5),
        len(strange) / len(stems) if stems else 0.0,
    ]


def _names_and_numbers(claim: str, source: Source, chosen: Sequence[int], known: frozenset[str]) -> list[float]:
    """Names and numbers of the claim that the chosen sentences, or the whole source, do not have."""
    names = {stem(n.lower()) for n in _NAME.findall(claim)}
    numbers = {n.replace(",", "") for n in _NUMBER.findall(claim)}
    near = {n.replace(",", "") for i in chosen for n in _NUMBER.findall(source.sentences[i])}
    return [
        len([n for n in names if n not in known]) / 2,
        len([n for n in names if n not in source.words]) / 2,
        len(numbers - near) / 2,
        len(numbers - source.numbers) / 2,
        _open_quantities(claim, source, chosen) / 2,
    ]


def _meaning(stems: Sequence[str], opened: Sequence[str], known: frozenset[str]) -> list[float]:
    """Open words with a synonym, a kin word, an opposite, or another member of their closed class among the words that the
    claim itself lacks."""
    free = known - set(stems)
    ids = meanings(free)
    turned = [s for s in opened if opposite_of(s, free) is not None]
    kin = [ids.kin(s) for s in opened]
    swapped = min(2, class_swaps(opened, free))
    return [kin.count(Kin.SYNONYM) / 3, kin.count(Kin.NEAR) / 3, min(1.0, len(turned) / 2), float(swapped)]


def _polarity(claim: str, source: Source, chosen: Sequence[int]) -> list[float]:
    """Whether negation differs from the first sentence; negations added to the first two; contrary connectives added."""
    shown = " ".join(source.sentences[i] for i in chosen[:2])
    whole = " ".join(source.sentences[i] for i in chosen)
    added = len(_NEGATION.findall(claim)) - len(_NEGATION.findall(shown))
    contrary = _CONTRARY.search(claim) is not None and _CONTRARY.search(whole) is None
    differs = _negated(claim) != any(_negated(source.sentences[i]) for i in chosen[:1])
    return [float(differs), max(0, added) / 2, float(contrary)]


def _pairs_share(stems: Sequence[str], source: Source, chosen: Sequence[int]) -> float:
    """Share of the claim's neighbouring content words that stand together in a chosen sentence too."""
    pairs = list(pairwise(stems))
    seen = {p for i in chosen for p in _neighbours(source.sentences[i])}
    return sum(p in seen for p in pairs) / len(pairs) if pairs else 0.0


def _negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _neighbours(sentence: str) -> set[tuple[str, str]]:
    """Pairs of content stems with at most one other between them."""
    stems = content_stems(sentence)
    return {*pairwise(stems), *zip(stems, stems[2:], strict=False)}


def _open_quantities(claim: str, source: Source, chosen: Sequence[int]) -> int:
    """Quantities of the claim that no quantity of the same kind and unit in the chosen sentences meets."""
    known = [q for i in chosen for q in source.quantities[i]]
    return sum(
        not any(q.kind is o.kind and q.unit == o.unit and q.overlaps(o) for o in known) for q in find_quantities(claim)
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of a text with contextual vectors: unit rows, one a word (mean of its pieces), and their stems."""

    stems: tuple[str, ...]
    vectors: NDArray[np.float32]
    mean: NDArray[np.float32]
    """Unit vector of the whole text."""
    capitalised: tuple[bool, ...]


def tokens_of(text: str, vectors: NDArray[np.float32], offsets: Sequence[tuple[int, int]]) -> Tokens:
    """Pool word pieces into words; `vectors` (n, d) and `offsets` (n half-open ranges) as an encoder gives them."""
    mean = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], np.float32)
    stems, rows, capital = [], [], []
    at = 0
    for match in TOKEN.finditer(text):
        while at < len(offsets) and offsets[at][1] <= match.start():
            at += 1
        pieces = []
        piece = at
        while piece < len(offsets) and offsets[piece][0] < match.end():
            pieces.append(piece)
            piece += 1
        found = content_stems(match.group())
        if pieces and found:
            row = vectors[pieces].mean(axis=0)
            stems.append(found[0])
            rows.append(row / max(float(np.linalg.norm(row)), 1e-6))
            capital.append(match.group()[0].isupper() and match.start() > 0)
    table = np.array(rows, dtype=np.float32) if rows else np.zeros((0, vectors.shape[1]), np.float32)
    return Tokens(tuple(stems), table, mean / max(float(np.linalg.norm(mean)), 1e-6), tuple(capital))


def token_features(claim: Tokens, chosen: Sequence[Tokens]) -> NDArray[np.float64]:
    """len(TOKEN_FEATURES) values: how near the nearest word in the chosen sentences is to each word of the claim."""
    cosines = sorted((float(claim.mean @ t.mean) for t in chosen), reverse=True) or [0.0]
    table = background()
    known = np.concatenate([t.vectors for t in chosen]) if chosen else np.zeros((0, claim.vectors.shape[1]))
    if not len(claim.stems) or not len(known):
        return np.array([cosines[0], float(np.mean(cosines[:3])), *[0.0] * 8])
    nearest = (claim.vectors @ known.T).max(axis=1)
    weight = np.array([table.idf(s) + 0.1 for s in claim.stems])
    have = {s for t in chosen for s in t.stems}
    opened = nearest[[s not in have for s in claim.stems]]
    named = nearest[list(claim.capitalised)]
    ordered = np.sort(nearest)
    return np.array(
        [
            cosines[0],
            float(np.mean(cosines[:3])),
            float(nearest.mean()),
            float((nearest * weight).sum() / weight.sum()),
            float(ordered[0]),
            float(ordered[min(1, len(ordered) - 1)]),
            float(np.quantile(nearest, 0.15)),
            float(opened.min()) if len(opened) else 1.0,
            float(opened.mean()) if len(opened) else 1.0,
            float(named.min()) if len(named) else 1.0,
        ]
    )
