"""An HTML tree as the lines a reader sees. No scripts, no network, no document types, any depth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from framing.text import normalise

_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "head",
        "title",
        "select",
        "option",
        "datalist",
        "canvas",
        "audio",
        "video",
        "map",
    ]
)
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
    ]
)
_PARAGRAPH = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "figure",
        "figcaption",
        "article",
        "section",
        "ul",
        "ol",
        "table",
        "div",
        "pre",
    ]
)
_OUTSIDE = frozenset(["nav", "footer", "button", "form", "menu"])
_NAMED = ("figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "time", "address", "p")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_UNSAFE = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_TAG = re.compile(r"<(script|style|template|noscript)\b.*?</\1\s*>|<!--.*?-->|<[/!?a-z][^<>]{0,20000}>", re.I | re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]{0,1000}\[.{0,200000}?\]\s*>", re.I | re.S)


@dataclass(slots=True)
class Line:
    """A line of the rendered page: its text, the nearest telling tag, and whether it stands in navigation."""

    text: str
    tag: str
    outside: bool
    """Inside nav, footer, form or button."""
    paragraph: bool
    """Set off from the line before by a paragraph-level element."""


def parse(page: str) -> Any | None:
    """The page's tree (lxml), or None where nothing can be read. Declared entities are never expanded."""
    from lxml import etree

    cleaned = _UNSAFE.sub("", _DOCTYPE.sub("<!DOCTYPE html>", page)).replace("\x00", "\ufffd")
    parser = etree.HTMLParser(
        no_network=True, recover=True, huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return etree.fromstring(cleaned.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


@dataclass(slots=True)
class _Renderer:
    lines: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    hidden: int = 0
    deepest: int = 0
    paragraph: bool = False

    def add(self, text: str | None) -> None:
        if text and not self.hidden:
            self.parts.append(text)

    def close(self) -> None:
        """End the current line, where it holds anything."""
        text = normalise(_SPACE.sub(" ", "".join(self.parts))).strip()
        self.parts.clear()
        if not text:
            return
        tag = next((t for t in reversed(self.stack) if t in _NAMED), "")
        outside = any(t in _OUTSIDE for t in self.stack)
        self.lines.append(Line(text, tag, outside, self.paragraph))
        self.paragraph = False

    def start(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCK:
            self.close()
            self.paragraph |= tag in _PARAGRAPH
        if tag in _SKIP or self.hidden or _is_hidden(element):
            self.hidden += 1
        self.stack.append(tag)
        self.deepest = max(self.deepest, len(self.stack))
        self.add(element.text)

    def end(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCK:
            self.close()
            self.paragraph |= tag in _PARAGRAPH
        self.stack.pop()
        if self.hidden:
            self.hidden -= 1
        self.add(element.tail)


def bare_lines(page: str) -> list[Line]:
    """The lines of a page whose tree cannot be read (nested past what the parser holds): tags cut out, entities resolved."""
    text = unescape(_TAG.sub("\n", _DOCTYPE.sub("", page)))
    lines = (normalise(_SPACE.sub(" ", line)).strip() for line in text.split("\n"))
    return [Line(line, "", False, True) for line in lines if line]


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def render(tree: Any) -> tuple[list[Line], int]:
    """The visible lines in document order, and the depth of the tree. Iterative: depth costs no stack."""
    from lxml import etree

    renderer = _Renderer()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            renderer.start(element)
        else:
            renderer.end(element)
    renderer.close()
    return renderer.lines, renderer.deepest
