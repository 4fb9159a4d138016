"""`framing rehydrate` and documents by suffix, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli.app import app
from framing.report import Options, render
from tests.report import fixtures


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A shared page and, beside it, the texts as files."""
    comparison = fixtures.two()
    (tmp_path / "shared.html").write_text(render(comparison, "html", Options(excerpts=True)), encoding="utf-8")
    (tmp_path / "whole.json").write_text(render(comparison, "json"), encoding="utf-8")
    for article in comparison.articles:
        (tmp_path / f"{article.id}.txt").write_text(article.text, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_the_texts_make_a_shared_page_whole(shared: Path) -> None:
    code, said = run(
        "rehydrate", shared / "shared.html", shared / "ledger.txt", shared / "beacon.txt", "-o", shared / "out.html"
    )
    assert code == 0, said
    assert (shared / "out.html").read_text("utf-8") == render(fixtures.two(), "html")


def test_a_whole_json_needs_no_texts(shared: Path) -> None:
    code, said = run("rehydrate", shared / "whole.json", "-o", shared / "out.md")
    assert code == 0, said
    assert (shared / "out.md").read_text("utf-8").startswith("# The same event")


@pytest.mark.parametrize("name", ["out.xlsx", "out.docx"])
def test_documents_are_written_by_suffix(shared: Path, name: str) -> None:
    assert run("rehydrate", shared / "whole.json", "-o", shared / name)[0] == 0
    assert (shared / name).read_bytes().startswith(b"PK")


def test_a_missing_text_stops_with_its_name(shared: Path) -> None:
    from framing.errors import MalformedInput

    done = CliRunner().invoke(app, ["rehydrate", str(shared / "shared.html"), str(shared / "ledger.txt")])
    assert isinstance(done.exception, MalformedInput)
    assert "Daily Beacon" in str(done.exception)
