"""Codebooks are versioned by their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from framing.errors import NotFound, SettingsError
from framing.review.books import keep_codebook

BOOK = 'id = "harbour"\n[[frames]]\nid = "cost"\nname = "Cost"\ndefinition = "What it costs, and whom."\n'


def test_the_same_text_is_one_version_and_a_change_the_next(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(BOOK)
    first, again = keep_codebook(engine, file), keep_codebook(engine, file)
    file.write_text(BOOK.replace("whom", "who pays"))
    assert (first, again, keep_codebook(engine, file)) == (("harbour", 1), ("harbour", 1), ("harbour", 2))


@pytest.mark.parametrize(("content", "said"), [("frames = []", "list of"), ("id =", "not TOML"), ("", "list of")])
def test_a_wrong_codebook_is_named_with_the_mend(engine: Engine, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "book.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=said):
        keep_codebook(engine, file)


def test_a_missing_codebook_is_not_found(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        keep_codebook(engine, tmp_path / "none.toml")
