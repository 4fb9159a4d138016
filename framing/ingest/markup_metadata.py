"""What a page's markup says about itself: JSON-LD, meta and OpenGraph tags, `time`, `lang`, canonical link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from framing.ingest.outlets import SUFFIX
from framing.ingest.published import to_iso
from framing.ingest.titles import without_outlet
from framing.model import Read
from framing.text import normalise

MAX_JSON = 500_000
"""Longer JSON-LD scripts (characters) are not read."""
_ARTICLE_TYPES = ("article", "reportage", "blogposting", "webpage", "liveblog")
_META = {
    "title": ("og:title", "twitter:title", "parsely-title", "dc.title", "headline"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "byline": ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author"),
    "published": (
        "article:published_time", "og:published_time", "parsely-pub-date", "datepublished", "date", "pubdate",
        "publish-date", "dc.date", "dc.date.issued", "sailthru.date", "article.published", "publication_date",
    ),
    "language": ("og:locale", "content-language", "language"),
    "url": ("og:url", "twitter:url"),
}  # fmt: skip


def read_markup(tree: Any) -> dict[str, Read]:
    """Metadata by field; JSON-LD first, then meta tags, then visible elements."""
    reads: dict[str, Read] = {}
    for field, raw, source in (*_json_ld(tree), *_meta(tree), *_elements(tree)):
        value = normalise(" ".join(raw.split()))[:500]
        if not value or field in reads or (field == "published" and not to_iso(value)):
            continue
        if field == "byline" and value.startswith(("http:", "https:", "@")):
            continue
        reads[field] = Read(value, source)
    return reads


def _json_ld(tree: Any) -> Iterator[tuple[str, str, str]]:
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > MAX_JSON:
            continue
        try:
            value = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            continue
        for node in _nodes(value):
            yield from _of_node(node)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Objects that describe an article, at the top, in a list or in `@graph`."""
    tops = value if isinstance(value, list) else [value]
    for top in tops[:50]:
        if not isinstance(top, dict):
            continue
        graph = top.get("@graph")
        for node in [top, *(graph[:50] if isinstance(graph, list) else [])]:
            kinds = node.get("@type", "") if isinstance(node, dict) else ""
            if any(kind in str(kinds).casefold() for kind in _ARTICLE_TYPES):
                yield node


def _of_node(node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    page = "webpage" in str(node.get("@type", "")).casefold()
    keys = {
        "title": "headline",
        "byline": "author",
        "published": "datePublished",
        "outlet": "publisher",
        "url": "url",
        "language": "inLanguage",
    }
    for field, key in keys.items():
        if page and field in ("title", "url"):
            continue
        value = _name(node.get(key))
        if value:
            yield field, value, f"json-ld {key}"


def _name(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("name") or value.get("@id") or ""
        return inner if isinstance(inner, str) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_name(item) for item in value[:20] if not isinstance(item, list))))
    return ""


def _meta(tree: Any) -> Iterator[tuple[str, str, str]]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).casefold()
        if key and meta.get("content"):
            found.setdefault(key, meta.get("content"))
    for field, keys in _META.items():
        for key in keys:
            if key in found:
                yield field, found[key], f"meta {key}"


def _elements(tree: Any) -> Iterator[tuple[str, str, str]]:
    lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    if lang:
        yield "language", lang, "html lang"
    for link in tree.iter("link"):
        if (link.get("rel") or "").casefold() == "canonical" and link.get("href"):
            yield "url", link.get("href"), "link canonical"
    heads = [h for h in tree.iter("h1") if "".join(h.itertext()).strip()]
    if len(heads) == 1:
        yield "title", "".join(heads[0].itertext()), "h1"
    for time in tree.iter("time"):
        if time.get("datetime") and not _belongs_elsewhere(time):
            yield "published", time.get("datetime"), "time datetime"
    for link in tree.iter("a"):
        if "author" in (link.get("rel") or "").casefold().split():
            yield "byline", "".join(link.itertext()), "a rel=author"
    for title in tree.iter("title"):
        value = " ".join("".join(title.itertext()).split())
        yield "title", without_outlet(value), "page title"
        split = SUFFIX.search(value)
        if split is None:
            continue
        headline = " ".join("".join(heads[0].itertext()).split()) if len(heads) == 1 else ""
        if split["outlet"].strip() == headline:
            yield "outlet", value[: split.start()], "page title"
        elif without_outlet(value) != value:
            yield "outlet", split["outlet"], "page title"


_ELSEWHERE = re.compile(r"related|teaser|card|promo|recommend|comment|most-?read|sidebar|also|latest|popular", re.I)


def _belongs_elsewhere(element: Any) -> bool:
    """Whether an element stands in navigation, an aside, a list or a box about another story."""
    for parent in element.iterancestors():
        if parent.tag in ("aside", "nav", "footer", "li", "figure"):
            return True
        if _ELSEWHERE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}") and parent.tag not in (
            "body",
            "html",
            "main",
        ):
            return True
    return False
