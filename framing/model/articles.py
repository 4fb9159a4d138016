"""What was read: articles, their blocks, where each piece of metadata came from, and passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from framing.model.spans import ArticleId, Notice, PassageId, Probability, Span


class BlockKind(StrEnum):
    """What a block of the page is."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    TEASER = "teaser"
    FURNITURE = "furniture"

    @property
    def is_content(self) -> bool:
        """Whether passages are cut from blocks of this kind."""
        return self in (BlockKind.HEADLINE, BlockKind.STANDFIRST, BlockKind.BODY, BlockKind.CAPTION)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page with its kind and, where it is set aside, the reason in words."""

    span: Span
    kind: BlockKind
    reason: str = ""
    probability: Probability = 1.0
    """Probability that the block is article body, as the furniture classifier sees it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A piece of metadata with where it was read (`dump`, `json-ld`, `meta`, `option`, `file name`, ...)."""

    value: str
    source: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article came from and how it was read."""

    path: str = ""
    format: str = ""
    """`text`, `html`, `json`, `json-sentences`, ..."""
    sha256: str = ""
    """Of the raw bytes."""
    encoding: str = "utf-8"
    reader: str = ""
    reads: Mapping[str, Read] = field(default_factory=dict)
    """Metadata by field name: title, outlet, byline, published, dateline, language, url."""


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's account. `text` is the whole stored page, furniture included; `blocks` say what is what."""

    id: ArticleId
    outlet: str
    title: str
    byline: str
    published: str
    """ISO 8601 date or date-time with offset where known; empty where unknown."""
    published_from: str
    """Where the date was read; empty where unknown."""
    language: str
    """ISO 639-1 code, `und` where undetermined."""
    url: str
    text: str
    blocks: tuple[Block, ...]
    provenance: Provenance
    sentences: tuple[Span, ...] | None = None
    """Given by pre-segmented input: passages are exactly these, in order."""
    notices: tuple[Notice, ...] = ()

    @property
    def body(self) -> str:
        """What is left when furniture is set aside, blocks joined by blank lines."""
        return "\n\n".join(
            b.span.of(self.text) for b in self.blocks if b.kind in (BlockKind.BODY, BlockKind.STANDFIRST)
        )


class Role(StrEnum):
    """What part of the article a passage is."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"
    QUOTE = "quote"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence (or given unit) of an article; `text` is `article.text[span]`."""

    id: PassageId
    article_id: ArticleId
    index: int
    span: Span
    text: str
    role: Role
    paragraph: int = 0
    """Index of the block it stands in, counted over content blocks."""
    speaker: str = ""
    """Who is quoted, where a quote runs over several sentences and the speaker was named before."""
