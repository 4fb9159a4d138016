"""HTML pages: the visible text as it stands on the page, the article inside it, and what the markup says about it.

The stored text is our own rendering of everything visible, so spans are exact and nothing is lost.
trafilatura (Barbaresi 2021, *Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery
and Extraction*, ACL demo) decides which lines are the article; where it finds none, the classifier for
pages without tags does.
"""

from __future__ import annotations

import re

from framing.errors import EmptyInput, MalformedInput
from framing.ingest.decode import Decoded
from framing.ingest.dump import SHORT_WORDS, Page, page_article
from framing.ingest.furniture import body_probabilities
from framing.ingest.markup import Line, bare_lines, parse, render
from framing.ingest.markup_metadata import read_markup
from framing.ingest.overrides import Overrides
from framing.model import Article, Notice, Provenance, Span
from framing.text import sha256

MAX_DEPTH = 400
"""Deeper trees are not handed to the extractor, which recurses."""
MAX_EXTRACT = 6 * 1024 * 1024
"""Longer pages (characters) are cleaned from their text alone."""
KEPT, DROPPED = 0.97, 0.03
"""Probabilities given to lines inside and outside the extractor's article."""
_WORD = re.compile(r"\w+")


def read_html(decoded: Decoded, data: bytes, name: str, overrides: Overrides) -> Article:
    """An Article of an HTML page. Raises EmptyInput, MalformedInput."""
    tree = parse(decoded.text)
    if tree is None:
        raise MalformedInput(f"{name}: no HTML could be read")
    lines, depth = render(tree)
    if not lines:
        lines, depth = bare_lines(decoded.text), MAX_DEPTH + 1
    if not lines:
        raise EmptyInput(f"{name}: the page shows no text")
    text, spans = _join(lines)
    known = read_markup(tree)
    notices = list(decoded.notices)
    kept = _kept_lines(decoded.text, depth, name, notices)
    probabilities = _probabilities(text, spans, lines, kept)
    provenance = Provenance(name, "html", sha256(data), decoded.encoding, "trafilatura" if kept else "dump")
    page = Page(text, spans, probabilities, [line.tag for line in lines])
    return page_article(page, name, overrides, provenance, notices, known)


def _join(lines: list[Line]) -> tuple[str, list[Span]]:
    """The page's text, paragraphs set off by a blank line, and the span of every line."""
    parts, spans, at = [], [], 0
    for i, line in enumerate(lines):
        gap = ("\n\n" if line.paragraph else "\n") if i else ""
        parts += [gap, line.text]
        at += len(gap)
        spans.append(Span(at, at + len(line.text)))
        at += len(line.text)
    return "".join(parts), spans


def _kept_lines(page: str, depth: int, name: str, notices: list[Notice]) -> list[str]:
    """The article's lines as the extractor sees them; empty where it finds none or must not be asked."""
    if depth > MAX_DEPTH or len(page) > MAX_EXTRACT:
        why = f"more than {MAX_DEPTH} levels deep" if depth > MAX_DEPTH else f"{len(page):,} characters long"
        notices.append(Notice("page-too-complex", f"the page is {why}: cleaned from its text alone", name))
        return []
    try:
        extracted = _extract(page)
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        notices.append(Notice("extraction-failed", f"trafilatura: {error}; cleaned from its text alone", name))
        return []
    lines = [line.strip().removeprefix("- ") for line in (extracted or "").split("\n") if line.strip()]
    return lines if sum(len(line.split()) for line in lines) >= SHORT_WORDS else []


def _extract(page: str) -> str | None:
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    result: str | None = trafilatura.extract(
        page, output_format="txt", include_comments=False, include_tables=True, include_images=False, deduplicate=False
    )
    return result


def _key(line: str) -> str:
    return " ".join(_WORD.findall(line.casefold()))


def _probabilities(text: str, spans: list[Span], lines: list[Line], kept: list[str]) -> list[float]:
    if not kept:
        guessed = body_probabilities(text, spans)
        return [min(p, DROPPED) if line.outside else p for p, line in zip(guessed, lines, strict=True)]
    keys = {_key(line) for line in kept}
    whole = f" {' '.join(_key(line) for line in kept)} "
    out = []
    for line in lines:
        key = _key(line.text)
        inside = key in keys or (key.count(" ") >= 3 and f" {key} " in whole)
        out.append(KEPT if inside and not line.outside else DROPPED)
    return out
