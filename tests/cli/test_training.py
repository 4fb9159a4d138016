from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli.app import app
from framing.errors import UsageError

RUNNER = CliRunner()


def rows(path: Path, count: int) -> Path:
    """Decisions that follow the words: the shared sentence accepted, the other rejected."""
    first = ["The ferry ran aground off Hallow Sound on Tuesday.", "The mayor spoke of the weather."]
    second = ["A ferry hit a sandbank near Hallow Sound on Tuesday.", "Bread prices rose again in March."]
    row = {"a": {"sentences": first}, "b": {"sentences": second}, "decisions": [[0, 0, True], [1, 1, False]]}
    path.write_text("\n".join(json.dumps({**row, "event": f"e{i}"}) for i in range(count)))
    return path


@pytest.mark.model
def test_training_writes_curves_only_with_consent(tmp_path: Path) -> None:
    source, target = rows(tmp_path / "d.jsonl", 12), tmp_path / "c.json"
    target.write_text("mine")
    asked = RUNNER.invoke(app, ["train", str(source), "-o", str(target), "--force"], input="n\n")
    assert "replace it?" in asked.output
    assert target.read_text() == "mine"
    done = RUNNER.invoke(app, ["train", str(source), "-o", str(target), "--force", "--yes"])
    assert "before" in done.output
    assert set(json.loads(target.read_text())) >= {"link", "same", "covered"}


@pytest.mark.model
def test_too_few_decisions_are_refused(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["train", str(rows(tmp_path / "d.jsonl", 2)), "-o", str(tmp_path / "c.json")])
    assert isinstance(done.exception, UsageError)
