"""A page saved as plain text, without tags: lines to blocks, and what metadata the page prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.errors import NoBody
from framing.ingest.assemble import assemble
from framing.ingest.decode import Decoded
from framing.ingest.features import BRIEF, HEAD
from framing.ingest.furniture import MAX_LINES, body_probabilities
from framing.ingest.lines import split_lines
from framing.ingest.overrides import Overrides
from framing.ingest.page import BODY_AT, label_blocks
from framing.ingest.patterns import PHRASES, TERMINAL, WORD
from framing.model import Article, Block, BlockKind, Notice, Provenance, Read, Span
from framing.text import normalise, sha256

SHORT_WORDS = 25
"""Fewer body words than this get a `short-body` notice."""


def read_dump(decoded: Decoded, data: bytes, name: str, overrides: Overrides) -> Article:
    """An Article of a plain-text page. Raises NoBody where nothing but furniture is found."""
    text = normalise(decoded.text)
    return dump_article(
        text, name, overrides, Provenance(name, "text", sha256(data), decoded.encoding, "dump"), decoded.notices
    )


def dump_article(
    text: str,
    name: str,
    overrides: Overrides,
    provenance: Provenance,
    notices: tuple[Notice, ...] = (),
    known: Mapping[str, Read] | None = None,
) -> Article:
    """An Article of normalised page text; `known` is metadata from elsewhere, which wins over the page. See `read_dump`."""
    spans = split_lines(text)
    told = list(notices)
    probabilities = _probabilities(text, spans, name, told)
    return page_article(Page(text, spans, probabilities), name, overrides, provenance, told, known or {})


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines with the probability that each is body, and the telling HTML tag of each where there were tags."""

    text: str
    spans: Sequence[Span]
    probabilities: Sequence[float]
    tags: Sequence[str] = ()


def page_article(
    page: Page,
    name: str,
    overrides: Overrides,
    provenance: Provenance,
    notices: Sequence[Notice],
    known: Mapping[str, Read],
) -> Article:
    """An Article of a page whose lines are judged. Raises NoBody where none is body."""
    text, told = page.text, list(notices)
    title, outlet = (getattr(overrides, f) or (known[f].value if f in known else "") for f in ("title", "outlet"))
    read, rest = page.spans[:MAX_LINES], page.spans[MAX_LINES:]
    blocks, reads = label_blocks(text, read, page.probabilities[:MAX_LINES], title, outlet, page.tags[:MAX_LINES])
    if rest:
        told.append(
            Notice("too-many-lines", f"only the first {MAX_LINES:,} of {len(page.spans):,} lines were read", name)
        )
        unread = Span(rest[0].start, rest[-1].end)
        blocks += (Block(unread, BlockKind.FURNITURE, "past the lines that are read", 0.0),)
    words = sum(len(b.span.of(text).split()) for b in blocks if b.kind in (BlockKind.BODY, BlockKind.STANDFIRST))
    if not words:
        raise NoBody(f"{name}: only page furniture (menus, links, notices), no article text")
    if words < SHORT_WORDS:
        told.append(Notice("short-body", f"only {words} word(s) of article text were found", name))
    return assemble(text, blocks, {**reads, **known}, overrides, provenance, told)


def _probabilities(text: str, spans: Sequence[Span], name: str, told: list[Notice]) -> list[float]:
    """The classifier's; where no line reaches one half, lines that read as sentences are kept, with a notice."""
    probabilities = body_probabilities(text, spans)
    if max(probabilities, default=0.0) >= BODY_AT:
        return probabilities
    readable = [i < MAX_LINES and _reads_as_text(text, span) for i, span in enumerate(spans)]
    if any(readable):
        told.append(
            Notice("uncertain-body", "no line is surely article text; lines that read as sentences were kept", name)
        )
    return [max(p, BODY_AT) if kept else p for p, kept in zip(probabilities, readable, strict=True)]


def _reads_as_text(text: str, span: Span) -> bool:
    """A sentence of six words and more, or a stretch of forty words, without the phrases of menus and notices."""
    line = text[span.start : min(span.end, span.start + HEAD)]
    words = len(WORD.findall(line))
    ends = TERMINAL.search(text[max(span.start, span.end - 40) : span.end]) is not None
    return (words >= 40 or (words >= 6 and ends)) and not any(p.search(line[:BRIEF]) for p in PHRASES.values())
