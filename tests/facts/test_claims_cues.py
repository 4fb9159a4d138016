"""What has factual content and what is opinion, boilerplate or transition."""

from __future__ import annotations

import time

import pytest

from framing.facts.claims import claim_probability, features, is_claim, unreal
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


@pytest.mark.parametrize(
    "text",
    [
        "If the firm had refused to pay, it would have lost its licence.",
        "Had the captain turned back, none of this would have happened on Thursday.",
        "The bridge could have been saved if the council had acted in 2019.",
        "Sure, because oil is famously good for swans.",
        "Because nothing says leadership like a golf trip in the middle of a strike.",
        "Oh great, another inquiry into the Oldbridge harbour.",
    ],
)
def test_what_never_happened_and_plain_irony_are_no_claims(text: str) -> None:
    assert unreal(text)
    assert not claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "If the firm refuses to pay, it will lose its licence, the minister said.",
        "“If it had sailed, it would have sunk,” the inspector said.",
        "The firm, which had refused to pay, lost its licence.",
        "The council had promised to act if the bridge was damaged, and did.",
        "Because the lock was broken, the ferry could not leave.",
        "He would have been 40 in March.",
    ],
)
def test_real_conditions_reports_and_reasons_are_not_taken_for_unreal(text: str) -> None:
    assert not unreal(text)


def test_what_the_aligner_says_of_a_statement_counts_beside_the_cues() -> None:
    passage = prepared("a", ["The mayor closed the bridge on Monday after two lorries collided."]).passages[0]
    assert is_claim(passage, [0.0, 10.0])
    assert not is_claim(passage, [0.0, -20.0])


@pytest.mark.parametrize(
    "text",
    [
        "A" * 50_000,
        "AB " * 20_000 + "a",
        "“" * 50_000,
        "1," * 20_000,
        "said " * 10_000,
        "if had " * 9_000,
        "had a " * 9_000,
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    assert 0 <= claim_probability(text) <= 1
    assert features(text).shape == features("x").shape
    assert unreal(text) in (True, False)
    assert time.perf_counter() - started < 2
