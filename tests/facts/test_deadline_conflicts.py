"""Planned times of one act, read in whole articles."""

from __future__ import annotations

import pytest

from framing.facts.conflicts import conflicts
from framing.facts.matrix import gather
from framing.model import Conflict, ConflictKind
from tests.facts.making import aligned, judged, prepared


def told(one: list[str], two: list[str], day: str = "2024-06-03") -> list[Conflict]:
    a, b = prepared("a", one, day), prepared("b", two, day)
    alignment = aligned(a, b)
    return list(conflicts([a, b], [alignment], gather([a, b], [alignment], [judged(a, b)], [])))


CLASH = [
    ("closing", "The mill will close by the end of March 2025.", "The old works is to be shut by Christmas."),
    ("closing, told by the last shift", "The last shift is to be in the final week of March.", "It will shut by Christmas."),
    ("paying", "Payment is due by June 30, 2025.", "The firm has until March to find the cash."),
    ("paying, other words", "The sums must be transferred by the middle of next year.", "They must pay by September 1."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), CLASH, ids=[row[0] for row in CLASH])
def test_two_times_of_one_act_exclude_each_other(why: str, one: str, two: str) -> None:
    (conflict,) = told([one], [two])
    (mirrored,) = told([two], [one])
    assert conflict.kind is ConflictKind.DATE
    assert conflict.values == mirrored.values[::-1], why
    assert conflict.a.text in one


SILENT = [
    ("times that meet", ["The mill will close by the end of March 2025."], ["The last shift is to be in March."]),
    ("another act", ["The mill will close by Christmas."], ["The firm has until March to find the cash."]),
    ("what is past", ["The mill closed in March 2021."], ["The mill will close by Christmas."]),
    ("two works", ["The mill will close by Christmas.", "The dye house will close in March."], ["It will shut in May."]),
    ("the other's time too", ["It will shut by Christmas."], ["It will close in March.", "Insiders say it will be shut by Christmas."]),
    ("a trial without a link", ["The trial is set for September."], ["Her trial is due in July."]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), SILENT, ids=[row[0] for row in SILENT])
def test_other_times_are_left_alone(why: str, one: list[str], two: list[str]) -> None:
    assert told(one, two) == [], why
