"""`framing events` lists what a terminal can hold, and says how much more there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli import corpora
from framing.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "corpora" / "ferry-hallow-sound" / f"{name}.json"
    for name in ("calder-chronicle", "coastline-today", "daily-lantern")
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("events") / "c"
    done = CliRunner().invoke(app, ["ingest", *map(str, PAGES), "--corpus", str(folder), "--quiet"])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.model
def test_all_events_are_listed_where_they_are_few(corpus: Path) -> None:
    done = CliRunner().invoke(app, ["events", str(corpus), "--quiet"])
    assert done.exit_code == 0
    assert "told by most" not in done.output


@pytest.mark.model
def test_of_many_events_those_told_by_most_are_listed(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "_SHOWN", 0)
    done = CliRunner().invoke(app, ["events", str(corpus), "--quiet"])
    assert "the 0 told by most, of 1; --format json gives all" in done.output
    whole = CliRunner().invoke(app, ["events", str(corpus), "--quiet", "--format", "json"])
    assert len(json.loads(whole.output)) == 1
