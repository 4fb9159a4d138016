"""The records everything else passes along. All are frozen; all spans are half-open code points.

A span (start, end) always indexes the stored, normalised text of one article (`Article.text`):
`article.text[start:end]` equals the quoted words. Passage ids are `<article id>:<index>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

CodePoint: TypeAlias = int
"""An offset into Article.text, in Unicode code points."""
Probability: TypeAlias = float
"""A calibrated probability in [0, 1]."""
ArticleId: TypeAlias = str
PassageId: TypeAlias = str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, 0 <= start <= end."""

    start: CodePoint
    end: CodePoint

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words this span stands for in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Notice:
    """A named warning: something a reader must know that does not stop the work."""

    code: str
    """Stable kebab-case name, such as `mixed-encoding`."""
    message: str
    where: str = ""


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


class Relation(StrEnum):
    """How two linked passages share a fact: main point equals main point, or one proposition in common."""

    SAME = "same"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Link:
    """Two passages by different outlets that state the same specific fact."""

    a: PassageId
    b: PassageId
    probability: Probability
    relation: Relation
    same: Probability = 0.0
    """Probability that the relation is `same`."""


class State(StrEnum):
    """What one outlet's article does with a fact."""

    COVERED = "covered"
    STATED = "stated"
    PARTLY = "partly"
    NOT_FOUND = "not_found"
    CONFLICTING = "conflicting"
    NOT_YET_REPORTED = "not_yet_reported"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Exact words with their place: `article.text[start:end] == text`."""

    passage: PassageId
    start: CodePoint
    end: CodePoint
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Probability that article `within` states the content of `passage`, at least partly."""

    passage: PassageId
    within: ArticleId
    probability: Probability
    state: State
    nearest: PassageId | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One outlet's cell of the fact x outlet matrix."""

    article: ArticleId
    state: State
    probability: Probability
    evidence: tuple[Excerpt, ...] = ()
    nearest: PassageId | None = None
    missing: tuple[Excerpt, ...] = ()
    """Where `partly`: the propositions of the canonical sentence that were not found."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one or more outlets state, in the words of one canonical source sentence."""

    id: str
    canonical: PassageId
    passages: tuple[PassageId, ...]
    cells: tuple[Cell, ...]
    """One a compared article, in the order of the comparison's articles."""
    salience: float
    """0 to 1, for ordering."""
    origins: int
    """How many independent origins state it."""
    is_claim: bool = True
    """False for opinion, boilerplate, transitions: never called omitted."""


class Strength(StrEnum):
    """How sure an omission is, bound to calibrated probability."""

    STRONG = "strong"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Omission:
    """A fact of one outlet that another article does not state."""

    fact: str
    passage: PassageId
    missing_in: ArticleId
    state: State
    """NOT_FOUND, PARTLY or NOT_YET_REPORTED."""
    probability: Probability
    """That it is not stated there."""
    strength: Strength
    weight: float
    """Probability x salience x origins, for ordering."""
    nearest: PassageId | None
    reason: str
    missing: tuple[Excerpt, ...] = ()


class ConflictKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    NEGATION = "negation"
    ATTRIBUTION = "attribution"
    CAUSE = "cause"


class ConflictVerdict(StrEnum):
    CONFLICT = "conflict"
    UPDATE = "update"
    SCOPE = "scope"
    PRECISION = "precision"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Aligned passages that disagree, with the exact words of both."""

    kind: ConflictKind
    verdict: ConflictVerdict
    a: Excerpt
    b: Excerpt
    values: tuple[str, str]
    """The two values as compared, e.g. `[12, inf) dead` and `[9, 9] dead`."""
    explanation: str
    probability: Probability = 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A framing difference found by one lens."""

    lens: str
    a: Excerpt | None
    b: Excerpt | None
    explanation: str
    strength: float
    """0 to 1, for ordering; what it rests on is documented by the lens."""
    p_value: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Same(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of an event verdict, in words, with the evidence on each side where there is any."""

    kind: str
    """`time`, `place`, `title`, `entities`, `action`, `quotes`, `numbers`, `similarity`."""
    text: str
    a: tuple[Excerpt, ...] = ()
    b: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class EventVerdict:
    """Whether two accounts are of the same happening."""

    same: Same
    probability: Probability
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PairEvent:
    """The verdict for one pair of compared articles."""

    a: ArticleId
    b: ArticleId
    verdict: EventVerdict


@dataclass(frozen=True, slots=True)
class Origin:
    """Passages that are one text by origin (an agency's copy, a shared release)."""

    id: str
    agency: str
    """Credited agency, empty where only the words tell."""
    passages: tuple[PassageId, ...]
    articles: tuple[ArticleId, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A model that took part in a run."""

    role: str
    name: str
    sha256: str
    precision: str


@dataclass(frozen=True, slots=True)
class Run:
    """All that is needed to say how a result was made."""

    version: str
    command: str
    settings: Mapping[str, Any]
    models: tuple[ModelUse, ...]
    inputs: Mapping[str, str]
    """sha256 of the raw bytes by article id."""
    started: str
    seconds: Mapping[str, float]
    """Wall time by step."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The one immutable result that every view reads."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    event: EventVerdict
    """Over all articles: `no` where any pair is of different events."""
    events: tuple[PairEvent, ...]
    links: tuple[Link, ...]
    coverage: tuple[Coverage, ...]
    facts: tuple[Fact, ...]
    omissions: tuple[Omission, ...]
    conflicts: tuple[Conflict, ...]
    differences: tuple[Difference, ...]
    origins: tuple[Origin, ...]
    profiles: Mapping[str, Mapping[ArticleId, Mapping[str, float]]]
    """By lens, article and name: shares, counts or scores for charts."""
    run: Run
    candidates: tuple[Link, ...] = ()
    """Every scored pair, only where asked for."""

    def article(self, article_id: ArticleId) -> Article:
        """The article with this id. Raises KeyError where there is none."""
        for article in self.articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)

    def passages_of(self, article_id: ArticleId) -> tuple[Passage, ...]:
        """The passages of one article, in order."""
        return tuple(p for p in self.passages if p.article_id == article_id)

    def passage(self, passage_id: PassageId) -> Passage:
        """The passage with this id. Raises KeyError where there is none."""
        for passage in self.passages:
            if passage.id == passage_id:
                return passage
        raise KeyError(passage_id)
