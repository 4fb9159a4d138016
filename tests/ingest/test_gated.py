"""A gated pattern finds what the bare one finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.gated import Gated, hits, required
from framing.ingest.patterns import ALWAYS_ASIDE, CREDIT, HANDLE, PHRASES, URL

ALL = {**PHRASES, "credit": CREDIT, "handle": HANDLE, "url": URL, "aside": ALWAYS_ASIDE}
PIECES = sorted({word.strip("\x02\x03") for each in ALL.values() for word in each.needs})
TEXTS = st.lists(st.sampled_from([*PIECES, " ", "\n", ".", "ing", "7", "A", "ſ", "É", "5 min read"]), max_size=6).map(
    "".join
)


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        (r"\bshare (?:this|on)\b", {"share this", "share on"}),
        (r"^(?:home|menus?)$", {"\x02home\x03", "\x02menu\x03", "\x02menus\x03"}),
        (r"photo(?:s|graph)?\s*(?:by|:)", {"photo"}),
        (r"Foo|b[ae]r|(?:qu+x)", {"foo", "bar", "ber", "q"}),
        (r"\bget .{0,3}(?:app|daily)\b", {"get "}),
    ],
)
def test_what_every_match_contains_is_read_off_the_pattern(pattern: str, needs: set[str]) -> None:
    assert required(pattern, re.I) == frozenset(needs)


@pytest.mark.parametrize("pattern", [r"\d+", r"menu|\w+", r"(?:menu)?", r"[^a]bc*|"])
def test_a_pattern_that_needs_nothing_is_always_tried(pattern: str) -> None:
    assert required(pattern, re.I) is None
    assert bool(Gated(pattern, re.I).search("7:")) == bool(re.search(pattern, "7:", re.I))


@pytest.mark.parametrize("name", ALL)
def test_every_shared_pattern_has_a_gate(name: str) -> None:
    assert ALL[name].needs


@given(TEXTS, st.booleans())
def test_gated_patterns_find_the_same_places(text: str, upper: bool) -> None:
    text = text.upper() if upper else text
    for gated in ALL.values():
        bare, found = gated.pattern.search(text), gated.search(text)
        assert (found and found.span()) == (bare and bare.span()), gated.pattern.pattern[:40]


@given(st.lists(TEXTS, max_size=4))
def test_lines_together_give_what_each_gives_alone(lines: list[str]) -> None:
    patterns = list(ALL.values())
    alone = [[each.search(line) is not None for each in patterns] for line in lines]
    assert hits(patterns, lines) == alone
