"""The contract read back: whole, and from a copy for sharing."""

from __future__ import annotations

import json

import pytest

from framing.errors import MalformedInput
from framing.report import Options, from_dict, read_json, render, show, to_dict
from tests.report import fixtures

CASES = ["two", "three", "different", "unsure", "nothing", "hostile"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_read_back_equal(name: str) -> None:
    comparison = getattr(fixtures, name)()
    assert read_json(render(comparison, "json")) == comparison


@pytest.mark.parametrize("form", ["json", "html"])
@pytest.mark.parametrize("name", ["two", "three", "hostile"])
def test_a_copy_for_sharing_is_restored_by_who_holds_the_texts(name: str, form: str) -> None:
    comparison = getattr(fixtures, name)()
    copy = render(comparison, form, Options(excerpts=True))
    assert read_json(copy, [article.text for article in comparison.articles]) == comparison


def test_a_restored_page_is_the_page_as_it_was() -> None:
    comparison = fixtures.two()
    copy = render(comparison, "html", Options(excerpts=True))
    restored = read_json(copy, [article.text for article in comparison.articles])
    assert render(restored, "html") == render(comparison, "html")


def test_a_text_with_other_line_ends_is_the_same_text() -> None:
    comparison = fixtures.two()
    copy = render(comparison, "json", Options(excerpts=True))
    assert read_json(copy, [a.text.replace("\n", "\r\n") for a in comparison.articles]) == comparison


def test_a_missing_text_is_named() -> None:
    comparison = fixtures.two()
    copy = render(comparison, "json", Options(excerpts=True))
    with pytest.raises(MalformedInput, match=r"beacon .Daily Beacon.: the text with sha256"):
        read_json(copy, [comparison.articles[0].text])


def test_a_changed_text_is_refused() -> None:
    document = to_dict(fixtures.two())
    document["articles"][0]["text"] += "."
    with pytest.raises(MalformedInput, match="not the one its hash names"):
        from_dict(document)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"schema_version": "9.9"}',
        '{"schema_version": "1.0"}',
        '{"schema_version": "1.0", "articles": 3}',
    ],
)
def test_other_documents_are_refused_by_name(document: str) -> None:
    with pytest.raises(MalformedInput):
        read_json(document)


def test_a_copy_for_sharing_holds_no_long_quotation() -> None:
    document = json.loads(render(fixtures.two(), "json", Options(excerpts=True)))

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["text"]] if {"passage", "text"} <= set(value) else []
            return own + [t for item in value.values() for t in texts(item)]
        return [t for item in value for t in texts(item)] if isinstance(value, list) else []

    found = texts(document)
    assert found
    assert max(len(text.split()) for text in found) <= 13


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    html = show(fixtures.hostile())._repr_html_()
    assert html.startswith("<iframe ")
    assert 'sandbox="allow-scripts"' in html
    assert "<script" not in html
    assert repr(show(fixtures.two())).startswith("The same event")
