"""Figures stand alone, show what they should and run nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("altair", reason="altair is not installed")
pytest.importorskip("vl_convert", reason="vl-convert is not installed")

from framing.export.figures import write_figures
from tests.report import fixtures


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    write_figures(fixtures.two(), folder)
    return folder


@pytest.mark.parametrize(
    "name",
    ["positions", "coverage", "findings", "labels", "verbs", "profile-quotes", "profile-attribution", "profile-frames"],
)
def test_each_figure_is_svg_beside_its_numbers(drawn: Path, name: str) -> None:
    root = ElementTree.parse(drawn / f"{name}.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    with (drawn / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 1


def test_the_coverage_figure_names_accounts_and_states(drawn: Path) -> None:
    svg = (drawn / "coverage.svg").read_text("utf-8")
    for words in ("A The Halvern Ledger", "not found", "conflicting", "not yet reported"):
        assert words in svg


def test_nothing_found_draws_no_empty_figure(tmp_path: Path) -> None:
    assert [path.stem for path in write_figures(fixtures.nothing(), tmp_path)] == ["positions", "coverage"]


def test_hostile_words_stay_text(tmp_path: Path) -> None:
    for path in write_figures(fixtures.hostile(), tmp_path):
        svg = path.read_text("utf-8")
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}
        assert tags <= {
            "svg",
            "g",
            "path",
            "text",
            "tspan",
            "rect",
            "line",
            "defs",
            "clipPath",
            "title",
            "desc",
            "style",
        }
        assert not any(name.startswith("on") for e in ElementTree.fromstring(svg).iter() for name in e.attrib)
        assert not any(char in svg for char in "\x1b\u202e\x07")
