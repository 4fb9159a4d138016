"""Geometry of the page's drawings. No text stands in them: the page's own tables carry names and numbers.

The page draws by template, not by a plotting library: importing altair and starting vl-convert takes 2.7 s on two
cores, and a page may take 0.5 s. Figures for papers come from `framing.export.figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

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
    """Bars by article, in order, and the curves from each to the next."""

    bars: Mapping[ArticleId, tuple[Segment, ...]]
    curves: Mapping[tuple[ArticleId, ArticleId], tuple[Curve, ...]]


def strip(lookup: Lookup, height: float = 100.0) -> Strip:
    """Bars on one scale: the longest article takes the whole width. Curves run from y 0 to `height`."""
    articles = tuple(lookup.order)
    lengths = {a: sum(len(p.text) for p in lookup.passages_of[a]) for a in articles}
    most = max(lengths.values(), default=0) or 1
    bars = {a: _bar(lookup, a, most) for a in articles}
    return Strip(bars, {pair: curves(lookup, bars, pair, height) for pair in pairwise(articles)})


def curves(
    lookup: Lookup,
    bars: Mapping[ArticleId, tuple[Segment, ...]],
    pair: tuple[ArticleId, ArticleId],
    height: float = 100.0,
) -> tuple[Curve, ...]:
    """The links of one pair, from the middle of a part of the upper bar to one of the lower."""
    middles = {s.passage: s.middle for article in pair for s in bars[article]}
    return tuple(
        Curve(_curve(middles[link.a], middles[link.b], height), link.relation, link.a, link.b)
        for link in lookup.links_between(*pair)
    )


def _bar(lookup: Lookup, article: ArticleId, most: int) -> tuple[Segment, ...]:
    passages = lookup.passages_of[article]
    room = WIDTH - _GAP * len(passages)
    x, segments = 0.0, []
    for passage in passages:
        width = max(_NARROWEST, room * len(passage.text) / most)
        relations = {link.relation for link in lookup.links_of.get(passage.id, [])}
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
