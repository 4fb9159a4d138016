"""What the same-event model looks at in one article, computed once and compared many times."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.events.when import Core, core_time
from framing.events.where import Placed, Where, core_place, placed
from framing.events.words import (
    Weights,
    counted_nouns,
    idf,
    lower_terms,
    numbers,
    quoted_runs,
    shingles,
    stem,
    terms,
    weigh,
    weigh_pairs,
)
from framing.language.dates import find_dates, parse_day, resolve
from framing.language.names import Chain, NameKind, chains, fold
from framing.model import Article, Passage, Role
from framing.prepared import Prepared

MAX_PASSAGES = 40
"""Passages beyond these are not looked at: the happening is told near the top, and time stays bounded."""
MAX_VECTORS = 10
"""Passages whose vectors are looked at, the headline included."""
LEAD = 4
"""Passages after the headline that count as the lead."""
MAX_WORDS = 1_500


@dataclass(frozen=True, slots=True)
class Profile:
    """One article for the pair model. Vectors are float32 of unit length (or zero where there is no such part)."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    """(k, d), k <= MAX_VECTORS, rows for the first passages."""
    title: NDArray[np.float32]
    lead: NDArray[np.float32]
    body: NDArray[np.float32]
    all_terms: Weights
    top_terms: Weights
    title_terms: Weights
    action_terms: Weights
    core_terms: Weights
    """Terms weighted by where they stand: in the headline, near the top."""
    bigrams: Weights
    names: Weights
    """By chain key."""
    core_names: Weights
    """Names weighted by where they stand: whom the account is about."""
    lead_names: Weights
    chains: tuple[Chain, ...]
    places: Mapping[str, float]
    core_persons: Weights
    """The same, persons only."""
    numbers: frozenset[str]
    counted: Mapping[str, frozenset[str]]
    """Figures near the top by the noun they count."""
    quotes: frozenset[tuple[str, ...]]
    shingles: NDArray[np.uint32]
    days: frozenset[tuple[int, int]]
    """(month, day) named in the text, publication day aside."""
    when: Core
    where: Where
    placed: tuple[Placed, ...]
    published: int | None
    """Ordinal of the publication day."""
    length: int
    """Words looked at."""


def profile(prepared: Prepared) -> Profile:
    """The article's profile; costs a few milliseconds an article."""
    article = prepared.article
    passages = prepared.passages[:MAX_PASSAGES]
    vectors = prepared.vectors[:MAX_VECTORS]
    head, body = _head_and_body([passage.role for passage in passages])
    title, lead, whole = mean_vectors([passage.role for passage in passages], vectors)
    title_text = " ".join(passages[i].text for i in head) or article.title
    top = body[:LEAD]
    texts = [passage.text for passage in passages]
    top_text = "\n".join([title_text, *(texts[i] for i in top)])
    all_words = terms("\n".join([*([] if head else [title_text]), *texts]))[:MAX_WORDS]
    found = chains(texts, [passage.span.start for passage in passages])
    lead_end = max((passages[i].span.end for i in (*head, *top)), default=0)
    places = placed(passages)
    full_text = "\n".join(texts)
    published = parse_day(article.published)
    return Profile(
        article=article,
        passages=passages,
        vectors=vectors,
        title=title,
        lead=lead,
        body=whole,
        all_terms=weigh(all_words),
        top_terms=weigh(terms(top_text)),
        title_terms=weigh(terms(title_text)),
        action_terms=weigh(lower_terms(top_text), 1.5),
        core_terms=_core_terms(title_text, [texts[i] for i in body]),
        bigrams=weigh_pairs(all_words),
        names=_name_weights(found),
        core_names=_core_names(found, passages),
        core_persons=_core_names([chain for chain in found if chain.kind is NameKind.PERSON], passages),
        lead_names=_name_weights([c for c in found if c.mentions[0].span.start < lead_end]),
        chains=found,
        places=_place_weights(places),
        numbers=numbers(full_text),
        counted=counted_nouns(" ".join([title_text, *(texts[i] for i in body[: 2 * LEAD])])),
        quotes=quoted_runs(full_text),
        shingles=shingles(full_text),
        days=named_days(passages, article),
        when=core_time(article, prepared.passages),
        where=core_place(article, prepared.passages, places),
        placed=places,
        published=published.toordinal() if published else None,
        length=len(all_words),
    )


def mean_vectors(
    roles: Sequence[Role], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Mean vectors (d,) of title, lead and body, of unit length, from the first passages' roles and vectors (k, d)."""
    head, body = _head_and_body(roles)
    parts = (head or body[:1], body[:LEAD], body)
    title, lead, whole = (_mean(vectors[[i for i in part if i < len(vectors)]]) for part in parts)
    return title, lead, whole


def _head_and_body(roles: Sequence[Role]) -> tuple[list[int], list[int]]:
    """Places of the headline and of the rest; where there is nothing else the headline is the body."""
    head = [i for i, role in enumerate(roles) if role is Role.HEADLINE]
    return head, [i for i, role in enumerate(roles) if role is not Role.HEADLINE] or head


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(rows):
        return np.zeros(rows.shape[1], dtype=np.float32)
    mean = rows.mean(axis=0)
    norm = float(np.linalg.norm(mean))
    return np.asarray(mean / norm if norm else mean, dtype=np.float32)


def name_rarity(key: str) -> float:
    """idf of the rarest word of a name's key."""
    return max((idf(stem(word)) for word in key.split()), default=0.0)


def _name_weights(found: Sequence[Chain]) -> Weights:
    raw: dict[str, float] = {}
    for chain in found:
        if chain.kind is NameKind.PLACE:
            continue
        raw[chain.key] = raw.get(chain.key, 0.0) + (1 + math.log(len(chain.mentions))) * name_rarity(chain.key)
    return _unit(raw)


def _unit(raw: Mapping[str, float]) -> Weights:
    norm = math.sqrt(sum(value * value for value in raw.values()))
    return {key: value / norm for key, value in raw.items()} if norm else {}


def _core_names(found: Sequence[Chain], passages: Sequence[Passage]) -> Weights:
    """Names by how near the top and how often they stand: 3 in the headline, 1 in the first passage, then less."""
    starts = [passage.span.start for passage in passages]
    raw: dict[str, float] = {}
    for chain in found:
        if chain.kind is NameKind.PLACE:
            continue
        weight = 0.0
        for mention in chain.mentions:
            at = bisect_right(starts, mention.span.start) - 1
            weight += 3.0 if passages[at].role is Role.HEADLINE else 1.0 / (1 + 0.3 * at)
        raw[chain.key] = raw.get(chain.key, 0.0) + weight * name_rarity(chain.key)
    return _unit(raw)


def _core_terms(title: str, body: Sequence[str]) -> Weights:
    raw: dict[str, float] = dict.fromkeys(terms(title), 2.0)
    for position, text in enumerate(body[: 4 * LEAD]):
        for word in set(terms(text)):
            raw[word] = raw.get(word, 0.0) + 1.0 / (1 + 0.5 * position)
    return _unit({word: weight * rarity for word, weight in raw.items() if (rarity := idf(word)) > 1.0})


def _place_weights(found: Sequence[Placed]) -> dict[str, float]:
    raw: dict[str, float] = {}
    for item in found:
        name = item.mention.place.name
        raw[name] = raw.get(name, 0.0) + (2.0 if item.position <= LEAD else 1.0)
    for name in raw:
        raw[name] = (1 + math.log(raw[name])) * max(idf(stem(fold(name.split()[-1]))), 0.1)
    return dict(_unit(raw))


def named_days(passages: Sequence[Passage], article: Article) -> frozenset[tuple[int, int]]:
    """Days named in the text as (month, day), weekdays by the publication date."""
    reference = parse_day(article.published)
    days = set()
    for passage in passages:
        for mention in find_dates(passage.text):
            if mention.month and mention.day:
                days.add((mention.month, mention.day))
            elif reference and mention.weekday is not None and (day := resolve(mention, reference).start):
                days.add((day.month, day.day))
    return frozenset(days)
