"""Gold files that a person can read; FRAMING_UPDATE_GOLD=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

GOLD = Path(__file__).parent / "gold"
ACTUAL = Path(__file__).parent / "actual"


def check(name: str, text: str) -> None:
    """Compare with `gold/<name>`; what differs is left in `actual/` beside it."""
    gold = GOLD / name
    if os.environ.get("FRAMING_UPDATE_GOLD") == "1":
        gold.write_text(text, encoding="utf-8")
    expected = gold.read_text(encoding="utf-8") if gold.exists() else ""
    if text != expected:
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / name).write_text(text, encoding="utf-8")
        raise AssertionError(
            f"{name} differs from tests/report/gold/{name}; FRAMING_UPDATE_GOLD=1 accepts tests/report/actual/{name}"
        )
