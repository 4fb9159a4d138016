"""Articles that try to break out of a view are shown as text in every view."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from framing.export.docx import write_docx
from framing.export.figures import write_figures
from framing.export.tables import harmless, tables, write_xlsx
from framing.report import Options, render
from framing.report.markdown import escape
from framing.text import visible
from tests.report import fixtures

STEERING = "\x1b\x07\x9b\u202e\u202c\u2066\u2069\x00"
OURS = {"a", "article", "b", "body", "br", "button", "caption", "circle", "code", "dd", "details", "dialog", "div", "dl",
        "dt", "figcaption", "figure", "footer", "form", "g", "h1", "h2", "h3", "h4", "head", "header", "html", "i", "label", "li",
        "line", "main", "mark", "meta", "nav", "option", "output", "p", "path", "q", "rect", "script", "section",
        "select", "span", "style", "summary", "sup", "svg", "table", "tbody", "td", "th", "thead", "time", "title",
        "tr", "ul", "use"}  # fmt: skip


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def page() -> str:
    return render(fixtures.hostile(), "html")


@pytest.mark.parametrize("form", ["terminal", "plain", "md", "html", "json"])
def test_no_steering_character_passes(form: str) -> None:
    text = render(fixtures.hostile(), form, Options(styled=False))
    assert not any(char in text for char in STEERING)


def test_a_styled_terminal_gets_only_our_escapes() -> None:
    text = render(fixtures.hostile(), "terminal", Options(styled=True, color=True))
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not any(char in text for char in STEERING.replace("\x1b", ""))


def test_the_page_has_only_our_elements_and_no_inline_code(page: str) -> None:
    reader = Reader()
    reader.feed(page)
    assert {tag for tag, _ in reader.tags} <= OURS
    assert not any(name.startswith("on") or name == "style" for _, attrs in reader.tags for name in attrs)


def test_the_page_has_one_script_and_one_style(page: str) -> None:
    reader = Reader()
    reader.feed(page)
    tags = [tag for tag, _ in reader.tags]
    assert tags.count("script") == 1
    assert tags.count("style") == 1


def test_every_link_stays_on_the_page(page: str) -> None:
    reader = Reader()
    reader.feed(page)
    links = [attrs["href"] or "" for tag, attrs in reader.tags if tag == "a"]
    assert links
    assert all(re.fullmatch(r"#[A-Za-z0-9-]+", link) for link in links)


def test_an_excerpt_page_cannot_be_broken_out_of_by_its_data() -> None:
    page = render(fixtures.hostile(), "html", Options(excerpts=True))
    reader = Reader()
    reader.feed(page)
    assert [tag for tag, _ in reader.tags].count("script") == 2
    assert {tag for tag, _ in reader.tags} <= OURS


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """What a reader of one form sees, without white space: views wrap lines where they must."""
    folder = tmp_path_factory.mktemp("hostile")

    @cache
    def text(form: str) -> str:
        return "".join(READERS[form](folder).split())

    return text


def page_text(_: Path) -> str:
    parts: list[str] = []
    reader = HTMLParser()
    reader.handle_data = parts.append  # type: ignore[method-assign]
    reader.feed(render(fixtures.hostile(), "html"))
    return "".join(parts)


def markdown_text(_: Path) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", html.unescape(render(fixtures.hostile(), "md")))


def terminal_text(_: Path) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", render(fixtures.hostile(), "terminal", Options(styled=True, color=True)))


def workbook_text(folder: Path) -> str:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    write_xlsx(fixtures.hostile(), folder / "all.xlsx")
    book = openpyxl.load_workbook(folder / "all.xlsx")
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def word_text(folder: Path) -> str:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    write_docx(fixtures.hostile(), folder / "all.docx")
    document = docx.Document(str(folder / "all.docx"))
    return "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])


def figure_text(folder: Path) -> str:
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    figures = [ElementTree.parse(path) for path in write_figures(fixtures.hostile(), folder)]
    return "\n".join(words for figure in figures for words in figure.getroot().itertext())


def csv_text(_: Path) -> str:
    return "\n".join(
        str(cell) for made in tables(fixtures.hostile()) for row in made.rows for cell in map(harmless, row)
    )


READERS: dict[str, Callable[[Path], str]] = {
    "page": page_text,
    "markdown": markdown_text,
    "terminal": terminal_text,
    "pipe": lambda _: render(fixtures.hostile(), "plain"),
    "workbook": workbook_text,
    "csv": csv_text,
    "word": word_text,
    "figures": figure_text,
    "json": lambda _: json.dumps(json.loads(render(fixtures.hostile(), "json")), ensure_ascii=False),
}
KINDS = ("script", "style", "bidi", "escape", "formula", "data-url", "table", "long-word", "template", "breakout")
IN_FULL = 12
"""Figures cut their labels; so many characters of each outlet stand in every form."""


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_are_shown_as_words(shown: Callable[[str], str], kind: str, form: str) -> None:
    words = fixtures.HOSTILE[KINDS.index(kind)]
    if form == "json":
        # JSON keeps the words themselves, escaped.
        assert words[:IN_FULL] in {
            a["outlet"][:IN_FULL] for a in json.loads(render(fixtures.hostile(), "json"))["articles"]
        }
        return
    seen = "".join(visible(words).split())[:IN_FULL]
    assert seen in shown(form)
    assert not any(char in shown(form) for char in STEERING)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>", "\\<b\\>"),
        ("a|b", "a\\|b"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript\\:alert(1))"),
        ("see https://evil.example", "see https\\://evil.example"),
        ("www.evil.example", "www\\.evil.example"),
        ("@all", "&#64;all"),
        ("a & b", "a &amp; b"),
        ("~~x~~ **y** _z_ `c`", "\\~\\~x\\~\\~ \\*\\*y\\*\\* \\_z\\_ \\`c\\`"),
    ],
)
def test_markdown_shows_the_same_characters(text: str, shown: str) -> None:
    assert escape(text) == shown
