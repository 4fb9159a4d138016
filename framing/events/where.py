"""Where the happening of an article took place: its core place.

A dateline is the strongest sign; else places said to hold something ("at a meeting in Moscow") near the top,
more so beside a day; else the place most named, with little confidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from framing.language.dates import find_dates
from framing.language.places import Place, PlaceKind, PlaceMention, PlaceRole, find_places, look_up
from framing.model import Article, BlockKind, Excerpt, Passage, Probability, Role, Span


@dataclass(frozen=True, slots=True)
class Where:
    """Core place; `place` is None where the text names none."""

    words: str
    place: Place | None
    evidence: tuple[Excerpt, ...]
    confidence: Probability
    source: str
    """`dateline`, `text`, `mentions`, `unknown`."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A place mention in its passage."""

    mention: PlaceMention
    passage: Passage
    position: int

    @property
    def excerpt(self) -> Excerpt:
        """The name's exact words in the article."""
        start = self.passage.span.start + self.mention.span.start
        return Excerpt(self.passage.id, start, start + len(self.mention.span), self.mention.text)


_DATELINE = re.compile(
    r"^\W{0,3}(?P<place>[A-ZÀ-Ý][A-ZÀ-Ý.’' -]{2,40})(?P<rest>,\s[^—–-]{2,40}?)?"
    r"\s*(?:\((?:AP|Reuters|AFP|CNN|UPI|[A-Z][\w .]{1,20})\))?\s*(?:—|–|--| - |\s-)"
)
_HAPPENING = re.compile(
    r"\b(?:meet\w*|met|talks|summit|conference|rally|visit\w*|trip|speech|spoke|speaking|arriv\w+|held|attack\w*|shoot\w*|shot|"
    r"kill\w*|died|dead|crash\w*|explo\w+|fire|protest\w*|vot\w+|court|trial|sentenc\w+|arrest\w*|charged|sign\w+|hearing|ceremony|"
    r"earthquake|storm|flood\w*|struck|announc\w+|told|said|interview\w*|game|match|election|debate)\b",
    re.I,
)
_SEARCHED = 12


def placed(passages: Sequence[Passage]) -> tuple[Placed, ...]:
    """All place mentions of the article, in order."""
    return tuple(
        Placed(mention, passage, position)
        for position, passage in enumerate(passages)
        for mention in find_places(passage.text)
    )


def core_place(article: Article, passages: Sequence[Passage], found: Sequence[Placed] | None = None) -> Where:
    """Where it happened, with evidence and confidence; `found` saves finding the places again."""
    found = placed(passages) if found is None else found
    line = dateline(article, passages)
    if line is not None:
        return line
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, list[Placed]] = defaultdict(list)
    for item in found:
        if item.mention.role is not PlaceRole.LOCATED or item.position >= _SEARCHED:
            continue
        scores[item.mention.place.name] += _weight(item)
        evidence[item.mention.place.name].append(item)
    if scores:
        name = max(scores, key=lambda place: (scores[place], place))
        share = scores[name] / sum(scores.values())
        items = evidence[name]
        return Where(name, items[0].mention.place, tuple(item.excerpt for item in items[:2]), 0.4 + 0.5 * share, "text")
    if found:
        names = [item.mention.place.name for item in found]
        most = max(found, key=lambda item: (names.count(item.mention.place.name), -item.position))
        return Where(most.mention.place.name, most.mention.place, (most.excerpt,), 0.25, "mentions")
    return Where("not given", None, (), 0.0, "unknown")


def _weight(item: Placed) -> float:
    text, at = item.passage.text, item.mention.span
    near = text[max(0, at.start - 80) : at.end + 40]
    weight = 1.0 / (1 + 0.35 * item.position)
    weight *= 1.5 if item.mention.place.is_settlement else 0.6 if item.mention.place.kind is PlaceKind.COUNTRY else 1.0
    weight *= 1.6 if find_dates(near) else 1.0
    weight *= 1.4 if _HAPPENING.search(near) else 1.0
    return weight * item.mention.confidence * (0.7 if item.passage.role is Role.HEADLINE else 1.0)


def dateline(article: Article, passages: Sequence[Passage]) -> Where | None:
    """The place a dateline names (`NEW DELHI, April 1 —`), from the reader's block or the first passages."""
    for block in article.blocks:
        if block.kind is BlockKind.DATELINE:
            place, span = _line_place(block.span.of(article.text))
            if place is not None:
                start = block.span.start + span.start
                home = [p for p in passages if p.span.start <= start < p.span.end]
                at = slice(start, start + len(span))
                evidence = tuple(Excerpt(p.id, at.start, at.stop, article.text[at]) for p in home[:1])
                return Where(place.name, place, evidence, 0.95, "dateline")
    body = [passage for passage in passages if passage.role in (Role.LEAD, Role.BODY, Role.QUOTE)][:2]
    for passage in body:
        match = _DATELINE.match(passage.text)
        place, span = _line_place(match["place"]) if match else (None, Span(0, 0))
        if match and place is not None:
            start = passage.span.start + match.start("place") + span.start
            words = Excerpt(passage.id, start, start + len(span), article.text[start : start + len(span)])
            return Where(place.name, place, (words,), 0.95, "dateline")
    return None


def _line_place(line: str) -> tuple[Place | None, Span]:
    """The place that opens a dateline, and its span in it; capitals are the rule there."""
    match = re.match(r"\W*((?:[A-ZÀ-Ý][\w.’']*[ -]?)+)", line)
    if match is None:
        return None, Span(0, 0)
    name = match[1].rstrip(" -")
    common = " ".join(part.capitalize() for part in name.split())
    place = look_up(name) or look_up(common)
    if place is None and name.isupper() and len(name) > 3 and not find_dates(f"in {common} 2000"):
        place = Place(common, PlaceKind.CITY, "", 0)  # datelines are in capitals, small towns included
    return place, Span(match.start(1), match.start(1) + len(name))
