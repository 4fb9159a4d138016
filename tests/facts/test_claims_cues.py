"""What has factual content and what is opinion, boilerplate or transition."""

from __future__ import annotations

import time

import pytest

from framing.facts.claims import claim_probability, features, is_claim
from tests.facts.making import prepared


def claims(text: str) -> bool:
    return is_claim(prepared("a", [text]).passages[0])


@pytest.mark.parametrize(
    "text",
    [
        "The mayor closed the bridge on Monday after two lorries collided.",
        "“We sailed with a broken door,” the mate told the court.",
        "Turnout was 41 percent, the lowest since 1990.",
        "The bill passed the lower house by 264 votes to 161.",
        "Police said the road would stay closed until Friday.",
    ],
)
def test_a_sentence_that_can_be_checked_is_a_claim(text: str) -> None:
    assert claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our daily newsletter",
        "Ida Quill and Bram Oster contributed to this report.",
        "CLICK HERE TO GET THE APP",
        "What next?",
        "Indeed.",
        "Photo: Tamsin Roe",
        "",
        "…",
    ],
)
def test_boilerplate_transitions_and_questions_are_no_claims(text: str) -> None:
    assert not claims(text)


@pytest.mark.parametrize("text", ["A" * 50_000, "AB " * 20_000 + "a", "“" * 50_000, "1," * 20_000, "said " * 10_000])
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    assert 0 <= claim_probability(text) <= 1
    assert features(text).shape == features("x").shape
    assert time.perf_counter() - started < 2
