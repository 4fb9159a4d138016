"""What `run` promises whatever the lens: exact words, mirror, silence on the same words, few findings a pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from framing.config import DEFAULT_LENSES, Settings
from framing.errors import SettingsError
from framing.lenses import run
from framing.model import EventVerdict, PairEvent, Same
from tests.lenses.support import article, links, outcome

ONE = [
    "Heartless bosses axed 300 workers at the Brackmoor mill on Monday.",
    "“We gave our lives to this mill, and the owners threw us away,” said Ann Doe, a weaver.",
    "Police beat back a march of weavers at the gate.",
    "The owner, Lord Pell, admitted that costs were rising.",
]
TWO = [
    "The Pell Group announced a consolidation in which about 300 positions will be affected.",
    "“The owners threw us away,” Ann Doe said.",
    "A riot at the gate was dispersed.",
    "Costs were rising, the owner Lord Pell claimed.",
]
PAIRS = [(0, 0), (1, 1), (2, 2), (3, 3)]
LIGHT = DEFAULT_LENSES


def test_excerpts_are_the_exact_words_at_their_place() -> None:
    a, b = article("north", ONE), article("south", TWO)
    texts = {"north": a.article.text, "south": b.article.text}
    found = run(LIGHT, [a, b], links(PAIRS), [], Settings()).differences
    assert found
    for each in found:
        for excerpt in (each.a, each.b):
            assert excerpt is None or texts[excerpt.passage.split(":")[0]][excerpt.start : excerpt.end] == excerpt.text


def test_a_stands_for_the_first_article_and_b_for_the_second() -> None:
    for each in outcome(LIGHT, ONE, TWO, PAIRS).differences:
        assert each.a is None or each.a.passage.startswith("north")
        assert each.b is None or each.b.passage.startswith("south")


def test_swapping_the_articles_mirrors_the_findings() -> None:
    a, b = article("north", ONE), article("south", TWO)
    forth = run(LIGHT, [a, b], links(PAIRS), [], Settings()).differences
    back = run(LIGHT, [b, a], [replace(each, a=each.b, b=each.a) for each in links(PAIRS)], [], Settings()).differences
    assert [(each.b, each.a, each.explanation) for each in back] == [
        (each.a, each.b, each.explanation) for each in forth
    ]
    sided = [[{k: v for k, v in d.details.items() if k[:2] in ("a_", "b_")} for d in found] for found in (forth, back)]
    assert any(sided[0])
    assert sided[0] == [{("b_" if k[0] == "a" else "a_") + k[2:]: v for k, v in d.items()} for d in sided[1]]


def test_nothing_is_found_in_the_same_text_by_two_outlets() -> None:
    a, b = article("north", ONE), article("south", ONE)
    everything = [(i, j) for i in range(4) for j in range(4)]
    assert run(LIGHT, [a, b], links(everything), [], Settings()).differences == ()


def test_wire_copy_set_with_other_marks_and_spaces_is_the_same_text() -> None:
    other = [line.replace("“", '"').replace("”", '"').replace(" ", "  ") for line in ONE]
    assert outcome(LIGHT, ONE, other, PAIRS).differences == ()


def test_no_more_than_three_findings_of_words_stand_on_a_linked_pair() -> None:
    found = [each for each in outcome(LIGHT, ONE, TWO, PAIRS).differences if each.lens != "prominence"]
    counts = Counter((each.a.passage, each.b.passage) for each in found if each.a and each.b)
    linked = {(f"north:{i}", f"south:{j}") for i, j in PAIRS}
    assert max(count for pair, count in counts.items() if pair in linked) <= 3


def test_strength_is_between_none_and_full_and_falls() -> None:
    strengths = [each.strength for each in outcome(LIGHT, ONE, TWO, PAIRS).differences]
    assert strengths == sorted(strengths, reverse=True)
    assert all(0 < strength <= 1 for strength in strengths)


def test_three_articles_are_compared_pair_by_pair() -> None:
    a, b, c = article("north", ONE), article("south", TWO), article("west", TWO[::-1])
    found = run(LIGHT, [a, b, c], links(PAIRS) + links([(0, 3)], "north", "west"), [], Settings())
    pairs = {
        (each.a.passage.split(":")[0], each.b.passage.split(":")[0]) for each in found.differences if each.a and each.b
    }
    assert {("north", "south"), ("north", "west")} <= pairs
    assert set(found.profiles["quotes"]) == {"north", "south", "west"}


def test_names_of_a_war_are_set_side_by_side_even_where_the_events_differ() -> None:
    one = ['The goal of Lethe\'s "special military operation" is to disarm Orsk.']
    two = ["Since Lethe's full-scale invasion of Orsk, Vell has been neutral."]
    event = PairEvent("north", "south", EventVerdict(Same.NO, 0.1))
    found = run(("labels",), [article("north", one), article("south", two)], [], [event], Settings()).differences
    assert [(each.a.text, each.b.text) for each in found if each.a and each.b] == [
        ("special military operation", "full-scale invasion")
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["", "—"],
        ["RAIN", "NO TRAINS TODAY"],
        ["May met Reading.", "Reading met May."],
        ["- milk - bread - May", "1. bread 2. milk"],
        ["“‘“”’", "“We “lost” it, he said."],
        ["Roses are red / violets blue", "The sea / the sea"],
        ["x" * 5000, "a “" * 900],
    ],
)
def test_odd_passages_break_nothing(texts: list[str]) -> None:
    one, two = ([text or " "] for text in texts)
    outcome(LIGHT, one, two)


def test_an_unknown_lens_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no lens `tone`; there are: all, word_choice"):
        outcome("tone", ONE, TWO)
