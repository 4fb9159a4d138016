"""From what a reader found to an Article: ids, overrides, language, notices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from framing.ingest.languages import guess_language
from framing.ingest.overrides import Overrides
from framing.ingest.published import swappable, to_iso
from framing.model import Article, Block, Notice, Provenance, Read, Span
from framing.text import sha256

SHORT_TEXT = 120
"""Code points below which no language can be told, and none is asked for."""
FIELDS = ("outlet", "title", "byline", "published", "language", "url")


def article_id(outlet: str, name: str, text: str) -> str:
    """`<outlet or file stem as a slug>-<first 8 hex digits of the text's SHA-256>`."""
    slug = slugify(outlet) or slugify(PurePath(name).stem) or "article"
    return f"{slug}-{sha256(text)[:8]}"


def slugify(value: str) -> str:
    """Lower-case ASCII letters, digits and hyphens, at most 40 characters."""
    plain = unicodedata.normalize("NFKD", value.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def assemble(
    text: str,
    blocks: Iterable[Block],
    reads: Mapping[str, Read],
    overrides: Overrides,
    provenance: Provenance,
    notices: Iterable[Notice] = (),
    sentences: tuple[Span, ...] | None = None,
) -> Article:
    """One Article of what was read; options win over the page, and every value says where it came from."""
    found = dict(reads)
    told = list(notices)
    for field, value in overrides.given():
        found[field] = Read(value, "option")
    blocks = tuple(blocks)
    _settle_date(found, told, provenance.path)
    _settle_language(found, told, text, blocks, provenance.path)
    values = {field: found[field].value if field in found else "" for field in FIELDS}
    return Article(
        id=article_id(values["outlet"], provenance.path, text),
        **values,
        published_from=found["published"].source if "published" in found else "",
        text=text,
        blocks=blocks,
        provenance=Provenance(
            provenance.path, provenance.format, provenance.sha256, provenance.encoding, provenance.reader, found
        ),
        sentences=sentences,
        notices=tuple(told),
    )


def _settle_date(found: dict[str, Read], told: list[Notice], where: str) -> None:
    read = found.get("published")
    if read is None:
        return
    iso = to_iso(read.value)
    if iso:
        found["published"] = Read(iso, read.source, read.span)
        return
    del found["published"]
    if read.value.strip():
        why = "could be day or month first; write it as 2024-03-05" if swappable(read.value) else "is not a full date"
        told.append(Notice("unreadable-date", f"the date {read.value[:60]!r} ({read.source}) {why}", where))


def _settle_language(
    found: dict[str, Read], told: list[Notice], text: str, blocks: tuple[Block, ...], where: str
) -> None:
    if "language" not in found:
        content = " ".join(b.span.of(text) for b in blocks if b.kind.is_content)[:20_000]
        found["language"] = Read(guess_language(content), "guessed from function words")
    code = found["language"].value.strip().replace("_", "-").split("-")[0].casefold()[:3] or "und"
    found["language"] = Read(code, found["language"].source)
    if code == "und" and len(text) < SHORT_TEXT:
        return
    if code == "und":
        message = "the language could not be told; read as English, so findings may be poor"
        told.append(Notice("unknown-language", message, where))
    elif code != "en":
        message = f"the text seems to be in `{code}`; lenses and models are made for English, so findings may be poor"
        told.append(Notice("other-language", message, where))
