"""How much a fact matters to the story, for ordering: never a verdict on an outlet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from framing.facts.words import content_stems
from framing.model import Passage, PassageId, Role
from framing.prepared import Prepared

NAME = re.compile(r"\b[A-Z][\w’'.-]*[a-z][\w’'-]*(?:\s+[A-Z][\w’'.-]*[a-z][\w’'-]*)*")
NUMBER = re.compile(r"\d")


def salience(article: Prepared, passage: Passage, weights: Counter[str]) -> float:
    """0 to 1: early in the article, made of the story's recurring words, with names and numbers."""
    count = max(len(article.passages), 2)
    early = 1.0 if passage.role is Role.HEADLINE else 1.0 - passage.index / (count - 1)
    stems = set(content_stems(passage.text))
    central = sum(weights[s] for s in stems) / (len(stems) * max(weights.values(), default=1)) if stems else 0.0
    specific = min(1.0, (len(NAME.findall(passage.text)) + 2 * bool(NUMBER.search(passage.text))) / 6)
    return round(min(1.0, 0.45 * early + 0.35 * min(1.0, 2 * central) + 0.2 * specific), 6)


def story_words(articles: Sequence[Prepared]) -> Counter[str]:
    """In how many passages of the whole story each stem stands."""
    return Counter(stem for article in articles for text in article.texts for stem in set(content_stems(text)))


def salience_of(prepared: Sequence[Prepared]) -> dict[PassageId, float]:
    """Salience of every passage of every article."""
    weights = story_words(prepared)
    return {passage.id: salience(article, passage, weights) for article in prepared for passage in article.passages}
