"""Settings files: what is read, and what is refused with file, key and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.config import Settings, load
from framing.errors import SettingsError


def test_defaults_stand_where_no_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load() == Settings()


def test_a_settings_file_here_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "framing.toml").write_text('lenses = ["labels"]\ngrace_hours = 3\n')
    assert (load().lenses, load().grace_hours) == (("labels",), 3.0)


def test_options_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('model = "one"\n')
    assert load(file, model="two").model == "two"


@pytest.mark.parametrize(
    ("content", "named"),
    [("modle = 'x'", "unknown setting `modle`"), ("accurate = 3", "`accurate` must be bool"), ("model = ", "not TOML")],
)
def test_a_wrong_settings_file_is_named_with_the_mend(tmp_path: Path, content: str, named: str) -> None:
    file = tmp_path / "framing.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=named) as caught:
        load(file)
    assert str(file) in str(caught.value)
