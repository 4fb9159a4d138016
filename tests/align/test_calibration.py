from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.align.calibration import Calibration, Curve
from framing.errors import ModelError

CURVE = Curve(2.0, 1.0)


def test_the_middle_of_a_curve_is_one_half() -> None:
    assert CURVE(np.array([1.0])) == pytest.approx(0.5)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_curve_never_falls_and_stays_inside_zero_and_one(x: float, y: float) -> None:
    low, high = CURVE(np.array(sorted((x, y))))
    assert 0 < low <= high < 1 or high == np.float32(1) > low or low == high


def test_a_calibration_survives_json() -> None:
    given_one = Calibration(CURVE, Curve(1.0, 0.0), Curve(0.5, -1.0), (0.1, 0.9), (0.05, 0.8))
    assert Calibration.from_dict(given_one.as_dict()) == given_one


@pytest.mark.parametrize("values", [{}, {"link": [0, 1], "same": [1, 0], "covered": [1, 0]}, {"link": "x"}])
def test_a_damaged_calibration_is_an_error(values: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="calibration"):
        Calibration.from_dict(values)


def test_frequency_reads_between_the_observed_points() -> None:
    given_one = Calibration(CURVE, CURVE, CURVE, (0.0, 1.0), (0.0, 0.5))
    assert given_one.frequency(0.5) == pytest.approx(0.25)
    assert Calibration(CURVE, CURVE, CURVE).frequency(0.3) == 0.3
