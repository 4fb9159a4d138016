"""docs/report.md says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from framing.report.html import refs
from framing.report.options import QUOTE_WORDS
from framing.report.outlets import LEAST_EVENTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", re.findall(r"^from framing\.[\w.]+ import .+$", PAGE, re.M))
def test_every_import_of_the_page_works(line: str) -> None:
    exec(line, {})


def test_the_numbers_of_the_page_are_those_of_the_tool() -> None:
    words = {5: "five", 12: "twelve", 40: "forty", 50: "fifty"}
    assert f"the {words[refs._MOST_OF_TWO]} strongest" in PAGE
    assert f"({words[refs._MOST]} where" in PAGE
    assert f"at most {words[QUOTE_WORDS]} words" in PAGE
    assert f"fewer than {words[LEAST_EVENTS]} events" in PAGE


def test_the_samples_that_the_page_names_are_there() -> None:
    assert (Path(__file__).resolve().parents[2] / "reports" / "ferry-two-outlets.html").is_file()
    assert "ferry-two-outlets.html" in PAGE
