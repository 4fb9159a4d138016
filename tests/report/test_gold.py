"""What the text views print, line by line."""

from __future__ import annotations

import pytest

from framing.report import Options, render
from tests.report import fixtures
from tests.report.gold import check


@pytest.mark.parametrize("case", ["two", "three", "different", "unsure", "nothing"])
@pytest.mark.parametrize(("form", "suffix"), [("plain", "txt"), ("md", "md")])
def test_the_text_views_print_the_gold_files(case: str, form: str, suffix: str) -> None:
    check(f"{case}.{suffix}", render(getattr(fixtures, case)(), form, Options(width=80)))


def test_a_terminal_of_120_columns_prints_the_gold_file() -> None:
    check(
        "two-terminal-120.txt", render(fixtures.two(), "terminal", Options(width=120, styled=True)).replace("\x1b", "␛")
    )


def test_the_json_of_two_outlets_prints_the_gold_file() -> None:
    check("two.json", render(fixtures.two(), "json"))
