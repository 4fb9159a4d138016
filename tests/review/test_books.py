"""Codebooks are versioned by their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from framing.errors import NotFound, SettingsError
from framing.review.books import frame_names, keep_built_in, keep_codebook, newest_books

BOOK = """id = "harbour"
name = "Harbour"
definition = "How the port is told."
source = "own"

[[frame]]
id = "cost"
name = "Cost"
definition = "What it costs, and whom."
source = "own"
cues = ["price"]
fires = ["The price rose."]
silent = ["The choir sang."]
"""


def test_the_same_text_is_one_version_and_a_change_the_next(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(BOOK)
    first, again = keep_codebook(engine, file), keep_codebook(engine, file)
    file.write_text(BOOK.replace("whom", "who pays"))
    assert (first, again, keep_codebook(engine, file)) == (("harbour", 1), ("harbour", 1), ("harbour", 2))


def test_the_newest_version_is_the_one_beside_the_text(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    for text in (BOOK, BOOK.replace("whom", "who pays")):
        file.write_text(text)
        keep_codebook(engine, file)
    (book,) = newest_books(engine)
    assert (book.version, book.content.frames[0].definition) == (2, "What it costs, and who pays.")
    assert frame_names([book]) == ["harbour/cost"]


def test_a_codebook_that_comes_with_framing_is_taken_by_name(engine: Engine) -> None:
    assert keep_built_in(engine, "generic") == ("generic", 1)
    with pytest.raises(SettingsError, match="built in are"):
        keep_built_in(engine, "horoscope")


@pytest.mark.parametrize(
    ("content", "said"), [(BOOK.partition("[[")[0], "no frames"), ("id =", "not TOML"), ("", "id")]
)
def test_a_wrong_codebook_is_named_with_the_mend(engine: Engine, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "book.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=said):
        keep_codebook(engine, file)


def test_a_missing_codebook_is_not_found(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        keep_codebook(engine, tmp_path / "none.toml")
