"""Curves for a scorer that a user brings, from gold pairs of invented accounts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from framing.align.calibration import Calibration, Curve
from framing.align.external import ExternalScorer
from framing.errors import MalformedInput, UsageError
from framing.train.external import calibrate
from tests.align.test_external import Overlap

PLAIN = Calibration(Curve(1.0, 0.0), Curve(1.0, 0.0), Curve(1.0, 0.0))


def row(town: str) -> dict[str, Any]:
    first = [f"The council of {town} closed the pool.", "Rain fell all week.", "The mayor called it a mistake."]
    second = [f"The pool of {town} is closed, the council said.", "A bus strike begins.", "It was a mistake, said he."]
    return {
        "event": town,
        "a": {"sentences": first},
        "b": {"sentences": second},
        "gold": {
            "links": [[0, 0, "same"], [2, 2, "partial"]],
            "coverage_a": {"0": "covered", "1": "absent", "2": "partly"},
            "coverage_b": {"0": "covered", "1": "absent", "2": "partly"},
        },
    }


def scorer() -> ExternalScorer:
    return ExternalScorer("mine", Overlap(), PLAIN, False, None)


def test_a_users_scorer_gets_curves_and_held_out_figures() -> None:
    said: list[str] = []
    found = calibrate([row(town) for town in ("Velmoor", "Ostwick", "Tamsin")], scorer(), said.append)
    assert said[-1] == "scored pair 3 of 3"
    assert found.decisions == 27
    assert found.after.f1 >= found.before.f1 > 0
    assert found.calibration.link(np.array([4.0]))[0] > 0.5 > found.calibration.link(np.array([-2.0]))[0]


def test_pairs_of_one_story_are_refused() -> None:
    with pytest.raises(UsageError, match="two stories"):
        calibrate([row("Velmoor")] * 2, scorer(), lambda _: None)


def test_a_row_without_gold_is_named() -> None:
    with pytest.raises(MalformedInput, match="row 2"):
        calibrate([row("Velmoor"), {"a": {"sentences": ["x"]}, "b": {"sentences": ["y"]}}], scorer(), lambda _: None)
