"""Cues of what a sentence tells: each word list speaks for its own kind of news only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.facts.news_cues import CUES, news_cues


@pytest.mark.parametrize(
    ("cue", "told", "not_told"),
    [
        ("contrary", "But the harbour was never dredged.", "The harbour was dredged, but late."),
        ("vote", "The council approved the toll.", "The council discussed the toll."),
        ("order", "The mayor signed the lease.", "The mayor liked the lease."),
        ("opposed", "Fishermen condemned the lease.", "Fishermen welcomed the lease."),
        ("money", "It will cost $41.", "It will cost little."),
        ("document", "A memo says so.", "A neighbour says so."),
        ("no_comment", "The firm declined to answer.", "The firm answered."),
        ("unnamed", "Two officials spoke of delay.", "Ida Quill spoke of delay."),
        ("earlier", "It was built in 1987.", "It is being built."),
        ("asks", "Who pays for it?", "The town pays for it."),
        ("refused", "The port cancelled the tender.", "The port opened the tender."),
        ("opens_with_name", "Ida Quill left.", "The mayor left."),
    ],
)
def test_a_cue_speaks_where_it_is_told_and_nowhere_else(cue: str, told: str, not_told: str) -> None:
    at = CUES.index(cue)
    assert (news_cues(told)[at], news_cues(not_told)[at]) == (1.0, 0.0)


@given(st.text(max_size=400))
def test_any_text_gives_one_bounded_value_a_cue(text: str) -> None:
    values = news_cues(text)
    assert len(values) == len(CUES)
    assert all(0.0 <= value <= 5.0 for value in values)
