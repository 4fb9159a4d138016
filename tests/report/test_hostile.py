"""Articles that try to break out of a view are shown as text in every view."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from framing.report import Options, render
from framing.report.markdown import escape
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
