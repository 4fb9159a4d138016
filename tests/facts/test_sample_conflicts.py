"""Conflicts written into the sample events on purpose, through the tool's own links: how many are found, what else is told."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from framing.config import Settings
from framing.facts import sheet

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
EVENTS = sorted(path.parent.name for path in CORPORA.glob("*/gold.json"))
LEAST_FOUND, MOST_OTHER = 78, 6
"""Floors, with slack for other alignment weights: when they were set, 88 of 121 were found, and one other."""
RIGHT = {
    ("dam-karsin-gorge/talmar-state-agency~korsa-dispatch", "no notification", "letter announcing"),
    ("dam-karsin-gorge/talmar-state-agency~calder-chronicle", "without a single casualty", "Three Keldovan guards"),
    ("factory-brackwater/daily-lantern~calder-chronicle", "1,400", "1,140"),
    ("ferry-hallow-sound/voice-of-arvane~calder-chronicle", "76", "Seventy-four"),
    ("ruling-lake-vennet/daily-lantern~coastline-today", "unanimous", "dissenting"),
    ("teachers-lindmere/voice-of-arvane~daily-lantern", "up to 6,000", "25,000"),
    ("teachers-lindmere/voice-of-arvane~lindmere-courier", "up to 6,000", "8,000"),
}
"""Found, not written on purpose or with other words marked, and read as right: they count as neither."""


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(not EVENTS, reason="no sample events in this checkout")
def test_conflicts_of_the_sample_events(score: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "name_missing", lambda facts, evidence: tuple(facts))  # needs the parser, no conflict
    found, other = 0, []
    for slug in EVENTS:
        gold = json.loads((CORPORA / slug / "gold.json").read_text(encoding="utf-8"))
        for pair, comparison, _ in score.pairs(slug, gold, Settings(lenses=())):
            rows = pair["conflicts"]
            found += sum(any(score.hit(comparison, c, row) for c in comparison.conflicts) for row in rows)
            told = [c for c in comparison.conflicts if not any(score.hit(comparison, c, row) for row in rows)]
            other += [c for c in told if (pair["pair"], c.a.text, c.b.text) not in RIGHT]
    assert found >= LEAST_FOUND
    assert len(other) <= MOST_OTHER, [c.values for c in other]
