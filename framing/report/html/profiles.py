"""What a lens counted by account, laid out for drawing: dots on one scale a group, and totals in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from framing.model import ArticleId
from framing.report.lookup import Lookup
from framing.report.strings import ENGLISH, say

Profile = Mapping[ArticleId, Mapping[str, float]]

TOTALS = {
    "attribution": ("reports", "unnamed"),
    "agency": ("acts",),
    "sources": ("speakers",),
    "numbers": ("all",),
    "quotes": ("quoted",),
}
"""Names that are on another scale than the rest of a lens's profile: said in words, not drawn."""
_SHARES = frozenset(("unnamed", "quoted"))
DRAWN_ELSEWHERE = frozenset(("labels", "attribution", "prominence"))
"""Lenses with a drawing of their own: the ladder, the scale of verbs, the strip at the top of the page."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One article's value of a name, on a track of width 100."""

    letter: str
    hue: int
    x: float
    y: float
    """6 on the line of a track 12 high; above or below it where dots would hide each other."""
    value: float | None


@dataclass(frozen=True, slots=True)
class Track:
    """One name of a profile: a dot an article and the stretch between the outermost."""

    name: str
    dots: tuple[Dot, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tracks:
    """Names of one kind on one scale, such as the frames of one codebook; `heading` is empty where there is one kind."""

    heading: str
    tracks: tuple[Track, ...]


def profile_tracks(lookup: Lookup, lens: str, profile: Profile, most: int = 12) -> list[Tracks]:
    """Dot plots of one lens: names by their largest value, on a scale from the least (or 0) to the most.

    Names `kind: name` stand in groups by kind. Of a group, names beyond `most` are left out; the tables hold all.
    """
    articles = [a for a in lookup.order if a in profile]
    skipped = TOTALS.get(lens, ())
    kinds: dict[str, dict[str, dict[ArticleId, float]]] = defaultdict(lambda: defaultdict(dict))
    for article in articles:
        for name, value in profile[article].items():
            if name not in skipped:
                kind, colon, rest = name.partition(": ")
                kinds[kind if colon else ""][rest if colon else name][article] = value
    made = [(kind, _tracks(lookup, articles, names, most)) for kind, names in kinds.items()]
    return [Tracks(kind if len(made) > 1 else "", tracks) for kind, tracks in made if tracks]


def _tracks(
    lookup: Lookup, articles: list[ArticleId], names: Mapping[str, Mapping[ArticleId, float]], most: int
) -> tuple[Track, ...]:
    values = [v for by in names.values() for v in by.values() if v == v]
    low, high = min(0.0, *values) if values else 0.0, max(values, default=1.0)
    scale = (high - low) or 1.0
    ranked = sorted(names, key=lambda name: -max((abs(v) for v in names[name].values()), default=0.0))
    told = [name for name in ranked if any(names[name].values())][:most]
    return tuple(_track(lookup, articles, name, names[name], low, scale) for name in told)


def _track(
    lookup: Lookup, articles: list[ArticleId], name: str, values: Mapping[ArticleId, float], low: float, scale: float
) -> Track:
    dots: list[Dot] = []
    for article in articles:
        value = values.get(article)
        x = round(4 + 92 * ((value or 0.0) - low) / scale, 1)
        same = sum(dot.x == x and dot.value is not None for dot in dots)
        y = 6.0 if value is None or not same else 6.0 + (4.5 if same % 2 else -4.5)
        dots.append(Dot(lookup.letter(article), lookup.order[article] % 8, x, y, value))
    reach = [dot.x for dot in dots if dot.value is not None] or [4.0]
    return Track(name, tuple(dots), min(reach), max(reach))


def totals(lookup: Lookup, lens: str, profile: Profile) -> list[str]:
    """`reported statements: A 12, B 9`: what is on another scale than the drawing."""
    lines = []
    for name in TOTALS.get(lens, ()):
        values = [(lookup.letter(a), profile[a][name]) for a in lookup.order if name in profile.get(a, {})]
        if values:
            words = ", ".join(
                f"{letter} {f'{value:.0%}' if name in _SHARES else f'{value:g}'}" for letter, value in values
            )
            lines.append(f"{say(f'profile.{lens}.{name}')}: {words}")
    return lines


def unit(lens: str) -> str:
    """What the numbers of a lens's drawing are; empty for a lens that the catalogue does not know."""
    return ENGLISH.get(f"profile.{lens}", "")
