"""Terminal, plain and Markdown views: what they say, and that they say it at any width and without colour."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from framing.errors import UsageError
from framing.model import EventVerdict, Notice, Same
from framing.report import Options, render
from framing.report.outline import Heading, Table, plain
from framing.report.terminal import plain_blocks
from tests.report import fixtures

FORMS = ["terminal", "plain", "md"]
CASES = ["two", "three", "different", "unsure", "nothing", "hostile"]
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def view(name: str, form: str = "plain", **options: object) -> str:
    return render(getattr(fixtures, name)(), form, Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_no_difference_is_said_in_words(form: str) -> None:
    text = " ".join(view("nothing", form).split())
    assert "No difference found" in text
    assert "No conflict found." in text
    assert "No framing difference found." in text


@pytest.mark.parametrize("form", FORMS)
def test_different_events_are_said_with_reasons_and_nothing_is_called_left_out(form: str) -> None:
    text = " ".join(view("different", form).split())
    assert "These are different events" in text
    assert "Monday 19 November 2029" in text
    assert "nothing is called left out" in text
    assert "Only in" not in text
    assert "built in 1911" in text


@pytest.mark.parametrize("form", FORMS)
def test_an_open_verdict_says_what_follows_from_it(form: str) -> None:
    assert "holds only if the accounts are of the same event" in " ".join(view("unsure", form).split())


def test_mixed_events_are_told_from_different_ones() -> None:
    three = fixtures.three()
    no = EventVerdict(Same.NO, 0.1)
    mixed = replace(three, event=no, events=(replace(three.events[0], verdict=no), *three.events[1:]))
    assert "Not all accounts are of the same event" in render(mixed, "plain")
    assert "Not found in B" in render(mixed, "plain")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("styled", [False, True])
def test_every_line_fits_the_width(case: str, width: int, styled: bool) -> None:
    text = ANSI.sub("", view(case, "terminal", width=width, styled=styled))
    assert max(map(len, text.splitlines())) <= width


def test_words_carry_signs_without_colour() -> None:
    text = view("two", "plain", width=600)
    assert "~gave way~" in text
    assert "!have been in dispute with the authority since January!" in text
    assert "~at least 12 people~" in text
    assert "_An inspection in October had warned_" in text


def test_changed_words_of_an_edit_show_their_side() -> None:
    from tests.report.build import YES, Account, Maker

    accounts = [
        Account(name, name, "T", "", "", [[f"The old pier in the harbour {verb} on Tuesday."]])
        for name, verb in (("x", "fell"), ("y", "collapsed"))
    ]
    maker = Maker(accounts)
    text = render(maker.comparison(YES, links=(maker.link("x:1", "y:1"),)), "plain", Options(width=120))
    assert "[-fell-]" in text
    assert "{+collapsed+}" in text


def test_a_pipe_gets_no_styles_and_a_terminal_does() -> None:
    assert "\x1b" not in view("two", "terminal")
    assert "\x1b[" in view("two", "terminal", styled=True, color=True)


def test_no_color_keeps_bold_but_no_colour() -> None:
    codes = {
        code for found in ANSI.findall(view("two", "terminal", styled=True)) for code in found[2:-1].split(";") if code
    }
    assert codes
    assert codes <= {"0", "1", "2", "3", "4", "7"}


def test_the_first_line_is_the_verdict() -> None:
    assert view("two").splitlines()[0] == "The same event"
    assert view("two", "md").startswith("# The same event\n")


@pytest.mark.parametrize(
    "line",
    [
        "= 5 facts shared",
        "- 2 only in A The Halvern Ledger (1 more in part)",
        "+ 2 only in B Daily Beacon (1 of them first reported after A appeared)",
        "! 2 conflicts (1 of them updates, or differences of scope or precision)",
    ],
)
def test_the_overview_counts(line: str) -> None:
    assert line in view("two", width=120)


def test_a_limit_says_how_much_is_left_out() -> None:
    assert "… and 9 weaker" in view("two", limit=2)


def test_a_limit_keeps_the_telling_passages_in_reading_order() -> None:
    lines = [line for line in view("two", limit=2, width=200).splitlines() if re.match(r"[=~!] 0\.\d\d", line)]
    assert [line[:6] for line in lines] == ["~ 0.94", "! 0.66"]
    assert "… and 6 more" in view("two", limit=2)


def test_three_outlets_get_a_matrix_and_an_explanation_of_its_signs() -> None:
    text = view("three", width=200)
    assert re.search(r"promised an independent inquiry.*\s=\s+=\s+=", text)
    assert "= stated / partly - not found" in " ".join(text.split())


def test_warnings_of_the_run_are_shown() -> None:
    two = fixtures.two()
    run = replace(two.run, notices=(Notice("unknown-language", "read as English", "beacon.txt"),))
    assert "unknown-language: read as English beacon.txt" in render(replace(two, run=run), "plain")


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="html, json, md, plain, terminal"):
        render(fixtures.two(), "docx")


@pytest.mark.parametrize("case", CASES)
def test_markdown_tables_have_the_same_number_of_cells_in_every_row(case: str) -> None:
    rows = [line for line in view(case, "md").splitlines() if line.startswith("|")]
    tables: list[list[int]] = [[]]
    previous = ""
    for line in view(case, "md").splitlines():
        if line.startswith("|"):
            if not previous.startswith("|"):
                tables.append([])
            tables[-1].append(len(re.findall(r"(?<!\\)\|", line)))
        previous = line
    assert rows
    assert all(len(set(table)) == 1 for table in tables if table)


@pytest.mark.parametrize("cell", ["8,000", "1,140.5", "7", "-3", "1e5", "True"])
def test_a_cell_that_is_a_bare_number_stays_as_it_is_written(cell: str) -> None:
    table = Table(("What", "How many"), ((plain("marchers"), plain(cell)),), (1, 1))
    assert cell in plain_blocks([Heading("Numbers", 1), table], Options(width=80))
