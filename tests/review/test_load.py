"""The short form of the load and of the kills: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "load_review.py"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [("--coders", "10", "--seconds", "5", "--think", "1"), ("--coders", "6", "--seconds", "3", "--kills", "2")],
    ids=["load", "kills"],
)
def test_every_acknowledged_decision_is_there_once(options: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, str(TOOL), "--pairs", "3", *options], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(\d+) decisions acknowledged, (\d+) lost, (\d+) doubled", done.stdout)
    assert found is not None
    assert int(found[1]) > 0
    assert found.groups()[1:] == ("0", "0")
