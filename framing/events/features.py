"""The features of a pair of articles. All are symmetric: swapping the articles changes nothing."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from framing.events.profiles import Profile, name_rarity
from framing.events.when import gap_days
from framing.events.words import Weights, cosine, idf, in_common
from framing.language.places import PlaceKind
from framing.model import Role

NAMES: tuple[str, ...] = (
    "title_cosine", "lead_cosine", "body_cosine", "title_lead_cosine",
    "best_mean", "best_low", "best_high", "best_top", "best_share_60", "best_share_75", "lead_best",
    "title_best_low", "title_best_high", "first_best_low", "first_best_high",
    "terms", "top_terms", "title_terms", "action_terms", "core_terms", "bigrams", "rare_shared", "rare_count", "rare_top",
    "names", "lead_names", "names_within", "lead_names_within", "lead_names_missing", "top_name",
    "core_names", "core_persons", "person_low", "person_high", "person_agree",
    "places", "place_same", "place_apart",
    "numbers", "number_share", "counted_same", "counted_apart", "quotes", "copied", "days_shared", "days_share",
    "gap", "gap_known", "published_gap", "published_known", "weekday",
    "short", "long", "length_ratio",
)  # fmt: skip
"""In the order of `pair_features`."""
TIME_FEATURES = ("gap", "gap_known", "published_gap", "published_known")
"""What is unknown for articles without dates."""
MAX_GAP = 60


def pair_features(a: Profile, b: Profile) -> NDArray[np.float64]:
    """One row, float64 (len(NAMES),), finite."""
    values = (
        *_vectors(a, b), *_terms(a, b), *_names(a, b), *_places(a, b), *_exact(a, b), *_time(a, b), *_lengths(a, b)
    )  # fmt: skip
    return np.array(values, dtype=np.float64)


def _vectors(a: Profile, b: Profile) -> tuple[float, ...]:
    scores = a.vectors @ b.vectors.T
    rows, columns = scores.max(axis=1), scores.max(axis=0)
    best = np.sort(np.concatenate([rows, columns]))[::-1]
    top = best[: max(4, len(best) // 5)]
    lead = scores[:5, :5]
    low, high = sorted((float(rows.mean()), float(columns.mean())))
    title_low, title_high = sorted((float((b.vectors[:12] @ a.title).max()), float((a.vectors[:12] @ b.title).max())))
    first_low, first_high = _first_best(a, b, scores)
    return (
        float(a.title @ b.title),
        float(a.lead @ b.lead),
        float(a.body @ b.body),
        max(float(a.title @ b.lead), float(b.title @ a.lead)),
        (low + high) / 2,
        low,
        high,
        float(top.mean()),
        float((best > 0.6).mean()),
        float((best > 0.75).mean()),
        float((lead.max(axis=0).mean() + lead.max(axis=1).mean()) / 2),
        title_low,
        title_high,
        first_low,
        first_high,
    )


def _first_best(a: Profile, b: Profile, scores: NDArray[np.float32]) -> tuple[float, float]:
    """Best counterpart of each one's first body passage among the other's first twelve, lower first."""
    one = min(int(a.passages[0].role is Role.HEADLINE), len(a.passages) - 1)
    two = min(int(b.passages[0].role is Role.HEADLINE), len(b.passages) - 1)
    low, high = sorted((float(scores[one, :12].max()), float(scores[:12, two].max())))
    return low, high


def _terms(a: Profile, b: Profile) -> tuple[float, ...]:
    shared = sorted((idf(word) for word in a.all_terms.keys() & b.all_terms.keys()), reverse=True)
    rare = [value for value in shared if value > 4.5]
    size = math.sqrt(min(len(a.all_terms), len(b.all_terms)) or 1)
    return (
        cosine(a.all_terms, b.all_terms),
        cosine(a.top_terms, b.top_terms),
        cosine(a.title_terms, b.title_terms),
        cosine(a.action_terms, b.action_terms),
        cosine(a.core_terms, b.core_terms),
        cosine(a.bigrams, b.bigrams),
        sum(rare) / size / 5,
        math.log1p(len(rare)),
        sum(shared[:5]) / 35,
    )


def _within(a: Weights, b: Weights) -> tuple[float, float]:
    """Share of each one's squared weight on names the other has too, lower first."""
    if not a or not b:
        return 0.0, 0.0
    shares = (sum(v * v for k, v in a.items() if k in b), sum(v * v for k, v in b.items() if k in a))
    return min(shares), max(shares)


def _names(a: Profile, b: Profile) -> tuple[float, ...]:
    low, _ = _within(a.names, b.names)
    lead_low, _ = _within(a.lead_names, b.lead_names)
    missing = max(1 - _share_in(a.lead_names, b), 1 - _share_in(b.lead_names, a))
    shared = a.lead_names.keys() & b.lead_names.keys()
    rarest = max((name_rarity(key) for key in shared), default=0.0)
    return (
        cosine(a.names, b.names),
        cosine(a.lead_names, b.lead_names),
        low,
        lead_low,
        missing,
        rarest / 8,
        cosine(a.core_names, b.core_names),
        cosine(a.core_persons, b.core_persons),
        *_protagonists(a, b),
    )


def _protagonists(a: Profile, b: Profile) -> tuple[float, float, float]:
    """How much the other account is about each one's foremost person (lower, higher), and whether they agree on it."""
    if not a.core_persons or not b.core_persons:
        return 0.3, 0.3, 0.0
    first = max(a.core_persons, key=lambda key: (a.core_persons[key], key))
    second = max(b.core_persons, key=lambda key: (b.core_persons[key], key))
    low, high = sorted((b.core_persons.get(first, 0.0), a.core_persons.get(second, 0.0)))
    return low, high, 1.0 if first == second else -1.0


def _share_in(lead: Weights, other: Profile) -> float:
    """Share of the lead names' squared weight that the other article names anywhere; 0.5 where there are none."""
    if not lead:
        return 0.5
    return sum(v * v for k, v in lead.items() if k in other.names)


def _places(a: Profile, b: Profile) -> tuple[float, ...]:
    one, two = a.where, b.where
    same = apart = 0.0
    if one.place and two.place:
        sure = min(one.confidence, two.confidence)
        fine = one.place.is_settlement and two.place.is_settlement
        same = sure * (1.0 if one.place.name == two.place.name else 0.0)
        different = one.place.name != two.place.name and (fine or one.place.country != two.place.country)
        inside = PlaceKind.COUNTRY in (one.place.kind, two.place.kind) and one.place.country == two.place.country
        apart = sure * (1.0 if different and not inside else 0.0)
    return cosine(a.places, b.places), same, apart


def _exact(a: Profile, b: Profile) -> tuple[float, ...]:
    shared = len(a.numbers & b.numbers)
    least = min(len(a.numbers), len(b.numbers))
    days = len(a.days & b.days)
    few = min(len(a.days), len(b.days))
    common = in_common(a.shingles, b.shingles)
    return (
        math.log1p(shared),
        shared / (least + 2),
        *_counted(a, b),
        math.log1p(len(a.quotes & b.quotes)),
        math.log1p(common) / 6,
        math.log1p(days),
        days / (few + 1),
    )


def _counted(a: Profile, b: Profile) -> tuple[float, float]:
    """Nouns that both count near the top: with a figure in common, and with none."""
    nouns = a.counted.keys() & b.counted.keys()
    same = sum(1 for noun in nouns if a.counted[noun] & b.counted[noun])
    return math.log1p(same), math.log1p(len(nouns) - same)


def _time(a: Profile, b: Profile) -> tuple[float, ...]:
    gap = gap_days(a.when, b.when)
    sure = gap is not None and not a.when.doubtful and not b.when.doubtful
    given = a.published is not None and b.published is not None
    apart = abs((a.published or 0) - (b.published or 0)) if given else 0
    weekday = 0.0
    if a.when.weekday is not None and b.when.weekday is not None and not sure:
        weekday = 1.0 if a.when.weekday == b.when.weekday else -1.0
    return (
        math.log1p(min(gap or 0, MAX_GAP)) if sure else 0.0,
        float(sure),
        math.log1p(min(apart, MAX_GAP)),
        float(given),
        weekday,
    )


def _lengths(a: Profile, b: Profile) -> tuple[float, ...]:
    low, high = sorted((a.length, b.length))
    return math.log1p(low) / 7, math.log1p(high) / 7, math.log1p(low) / math.log1p(max(high, 1))
