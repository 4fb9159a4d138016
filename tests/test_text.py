"""Normalising, and conversion of offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.text import LineMap, Utf16Map, normalise, visible

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("\ufeffa", "a"),
        ("e\u0301", "\u00e9"),
        ("a\x00b", "a\ufffdb"),
        ("a\u200bb", "a\u200bb"),
    ],
)
def test_normalise_maps(raw: str, stored: str) -> None:
    assert normalise(raw) == stored


@given(TEXTS)
def test_normalise_is_idempotent_but_for_a_second_mark(text: str) -> None:
    once = normalise(text)
    if not once.startswith("\ufeff"):
        assert normalise(once) == once


@given(TEXTS, st.data())
def test_utf16_offsets_agree_with_the_encoder(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert Utf16Map(text).to_utf16(offset) == len(text[:offset].encode("utf-16-le")) // 2


@given(TEXTS, st.data())
def test_utf16_offsets_come_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    units = Utf16Map(text)
    assert units.to_code_points(units.to_utf16(offset)) == offset


@pytest.mark.parametrize(("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3))])
def test_lines_and_columns_count_from_one(offset: int, place: tuple[int, int]) -> None:
    assert LineMap("ab\ncd").locate(offset) == place


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "a\u202eb", "a\u200bb", "bell\x07"])
def test_visible_text_carries_no_control(hostile: str) -> None:
    assert all(char.isprintable() for char in visible(hostile))
