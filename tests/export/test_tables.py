"""Tables: complete, exact, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.export.tables import NAMES, harmless, table, to_csv, to_frame, write_csv, write_xlsx
from tests.report import fixtures


@pytest.mark.parametrize(
    ("name", "rows"),
    [("articles", 2), ("passages", 20), ("links", 8), ("coverage", 20), ("facts", 20), ("omissions", 5), ("conflicts", 2),
     ("differences", 11), ("profiles", 21)],
)  # fmt: skip
def test_every_record_has_its_row(name: str, rows: int) -> None:
    made = table(fixtures.two(), name)
    assert len(made.rows) == rows
    assert all(len(row) == len(made.columns) for row in made.rows)


def test_an_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="articles, passages, links"):
        table(fixtures.two(), "verdicts")


@pytest.mark.parametrize("name", NAMES)
def test_frames_hold_the_same_rows(name: str) -> None:
    frame = to_frame(fixtures.two(), name)
    made = table(fixtures.two(), name)
    assert tuple(frame.columns) == made.columns
    assert len(frame) == len(made.rows)


def test_a_frame_of_differences_slices_to_its_words() -> None:
    two = fixtures.two()
    texts = {article.id: article.text for article in two.articles}
    for row in to_frame(two, "differences").itertuples():
        assert texts[row.a_article][int(row.a_start) : int(row.a_end)] == row.a_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200b=1"])
def test_a_leading_formula_sign_is_made_text(text: str) -> None:
    assert str(harmless(text)).startswith("'")


@pytest.mark.parametrize("value", ["plain", "a = b", "", None, -1, 0.5, True])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_stay_in_their_cells(name: str) -> None:
    made = table(fixtures.hostile(), name)
    rows = list(csv.reader(io.StringIO(to_csv(made))))
    assert len(rows) == len(made.rows) + 1
    assert all(len(row) == len(made.columns) for row in rows)
    cells = [cell for row in rows[1:] for cell in row]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    assert not any(char in cell for cell in cells for char in "\x1b\u202e\u2066\x07")


def test_csv_files_open_as_utf_8(tmp_path: Path) -> None:
    paths = write_csv(fixtures.two(), tmp_path)
    assert [path.stem for path in paths] == list(NAMES)
    assert paths[0].read_bytes().startswith(b"\xef\xbb\xbf")
    assert "“We acted on the advice" in (tmp_path / "passages.csv").read_text("utf-8-sig")


def test_a_workbook_has_a_sheet_a_table_and_no_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    write_xlsx(fixtures.hostile(), tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == list(NAMES)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert any(cell.value == '=HYPERLINK("http://evil.example","x")' and cell.data_type == "s" for cell in cells)


def test_a_workbook_of_the_same_comparison_has_the_same_rows(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    write_xlsx(fixtures.two(), tmp_path / "two.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "two.xlsx")["links"]
    assert sheet.max_row == 9
    assert sheet.cell(2, 5).value == pytest.approx(0.9)
