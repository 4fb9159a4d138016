"""What goes out to other tools: articles, and codings on exact words of one or two of them.

A coding is a suggestion of the tool, the decision of one coder, or what a study settled on; every format tells
which. Spans are half-open code points into the article's text; formats that count otherwise convert.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

GAP = "\n\n\n"
"""Between two articles where a format wants one text."""


class By(StrEnum):
    """Whose word a coding is."""

    TOOL = "tool"
    CODER = "coder"
    ADJUDICATOR = "adjudicator"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it is handed on."""

    id: str
    outlet: str
    title: str
    published: str
    language: str
    url: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Exact words of one article: `text[start:end] == quote`."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One say on one item; empty strings and None where there is nothing to tell."""

    item: str
    kind: str
    """`link`, `difference` or `fact`."""
    label: str
    by: By
    coder: str
    """A name; `framing` for the tool's own suggestions."""
    a: Words
    b: Words | None
    within: str
    """Article id of the other side; for a fact, where it is looked for."""
    lens: str = ""
    frame: str = ""
    comment: str = ""
    flagged: bool = False
    made: str = ""
    seconds: float = 0.0
    revision: int = 0
    codebook: str = ""
    """Name and version."""
    suggestion: str = ""
    probability: float | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One frame of a codebook."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Book:
    """A codebook with its version."""

    name: str
    version: int
    definition: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """All that an exporter reads."""

    name: str
    sources: tuple[Source, ...]
    codings: tuple[Coding, ...]
    books: tuple[Book, ...] = ()
    made: str = ""
    """ISO 8601; what a file says of its own time."""
    version: str = ""
    """Of the tool."""

    def source(self, article: str) -> Source:
        """The article of this id. Raises KeyError."""
        for source in self.sources:
            if source.id == article:
                return source
        raise KeyError(article)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles with the codings between them, for formats that annotate one document."""

    a: Source
    b: Source
    codings: tuple[Coding, ...]

    @property
    def text(self) -> str:
        """Both texts, `GAP` between them."""
        return self.a.text + GAP + self.b.text

    @property
    def place_of_b(self) -> int:
        """Where the second text begins in `text`."""
        return len(self.a.text) + len(GAP)

    def place(self, words: Words) -> tuple[int, int]:
        """Where words of either article stand in `text`."""
        shift = 0 if words.article == self.a.id else self.place_of_b
        return words.start + shift, words.end + shift


def pairs(study: Study) -> Iterator[Pair]:
    """The codings by the two articles they stand between, whichever is named first."""

    def key(coding: Coding) -> tuple[str, str]:
        first, second = sorted((coding.a.article, coding.within))
        return first, second

    for (first, second), group in groupby(sorted(study.codings, key=key), key=key):
        yield Pair(study.source(first), study.source(second), tuple(group))


def by_coder(codings: Sequence[Coding]) -> dict[tuple[By, str], list[Coding]]:
    """The codings by whose word they are, in the order of first appearance."""
    out: dict[tuple[By, str], list[Coding]] = {}
    for coding in codings:
        out.setdefault((coding.by, coding.coder), []).append(coding)
    return out
