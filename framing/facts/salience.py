"""How much a fact matters to the story, for ordering: never a verdict on an outlet.

What independent newsrooms both choose to report matters (Galtung & Ruge 1965, on news values), and what a
careful reader would miss most. A small linear model learns both from aligned articles: which sentences the
other outlet also has, and which of those it lacks a reader named as the most consequential. Coefficients
and their datasheet: framing/data/facts_salience.json and .md.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from framing.align.words import background
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
)
_NAME = re.compile(r"\b[A-Z][\w’'.-]*[a-z][\w’'-]*")
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b")
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


def features(prepared: Sequence[Prepared]) -> dict[PassageId, NDArray[np.float64]]:
    """One row of len(FEATURES) values a passage; all in [0, 1] or cosines, none depends on the articles' order."""
    words = Counter(s for article in prepared for text in article.texts for s in set(content_stems(text)))
    names = Counter(name for article in prepared for text in article.texts for name in set(_NAME.findall(text)))
    weighed = _weighed(prepared, {stem: i for i, stem in enumerate(sorted(words))})
    whole = [_centre(rows) for rows in weighed]
    leads = [_centre(rows[:3]) for rows in weighed]
    found = {}
    for at, article in enumerate(prepared):
        others = [i for i in range(len(prepared)) if i != at]
        for index, passage in enumerate(article.passages):
            row = weighed[at][index]
            near = [
                float(row @ whole[at]),
                float(row @ leads[at]),
                max((float(row @ whole[i]) for i in others), default=0.0),
                max((float(row @ leads[i]) for i in others), default=0.0),
            ]
            place = 0 if passage.role is Role.HEADLINE else index
            found[passage.id] = _row(passage.text, place, len(article.passages), near, words, names)
    return found


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


@lru_cache(maxsize=1)
def _model() -> tuple[NDArray[np.float64], float]:
    """Weights by feature and the intercept."""
    text = (resources.files("framing.data") / "facts_salience.json").read_text(encoding="utf-8")
    model = json.loads(text)
    return np.array([model["weights"][name] for name in FEATURES]), float(model["intercept"])


def salience_of(prepared: Sequence[Prepared]) -> dict[PassageId, float]:
    """Salience of every passage of every article, 0 to 1."""
    weights, intercept = _model()
    return {
        passage: round(1.0 / (1.0 + math.exp(-float(row @ weights + intercept))), 6)
        for passage, row in features(prepared).items()
    }
