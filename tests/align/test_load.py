from __future__ import annotations

from pathlib import Path

import pytest

from framing.align import load_scorer
from framing.align.load import read_calibration
from framing.config import Settings
from framing.errors import ModelError, SettingsError


@pytest.mark.parametrize("text", ["", "{", "[]", '{"link": [1, 0]}'])
def test_a_calibration_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "curves.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match="curves"):
        read_calibration(file)


def test_a_missing_calibration_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="absent"):
        read_calibration(tmp_path / "absent.json")


@pytest.mark.model
def test_a_users_curves_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    file = tmp_path / "curves.json"
    file.write_text('{"link": [1.0, 50.0], "same": [1.0, 0.0], "covered": [1.0, 0.0]}')
    strict = load_scorer(Settings(calibration=str(file)))
    texts = ["The ferry ran aground off Hallow Sound."], ["A ferry hit a sandbank near Hallow Sound."]
    assert load_scorer(Settings()).score(*texts).link[0, 0] > strict.score(*texts).link[0, 0]


@pytest.mark.slow
def test_a_scorer_that_cannot_be_loaded_is_a_clear_error() -> None:
    with pytest.raises(ModelError, match="no-such-scorer"):
        load_scorer(Settings(scorer="./no-such-scorer"))
