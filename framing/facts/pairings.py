"""Linked passages prepared for the search for conflicts: shared words, and where near copies differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from framing.facts.words import TOKEN, content_stems
from framing.language.dates import DateMention, find_dates
from framing.language.names import NameMention, find_names
from framing.language.quantities import Quantity, find_quantities
from framing.model import Article, Excerpt, Link, Passage, Relation, Span

NEAR_COPY = 0.7
"""Share of common tokens in order (2 M / T) from which two passages are taken for versions of one sentence."""
SURE_LINK = 0.8
"""On training pairs under half of the links below this hold."""
_TOKENS = re.compile(rf"{TOKEN.pattern}|[$£€%]")
_LONGEST = 300
"""Tokens looked at when near copies are compared; matching is quadratic in the worst case."""
_CORRECTION = re.compile(
    r"\b(?:an? earlier (?:version|report|story|article)|correction|clarification|(?:was|has been|have been) (?:corrected|updated)"
    r"|previously (?:reported|stated|misstated)|misstated|incorrectly|initially (?:said|reported|claimed|put)"
    r"|at first (?:said|reported|put)|had (?:earlier|first|initially|originally) (?:said|reported|put)|erroneously"
    r"|(?:could|can) not (?:be )?(?:independently )?(?:confirm|verif)\w*|unconfirmed|false (?:report|rumou?r)s?)\b",
    re.IGNORECASE,
)

_UNREAL = re.compile(
    r"\b(?:if|unless)\b|\b(?:would|could|might|(?-i:may)) (?:still |yet |even |also |well )?"
    r"(?:have|be|kill|die|reach|rise|lose|cost|cut|take|bring|hit|leave|face)\b",
    re.IGNORECASE,
)


class Side:
    """One passage with its findings, each made when first asked for; spans index the passage's text."""

    def __init__(self, passage: Passage, article: Article, around: str = "") -> None:
        self.passage = passage
        self.article = article
        self.text = passage.text
        self.around = around
        """The passage with its neighbours, for who is meant."""

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return find_quantities(self.text)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return find_dates(self.text)

    @cached_property
    def names(self) -> tuple[NameMention, ...]:
        return tuple(find_names(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.text))

    @cached_property
    def tokens(self) -> list[tuple[str, Span]]:
        return [(m.group().lower(), Span(*m.span())) for m in _TOKENS.finditer(self.text)][:_LONGEST]

    @cached_property
    def is_correction(self) -> bool:
        """Whether the passage takes something back, doubts a report or tells how it changed."""
        return _CORRECTION.search(self.text) is not None

    @cached_property
    def is_unreal(self) -> bool:
        """Whether the passage tells what would or might be, not what is: its numbers are no counts."""
        return _UNREAL.search(self.text) is not None

    def excerpt(self, span: Span) -> Excerpt:
        """`span` of the passage as evidence in the article's text."""
        shift = self.passage.span.start
        return Excerpt(self.passage.id, shift + span.start, shift + span.end, span.of(self.text))

    def window(self, span: Span, reach: int = 60) -> frozenset[str]:
        """Stems of the content words within `reach` characters of `span`, those of the span left out."""
        left, right = self.text[max(0, span.start - reach) : span.start], self.text[span.end : span.end + reach]
        return frozenset((*content_stems(left), *content_stems(right)))


@dataclass(frozen=True, slots=True)
class Change:
    """Where two near copies differ: words of a (possibly none) against words of b."""

    a: Span
    b: Span


class Pairing:
    """Two linked passages."""

    def __init__(
        self, a: Side, b: Side, link: Link, others_a: Sequence[Side] = (), others_b: Sequence[Side] = ()
    ) -> None:
        self.a, self.b, self.link = a, b, link
        self.others_a, self.others_b = others_a, others_b
        """The other passages of each article, where a value may be explained."""

    @property
    def same(self) -> bool:
        """Whether the main statement of one is that of the other."""
        return self.link.relation is Relation.SAME

    @property
    def is_sure(self) -> bool:
        """Whether the link may carry a contradiction by itself."""
        return self.link.probability >= SURE_LINK or self.is_near_copy

    @cached_property
    def overlap(self) -> float:
        """Shared content stems as a share of the smaller side, 0 to 1."""
        least = min(len(self.a.stems), len(self.b.stems))
        return len(self.a.stems & self.b.stems) / least if least else 0.0

    @cached_property
    def _matcher(self) -> SequenceMatcher[str]:
        return SequenceMatcher(None, [t for t, _ in self.a.tokens], [t for t, _ in self.b.tokens], autojunk=False)

    @cached_property
    def is_near_copy(self) -> bool:
        return self.overlap >= 0.5 and self._matcher.ratio() >= NEAR_COPY

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Where the two differ, in order; empty unless they are near copies."""
        if not self.is_near_copy:
            return ()
        return tuple(
            Change(_cover(self.a.tokens, i1, i2), _cover(self.b.tokens, j1, j2))
            for tag, i1, i2, j1, j2 in self._matcher.get_opcodes()
            if tag != "equal"
        )


def _cover(tokens: Sequence[tuple[str, Span]], first: int, last: int) -> Span:
    """The span of tokens [first, last); for no token, the empty span behind the token before."""
    if first < last:
        return Span(tokens[first][1].start, tokens[last - 1][1].end)
    at = tokens[first - 1][1].end if first else 0
    return Span(at, at)


def sides(article: Article, passages: Iterable[Passage]) -> dict[str, Side]:
    """All passages of an article as sides, by id, each with the passage before and behind it."""
    ordered = list(passages)
    texts = ["", *(p.text for p in ordered), ""]
    return {p.id: Side(p, article, " ".join(texts[i : i + 3])) for i, p in enumerate(ordered)}
