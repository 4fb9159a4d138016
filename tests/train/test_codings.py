"""Codings kept with the project: positions that fit the texts they were made from, and no text."""

from __future__ import annotations

from typing import Any

import pytest

from framing.errors import MalformedInput
from framing.train.codings import codings, fingerprint, rows
from framing.train.gold import labels

A, B = ["The mayor left.", "It rained.", "Read more"], ["Mayor leaves office", "Nobody saw it."]
CODING: dict[str, Any] = {
    "a": "x1",
    "b": "x2",
    "text": fingerprint(A, B),
    "links": [[0, 0, "s"]],
    "unsure": [[1, 1]],
    "facts_a": "can",
    "facts_b": "cp",
    "omitted_by_a": [1],
    "omitted_by_b": [],
    "conflicts": [],
}


def test_a_coding_becomes_a_row_of_gold() -> None:
    made = labels(rows([CODING], {"x1": A, "x2": B})[0])
    assert made.links.tolist() == [[2, 0], [0, -1], [0, 0]]
    assert made.coverage_a.tolist() == [2, 0, -1]
    assert made.coverage_b.tolist() == [2, 1]


@pytest.mark.parametrize("texts", [{"x1": A}, {"x1": A, "x2": [*B, "One more."]}, {"x1": B, "x2": A}])
def test_another_text_than_the_one_read_is_refused(texts: dict[str, list[str]]) -> None:
    with pytest.raises(MalformedInput, match="x1 and x2"):
        rows([CODING], texts)


def test_what_is_kept_are_positions_and_letters_only() -> None:
    kept = codings()
    assert len(kept) > 400
    for coding in kept:
        n, m = len(coding["facts_a"]), len(coding["facts_b"])
        assert set(coding["facts_a"] + coding["facts_b"]) <= set("cpan")
        assert all(0 <= i < n and 0 <= j < m and kind in "sp" for i, j, kind in coding["links"])
        assert all(len(where) == 2 for where in coding["conflicts"])


def test_a_linked_sentence_is_never_absent() -> None:
    for coding in codings():
        assert all(coding["facts_a"][i] != "a" and coding["facts_b"][j] != "a" for i, j, _ in coding["links"])


def test_no_pair_of_articles_is_coded_twice() -> None:
    kept = [frozenset((c["a"], c["b"])) for c in codings()]
    assert len(kept) == len(set(kept))
