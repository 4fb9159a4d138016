"""Agency credits: who an article says it got its text from, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from framing.language.names import fold
from framing.model import Article, BlockKind, Excerpt, Passage, Span


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency credited by an article. `words` stand outside passages where its passage id is empty."""

    agency: str
    words: Excerpt


_DATELINE_CREDIT = re.compile(r"^.{2,60}?\((?P<name>[A-Z][\w .&-]{1,40})\)\s*(?:—|–|-)")
_CLOSING = re.compile(
    r"(?:^|\n|\()\s*(?P<line>(?:[Ww]ith (?:reporting|reports|files|additional reporting|inputs) (?:from|by)|[Rr]eporting by|Source:|"
    r"(?:[Mm]aterial|[Ii]nformation) from|\(?with)\b[^\n]{0,120}|[^\n]{0,80}contributed to this (?:report|article|story)[^\n]{0,20})"
)
_PICTURE = re.compile(r"(?:photo|image|picture|handout|via|getty|pool|video)", re.I)


@lru_cache(maxsize=1)
def agencies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Known agencies with the pattern of their names (framing/data/events_agencies.tsv)."""
    text = files("framing.data").joinpath("events_agencies.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((row[0], re.compile(row[1])) for row in rows)


def find_credits(article: Article, passages: Sequence[Passage], outlets: Sequence[str] = ()) -> tuple[Credit, ...]:
    """Agencies credited in byline, dateline, first passage or closing lines, each once.

    `outlets` are names that count as agencies here too: another compared article's outlet, credited by name.
    """
    found: dict[str, Credit] = {}
    for span, passage in _places(article, passages):
        words = span.of(article.text)
        for name, at in _named(words, outlets):
            excerpt = Excerpt(passage, span.start + at.start, span.start + at.end, at.of(words))
            found.setdefault(name, Credit(name, excerpt))
    return tuple(found.values())


def _places(article: Article, passages: Sequence[Passage]) -> list[tuple[Span, str]]:
    """The stretches of the article where a credit may stand, each with its passage's id or an empty one."""
    places = [(b.span, "") for b in article.blocks if b.kind in (BlockKind.BYLINE, BlockKind.DATELINE)]
    for passage in passages[:3]:
        match = _DATELINE_CREDIT.match(passage.text)
        if match:
            start = passage.span.start
            places.append((Span(start + match.start("name"), start + match.end("name")), passage.id))
    for block in article.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.BODY):
            for match in _CLOSING.finditer(block.span.of(article.text)):
                if not _PICTURE.search(match["line"]):
                    places.append(
                        (Span(block.span.start + match.start("line"), block.span.start + match.end("line")), "")
                    )
    return places


def _named(words: str, outlets: Sequence[str]) -> list[tuple[str, Span]]:
    named = [(name, Span(*match.span())) for name, pattern in agencies() if (match := pattern.search(words))]
    for outlet in outlets:
        at = words.find(outlet) if len(fold(outlet)) > 3 else -1
        if at >= 0 and not any(name == outlet for name, _ in named):
            named.append((outlet, Span(at, at + len(outlet))))
    return named
