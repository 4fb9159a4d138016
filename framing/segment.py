"""Article to passages: sentences with exact boundaries, their role, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.model import Article, Block, BlockKind, Passage, Role, Span

MAX_PASSAGES = 10_000
MAX_CHARS = 2_000
"""A sentence longer than this (code points) is cut at spaces."""


def segment(article: Article) -> tuple[Passage, ...]:
    """The article's passages in order; given sentences are taken exactly as they are."""
    if article.sentences is not None:
        return tuple(
            Passage(f"{article.id}:{i}", article.id, i, s, s.of(article.text), Role.LEAD if i == 0 else Role.BODY, i)
            for i, s in enumerate(article.sentences)
        )
    passages: list[Passage] = []
    lead = True
    for paragraph, block in enumerate(b for b in article.blocks if b.kind.is_content):
        for span in _sentences(article.text, block):
            if len(passages) >= MAX_PASSAGES:
                return tuple(passages)
            role = _role(block, lead)
            i = len(passages)
            passages.append(Passage(f"{article.id}:{i}", article.id, i, span, span.of(article.text), role, paragraph))
        if block.kind is BlockKind.BODY:
            lead = False
    return tuple(passages)


def _role(block: Block, lead: bool) -> Role:
    if block.kind is BlockKind.HEADLINE:
        return Role.HEADLINE
    if block.kind is BlockKind.CAPTION:
        return Role.CAPTION
    return Role.LEAD if lead or block.kind is BlockKind.STANDFIRST else Role.BODY


def _sentences(text: str, block: Block) -> Iterator[Span]:
    if block.kind is BlockKind.HEADLINE:
        yield block.span
        return
    import sentencex

    part = block.span.of(text)
    at = block.span.start
    for piece in sentencex.segment("en", part):
        stripped = piece.strip()
        if stripped:
            start = at + piece.index(stripped)
            for match in re.finditer(rf".{{1,{MAX_CHARS}}}(?:\s+|$)|\S{{{MAX_CHARS}}}", stripped, re.S):
                yield Span(start + match.start(), start + len(match.group().rstrip()) + match.start())
        at += len(piece)
