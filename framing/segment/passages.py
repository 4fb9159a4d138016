"""Passages of an article: its sentences, or exactly the ones that were given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from framing.ingest.patterns import CREDIT
from framing.model import Article, Block, BlockKind, Notice, Passage, Role, Span
from framing.segment.sentences import sentence_spans
from framing.segment.speaking import Speaking, listen

MAX_PASSAGES = 10_000
"""Sentences past this many are not compared; `capped` says so."""


def segment(article: Article) -> tuple[Passage, ...]:
    """The article's passages in order, at most MAX_PASSAGES; spans are disjoint and ordered.

    Given sentences are taken exactly as they are. Roles: the headline; the stand-first and the first paragraph
    of the body are the lead; captions; a sentence that is wholly or mostly quoted speech is a quote.
    """
    if article.sentences is not None:
        units = [(i, Role.BODY, span) for i, span in enumerate(article.sentences)]
        units = [(i, _given_role(article, i, span), span) for i, _, span in units][:MAX_PASSAGES]
    else:
        units = []
        for unit in _units(article):
            if len(units) == MAX_PASSAGES:
                break
            units.append(unit)
    speaking = listen(article.text, _stretches(article))
    return tuple(_passage(article, i, *unit, speaking) for i, unit in enumerate(units))


def capped(article: Article) -> Notice | None:
    """A notice where the article has more sentences than are compared, else None."""
    units = article.sentences if article.sentences is not None else _units(article)
    if next(islice(units, MAX_PASSAGES, None), None) is not None:
        message = f"only the first {MAX_PASSAGES:,} sentences are compared"
        return Notice("too-many-sentences", message, article.provenance.path)
    return None


def _given_role(article: Article, index: int, span: Span) -> Role:
    words = span.of(article.text).strip(" .").casefold()
    if index == 0 and article.title and words == article.title.strip(" .").casefold():
        return Role.HEADLINE
    return Role.LEAD if index == 0 else Role.BODY


def _units(article: Article) -> Iterator[tuple[int, Role, Span]]:
    """(paragraph, role before quotes are looked at, span) of every sentence."""
    lead = True
    for paragraph, block in enumerate(b for b in article.blocks if b.kind.is_content):
        role = _role(block, lead)
        spans = (
            iter([block.span])
            if block.kind is BlockKind.HEADLINE
            else sentence_spans(article.text, block.span.start, block.span.end)
        )
        for span in spans:
            if role is not Role.CAPTION or not _is_credit(span.of(article.text)):
                yield paragraph, role, span
        if block.kind is BlockKind.BODY:
            lead = False


def _is_credit(sentence: str) -> bool:
    """A caption's closing credit, which says nothing about the story."""
    return (
        sentence.startswith(("(", "[", "Photo", "Image", "©")) and len(sentence) < 120 and bool(CREDIT.search(sentence))
    )


def _role(block: Block, lead: bool) -> Role:
    if block.kind is BlockKind.HEADLINE:
        return Role.HEADLINE
    if block.kind is BlockKind.CAPTION:
        return Role.CAPTION
    return Role.LEAD if lead or block.kind is BlockKind.STANDFIRST else Role.BODY


def _stretches(article: Article) -> list[Span]:
    """The running text in which quotations are looked for."""
    if article.sentences is not None:
        return list(article.sentences)
    kinds = (BlockKind.BODY, BlockKind.STANDFIRST)
    return [block.span for block in article.blocks if block.kind in kinds]


def _passage(article: Article, index: int, paragraph: int, role: Role, span: Span, speaking: Speaking) -> Passage:
    share, speaker = speaking.of(span)
    if role is Role.BODY and share >= 0.5:
        role = Role.QUOTE
    text = span.of(article.text)
    return Passage(f"{article.id}:{index}", article.id, index, span, text, role, paragraph, speaker)
