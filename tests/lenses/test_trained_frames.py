"""Frames taught from coded passages: used where they do better, refused where they do not fit, never written unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli.app import app
from framing.config import Settings
from framing.errors import MalformedInput, SettingsError, UsageError
from framing.lenses import run
from framing.lenses.codebooks import load_codebook
from framing.lenses.trained_frames import trained_file, trained_frames
from framing.train.codebook import fit_codebook, write_codebook_fit
from tests.lenses.support import article

BOOK = """id = "mine"
name = "Mine"
definition = "For a test."
source = "own"

[[frame]]
id = "weather"
name = "Weather"
definition = "Rain, snow, wind and sun."
source = "own"
cues = ["meteorology"]

[[frame]]
id = "money"
name = "Money"
definition = "Prices, wages and debts."
source = "own"
cues = ["finance"]
"""
WEATHER = ("Rain fell on the {} all night.", "Snow closed the road to the {}.", "A gale broke trees near the {}.")
MONEY = ("Wages at the {} rose by a tenth.", "The {} owes its bank a fortune.", "Prices at the {} fell in March.")
PLACES = ("mill", "harbour", "school", "market", "station")


def coded() -> list[dict[str, object]]:
    """Thirty passages on the weather or on money, none with a cue word, in five groups."""
    return [
        {"text": text.format(place), "codes": [code], "group": place}
        for place in PLACES
        for code, texts in (("weather", WEATHER), ("mine/money", MONEY))
        for text in texts
    ]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The codebook as a file."""
    path = tmp_path / "mine.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def test_a_classifier_does_better_on_held_out_passages_than_cues_that_never_occur(book: Path) -> None:
    fit = fit_codebook(coded(), load_codebook(book))
    assert {each.frame for each in fit.kept()} == {"weather", "money"}
    assert all(each.before == 0.0 and (each.after or 0) > 0.8 for each in fit.frames)


def test_taught_frames_are_found_by_the_lens_and_stand_in_the_profile(book: Path) -> None:
    write_codebook_fit(fit_codebook(coded(), load_codebook(book)), trained_file(str(book)), lambda _: False)
    a = article("north", ["Hail struck the town.", "Fog hid the coast.", "Frost killed the vines.", "A storm raged."])
    b = article("south", ["Rents doubled.", "The loan was repaid.", "Salaries were cut.", "Taxes rose."])
    found = run(("frames",), [a, b], [], [], Settings(codebooks=(str(book),)))
    profile = found.profiles["frames"]
    assert profile["north"]["mine: weather"] > 0.5 > profile["south"]["mine: weather"]
    assert {each.details["frame"] for each in found.differences} <= {"weather", "money"}
    assert found.differences


def test_an_existing_file_is_kept_without_consent(book: Path) -> None:
    target = trained_file(str(book))
    target.write_text("mine")
    assert not write_codebook_fit(fit_codebook(coded(), load_codebook(book)), target, lambda _: False)
    assert target.read_text() == "mine"


def test_a_frame_that_is_coded_too_seldom_keeps_the_untrained_method(book: Path) -> None:
    rows = [{**row, "codes": [c for c in row["codes"] if c == "weather"]} for row in coded()]  # type: ignore[attr-defined]
    fit = fit_codebook(rows, load_codebook(book))
    assert [each.after for each in fit.frames if each.frame == "money"] == [None]


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        ([{"text": "Rain."}], MalformedInput, "row 1: not a coded passage"),
        (
            [{"text": "Rain.", "codes": ["sport"]}],
            MalformedInput,
            "row 1: the codebook has no frame sport; it has money",
        ),
        ([{"text": "Rain.", "codes": ["weather"]}], UsageError, "1 coded passages of 1 groups"),
    ],
)
def test_rows_that_cannot_teach_are_refused(
    book: Path, rows: list[dict[str, object]], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        fit_codebook(rows, load_codebook(book))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not a file of trained frames"),
        ('{"format": 1, "codebook": "yours", "frames": {}}', "was trained for codebook `yours`, not `mine`"),
        (
            '{"format": 1, "codebook": "mine", "frames": {"sport": {"weights": [1], "bias": 0}}}',
            "no longer has sport; train it anew",
        ),
    ],
)
def test_a_trained_file_that_does_not_fit_is_refused_by_name(book: Path, content: str, message: str) -> None:
    trained_file(str(book)).write_text(content)
    with pytest.raises(SettingsError, match=message):
        trained_frames(load_codebook(book))


def test_the_command_tells_figures_before_and_after_and_asks(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "coded.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in coded()))
    runner = CliRunner()
    done = runner.invoke(app, ["train", str(file), "--codebook", str(book)])
    assert "weather: 15 coded, before 0.00, after" in done.output
    assert trained_file(str(book)).is_file()
    again = runner.invoke(app, ["train", str(file), "--codebook", str(book)], input="n\n")
    assert "Nothing written." in again.output
