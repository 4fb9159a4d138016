"""The two raw pages on one storyline, twenty months apart: what a naive tool gets wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.ingest import read
from framing.model import BlockKind, Comparison, Same
from framing.pipeline import compare_articles

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def comparison(seeds: list[Path]) -> Comparison:
    return compare_articles([read(path) for path in seeds])


def test_they_are_different_events(comparison: Comparison) -> None:
    assert comparison.event.same is Same.NO


@pytest.mark.parametrize("named", ["New Delhi", "Moscow", "April 2022", "27 December 2023"])
def test_both_places_and_both_times_are_among_the_reasons(comparison: Comparison, named: str) -> None:
    assert named in " ".join(reason.text for reason in comparison.event.reasons)


def test_nothing_is_called_an_omission_or_a_conflict(comparison: Comparison) -> None:
    assert (comparison.omissions, comparison.conflicts) == ((), ())


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("continued to grow", "very strong, very steady"),
        ("specially privileged partnership", "Special and Privileged"),
    ],
)
def test_the_passages_on_one_subject_are_aligned(comparison: Comparison, a: str, b: str) -> None:
    texts = {passage.id: passage.text for passage in comparison.passages}
    pairs = [(texts[link.a], texts[link.b]) for link in comparison.links]
    assert any(a.lower() in x.lower() and b.lower() in y.lower() for x, y in pairs)


def test_the_war_is_named_in_two_ways(comparison: Comparison) -> None:
    labels = {
        (d.a.text.lower(), d.b.text.lower()) for d in comparison.differences if d.lens == "labels" and d.a and d.b
    }
    assert any("special military operation" in a and "full-scale invasion" in b for a, b in labels)


@pytest.mark.parametrize(
    "gone", ["Subscribe", "Abbey Fenbert", "Katie Marie Davies", "Most popular", "Freedom can be costly"]
)
def test_no_menu_promo_sign_up_or_teaser_is_left(comparison: Comparison, gone: str) -> None:
    assert not [passage for passage in comparison.passages if gone in passage.text]


def test_what_was_set_aside_says_why(comparison: Comparison) -> None:
    aside = [block for article in comparison.articles for block in article.blocks if not block.kind.is_content]
    assert any(block.kind is BlockKind.TEASER for block in aside)
    assert all(block.reason for block in aside if block.kind in (BlockKind.TEASER, BlockKind.FURNITURE))
