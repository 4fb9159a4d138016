"""Views of a comparison: terminal, Markdown, HTML, JSON.

Each is a `Renderer`: it reads one immutable `Comparison` and returns one document; it finds nothing itself.
"""

from __future__ import annotations

from framing.errors import UsageError
from framing.model import Comparison
from framing.report.article import render_article, render_consensus
from framing.report.as_json import SCHEMA_VERSION, article_dict, render_article_json, render_json, schema, to_dict
from framing.report.corpus import Entry, entry, write_corpus_report
from framing.report.html import render_html
from framing.report.markdown import render_markdown
from framing.report.notebook import show
from framing.report.options import Options, Renderer
from framing.report.reading import from_dict, read_json
from framing.report.terminal import render_plain, render_terminal

RENDERERS: dict[str, Renderer] = {
    "terminal": render_terminal,
    "plain": render_plain,
    "md": render_markdown,
    "html": render_html,
    "json": render_json,
}


def render(comparison: Comparison, form: str, options: Options | None = None) -> str:
    """The comparison as one document of a named form. Raises UsageError for an unknown form."""
    try:
        renderer = RENDERERS[form]
    except KeyError:
        raise UsageError(f"unknown format `{form}`; known: {', '.join(sorted(RENDERERS))}") from None
    return renderer(comparison, options or Options())


__all__ = [
    "Entry",
    "Options",
    "RENDERERS",
    "Renderer",
    "SCHEMA_VERSION",
    "article_dict",
    "entry",
    "from_dict",
    "read_json",
    "render",
    "render_article",
    "render_consensus",
    "render_article_json",
    "render_html",
    "render_json",
    "render_markdown",
    "render_terminal",
    "schema",
    "show",
    "to_dict",
    "write_corpus_report",
]
