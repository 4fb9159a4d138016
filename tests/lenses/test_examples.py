"""Every lens fires on its own examples and stays silent on the others."""

from __future__ import annotations

import pytest

from framing.lenses import registry
from framing.lenses.protocol import Example
from framing.lenses.registry import _OURS
from tests.lenses.support import outcome

CASES = [(name, index) for name in _OURS for index in range(len(registry()[name].examples))]


def sentences(text: str) -> list[str]:
    return text.split("|")


def found(name: str, example: Example):  # type: ignore[no-untyped-def]
    one, two = sentences(example.a), sentences(example.b)
    pairs = [(0, len(two) - 1)] if len(one) > 1 else [(0, 0)]
    return [each for each in outcome(name, one, two, pairs).differences if each.lens == name]


@pytest.mark.parametrize(("name", "index"), CASES)
def test_an_example_fires_or_stays_silent_as_it_says(name: str, index: int) -> None:
    example = registry()[name].examples[index]
    differences = found(name, example)
    assert bool(differences) is example.fires, [each.explanation for each in differences]
    if example.fires and (example.a_words or example.b_words):
        assert any(
            _shares(each.a.text if each.a else "", example.a_words)
            and _shares(each.b.text if each.b else "", example.b_words)
            for each in differences
        ), [(each.a, each.b) for each in differences]


def _shares(excerpt: str, words: str) -> bool:
    return not words or bool(set(excerpt.lower().split()) & set(words.lower().split()))


@pytest.mark.parametrize("name", list(_OURS))
def test_a_lens_describes_itself_and_has_examples_of_both_kinds(name: str) -> None:
    lens = registry()[name]
    assert lens.id == name
    assert lens.title
    assert lens.definition.endswith(".")
    assert lens.limits.endswith(".")
    assert lens.source
    assert {example.fires for example in lens.examples} == {True, False}
