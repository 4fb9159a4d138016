from __future__ import annotations

import pytest

from framing.align.words import background, bag, stem, stems


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("senators", "senator"),
        ("parties", "party"),
        ("voted", "vot"),
        ("voting", "vot"),
        ("congress", "congress"),
        ("trump's", "trump"),
        ("was", "was"),
        ("bus", "bus"),
    ],
)
def test_a_stem_takes_common_endings_off(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_curly_apostrophes_are_straightened() -> None:
    assert stems("The mayor’s plan") == stems("The mayor's plan")


def test_a_word_nobody_used_is_rarer_than_any_other() -> None:
    table = background()
    assert table.idf("zzyzx") > table.idf("senator") > table.idf("the") >= 0


def test_names_leave_out_the_first_word() -> None:
    assert bag("Yesterday Ines Korda spoke").names == {"ines", "korda"}


def test_quoted_words_are_those_inside_quotation_marks() -> None:
    assert bag("He said “steering failed” twice").quoted == {"steer", "fail"}


def test_numbers_keep_their_inner_points() -> None:
    assert bag("It cost 5.7 million and 1,200 jobs").numbers == {"5.7", "1,200"}
