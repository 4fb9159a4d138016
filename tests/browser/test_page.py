"""The page in a browser: every section, filter, key and link, with and without script, at every width."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from framing.report import render
from tests.report import fixtures

Visit = Callable[..., Any]
NAMES = ["two", "three", "different", "unsure", "nothing", "hostile", "excerpts"]
SECTIONS = ["glance", "aligned", "missing", "conflicts", "matrix", "lenses", "texts", "aside", "method"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways(visit: Visit, name: str, width: int) -> None:
    page = visit(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("section", SECTIONS)
def test_the_navigation_brings_each_section_into_view(visit: Visit, section: str) -> None:
    page = visit("two")
    page.click(f".sections a[href='#{section}']")
    page.wait_for_timeout(50)
    box = page.locator(f"#{section} h2").first.bounding_box()
    assert box
    assert 0 <= box["y"] < 900


@pytest.mark.parametrize("section", SECTIONS)
def test_everything_reads_without_script(visit: Visit, section: str) -> None:
    page = visit("two", java_script_enabled=False)
    assert page.locator(f"#{section}").inner_text().strip()
    assert page.locator("#filters").is_hidden()


def test_without_script_every_pair_of_three_can_be_opened(visit: Visit) -> None:
    page = visit("three", java_script_enabled=False)
    assert page.locator(".onepair").count() == 3
    page.locator("#pair-A-C > summary").click()
    assert page.locator("#pair-A-C .pair").first.is_visible()


def test_the_pair_picker_shows_one_pair(visit: Visit) -> None:
    page = visit("three")
    page.select_option("#pick", "pair-B-C")
    assert page.locator("#pair-B-C .pair").first.is_visible()
    assert page.locator("#pair-A-B").is_hidden()


def test_a_number_of_the_table_of_pairs_leads_to_that_pair(visit: Visit) -> None:
    page = visit("three")
    page.locator(".pairs a[href='#pair-B-C']").first.click()
    assert page.locator("#pair-B-C .pair").first.is_visible()
    assert page.locator("#pair-A-B").is_hidden()


def test_every_pair_has_its_own_bars_and_lines(visit: Visit) -> None:
    page = visit("three")
    page.locator(".pairs a[href='#pair-A-C']").first.click()
    assert page.locator("#pair-A-C .barsvg use").count() == 2
    box = page.locator("#pair-A-C .barsvg").first.bounding_box()
    assert box
    assert box["width"] > 100


def test_a_difference_that_stands_in_a_row_has_its_note_there(visit: Visit) -> None:
    page = visit("two")
    numbers = page.locator(".pair .side sup a[href^='#d-']").all_text_contents()
    notes = page.locator(".pair .apparatus a[href^='#d-']").all_text_contents()
    assert numbers
    assert set(numbers) <= set(notes)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("lens", "labels", 2), ("lens", "omission", 5), ("lens", "conflict", 2), ("level", "3", 7), ("outlet", "A", 18)],
)
def test_filters_leave_what_they_name(visit: Visit, name: str, value: str, shown: int) -> None:
    page = visit("two")
    page.select_option(f"#filters select[name={name}]", value)
    assert page.locator(".finding:not(.gone)").count() == shown
    assert page.inner_text("#shown") == f"{shown} of 18 findings shown"


def test_filters_combine_and_are_undone_together(visit: Visit) -> None:
    page = visit("two")
    page.select_option("#filters select[name=lens]", "labels")
    page.select_option("#filters select[name=level]", "3")
    assert page.locator(".finding:not(.gone)").count() == 1
    page.click("#filters button")
    page.wait_for_timeout(50)
    assert page.locator(".finding:not(.gone)").count() == 18


def test_a_filter_by_outlet_keeps_findings_that_name_it(visit: Visit) -> None:
    page = visit("three")
    page.select_option("#filters select[name=outlet]", "C")
    assert page.locator(".finding:not(.gone)").count() == 1


@pytest.mark.parametrize("fragment", ["#d-1", "#c-2", "#o-3", "#f-5", "#A-7", "#B-4"])
@pytest.mark.parametrize("script", [True, False])
def test_a_permalink_brings_its_target_into_view(visit: Visit, fragment: str, script: bool) -> None:
    page = visit("two", fragment, java_script_enabled=script)
    page.wait_for_timeout(100)
    box = page.locator(fragment).bounding_box()
    assert box
    assert -5 <= box["y"] < 900


def test_a_permalink_to_a_filtered_finding_undoes_the_filter(visit: Visit) -> None:
    page = visit("two")
    page.select_option("#filters select[name=lens]", "conflict")
    page.evaluate("location.hash = '#d-4'")
    page.wait_for_timeout(100)
    assert page.locator("#d-4").is_visible()


def test_a_number_in_the_text_leads_to_its_finding(visit: Visit) -> None:
    page = visit("two")
    page.locator("#aligned sup a[href='#c-2']").first.click()
    page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement.id") == "c-2"


def test_both_passages_of_a_finding_come_into_view(visit: Visit) -> None:
    page = visit("two", width=1440)
    page.locator("#o-3 a.both").click()
    page.wait_for_timeout(300)
    for passage in ("#A-5", "#B-2"):
        box = page.locator(passage).bounding_box()
        assert box
        assert 0 <= box["y"] < 900
        assert "lit" in page.locator(passage).get_attribute("class")


def test_j_and_k_walk_the_findings(visit: Visit) -> None:
    page = visit("two")
    visited = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        visited.append(page.evaluate("document.activeElement.id"))
    assert visited == ["o-1", "o-2", "o-3", "o-2"]
    assert page.url.endswith("#o-2")


def test_j_skips_what_a_filter_hides(visit: Visit) -> None:
    page = visit("two")
    page.select_option("#filters select[name=lens]", "conflict")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "c-1"


@pytest.mark.parametrize(
    ("key", "what"), [("/", "document.activeElement.name === 'lens'"), ("?", "document.getElementById('help').open")]
)
def test_keys_reach_filters_and_help(visit: Visit, key: str, what: str) -> None:
    page = visit("two")
    page.keyboard.press(key)
    assert page.evaluate(what)


def test_escape_closes_the_help(visit: Visit) -> None:
    page = visit("two")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('help').open")


def test_t_goes_to_the_full_texts(visit: Visit) -> None:
    page = visit("two")
    page.keyboard.press("t")
    page.wait_for_timeout(100)
    box = page.locator("#texts h2").bounding_box()
    assert box
    assert 0 <= box["y"] < 900


def test_the_first_tab_offers_to_skip_the_navigation(visit: Visit) -> None:
    page = visit("two")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#glance")


def test_a_matrix_cell_opens_its_evidence_by_keyboard(visit: Visit) -> None:
    page = visit("two")
    summary = page.locator("#f-2 td.st-partly summary")
    summary.focus()
    page.keyboard.press("Enter")
    text = page.locator("#f-2 td.st-partly").inner_text()
    assert "Terrified commuters" in text
    assert "An inspection in October had warned" in text


def test_the_connectors_join_the_bars(visit: Visit) -> None:
    page = visit("two")
    assert page.locator(".curves path").count() == 8
    assert page.locator(".pair .wires").count() == 6


def test_print_shows_the_evidence_that_the_screen_folds_away(visit: Visit) -> None:
    page = visit("two")
    page.emulate_media(media="print")
    assert page.locator(".sections").is_hidden()
    assert page.locator("#f-2 td.st-partly p").first.is_visible()
    assert page.locator("#filters").is_hidden()


def test_dark_is_dark_and_light_is_light(visit: Visit) -> None:
    shades = {}
    for scheme in ("dark", "light"):
        page = visit("two", color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades[scheme] = sum(int(part) for part in colour.strip("rgb()").split(","))
    assert shades["dark"] < 150 < 600 < shades["light"]


@pytest.mark.parametrize("name", NAMES)
def test_no_hostile_word_runs_or_becomes_an_element(visit: Visit, name: str) -> None:
    page = visit(name)
    assert page.locator("img, iframe, object, embed, link, base").count() == 0
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    if name == "hostile":
        assert "<script>alert(1)</script>" in page.inner_text("h1 ~ .accounts")


def test_a_page_is_usable_within_a_second(visit: Visit) -> None:
    assert 0 < main_thread_seconds(visit("nothing"), "two.html") < 1


@pytest.mark.slow
def test_a_page_of_ten_accounts_is_usable_within_three_seconds(visit: Visit, folder: Path) -> None:
    (folder / "many.html").write_text(render(fixtures.many(), "html"), encoding="utf-8")
    assert 0 < main_thread_seconds(visit("nothing"), "many.html") < 3


def main_thread_seconds(page: Any, name: str) -> float:
    """Processor time of the page's main thread until it is loaded: other programs on the machine do not count."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(page.url.rpartition("/")[0] + "/" + name)
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])
