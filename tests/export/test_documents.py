"""Word and PDF."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.export.documents import write_document
from framing.export.docx import write_docx
from framing.export.pdf import browser, write_pdf
from framing.report import Options, render
from tests.report import fixtures

docx = pytest.importorskip("docx", reason="python-docx is not installed")


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_a_word_document_says_what_the_other_views_say(tmp_path: Path) -> None:
    write_docx(fixtures.two(), tmp_path / "two.docx")
    text = text_of(tmp_path / "two.docx")
    for words in ("The same event", "5 facts shared", "gave way", "Militant dockers", "An inspection in October"):
        assert words in text


def test_marked_words_are_underlined_by_kind(tmp_path: Path) -> None:
    write_docx(fixtures.two(), tmp_path / "two.docx")
    xml = zipfile.ZipFile(tmp_path / "two.docx").read("word/document.xml").decode()
    for kind in ("double", "single", "wave"):
        assert f'w:u w:val="{kind}"' in xml


def test_hostile_words_make_a_sound_document(tmp_path: Path) -> None:
    write_docx(fixtures.hostile(), tmp_path / "hostile.docx", Options(excerpts=True))
    text = text_of(tmp_path / "hostile.docx")
    assert "<script>alert(1)</script>" in text
    assert not any(char in text for char in "\x1b\u202e\x07")


@pytest.mark.browser
def test_a_pdf_is_printed_by_the_browser(tmp_path: Path) -> None:
    if browser() is None:
        pytest.skip("chromium is not installed")
    write_pdf(render(fixtures.two(), "html"), tmp_path / "two.pdf")
    assert (tmp_path / "two.pdf").read_bytes().startswith(b"%PDF-")


def test_without_a_browser_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRAMING_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="FRAMING_CHROMIUM"):
        write_pdf("<p>", tmp_path / "x.pdf")


@pytest.mark.parametrize(("name", "start"), [("all.xlsx", b"PK"), ("two.DOCX", b"PK")])
def test_the_suffix_chooses_the_document(tmp_path: Path, name: str, start: bytes) -> None:
    assert write_document(fixtures.two(), tmp_path / name, Options())
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize("name", ["page.html", "notes.txt", "none"])
def test_other_suffixes_are_left_to_the_text_views(tmp_path: Path, name: str) -> None:
    assert not write_document(fixtures.two(), tmp_path / name, Options())
    assert list(tmp_path.iterdir()) == []


def test_a_shared_workbook_quotes_shortly(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    write_document(fixtures.two(), tmp_path / "all.xlsx", Options(excerpts=True))
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    words = [str(cell.value).split() for row in book["passages"].iter_rows(min_row=2) for cell in row if cell.value]
    assert max(map(len, words)) <= 13
