"""News exchange formats: NewsML-G2 (with NITF or XHTML inside), ninjs, RSS and Atom, RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from framing.errors import MalformedInput
from framing.ingest.extras import optional
from framing.ingest.failure import TO_FETCH, Failure, Item
from framing.ingest.overrides import Overrides
from framing.ingest.rows import attempt

FULL_WORDS = 60
"""A feed entry with fewer words than this is a summary: its page is listed as to fetch."""
MAX_ENTRIES = 10_000
_TAG = re.compile(r"<[^>]{0,2000}>")


def newsml_items(stream: BinaryIO, name: str, overrides: Overrides) -> Iterator[Item]:
    """Articles of the newsItem elements of a NewsML-G2 document, one in memory at a time. Entities are not resolved."""
    from lxml import etree

    number = 0
    try:
        events = etree.iterparse(
            stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for _, element in events:
            if etree.QName(element).localname == "newsItem":
                number += 1
                yield _newsml(element, f"{name}#item {number}", overrides)
                element.clear()
    except etree.XMLSyntaxError as error:
        raise MalformedInput(f"{name}: not well-formed XML: {error}") from error
    if not number:
        raise MalformedInput(f"{name}: XML without a newsItem; NewsML-G2, RSS and Atom are read")


def _newsml(item: Any, where: str, overrides: Overrides) -> Item:
    def first(*paths: str) -> str:
        for path in paths:
            for node in item.iterfind(path):
                value = (
                    " ".join("".join(node.itertext()).split())
                    or node.get("literal", "")
                    or node.get("qcode", "").split(":")[-1]
                )
                if value:
                    return str(value)
        return ""

    cells = {
        "title": first(".//{*}contentMeta/{*}headline", ".//{*}hl1", ".//{*}title"),
        "byline": first(".//{*}contentMeta/{*}by", ".//{*}contentMeta/{*}creator/{*}name", ".//{*}byline"),
        "published": first(
            ".//{*}contentMeta/{*}contentCreated", ".//{*}itemMeta/{*}firstCreated", ".//{*}itemMeta/{*}versionCreated"
        ),
        "outlet": first(".//{*}itemMeta/{*}provider/{*}name", ".//{*}itemMeta/{*}provider", ".//{*}infoSource/{*}name"),
        "text": _content(item),
    }
    for language in item.iterfind(".//{*}contentMeta/{*}language"):
        cells.setdefault("language", language.get("tag", ""))
    if not cells["text"]:
        return Failure(where, "the item holds no text (a picture or a package?)")
    return attempt(cells, where, overrides)


def _content(item: Any) -> str:
    """Paragraphs of the body of inline NITF or XHTML; else the inline data as it stands."""
    for inline in item.iterfind(".//{*}contentSet/{*}inlineXML"):
        bodies = [*inline.iterfind(".//{*}body.content"), *inline.iterfind(".//{*}body"), inline]
        paragraphs = [" ".join("".join(p.itertext()).split()) for p in bodies[0].iterfind(".//{*}p")]
        text = "\n\n".join(filter(None, paragraphs)) or " ".join("".join(inline.itertext()).split())
        if text:
            return text
    for inline in item.iterfind(".//{*}contentSet/{*}inlineData"):
        return "".join(inline.itertext()).strip()
    return ""


def ninjs_cells(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """Fields of a ninjs object; None where the object is none."""
    if "headline" not in value or not any(key.startswith("body") for key in value):
        return None
    body = next(
        (value[key] for key in ("body_text", "body_html", "body_xhtml", "body") if isinstance(value.get(key), str)), ""
    )
    bodies = value.get("bodies")
    if not body and isinstance(bodies, list):
        body = next((b["value"] for b in bodies if isinstance(b, dict) and isinstance(b.get("value"), str)), "")
    source = value.get("infosources") or value.get("copyrightholder") or value.get("provider") or ""
    if isinstance(source, list):
        source = next((s.get("name", "") for s in source if isinstance(s, dict)), "")
    return {
        "title": value["headline"],
        "byline": value.get("byline") or "",
        "published": value.get("firstcreated") or value.get("versioncreated") or "",
        "language": value.get("language") or "",
        "outlet": source if isinstance(source, str) else "",
        "text": body,
    }


def feed_items(stream: BinaryIO, name: str, overrides: Overrides) -> Iterator[Item]:
    """Articles of the entries of an RSS or Atom feed that carry their whole text; the others as pages to fetch."""
    feed = optional("feedparser", "reading RSS and Atom").parse(stream.read())
    if not feed.entries:
        raise MalformedInput(f"{name}: no feed entries" + (f": {feed.bozo_exception}" if feed.get("bozo") else ""))
    outlet = feed.feed.get("title", "")
    for number, entry in enumerate(feed.entries[:MAX_ENTRIES], 1):
        yield _entry(entry, outlet, f"{name}#entry {number}", overrides)
    if len(feed.entries) > MAX_ENTRIES:
        yield Failure(name, f"only the first {MAX_ENTRIES:,} entries were read", "too-large")


def _entry(entry: Any, outlet: str, where: str, overrides: Overrides) -> Item:
    contents = [content.get("value", "") for content in entry.get("content", [])] or [entry.get("summary", "")]
    text = max(contents, key=len)
    known = {
        "title": entry.get("title", ""),
        "byline": entry.get("author", ""),
        "published": entry.get("published", "") or entry.get("updated", ""),
        "url": entry.get("link", ""),
        "outlet": outlet,
    }
    known = {key: value for key, value in known.items() if value}
    if len(_TAG.sub(" ", text).split()) >= FULL_WORDS:
        return attempt({**known, "text": _paragraphs(text)}, where, overrides)
    if known.get("url"):
        return Failure(where, "the feed gives a summary only", TO_FETCH, known["url"], known)
    return Failure(where, "the entry holds neither a text nor a link")


def _paragraphs(text: str) -> str:
    """HTML of a feed entry as paragraphs of plain text."""
    from framing.ingest.markup import parse, render

    tree = parse(text) if "<" in text else None
    return "\n\n".join(line.text for line in render(tree)[0]) if tree is not None else text


_RIS = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$")
_RIS_FIELDS = {
    "title": ("TI", "T1"), "byline": ("AU", "A1"), "published": ("DA", "PY", "Y1"), "url": ("UR", "L2"),
    "outlet": ("T2", "JO", "JF", "PB"), "language": ("LA",),
}  # fmt: skip


def ris_items(stream: BinaryIO, name: str) -> Iterator[Item]:
    """References of a RIS file, as Zotero writes it: pages to fetch, since RIS carries no texts."""
    record: dict[str, list[str]] = {}
    number = 0
    for raw in stream:
        match = _RIS.match(raw.decode("utf-8", "replace").strip("\ufeff\r\n"))
        if match is None:
            continue
        tag, value = match.groups()
        if tag != "ER":
            record.setdefault(tag, []).append(value.strip())
            continue
        number += 1
        yield _reference(record, f"{name}#reference {number}")
        record = {}
    if not number:
        raise MalformedInput(f"{name}: no RIS reference (TY ... ER)")


def _reference(record: Mapping[str, list[str]], where: str) -> Failure:
    known = {}
    for field, tags in _RIS_FIELDS.items():
        values = next((record[tag] for tag in tags if record.get(tag)), [])
        if values:
            known[field] = ", ".join(values) if field == "byline" else values[0].rstrip("/")
    if "published" in known:
        known["published"] = known["published"].replace("/", "-")
    url = known.get("url", "")
    if url:
        return Failure(where, "a reference without its text", TO_FETCH, url, known)
    return Failure(where, "a reference with neither text nor URL", known=known)
