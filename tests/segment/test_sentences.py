"""Sentence boundaries: the cases that news text brings, and the properties that all text must keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.segment import MAX_CHARS, sentence_spans

CASES = [
    ["The ferry left at 5 a.m. on Monday.", "It did not return."],
    ["WASHINGTON (AP) — The senator left the room.", "She did not speak."],
    ["Mr. J. R. Hale met Dr. Anna B. Stone of the U.S. Army.", "They spoke for an hour."],
    ["Reps. Dana Cole and Ola Berg voted no.", "The bill passed."],
    ["Rep. Lin (R-S.C.), who chairs the panel, agreed.", "Others did not."],
    ['"We will go," he said.', '"It is late."', "He left."],
    ['He called the plan "a mess."', "Ministers disagreed."],
    ["“Where is the money?” Cantor asked.", "Nobody answered."],
    ["“Stop!” she shouted.", "The crowd went quiet."],
    ["The U.S. Senate met on Dec. 27, 2023.", "It rose early."],
    ["Prices rose 3.5 percent, to $4.20.", "Wages did not."],
    ["He waited... and then he ran.", "No one followed."],
    ["They talked for hours….", "But nothing came of it."],
    ["No. 10 declined to comment.", "The Treasury did too."],
    ["The company, Orrin Ltd. of Vell, has 40 staff.", "It was founded in 1987."],
    ["Is it safe?", "Nobody knows!", "The port is shut."],
    ["The U.N. said 40 people fled.", "Aid is late."],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda case: case[0][:30])
def test_sentences_are_found_as_a_reader_sees_them(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in sentence_spans(text)] == sentences


@pytest.mark.parametrize("first", [case[0] for case in CASES[:6]])
@pytest.mark.parametrize("second", [case[-1] for case in CASES[4:9]])
def test_joining_two_sentences_keeps_their_boundary(first: str, second: str) -> None:
    text = f"{first} {second}"
    assert [span.of(text) for span in sentence_spans(text)][-1] == second


def test_a_long_stretch_without_an_end_is_cut_at_spaces() -> None:
    text = "word " * 2_000
    spans = list(sentence_spans(text))
    assert max(map(len, spans)) <= MAX_CHARS
    assert " ".join(span.of(text) for span in spans) == text.strip()


def test_a_stretch_over_the_chunk_gives_the_same_sentences_as_its_parts() -> None:
    sentence = "The minister told reporters on Monday that the old bridge would be closed until the spring."
    text = " ".join([sentence] * 900)
    assert {span.of(text) for span in sentence_spans(text)} == {sentence}
    assert len(list(sentence_spans(text))) == 900


TEXTS = st.lists(
    st.sampled_from(
        [
            "The",
            "Dr.",
            "U.S.",
            "said",
            "he",
            "“",
            "”",
            '"',
            ".",
            "?",
            "!",
            "...",
            "…",
            "(AP)",
            "—",
            "Smith",
            "3.5",
            "\n",
            "\u200b",
            "\u202e",
            "é",
            "中文。",
            "i.e.",
            "a",
            ")",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(st.one_of(TEXTS, st.text(max_size=300)))
def test_spans_are_ordered_disjoint_trimmed_and_lose_nothing(text: str) -> None:
    spans = list(sentence_spans(text))
    at = 0
    for span in spans:
        assert span.start >= at
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        at = span.end
    assert not text[at:].strip()


@given(TEXTS, st.text(max_size=50))
def test_a_window_of_a_text_gives_spans_of_the_whole(text: str, before: str) -> None:
    whole = before + text
    inside = [span.of(whole) for span in sentence_spans(whole, len(before), len(whole))]
    assert inside == [span.of(text) for span in sentence_spans(text)]
