"""What a lens may look at: two prepared articles, their linked passages, parses and token vectors on demand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from framing.config import Settings
from framing.embed import TokenVectors
from framing.language.quotes import Quote, find_quotes
from framing.model import Article, Difference, Excerpt, Link, Passage, PassageId, Same, Span
from framing.prepared import Prepared

Range = tuple[int, int]
"""Half-open code points into one passage's text."""
Encoder = Callable[[Sequence[str]], list[TokenVectors]]

_SPACE = re.compile(r"\s+")
_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def folded(text: str) -> str:
    """`text` as compared for being the same words: case, white space, kinds of marks and end stops aside."""
    return _SPACE.sub(" ", text.translate(_MARKS)).strip().rstrip(".").casefold()


@dataclass(slots=True)
class View:
    """One article as a lens sees it; everything dear is computed once, on first use."""

    prepared: Prepared
    name: str
    """How explanations call it: the outlet, or `A` and `B`."""
    _quotes: tuple[Quote, ...] | None = None
    _docs: dict[PassageId, Any] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    """Room for what several lenses share, by name."""

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.prepared.article

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages in order."""
        return self.prepared.passages

    def quotes(self) -> tuple[Quote, ...]:
        """Quotations with speakers; spans index `article.text`. Only passages are searched, never page furniture."""
        if self._quotes is None:
            self._quotes = _article_quotes(self.article.text, self.passages)
        return self._quotes

    def quotes_in(self, passage: Passage) -> list[Quote]:
        """Quotations that overlap `passage`."""
        return [quote for quote in self.quotes() if quote.span.overlaps(passage.span)]

    def doc(self, passage: Passage) -> Any:
        """The passage's spaCy parse; all passages of the article are parsed with the first."""
        if passage.id not in self._docs:
            from framing.language.parse import parse

            docs = parse([each.text for each in self.passages])
            self._docs.update(zip((each.id for each in self.passages), docs, strict=True))
        return self._docs[passage.id]

    def excerpt(self, passage: Passage, part: Range) -> Excerpt:
        """The exact words at `part` of the passage."""
        start, end = part
        if not 0 <= start < end <= len(passage.text):
            raise ValueError(f"{passage.id}: no such part: [{start}, {end})")
        return Excerpt(passage.id, passage.span.start + start, passage.span.start + end, passage.text[start:end])


def _article_quotes(text: str, passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """Quotations of the passages' text, with what stands between them blanked so that furniture says nothing."""
    parts, at = [], 0
    for passage in sorted(passages, key=lambda each: each.span.start):
        start = max(passage.span.start, at)
        gap = text[at:start]
        parts.append(gap if not gap.strip() else re.sub(r"[^\n]", " ", gap))
        parts.append(text[start : passage.span.end])
        at = max(at, passage.span.end)
    return find_quotes("".join(parts))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two linked passages, a of the first article, b of the second."""

    link: Link
    a: Passage
    b: Passage


@dataclass(slots=True)
class Context:
    """Two articles and their linked passages that do not say the same in the same words."""

    a: View
    b: View
    pairs: tuple[Pair, ...]
    """Linked passages whose words differ, most sure first."""
    same_event: Same
    settings: Settings
    encoder: Encoder | None = None
    copied: frozenset[PassageId] = frozenset()
    """Passages that stand word for word in the other article."""
    decided: tuple[Pair, ...] = ()
    """Where this is a second look at passages that were not linked: those that were."""
    parsed: bool = False
    """Whether a lens of this run reads the grammar, so that others may read it at no cost."""
    _tokens: dict[str, TokenVectors] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)

    def tokens(self, passage: Passage) -> TokenVectors:
        """Contextual token vectors of a passage; all linked passages are encoded with the first."""
        if passage.text not in self._tokens:
            wanted = [each.text for pair in self.pairs for each in (pair.a, pair.b)]
            texts = list(dict.fromkeys([passage.text, *wanted]))
            encode = self.encoder or default_encoder()
            self._tokens.update(zip(texts, encode(texts), strict=True))
        return self._tokens[passage.text]

    def difference(
        self,
        lens: str,
        pair: Pair,
        a: Range | None,
        b: Range | None,
        explanation: str,
        strength: float,
        details: Mapping[str, Any] | None = None,
    ) -> Difference:
        """A difference with exact words on both sides; None for a side that has no words for it."""
        return Difference(
            lens,
            self.a.excerpt(pair.a, a) if a else None,
            self.b.excerpt(pair.b, b) if b else None,
            explanation,
            round(min(1.0, max(0.0, strength)), 4),
            details=dict(details or {}),
        )


def default_encoder() -> Encoder:
    """The encoder that the lenses' coefficients were fitted to, whatever model aligns the passages."""
    from framing.lenses.middle import middle_layer

    return middle_layer().encode_tokens


def inside(span: Span, passage: Passage) -> Range:
    """The part of `passage` that an article span covers, relative to the passage."""
    start = max(span.start, passage.span.start) - passage.span.start
    return start, max(start, min(span.end, passage.span.end) - passage.span.start)
