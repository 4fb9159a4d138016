"""A comparison in a notebook: it shows itself, and gives its tables as frames."""

from __future__ import annotations

import pytest

from framing.errors import UsageError
from tests.report import fixtures


def test_a_comparison_shows_its_report_in_a_frame_that_cannot_reach_the_notebook() -> None:
    html = fixtures.two()._repr_html_()
    assert html.startswith("<iframe ")
    assert 'sandbox="allow-scripts"' in html
    assert "Two accounts of one event" in html


def test_hostile_words_do_not_leave_the_frame() -> None:
    html = fixtures.hostile()._repr_html_()
    assert html.count("<") == 2
    assert html.endswith('"></iframe>')


def test_a_comparison_names_itself_in_one_line() -> None:
    text = repr(fixtures.two())
    assert "The Halvern Ledger" in text
    assert "8 links" in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("name", "rows"), [("links", 8), ("facts", 20), ("omissions", 5), ("conflicts", 2), ("differences", 11)]
)
def test_every_kind_of_finding_comes_as_a_frame(name: str, rows: int) -> None:
    assert len(fixtures.two().to_frame(name)) == rows


def test_an_unknown_frame_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="links"):
        fixtures.two().to_frame("verdicts")
