"""The index of a corpus in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from framing.report import Entry, entry, write_corpus_report
from tests.browser.test_access import violations
from tests.browser.test_page import main_thread_seconds
from tests.report import fixtures

Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Path:
    names = ["two", "three", "different", "unsure", "nothing", "hostile"]
    write_corpus_report([entry(n, f"Event {n}", getattr(fixtures, n)()) for n in names], folder / "corpus")
    return folder / "corpus"


@pytest.mark.parametrize(
    ("words", "shown"), [("norvik", 3), ("daily beacon", 3), ("EVENT TWO", 1), ("xyzzy", 0), ("", 6)]
)
def test_the_search_finds_events_and_outlets(visit: Visit, corpus: Path, words: str, shown: int) -> None:
    page = visit("corpus/index")
    page.fill("input[type=search]", words)
    assert page.locator(".events tbody tr:not(.gone)").count() == shown
    assert page.inner_text("#shown") == f"{shown} of 6 events shown"


def test_an_event_opens_and_leads_back(visit: Visit, corpus: Path) -> None:
    page = visit("corpus/index")
    page.click("text=Event two")
    assert page.inner_text("h1") == "Two accounts of one event"
    page.click("text=all events")
    assert page.inner_text("h1") == "6 events, 15 outlets"


def test_without_script_every_event_is_listed(visit: Visit, corpus: Path) -> None:
    page = visit("corpus/index", java_script_enabled=False)
    assert page.locator(".events tbody tr").count() == 6
    assert page.locator("#search").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_index(visit: Visit, corpus: Path, scheme: str) -> None:
    assert violations(visit("corpus/index", color_scheme=scheme, bypass_csp=True)) == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_index_does_not_scroll_sideways(visit: Visit, corpus: Path, width: int) -> None:
    page = visit("corpus/index", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_a_thousand_events_are_painted_within_a_second(visit: Visit, folder: Path) -> None:
    many = [Entry(f"e{i}", f"Event {i}", str(i), fixtures.nothing) for i in range(1000)]
    write_corpus_report(many, folder / "thousand")
    assert 0 < main_thread_seconds(visit("nothing"), "thousand/index.html") < 1
