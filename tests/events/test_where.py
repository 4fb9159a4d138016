"""Core place: dateline first, then what is said to be in a place, then mere mentions."""

from __future__ import annotations

import pytest

from framing.events.where import Where, core_place
from tests.events.making import article, prepared


def where(*sentences: str) -> Where:
    made = prepared(article("a", "", list(sentences)))
    return core_place(made.article, made.passages)


@pytest.mark.parametrize(
    ("sentence", "name", "source"),
    [
        ("NEW DELHI, April 1 (Reuters) - The ministers met.", "New Delhi", "dateline"),
        ("SKERRY BAY — A ferry sank.", "Skerry Bay", "dateline"),
        ("The ministers met in Moscow on Wednesday.", "Moscow", "text"),
        ("Kenya praised Uganda, Kenya said.", "Kenya", "mentions"),
        ("Nothing is placed here.", "not given", "unknown"),
    ],
)
def test_core_place(sentence: str, name: str, source: str) -> None:
    found = where(sentence)
    assert (found.words, found.source) == (name, source)


def test_where_it_happened_wins_over_what_is_mentioned() -> None:
    found = where(
        "Moscow and Beijing traded words.", "The foreign ministers met in Ankara on Friday.", "Moscow wants more."
    )
    assert found.words == "Ankara"


def test_a_line_of_the_page_with_a_date_is_no_place() -> None:
    assert where("THU 14 NOV 2024 - Evening edition", "The ministers met in Moscow on Wednesday.").words == "Moscow"


def test_evidence_is_the_exact_words() -> None:
    made = prepared(article("a", "", ["SKERRY BAY — A ferry sank."]))
    (excerpt,) = core_place(made.article, made.passages).evidence
    assert made.article.text[excerpt.start : excerpt.end] == excerpt.text == "SKERRY BAY"
