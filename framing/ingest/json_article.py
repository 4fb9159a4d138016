"""One article as a JSON object: with `text`, or already segmented with `sentences`."""

from __future__ import annotations

import json
from typing import Any

from framing.errors import EmptyInput, MalformedInput
from framing.ingest.assemble import assemble
from framing.ingest.decode import Decoded
from framing.ingest.dump import dump_article
from framing.ingest.lines import split_lines
from framing.ingest.overrides import Overrides
from framing.model import Article, Block, BlockKind, Notice, Provenance, Read, Span
from framing.text import normalise, sha256

NAMES = {
    "outlet": ("outlet", "source", "publisher", "media_name", "site_name", "sitename"),
    "title": ("title", "headline", "name"),
    "byline": ("byline", "author", "authors"),
    "published": (
        "published",
        "date",
        "published_at",
        "publish_date",
        "published_date",
        "pub_date",
        "datePublished",
        "versioncreated",
    ),
    "url": ("url", "link", "uri"),
    "language": ("language", "lang"),
}
"""Keys under which each field is looked for, in order."""
TEXT_NAMES = ("text", "body", "content", "article", "body_text")
PAGE_SHARE = 0.4
"""A given text of which at least this share of lines is furniture is read as a page dump."""


def read_json(decoded: Decoded, data: bytes, name: str, overrides: Overrides) -> Article:
    """An Article of a JSON object. Raises MalformedInput naming what is missing, EmptyInput for empty text."""
    try:
        value = json.loads(decoded.text.removeprefix("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        where = (
            f"line {error.lineno}, column {error.colno}: {error.msg}"
            if isinstance(error, json.JSONDecodeError)
            else "nested too deeply"
        )
        raise MalformedInput(f"{name}: not JSON ({where})") from error
    if not isinstance(value, dict):
        raise MalformedInput(f"{name}: holds a JSON {type(value).__name__}, not one article object")
    return article_of(value, name, overrides, sha256(data), decoded.encoding, decoded.notices)


def article_of(
    value: dict[str, Any],
    name: str,
    overrides: Overrides,
    digest: str = "",
    encoding: str = "utf-8",
    notices: tuple[Notice, ...] = (),
) -> Article:
    """An Article of one JSON object, see `read_json`."""
    reads = read_fields(value)
    sentences = value.get("sentences")
    if sentences is not None:
        provenance = Provenance(name, "json-sentences", digest, encoding, "json")
        return _of_sentences(sentences, reads, name, overrides, provenance, notices)
    found = next((key for key in TEXT_NAMES if isinstance(value.get(key), str)), None)
    if found is None:
        raise MalformedInput(f"{name}: a JSON article needs `text` (a string) or `sentences` (a list of strings)")
    text = normalise(value[found])
    if not text.strip():
        raise EmptyInput(f"{name}: `{found}` is empty")
    return given_text(text, reads, overrides, Provenance(name, "json", digest, encoding, "json"), notices)


def read_fields(value: dict[str, Any]) -> dict[str, Read]:
    """Metadata of a JSON object, every item with its key."""
    reads = {}
    for field, keys in NAMES.items():
        for key in keys:
            text = _plain(value.get(key))
            if text:
                reads[field] = Read(normalise(text), f"json `{key}`")
                break
    return reads


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(filter(None, (_plain(item) for item in value[:20])))
    if isinstance(value, dict):
        return _plain(value.get("name") or value.get("title") or "")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _of_sentences(
    sentences: Any,
    reads: dict[str, Read],
    name: str,
    overrides: Overrides,
    provenance: Provenance,
    notices: tuple[Notice, ...],
) -> Article:
    if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
        raise MalformedInput(f"{name}: `sentences` must be a list of strings")
    parts = [normalise(sentence) for sentence in sentences]
    if not any(part.strip() for part in parts):
        raise EmptyInput(f"{name}: `sentences` holds no text")
    spans, at = [], 0
    for part in parts:
        spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    blocks = [Block(span, BlockKind.BODY) for span, part in zip(spans, parts, strict=True) if part.strip()]
    return assemble("\n".join(parts), blocks, reads, overrides, provenance, notices, tuple(spans))


def given_text(
    text: str, reads: dict[str, Read], overrides: Overrides, provenance: Provenance, notices: tuple[Notice, ...] = ()
) -> Article:
    """An Article of normalised text that the source gives as the article's own: every line is body.

    A text that is plainly a whole page (see PAGE_SHARE) is cleaned like a dump, with a notice.
    """
    spans = split_lines(text)
    page = _page_of(text, len(spans), reads, overrides, provenance, notices)
    if page is not None:
        return page
    title = overrides.title or (reads["title"].value if "title" in reads else "")
    blocks = []
    for i, span in enumerate(spans):
        same = i == 0 and bool(title) and span.of(text).casefold().strip(" .") == title.casefold().strip(" .")
        blocks.append(Block(span, BlockKind.HEADLINE if same else BlockKind.BODY, "repeats the title" if same else ""))
    return assemble(text, blocks, reads, overrides, provenance, notices)


def _page_of(
    text: str,
    lines: int,
    reads: dict[str, Read],
    overrides: Overrides,
    provenance: Provenance,
    notices: tuple[Notice, ...],
) -> Article | None:
    if lines < 25:
        return None
    notice = Notice(
        "looks-like-a-page", "the given text holds menus and links; it was cleaned as a page dump", provenance.path
    )
    page = dump_article(text, provenance.path, overrides, provenance, (*notices, notice), reads)
    aside = sum(block.kind in (BlockKind.FURNITURE, BlockKind.TEASER) for block in page.blocks)
    return page if aside >= PAGE_SHARE * len(page.blocks) else None
