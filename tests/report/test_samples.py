"""The rendered samples in reports/ are what the tool makes now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.model
@pytest.mark.slow
def test_the_samples_have_not_drifted() -> None:
    done = subprocess.run(
        [sys.executable, "tools/reports.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["ferry-two-outlets.html", "ferry-two-outlets.md", "ministers-different-events.html"])
def test_a_sample_holds_no_time_version_or_path_of_the_machine_that_made_it(name: str) -> None:
    text = (ROOT / "reports" / name).read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert "/tmp/" not in text
    assert "framing sample" in text
