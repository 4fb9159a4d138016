"""The report of a corpus: complete, incremental, and honest about few events."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from framing.model import Comparison
from framing.report import Entry, Options, entry, write_corpus_report
from framing.report.corpus import MANIFEST, file_name
from framing.report.outlets import LEAST_EVENTS, Estimate, estimate, outlet_profiles
from framing.report.summary import OutletCounts, Summary, summarise
from tests.report import fixtures

NAMES = ["two", "three", "different", "unsure", "nothing", "hostile"]


def entries(names: list[str] = NAMES) -> list[Entry]:
    return [entry(name, f"Event {name}", getattr(fixtures, name)()) for name in names]


def refuse() -> Comparison:
    raise AssertionError("an unchanged comparison was loaded")


def test_the_index_leads_to_a_page_for_every_event(tmp_path: Path) -> None:
    written = write_corpus_report(entries(), tmp_path)
    html = written.index.read_text("utf-8")
    links = re.findall(r'href="(events/[^"]+)"', html)
    assert sorted(links) == sorted(f"events/{name}.html" for name in NAMES)
    for link in links:
        page = (tmp_path / link).read_text("utf-8")
        assert 'href="../index.html"' in page


def test_a_second_run_builds_and_loads_nothing(tmp_path: Path) -> None:
    first = entries()
    write_corpus_report(first, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = [Entry(e.id, e.label, e.key, refuse) for e in first]
    written = write_corpus_report(again, tmp_path)
    assert (written.built, written.kept, written.removed) == (0, len(NAMES), 0)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


def test_only_the_changed_event_is_built(tmp_path: Path) -> None:
    write_corpus_report(entries(), tmp_path)
    changed = [
        Entry("two", "", "another", fixtures.two) if e.id == "two" else Entry(e.id, e.label, e.key, refuse)
        for e in entries()
    ]
    assert write_corpus_report(changed, tmp_path).built == 1


@pytest.mark.parametrize("damage", ["", "[]", '{"two": 3}', '{"two": {"key": "x"}}', "\x00"])
def test_a_damaged_manifest_means_that_all_is_built(tmp_path: Path, damage: str) -> None:
    write_corpus_report(entries(), tmp_path)
    (tmp_path / MANIFEST).write_text(damage)
    assert write_corpus_report(entries(), tmp_path).built == len(NAMES)


def test_a_missing_page_is_built_again(tmp_path: Path) -> None:
    write_corpus_report(entries(), tmp_path)
    (tmp_path / "events" / "two.html").unlink()
    assert write_corpus_report(entries(), tmp_path).built == 1


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    def stop() -> Comparison:
        raise KeyboardInterrupt

    broken = [*entries(["two", "three"]), Entry("stop", "", "k", stop)]
    with pytest.raises(KeyboardInterrupt):
        write_corpus_report(broken, tmp_path)
    written = write_corpus_report(entries(["two", "three"]), tmp_path)
    assert written.built + written.kept == 2
    assert written.index.is_file()


def test_pages_of_events_that_are_gone_are_removed(tmp_path: Path) -> None:
    write_corpus_report(entries(), tmp_path)
    written = write_corpus_report(entries(["two"]), tmp_path)
    assert written.removed == len(NAMES) - 1
    assert [p.name for p in (tmp_path / "events").iterdir()] == ["two.html"]


def test_an_empty_corpus_says_so(tmp_path: Path) -> None:
    written = write_corpus_report([], tmp_path)
    assert "No event is told by more than one account" in written.index.read_text("utf-8")


def test_the_key_of_a_comparison_ignores_when_it_was_made() -> None:
    from dataclasses import replace

    two = fixtures.two()
    later = replace(two, run=replace(two.run, started="2040-01-01", seconds={"align": 9.0}, command="other"))
    assert entry("x", "", two).key == entry("x", "", later).key
    assert entry("x", "", two).key != entry("x", "", replace(two, links=())).key


def test_a_shared_copy_of_the_corpus_quotes_shortly(tmp_path: Path) -> None:
    write_corpus_report(entries(["two"]), tmp_path, Options(excerpts=True))
    page = (tmp_path / "events" / "two.html").read_text("utf-8")
    assert fixtures.two().passages[1].text not in page


def test_the_same_folder_serves_whole_and_shared_copies_without_mixing_them(tmp_path: Path) -> None:
    write_corpus_report(entries(["two"]), tmp_path)
    assert write_corpus_report(entries(["two"]), tmp_path, Options(excerpts=True)).built == 1


@pytest.mark.parametrize(
    ("event", "name"),
    [("e-12", "e-12.html"), ("a/../b", None), ("", None), ("x" * 200, None), ("<script>", None), ("CON", "CON.html")],
)
def test_file_names_are_plain(event: str, name: str | None) -> None:
    made = file_name(event)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,70}\.html", made)
    assert name is None or made == name


def test_file_names_of_different_events_differ() -> None:
    assert len({file_name(e) for e in ("a b", "a/b", "a-b", "a?b")}) == 4


def test_a_summary_counts_what_the_comparison_holds() -> None:
    summary = summarise("e", "", fixtures.two())
    assert (summary.articles, summary.shared, summary.missing, summary.conflicts, summary.differences) == (
        2,
        5,
        3,
        1,
        11,
    )
    assert summary.date == "2031-03-04"
    assert summary.label == "Halvern suspends ferries after pier gives way; 12 hurt"
    ledger = summary.outlets[0]
    assert (ledger.could, ledger.reported, ledger.alone) == (8, 7, 2)
    assert Summary.read(json.loads(json.dumps(summary.plain()))) == summary


def test_different_events_count_nothing_as_left_out() -> None:
    assert summarise("e", "", fixtures.different()).missing == 0


def counts(outlet: str, reported: int, could: int) -> Summary:
    return Summary("e", "l", "", "yes", 0.9, 2, 0, 0, 0, 0, (OutletCounts(outlet, could, reported, 0, 0, 0, 0),))


def test_with_few_events_no_interval_is_given() -> None:
    (profile,) = outlet_profiles([counts("A", 3, 4)] * (LEAST_EVENTS - 1))
    assert profile.reported == Estimate(0.75)


def test_with_enough_events_the_interval_holds_the_value() -> None:
    (profile,) = outlet_profiles([counts("A", n, 10) for n in range(10)])
    assert profile.reported.value == pytest.approx(0.45)
    assert profile.reported.low is not None
    assert profile.reported.high is not None
    assert 0.2 < profile.reported.low < 0.45 < profile.reported.high < 0.7


def test_an_interval_is_the_same_for_the_same_data() -> None:
    assert estimate([1, 2, 3, 4, 5], [5] * 5) == estimate([1, 2, 3, 4, 5], [5] * 5)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    import numpy as np

    rng = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        parts = rng.binomial(10, 0.4, 40).tolist()
        found = estimate(parts, [10] * 40)
        held += found.low is not None and found.high is not None and found.low <= 0.4 <= found.high
    assert 0.88 <= held / 200 <= 1.0


def test_nothing_counted_is_no_zero() -> None:
    assert estimate([0], [0]) == Estimate(None)


def test_events_that_are_not_one_event_do_not_count_for_outlets() -> None:
    summary = counts("A", 3, 4)
    other = Summary(**{**summary.plain(), "same": "no", "outlets": summary.outlets})
    assert outlet_profiles([other]) == []


def test_hostile_labels_and_outlets_stay_text(tmp_path: Path) -> None:
    bad = [entry(f"e{i}", words, fixtures.hostile()) for i, words in enumerate(fixtures.HOSTILE)]
    html = write_corpus_report(bad, tmp_path).index.read_text("utf-8")
    assert "<script>alert" not in html
    assert not any(char in html for char in "\x1b\u202e\x07\x9b")
    assert html.count("</style>") == 1
