"""Word-level marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.model import Span
from framing.report.words import Mark, Marked, Wording, compare_wording, cut, shorten


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_pieces_join_to_the_text_again(text: str, ranges: list[tuple[int, int]]) -> None:
    marked = [Marked(a, b, Mark.DIFFERENCE) for a, b in ranges]
    assert "".join(piece.text for piece in cut(text, marked)) == text


def test_overlapping_marks_are_all_kept_and_the_weightiest_leads() -> None:
    pieces = cut("abcdef", [Marked(0, 4, Mark.DIFFERENCE), Marked(2, 6, Mark.CONFLICT)])
    assert [(p.text, p.mark) for p in pieces] == [
        ("ab", Mark.DIFFERENCE),
        ("cd", Mark.CONFLICT),
        ("ef", Mark.CONFLICT),
    ]
    assert len(pieces[1].marks) == 2


@pytest.mark.parametrize(
    ("a", "b", "wording"),
    [
        ("The pier fell.", "The pier fell.", Wording.IDENTICAL),
        ("The pier fell.", "the  pier fell .", Wording.IDENTICAL),
        ("The old pier fell on Tuesday.", "The old pier collapsed on Tuesday.", Wording.EDITED),
        ("The pier fell.", "A jetty gave way beneath a crowd of commuters.", Wording.RETOLD),
        ("", "Something.", Wording.RETOLD),
    ],
)
def test_how_alike_two_texts_are(a: str, b: str, wording: Wording) -> None:
    assert compare_wording(a, b)[0] is wording


def test_an_edit_marks_exactly_the_changed_words() -> None:
    a, b = "The old pier fell on Tuesday.", "The old pier collapsed on Tuesday."
    _, spans_a, spans_b = compare_wording(a, b)
    assert [span.of(a) for span in spans_a] == ["fell"]
    assert [span.of(b) for span in spans_b] == ["collapsed"]


def test_a_retelling_marks_the_content_words_in_common() -> None:
    a, b = "The mayor promised an inquiry into the harbour.", "An inquiry was vowed by the mayor."
    _, spans_a, _ = compare_wording(a, b)
    assert [span.of(a) for span in spans_a] == ["mayor", "inquiry"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_swapping_the_sides_mirrors_the_marks(a: str, b: str) -> None:
    wording, left, right = compare_wording(a, b)
    mirrored = compare_wording(b, a)
    assert mirrored[0] is wording
    if wording is not Wording.EDITED:
        assert (mirrored[1], mirrored[2]) == (right, left)


def test_very_long_passages_are_left_unmarked() -> None:
    assert compare_wording("word " * 500, "word " * 501)[1:] == ((), ())


def test_shortening_cuts_words_and_letters() -> None:
    assert shorten("one two three", 2) == "one two …"
    assert len(shorten("W" * 5000)) == 60


def test_spans_are_half_open() -> None:
    assert compare_wording("a b c d e f", "a b c d e g")[1] == (Span(10, 11),)
