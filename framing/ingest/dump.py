"""A page saved as plain text, without tags: lines to blocks, and what metadata the page prints."""

from __future__ import annotations

from collections.abc import Mapping

from framing.errors import NoBody
from framing.ingest.assemble import assemble
from framing.ingest.decode import Decoded
from framing.ingest.furniture import body_probabilities
from framing.ingest.lines import split_lines
from framing.ingest.overrides import Overrides
from framing.ingest.page import label_blocks
from framing.model import Article, BlockKind, Notice, Provenance, Read
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
    known = known or {}
    spans = split_lines(text)
    probabilities = body_probabilities(text, spans)
    title, outlet = (getattr(overrides, f) or (known[f].value if f in known else "") for f in ("title", "outlet"))
    blocks, reads = label_blocks(text, spans, probabilities, title=title, outlet=outlet)
    reads = {**reads, **known}
    words = sum(len(b.span.of(text).split()) for b in blocks if b.kind in (BlockKind.BODY, BlockKind.STANDFIRST))
    if not words:
        raise NoBody(f"{name}: only page furniture (menus, links, notices), no article text")
    told = list(notices)
    if words < SHORT_WORDS:
        told.append(Notice("short-body", f"only {words} word(s) of article text were found", name))
    return assemble(text, blocks, reads, overrides, provenance, told)
