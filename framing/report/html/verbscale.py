"""The scale of reporting verbs: how far each account keeps from what it reports, and in what manner.

Steps and manners are those of the list of verbs (`data/cues/reporting_verbs.toml`, with its sources); shares are the
attribution lens's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from framing.language.verbs import cue_file, reporting_forms
from framing.model import ArticleId
from framing.report.lookup import Lookup

DISTANCES = (-2, -1, 0, 1, 2)
FORCES = (-1, 0, 1, 2)
_WIDEST = 26.0
"""Width in pixels of the dot of an account that reports everything in one way."""


@dataclass(frozen=True, slots=True)
class Share:
    """One step of one account: a share of its reported statements in [0, 1], and verbs that a finding names."""

    x: float
    width: float
    value: float
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One account on a scale."""

    article: ArticleId
    statements: int
    shares: tuple[Share, ...]


def scale(lookup: Lookup, *, force: bool = False) -> list[Row]:
    """Rows of the scale of distance (or of force); none where the lens has not run or found no statement."""
    steps = FORCES if force else DISTANCES
    profile = lookup.comparison.profiles.get("attribution", {})
    named = _verbs(lookup, force)
    rows = []
    for article in lookup.order:
        shares: dict[int, float] = defaultdict(float)
        for name, value in profile.get(article, {}).items():
            grade = _groups().get(name)
            if grade is not None:
                shares[grade[force]] += value
        if shares:
            rows.append(Row(article, round(profile[article].get("reports", 0)), _shares(steps, shares, named[article])))
    return rows


def _shares(
    steps: tuple[int, ...], shares: Mapping[int, float], named: Mapping[int, dict[str, None]]
) -> tuple[Share, ...]:
    room = 100 / len(steps)
    return tuple(
        Share(
            round((i + 0.5) * room, 1),
            round(max(4.0, _WIDEST * min(1.0, shares.get(step, 0.0)) ** 0.5), 1),
            min(1.0, shares.get(step, 0.0)),
            tuple(named.get(step, {})),
        )
        for i, step in enumerate(steps)
    )


def _verbs(lookup: Lookup, force: bool) -> Mapping[ArticleId, Mapping[int, dict[str, None]]]:
    """Verbs that findings quote, by account and step: a side's verb is the one that stands in its words."""
    found: dict[ArticleId, dict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for difference in lookup.comparison.differences:
        if difference.lens != "attribution" or difference.details.get("kind") != "verb":
            continue
        verbs = [str(difference.details.get(key, "")) for key in ("a_verb", "b_verb")]
        for side in (difference.a, difference.b):
            words = side.text.lower().split() if side else []
            for verb in verbs:
                entry = reporting_forms().get(verb)
                if side and entry and verb in [word.strip(".,;:!?“”\"'") for word in words]:
                    found[lookup.owner(side)][entry.force if force else entry.distance][verb] = None
    return found


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, tuple[int, int]]:
    """(distance, force) of each group of verbs; `according to` and its like report plainly."""
    groups = {group["id"]: (group["distance"], group["force"]) for group in cue_file("reporting_verbs")["group"]}
    return {**groups, "according-to": (0, 0)}
