"""How much a fact matters to the story, for ordering: never a verdict on an outlet.

What a careful reader would miss most is news (Galtung & Ruge 1965, on news values): figures, acts with consequences,
what nobody else reports; not the tail of a quotation. A linear model learnt it from the sentences that such readings named
as the most consequential of those that another article lacks: plain features, the passage's meaning (`framing.align.meaning`),
and whether it states anything at all. Coefficients and their datasheet: framing/data/facts_salience.json and .md.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.result import Alignment
from framing.align.words import background
from framing.facts.claims import claim_probability
from framing.facts.news_cues import CUES, news_cues
from framing.facts.words import content_stems
from framing.model import PassageId, Role
from framing.prepared import Prepared

FEATURES = (
    "early",
    "first",
    "first_three",
    "length",
    "own_centre",
    "own_lead",
    "story_centre",
    "story_lead",
    "central_words",
    "names",
    "central_names",
    "number",
    "quoted",
    "whole_quote",
    "refers_back",
    "consequence",
    "statement",
    "past_year",
    "contrast",
    "in_quotation",
    "ends_in_quotation",
    "starts_quotation",
    "last",
    "middle",
    "capitals",
    "new_weight",
    "new_weight_log",
    "new_share",
    "rarity",
    "new_names",
    "new_figures",
    *CUES,
)
_NAME = re.compile(r"\b[A-Z][\w’'.-]*[a-z][\w’'-]*")
_FIGURE = re.compile(r"\d[\d,.]*")
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b")
_MARK = re.compile('[“”"]')
_QUOTED = re.compile(r"[“\"]([^”\"]*)[”\"]?")
_BACK = re.compile(r"^[\"“‘']?(?:he|she|it|they|this|that|these|those|but|and|so|also|still|then|however)\b", re.I)
_CONSEQUENCE = re.compile(
    r"\b(?:charged?|indict\w*|arrest\w*|convict\w*|sentenced|killed|died|dead|wounded|injured|ordered|ruled|ruling|banned|signed|"
    r"approved|passed|rejected|resign\w*|fired|sued|lawsuit|sanctions?|investigat\w*|subpoena\w*|evidence|report|law|court|"
    r"illegal\w*|violat\w*|vote[sd]?|will|plans? to|announced|agreed|refus\w*|den(?:y|ied|ies)|admitted|confirmed|warned|threat\w*|cost)\b",
    re.I,
)
_STATEMENT = re.compile(
    r"\b(?:said|says|told|wrote|tweeted|called|according to|statement|argued|criti\w+|accus\w+|blast\w+|defend\w+)\b",
    re.I,
)
_PAST_YEAR = re.compile(r"\b(?:in|since|of) (?:19|20)\d\d\b")
_CONTRAST = re.compile(r"\b(?:but|however|although|despite|while|though|not)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands anywhere in some texts."""

    stems: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Known:
        kept = list(texts)
        return cls(
            frozenset(stem for text in kept for stem in content_stems(text)),
            frozenset(name for text in kept for name in _NAME.findall(text)),
            frozenset(figure for text in kept for figure in _figures(text)),
        )


def features(prepared: Sequence[Prepared]) -> dict[PassageId, NDArray[np.float64]]:
    """One row of len(FEATURES) values a passage; most in [0, 1], none depends on the articles' order."""
    words = Counter(s for article in prepared for text in article.texts for s in set(content_stems(text)))
    names = Counter(name for article in prepared for text in article.texts for name in set(_NAME.findall(text)))
    weighed = _weighed(prepared, {stem: i for i, stem in enumerate(sorted(words))})
    whole = [_centre(rows) for rows in weighed]
    leads = [_centre(rows[:3]) for rows in weighed]
    found = {}
    for at, article in enumerate(prepared):
        others = [i for i in range(len(prepared)) if i != at]
        known = _Known.of(text for i in others for text in prepared[i].texts)
        quoting = _quoting(article.texts)
        for index, passage in enumerate(article.passages):
            row = weighed[at][index]
            near = [
                float(row @ whole[at]),
                float(row @ leads[at]),
                max((float(row @ whole[i]) for i in others), default=0.0),
                max((float(row @ leads[i]) for i in others), default=0.0),
            ]
            place = 0 if passage.role is Role.HEADLINE else index
            plain = _row(passage.text, place, len(article.passages), near, words, names)
            found[passage.id] = np.array(
                [
                    *plain,
                    *quoting[index],
                    *_shape(passage.text, place, len(article.passages)),
                    *_new(passage.text, known),
                    *news_cues(passage.text),
                ]
            )
    return found


def _quoting(texts: Sequence[str]) -> list[list[float]]:
    """Of each text in order: whether it begins inside a quotation, ends inside one, opens with one."""
    inside, out = False, []
    for text in texts:
        began = inside and not text.startswith("“")
        for mark in _MARK.findall(text):
            inside = mark == "“" or (mark == '"' and not inside)
        out.append([float(began), float(inside), float(text[:1] in ("“", '"'))])
    return out


def _shape(text: str, place: int, count: int) -> list[float]:
    """Whether it is the last passage, how near the middle it stands, share of capitalised words."""
    along, tokens = place / max(count - 1, 1), text.split()
    capitals = sum(token[:1].isupper() for token in tokens) / max(len(tokens), 1)
    return [float(place == count - 1), 4 * along * (1 - along), capitals]


def _new(text: str, known: _Known) -> list[float]:
    """Weight in rare words, names and figures that the other articles do not have; mean rarity of all words."""
    table = background()
    weight = {stem: table.idf(stem) + 0.1 for stem in set(content_stems(text))}
    new = sum(w for stem, w in weight.items() if stem not in known.stems)
    return [
        min(new, 100.0) / 50,
        math.log1p(new) / 5,
        new / (sum(weight.values()) or 1.0),
        sum(weight.values()) / len(weight) / 6 if weight else 0.0,
        min(len(set(_NAME.findall(text)) - known.names), 6) / 6,
        min(len(_figures(text) - known.figures), 3) / 3,
    ]


def _figures(text: str) -> set[str]:
    return {figure.rstrip(".,") for figure in _FIGURE.findall(text)}


def _weighed(prepared: Sequence[Prepared], column: Mapping[str, int]) -> list[NDArray[np.float64]]:
    """For each article unit rows of idf-weighted stems, one a passage (a row of zeros where there is no stem)."""
    table, out = background(), []
    for article in prepared:
        rows = np.zeros((len(article.passages), max(len(column), 1)))
        for index, text in enumerate(article.texts):
            for stem in content_stems(text):
                rows[index, column[stem]] = table.idf(stem) + 0.1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        out.append(rows / np.maximum(norms, 1e-9))
    return out


def _centre(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(rows):
        return np.zeros(rows.shape[1])
    mean = rows.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9))


def _row(
    text: str, place: int, count: int, near: list[float], words: Mapping[str, int], names: Mapping[str, int]
) -> NDArray[np.float64]:
    stems = set(content_stems(text))
    most = max(words.values(), default=1)
    own_names = set(_NAME.findall(text))
    quoted = sum(len(part) for part in _QUOTED.findall(text)) / max(len(text), 1)
    return np.array(
        [
            1.0 - place / max(count - 1, 1),
            float(place == 0),
            float(place < 3),
            min(1.0, math.log1p(len(stems)) / 4),
            *near,
            sum(math.log1p(words[s]) for s in stems) / (len(stems) * math.log1p(most)) if stems else 0.0,
            min(1.0, len(own_names) / 8),
            min(1.0, sum(math.log1p(names[n]) for n in own_names) / 12),
            float(bool(_NUMBER.search(text))),
            quoted,
            float(quoted > 0.9),
            float(bool(_BACK.search(text))),
            min(1.0, len(_CONSEQUENCE.findall(text)) / 3),
            float(bool(_STATEMENT.search(text))),
            float(bool(_PAST_YEAR.search(text))),
            float(bool(_CONTRAST.search(text))),
        ]
    )


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in the features' own units."""

    weights: NDArray[np.float64]
    """(len(FEATURES),)"""
    centre: float
    """What meaning gives on average, taken off again so that a story without it is judged alike."""
    states: float
    """Weight of the logarithm of the probability that the passage states anything."""
    intercept: float
    presence: float
    """Exponent of the odds of absence where a fact is rather present than absent: see framing.facts.omissions."""


@lru_cache(maxsize=1)
def model() -> Model:
    """The shipped coefficients."""
    row = json.loads((resources.files("framing.data") / "facts_salience.json").read_text(encoding="utf-8"))
    return Model(
        weights=np.array([row["weights"][name] for name in FEATURES]),
        centre=float(row["centre"]),
        states=float(row["states"]),
        intercept=float(row["intercept"]),
        presence=float(row["presence"]),
    )


Meant = Mapping[PassageId, NDArray[np.floating[Any]]]
"""By passage one value for each of framing.align.meaning.MEANINGS."""


def meant(prepared: Sequence[Prepared], alignments: Iterable[Alignment]) -> Meant:
    """What the aligner's vectors say of each passage; nothing where the aligner does not look."""
    passages = {article.article.id: article.passages for article in prepared}
    return {
        passage.id: values
        for alignment in alignments
        for home, rows in ((alignment.a, alignment.meaning_a), (alignment.b, alignment.meaning_b))
        if rows is not None
        for passage, values in zip(passages[home], rows, strict=True)
    }


def salience_of(prepared: Sequence[Prepared], meaning: Meant) -> dict[PassageId, float]:
    """Salience of every passage of every article, 0 to 1; `meaning` as `meant` gives it."""
    fitted = model()
    rows, scores = features(prepared), {}
    for article in prepared:
        for passage in article.passages:
            salient, statement = meaning.get(passage.id, (fitted.centre, None))
            score = fitted.intercept + float(rows[passage.id] @ fitted.weights) + float(salient) - fitted.centre
            score += fitted.states * math.log(max(claim_probability(passage.text, statement), 1e-6))
            scores[passage.id] = round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score)))), 6)
    return scores
