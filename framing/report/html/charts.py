"""Geometry of the page's drawings. No text stands in them: the page's own tables carry names and numbers.

The page draws by template, not by a plotting library: importing altair and starting vl-convert takes 2.7 s on two
cores, and a page may take 0.5 s. Figures for papers come from `framing.export.figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from framing.model import ArticleId, PassageId, Relation
from framing.report.lookup import Lookup

WIDTH = 1000.0
_GAP = 2.0
_NARROWEST = 3.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One passage as a part of its article's bar."""

    passage: PassageId
    x: float
    width: float
    linked: bool
    partial: bool

    @property
    def middle(self) -> float:
        """Where a line ends."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from the upper bar to the lower."""

    path: str
    relation: str
    a: PassageId
    b: PassageId


@dataclass(frozen=True, slots=True)
class Strip:
    """Bars by article and, for two, the curves between them."""

    bars: Mapping[ArticleId, tuple[Segment, ...]]
    curves: tuple[Curve, ...]


def strip(lookup: Lookup, articles: tuple[ArticleId, ...], *, height: float = 100.0) -> Strip:
    """Bars on one scale: the longest article takes the whole width. Curves run from y 0 to `height`."""
    lengths = {a: sum(len(p.text) for p in lookup.passages_of[a]) for a in articles}
    most = max(lengths.values(), default=0) or 1
    bars = {a: _bar(lookup, a, set(articles), most) for a in articles}
    if len(articles) != 2:
        return Strip(bars, ())
    middles = {s.passage: s.middle for bar in bars.values() for s in bar}
    curves = tuple(
        Curve(_curve(middles[link.a], middles[link.b], height), link.relation, link.a, link.b)
        for link in lookup.links_between(*articles)
    )
    return Strip(bars, curves)


def _bar(lookup: Lookup, article: ArticleId, others: set[ArticleId], most: int) -> tuple[Segment, ...]:
    passages = lookup.passages_of[article]
    room = WIDTH - _GAP * len(passages)
    x, segments = 0.0, []
    for passage in passages:
        width = max(_NARROWEST, room * len(passage.text) / most)
        relations = {
            link.relation
            for link in lookup.links_of.get(passage.id, [])
            if lookup.passage(link.b if link.a == passage.id else link.a).article_id in others
        }
        segments.append(
            Segment(passage.id, round(x, 1), round(width, 1), bool(relations), relations == {Relation.PARTIAL})
        )
        x += width + _GAP
    # Very many short passages can outgrow the bar; they are drawn closer together.
    squeeze = min(1.0, WIDTH / x) if x else 1.0
    return tuple(
        Segment(s.passage, round(s.x * squeeze, 1), round(s.width * squeeze, 1), s.linked, s.partial) for s in segments
    )


def _curve(x_a: float, x_b: float, height: float) -> str:
    half = height / 2
    return f"M{x_a:.1f} 0C{x_a:.1f} {half:g} {x_b:.1f} {half:g} {x_b:.1f} {height:g}"


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


def profile_tracks(lookup: Lookup, profile: Mapping[ArticleId, Mapping[str, float]], most: int = 12) -> list[Track]:
    """Dot plot of one lens profile: names by their largest value, on a scale from the least (or 0) to the most.

    Names beyond `most` are left out; the exported tables hold all.
    """
    articles = [a for a in lookup.order if a in profile]
    values = [v for a in articles for v in profile[a].values() if v == v]
    low, high = min(0.0, *values) if values else 0.0, max(values, default=1.0)
    scale = (high - low) or 1.0
    names = {name: None for a in articles for name in profile[a]}
    ranked = sorted(names, key=lambda n: -max(abs(profile[a].get(n, 0.0)) for a in articles))[:most]
    return [_track(lookup, profile, articles, name, low, scale) for name in ranked]


def _track(
    lookup: Lookup,
    profile: Mapping[ArticleId, Mapping[str, float]],
    articles: list[ArticleId],
    name: str,
    low: float,
    scale: float,
) -> Track:
    dots: list[Dot] = []
    for article in articles:
        value = profile[article].get(name)
        x = round(4 + 92 * ((value or 0.0) - low) / scale, 1)
        same = sum(dot.x == x and dot.value is not None for dot in dots)
        y = 6.0 if value is None or not same else 6.0 + (4.5 if same % 2 else -4.5)
        dots.append(Dot(lookup.letter(article), lookup.order[article] % 8, x, y, value))
    reach = [dot.x for dot in dots if dot.value is not None] or [4.0]
    return Track(name, tuple(dots), min(reach), max(reach))
