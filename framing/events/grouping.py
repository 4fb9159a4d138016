"""Events of a corpus: articles of one happening, with stable ids, a history, a label and a summary line.

Candidates by exact search inside a date window (`framing.events.screen`), the pair model on them, average
linkage (`framing.events.linkage`). New articles join, start or merge events; only pairs with a new article are
scored, linkage is local to what they touch, and a cluster keeps the id of the earlier event it shares most
articles with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from framing.events.label import headline_of, summary_of
from framing.events.large import join_large
from framing.events.linkage import CUT, average_linkage
from framing.events.profiles import Profile
from framing.events.scoring import score_corpus_pairs
from framing.events.screen import WINDOW_DAYS, candidates, screening_vector
from framing.model import ArticleId, Excerpt, Probability
from framing.text import sha256

Progress = Callable[[int, int], None]
"""Called with (pairs done, pairs in all)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of an event's history: `started`, `joined`, `merged` (with `other`), `split` (from `other`), `left`."""

    kind: str
    articles: tuple[ArticleId, ...]
    other: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Articles of one happening, in order of publication; `cohesion` is the mean pair probability inside."""

    id: str
    articles: tuple[ArticleId, ...]
    label: str
    """The best headline."""
    summary: Excerpt
    """A sentence of one article that says most of what all say."""
    cohesion: Probability
    history: tuple[Change, ...] = ()


@dataclass(slots=True)
class Grouping:
    """What incremental grouping remembers: profiles, scored pairs, events. Extend it with `update`."""

    profiles: list[Profile] = field(default_factory=list)
    scores: dict[tuple[int, int], float] = field(default_factory=dict)
    """Pair probability by positions in `profiles`, left < right."""
    events: tuple[Event, ...] = ()


def group(profiles: Sequence[Profile], *, cut: float = CUT, progress: Progress | None = None) -> tuple[Event, ...]:
    """The events of a corpus, largest first; articles alone are events of one."""
    return update(Grouping(), profiles, cut=cut, progress=progress).events


def update(state: Grouping, new: Sequence[Profile], *, cut: float = CUT, progress: Progress | None = None) -> Grouping:
    """A grouping with `new` articles added; `state` is left as it was.

    An article id met before is replaced by its new version. Articles that neither are new nor are linked to
    one by scored pairs keep their event untouched.
    """
    ids = {profile.article.id for profile in new}
    kept = [k for k, profile in enumerate(state.profiles) if profile.article.id not in ids]
    place = {old: k for k, old in enumerate(kept)}
    profiles = [*(state.profiles[k] for k in kept), *{profile.article.id: profile for profile in new}.values()]
    scores = {(place[i], place[j]): p for (i, j), p in state.scores.items() if i in place and j in place}
    fresh = np.array([k >= len(kept) for k in range(len(profiles))], dtype=bool)
    if profiles:
        scores.update(score_pairs(profiles, fresh, progress))
    pairs = ((i, j, p) for (i, j), p in scores.items())
    clusters = average_linkage(len(profiles), pairs, cut, [profile.published for profile in profiles], WINDOW_DAYS)
    clusters = join_large(clusters, profiles, cut)
    named = _name(clusters, [profile.article.id for profile in profiles], state.events)
    inside = _inside(clusters, scores)
    events = tuple(
        _event(name, [profiles[k] for k in cluster], inside[n], history)
        for n, (cluster, (name, history)) in enumerate(zip(clusters, named, strict=True))
    )
    return Grouping(profiles, scores, tuple(sorted(events, key=lambda event: (-len(event.articles), event.id))))


def score_pairs(
    profiles: Sequence[Profile], fresh: NDArray[np.bool_], progress: Progress | None = None
) -> dict[tuple[int, int], float]:
    """Probabilities of the candidate pairs that have a fresh article."""
    vectors = np.stack([screening_vector(profile) for profile in profiles])
    found = candidates(vectors, [profile.published for profile in profiles], fresh)
    pairs = np.column_stack([found.left, found.right])
    scores = score_corpus_pairs(profiles, pairs, progress)
    return {(i, j): p for (i, j), p in zip(map(tuple, pairs.tolist()), scores.tolist(), strict=True)}


def _inside(clusters: Sequence[Sequence[int]], scores: Mapping[tuple[int, int], float]) -> list[Probability]:
    """Mean scored pair probability inside each cluster, 1 for a cluster of one."""
    home = {k: n for n, cluster in enumerate(clusters) for k in cluster}
    sums: dict[int, list[float]] = defaultdict(list)
    for (i, j), p in scores.items():
        if home[i] == home[j]:
            sums[home[i]].append(p)
    return [float(np.mean(sums[n])) if sums[n] else 1.0 for n in range(len(clusters))]


def _event(name: str, members: Sequence[Profile], cohesion: Probability, history: tuple[Change, ...]) -> Event:
    order = sorted(members, key=lambda p: (p.article.published or "9999", p.article.id))
    ids = tuple(profile.article.id for profile in order)
    return Event(name, ids, headline_of(order), summary_of(order), round(cohesion, 4), history)


def _name(
    clusters: Sequence[Sequence[int]], ids: Sequence[ArticleId], before: Iterable[Event]
) -> list[tuple[str, tuple[Change, ...]]]:
    """Id and history of each cluster: the id of the earlier event it shares most articles with, each used once."""
    earlier = {event.id: event for event in before}
    home = {article: event.id for event in earlier.values() for article in event.articles}
    shared = [Counter(home[ids[k]] for k in cluster if ids[k] in home) for cluster in clusters]
    claims = sorted(
        ((count, old, n) for n, counts in enumerate(shared) for old, count in counts.items()),
        key=lambda claim: (-claim[0], claim[1], claim[2]),
    )
    name_of: dict[int, str] = {}
    used: set[str] = set()
    for _, old, n in claims:
        if n not in name_of and old not in used:
            name_of[n] = old
            used.add(old)
    named = []
    for n, cluster in enumerate(clusters):
        articles = sorted(ids[k] for k in cluster)
        if n in name_of:
            named.append((name_of[n], _continued(earlier[name_of[n]], articles, shared[n], home)))
            continue
        source = max(shared[n], key=lambda old: (shared[n][old], old), default="")
        name = _fresh_id(articles[0], used | set(earlier))
        used.add(name)
        named.append((name, (Change("split" if source else "started", tuple(articles), source),)))
    return named


def _fresh_id(first: ArticleId, taken: set[str]) -> str:
    """An id that depends on the first article alone, unless an event of that id lives on without it."""
    name, turn = f"event-{sha256(first)[:10]}", 1
    while name in taken:
        turn += 1
        name = f"event-{sha256(f'{first} {turn}')[:10]}"
    return name


def _continued(
    event: Event, articles: Sequence[ArticleId], shared: Mapping[str, int], home: Mapping[ArticleId, str]
) -> tuple[Change, ...]:
    """The history of an event that lives on with these articles."""
    changes = list(event.history)
    joined = tuple(article for article in articles if article not in home)
    if joined:
        changes.append(Change("joined", joined))
    for other in sorted(old for old in shared if old != event.id):
        changes.append(Change("merged", tuple(a for a in articles if home.get(a) == other), other))
    left = tuple(sorted(set(event.articles) - set(articles)))
    if left:
        changes.append(Change("left", left))
    return tuple(changes)
