"""DOCX and PDF documents."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, BinaryIO

from framing.errors import InputError, MalformedInput, NoBody
from framing.ingest.archives import check_archive
from framing.ingest.assemble import assemble
from framing.ingest.extras import optional
from framing.ingest.json_article import given_text
from framing.ingest.lines import split_lines
from framing.ingest.overrides import Overrides
from framing.model import Article, Block, BlockKind, Notice, Provenance, Read, Span
from framing.text import normalise, sha256

MAX_PAGES = 300
"""Pages of a PDF past this many are not read, with a notice."""


def read_docx(stream: BinaryIO, name: str, overrides: Overrides) -> Article:
    """The paragraphs of a Word document (mammoth), its title and author from its properties.

    Raises MalformedInput, TooLarge, NoBody, MissingExtra.
    """
    mammoth = optional("mammoth", "reading DOCX")
    check_archive(stream, name)
    data = stream.read()
    stream.seek(0)
    try:
        text = normalise(re.sub(r"\n{3,}", "\n\n", mammoth.extract_raw_text(stream).value)).strip()
    except Exception as error:
        raise MalformedInput(f"{name}: not a readable Word document: {error}") from error
    if not text:
        raise NoBody(f"{name}: the document holds no text")
    return given_text(text, _properties(data), overrides, Provenance(name, "docx", sha256(data), "utf-8", "mammoth"))


def _properties(data: bytes) -> dict[str, Read]:
    """Title and author of an office file; nothing where they cannot be read."""
    import zipfile
    from io import BytesIO

    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            tree = etree.fromstring(archive.read("docProps/core.xml"), parser)
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError):
        return {}
    reads = {}
    for field, tag in (("title", "title"), ("byline", "creator")):
        value = tree.findtext(f"{{http://purl.org/dc/elements/1.1/}}{tag}")
        if value and value.strip():
            reads[field] = Read(normalise(value.strip()), "document properties")
    return reads


def read_pdf(stream: BinaryIO, name: str, overrides: Overrides) -> Article:
    """The text layer of a PDF (pypdf): running heads and page numbers set aside, lines joined to paragraphs.

    Where lines start at several left margins a `pdf-columns` notice says that the order may be wrong.
    Raises MalformedInput, NoBody (no text layer), MissingExtra.
    """
    pypdf = optional("pypdf", "reading PDF")
    # What it logs of a damaged file would be printed, where no handler is set; the reason is told in our words.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    data = stream.read()
    stream.seek(0)
    notices: list[Notice] = []
    try:
        document = pypdf.PdfReader(stream)
        if document.is_encrypted and not document.decrypt(""):
            raise MalformedInput(f"{name}: the PDF is locked with a password")
        if len(document.pages) > MAX_PAGES:
            notices.append(
                Notice("too-many-pages", f"only the first {MAX_PAGES} of {len(document.pages)} pages were read", name)
            )
        starts: list[float] = []
        pages = [_page_lines(page, starts) for page in document.pages[:MAX_PAGES]]
        properties = dict(document.metadata or {})
    except InputError:
        raise
    except Exception as error:
        raise MalformedInput(f"{name}: not a readable PDF: {error}") from error
    if _columns(starts) > 1:
        notices.append(Notice("pdf-columns", "the page is set in columns; check the order of the sentences", name))
    reads = {
        field: Read(normalise(str(properties[key])).strip(), "document properties")
        for field, key in (("title", "/Title"), ("byline", "/Author"))
        if str(properties.get(key) or "").strip()
    }
    text, blocks = _joined(pages)
    if not any(block.kind is BlockKind.BODY for block in blocks):
        raise NoBody(f"{name}: the PDF has no text layer (a scan?); run a text recogniser over it first")
    return assemble(text, blocks, reads, overrides, Provenance(name, "pdf", sha256(data), "utf-8", "pypdf"), notices)


def _page_lines(page: Any, starts: list[float]) -> list[str]:
    def visit(text: str, _cm: Any, matrix: Sequence[float], _font: Any, _size: Any) -> None:
        if len(text.strip()) > 20:
            starts.append(float(matrix[4]))

    extracted = page.extract_text(visitor_text=visit) or ""
    return [line.strip() for line in normalise(extracted).split("\n")]


def _columns(starts: Sequence[float]) -> int:
    """How many left margins carry at least a fifth of the long lines each, margins 80 points apart counting as two."""
    rounded = Counter(round(start / 80) for start in starts)
    return sum(count >= max(3, 0.2 * len(starts)) for count in rounded.values())


def _joined(pages: Sequence[Sequence[str]]) -> tuple[str, list[Block]]:
    """Text of all pages and its blocks: lines at the edge of most pages are running heads, the rest paragraphs."""
    heads = _running_heads(pages)
    kept = "\n".join("\n".join("" if _edge_key(line) in heads else line for line in page) for page in pages)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"(\w)[-\u00ad]\n(?=[a-z])", r"\1", kept)).strip("\n")
    blocks = [Block(span, BlockKind.BODY) for span in split_lines(text)]
    for head in dict.fromkeys(line for page in pages for line in page if line and _edge_key(line) in heads):
        text += f"\n\n{head}"
        blocks.append(
            Block(Span(len(text) - len(head), len(text)), BlockKind.FURNITURE, "running head or page number", 0.0)
        )
    return text, blocks


def _edge_key(line: str) -> str:
    """Short lines alike but for their numbers are one running head (`Page 3`, `12 March`)."""
    key = line.casefold().strip()
    return re.sub(r"\d+", "#", key) if len(key.split()) <= 6 else key


def _running_heads(pages: Sequence[Sequence[str]]) -> set[str]:
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page if line]
        edges.update({_edge_key(line) for line in [*lines[:2], *lines[-2:]]})
    return {
        key
        for key, count in edges.items()
        if (len(pages) >= 3 and count > len(pages) / 2) or re.fullmatch(r"(?:page )?#(?: (?:of|/) #)?", key)
    }
