"""Quality floors may rise, never fall."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "floors.toml"
CEILINGS = ("brier",)
"""Metrics where less is better: their figure is an upper bound."""


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """`{"pairs": {"f1": 1}}` as `{"pairs.f1": 1}`."""
    out: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        out |= flat(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return out


def lowered(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Names of figures that fell, or went, though the data's digest is unchanged."""
    out = []
    for name, value in before.items():
        section = name.rpartition(".")[0]
        if not isinstance(value, int | float) or before.get(f"{section}.digest") != now.get(f"{section}.digest"):
            continue
        current = now.get(name)
        worse = current is None or (current > value if name.rpartition(".")[2].endswith(CEILINGS) else current < value)
        if worse:
            out.append(f"{name}: {value} -> {current}")
    return out


@pytest.mark.parametrize(
    ("now", "fell"),
    [
        ({"s.digest": "d", "s.f1": 0.8}, False),
        ({"s.digest": "d", "s.f1": 0.9}, False),
        ({"s.digest": "d", "s.f1": 0.7}, True),
        ({"s.digest": "d"}, True),
        ({"s.digest": "other", "s.f1": 0.1}, False),
    ],
)
def test_a_lowered_floor_is_seen(now: dict[str, Any], fell: bool) -> None:
    assert bool(lowered({"s.digest": "d", "s.f1": 0.8}, now)) is fell


def test_a_raised_ceiling_is_seen() -> None:
    assert lowered({"s.digest": "d", "s.omission_brier": 0.1}, {"s.digest": "d", "s.omission_brier": 0.2})


def test_no_floor_is_below_what_the_history_holds() -> None:
    log = subprocess.run(
        ["git", "log", "--format=%H", "--", "tests/floors.toml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    commits = log.stdout.split()
    if not commits:
        pytest.skip("no history of tests/floors.toml here")
    now = flat(tomllib.loads(FLOORS.read_text(encoding="utf-8")))
    for commit in commits:
        old = subprocess.run(
            ["git", "show", f"{commit}:tests/floors.toml"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if old.returncode == 0:
            fell = lowered(flat(tomllib.loads(old.stdout)), now)
            assert not fell, f"floors lowered since {commit[:8]}: {fell}"
