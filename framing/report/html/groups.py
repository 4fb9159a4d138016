"""Links of one pair of articles, laid out as rows of passages with the lines between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from framing.model import ArticleId, Link, PassageId
from framing.report.lookup import Lookup

_TALLEST = 3
"""More passages on one side than this are no longer taken in as one row."""


@dataclass(frozen=True, slots=True)
class Line:
    """A connector in a box of 100 by 100: left and right height, and its link."""

    y_left: float
    y_right: float
    link: Link

    @property
    def path(self) -> str:
        """The connector as an SVG path."""
        left, right = f"{self.y_left:g}", f"{self.y_right:g}"
        return f"M0 {left}H100" if left == right else f"M0 {left}C50 {left} 50 {right} 100 {right}"


@dataclass(frozen=True, slots=True)
class Group:
    """Passages to show in one row, in reading order on each side."""

    left: tuple[PassageId, ...]
    right: tuple[PassageId, ...]
    lines: tuple[Line, ...]


def groups(lookup: Lookup, a: ArticleId, b: ArticleId) -> list[Group]:
    """Rows of one pair: a passage with all its counterparts, on either side; longer chains, a passage of `a` a row."""
    links = lookup.links_between(a, b)
    rows: list[list[Link]] = []
    for chain in _chains(links):
        left, right = {link.a for link in chain}, {link.b for link in chain}
        if min(len(left), len(right)) == 1 and max(len(left), len(right)) <= _TALLEST:
            rows.append(chain)
        else:
            rows.extend([link for link in chain if link.a == passage] for passage in dict.fromkeys(x.a for x in chain))
    rows.sort(key=lambda row: min(lookup.passage(link.a).index for link in row))
    return [_group(lookup, row) for row in rows]


def _chains(links: list[Link]) -> list[list[Link]]:
    """Links that share passages, together, in the order of their first link."""
    root: dict[PassageId, PassageId] = {}

    def find(passage: PassageId) -> PassageId:
        while root.setdefault(passage, passage) != passage:
            passage = root[passage]
        return passage

    for link in links:
        root[find(link.a)] = find(link.b)
    chains: dict[PassageId, list[Link]] = defaultdict(list)
    for link in links:
        chains[find(link.a)].append(link)
    return list(chains.values())


def _group(lookup: Lookup, links: list[Link]) -> Group:
    left = sorted({link.a for link in links}, key=lambda p: lookup.passage(p).index)
    right = sorted({link.b for link in links}, key=lambda p: lookup.passage(p).index)
    lines = tuple(Line(_height(left, link.a), _height(right, link.b), link) for link in links)
    return Group(tuple(left), tuple(right), lines)


def _height(passages: list[PassageId], passage: PassageId) -> float:
    return round(100 * (passages.index(passage) + 0.5) / len(passages), 1)
