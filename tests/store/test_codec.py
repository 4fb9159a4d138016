"""Comparisons survive the corpus whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from framing.model import Comparison, Same, Span
from framing.store.codec import from_plain, to_plain
from framing.store.comparing import pack
from tests.report.fixtures import different, three, two, unsure


@pytest.mark.parametrize("make", [two, three, different, unsure])
def test_a_comparison_comes_back_as_it_went_in(make: Callable[[], Comparison]) -> None:
    result = make()
    again = from_plain(Comparison, json.loads(json.dumps(to_plain(result))))
    assert again == result


def test_a_packed_comparison_says_nothing_of_when_it_was_made() -> None:
    result = two()
    later = replace(result, run=replace(result.run, started="2040-01-01", seconds={"align": 9.0}, command="other"))
    assert pack(result) == pack(later)


def test_texts_are_not_stored_a_second_time() -> None:
    result = two()
    assert result.articles[0].text[:60] not in pack(result)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Same.YES, "yes"),
        (Span(1, 2), {"start": 1, "end": 2}),
        ((1, (2.5, None)), [1, [2.5, None]]),
        (np.float32(0.5), 0.5),
        (frozenset("ba"), ["a", "b"]),
        ({"a": (True,)}, {"a": [True]}),
    ],
)
def test_values_have_one_plain_form(value: object, plain: object) -> None:
    assert to_plain(value) == plain


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        to_plain(object())
