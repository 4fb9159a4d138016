"""The scorer of planted findings: words must meet in the planted sentence."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

CORPORA = Path(__file__).resolve().parents[2] / "corpora"


@pytest.mark.parametrize(
    ("found", "sentence", "met"),
    [
        ((3, 10, 15), 3, True),
        ((3, 19, 30), 3, True),
        ((3, 20, 30), 3, False),
        ((3, 0, 10), 3, False),
        ((4, 10, 15), 3, False),
        ((3, 10, 15), "title", False),
        (None, 3, False),
    ],
)
def test_words_meet_where_they_share_a_code_point_of_one_sentence(
    score: ModuleType, found: tuple[int, int, int] | None, sentence: int | str, met: bool
) -> None:
    planted = {"sentence": sentence, "start": 10, "end": 20}
    assert score.overlap(found, planted) is met
