from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from framing.align.calibration import Calibration, Curve
from framing.align.head import Logits
from framing.errors import MalformedInput, UsageError
from framing.train.refit import Decision, decisions_of, refit, write

SHIPPED = Calibration(Curve(1.0, 0.0), Curve(1.0, 0.0), Curve(1.0, 0.0))


def decisions(count: int, middle: float) -> list[Decision]:
    chance = np.random.default_rng(3)
    z = chance.normal(size=count) * 3
    return [Decision(float(x), bool(x + chance.normal() * 0.3 > middle), f"story {i % 12}") for i, x in enumerate(z)]


def test_decisions_that_disagree_with_the_tool_move_the_curve_their_way() -> None:
    found = refit(decisions(400, middle=2.0), SHIPPED)
    assert 1.0 < found.calibration.link.middle < 2.5
    assert found.better
    assert found.after.f1 > found.before.f1


def test_the_other_curves_stay() -> None:
    found = refit(decisions(100, middle=1.0), SHIPPED)
    assert (found.calibration.same, found.calibration.covered) == (SHIPPED.same, SHIPPED.covered)


def test_few_decisions_move_little() -> None:
    small = refit(decisions(20, middle=3.0), SHIPPED).calibration.link.middle
    large = refit(decisions(800, middle=3.0), SHIPPED).calibration.link.middle
    assert abs(small) < abs(large)


@pytest.mark.parametrize("given", [[], decisions(19, 0.0), [Decision(1.0, True, "s")] * 50])
def test_too_few_or_one_sided_decisions_are_refused(given: list[Decision]) -> None:
    with pytest.raises(UsageError, match="decisions"):
        refit(given, SHIPPED)


def test_an_existing_file_is_replaced_only_with_consent(tmp_path: Path) -> None:
    found = refit(decisions(100, middle=1.0), SHIPPED)
    file = tmp_path / "calibration.json"
    assert write(found, file, lambda _: False)
    first = file.read_text()
    asked: list[str] = []
    other = refit(decisions(100, middle=-1.0), SHIPPED)
    assert not write(other, file, lambda question: asked.append(question) is not None)
    assert file.read_text() == first
    assert "calibration.json" in asked[0]
    assert write(other, file, lambda _: True)
    assert file.read_text() != first


class Overlap:
    """A scorer whose log-odds are words in common, less one."""

    calibration = SHIPPED

    def logits(self, first: list[str], second: list[str]) -> Logits:
        z = np.array([[len(set(a.split()) & set(b.split())) - 1.0 for b in second] for a in first])
        return Logits(z, z, z.max(1), z.max(0))


def row(**more: object) -> dict[str, object]:
    return {"event": "e", "a": {"sentences": ["x y z", "p"]}, "b": {"sentences": ["x y z", "q"]}, **more}


def test_decisions_keep_their_score_and_story() -> None:
    made = decisions_of([row(decisions=[[0, 0, True], [1, 1, False]])], Overlap())
    assert [(d.logit, d.accepted, d.story) for d in made] == [(2.0, True, "e"), (-1.0, False, "e")]


def test_gold_rows_count_as_decisions_on_what_the_tool_would_show() -> None:
    made = decisions_of([row(gold={"links": [[0, 0, "same"]], "unsure_links": [[1, 1]]})], Overlap())
    assert sorted((d.logit, d.accepted) for d in made) == [(-1.0, False), (-1.0, False), (2.0, True)]


@pytest.mark.parametrize("broken", [{}, row(), row(decisions=[[9, 9, True]]), row(decisions="yes")])
def test_a_row_that_does_not_fit_is_named(broken: dict[str, object]) -> None:
    with pytest.raises(MalformedInput, match="row 1"):
        decisions_of([broken], Overlap())
