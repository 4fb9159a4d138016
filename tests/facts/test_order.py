"""The order of omissions: what a careful reader would miss most comes first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.facts.omissions import weight
from framing.facts.salience import FEATURES, features, meant, model, salience_of
from framing.model import State
from tests.facts.making import aligned, prepared

STORY = [
    "The council of Oldbridge approved the new harbour on Monday by nine votes to eight.",
    "“We have waited a long time for this,” said Ida Quill, the mayor. “And now",
    "it is here, and I could not be happier.”",
    "Auditors told the council in May that the harbour would cost $41 million, three times the estimate, and that two firms had been charged with fraud.",
    "The vote was held in the old town hall.",
]
OTHER = ["Oldbridge approved its new harbour on Monday.", "Mayor Ida Quill welcomed the vote."]


def rows() -> dict[str, dict[str, float]]:
    made = features([prepared("a", STORY), prepared("b", OTHER)])
    return {key: dict(zip(FEATURES, map(float, row), strict=True)) for key, row in made.items()}


def test_figures_with_consequences_outrank_the_tail_of_a_quotation_and_the_colour() -> None:
    salience = salience_of([prepared("a", STORY), prepared("b", OTHER)], {})
    assert salience["a:3"] > salience["a:4"] > salience["a:2"]


def test_a_sentence_inside_a_quotation_is_seen_as_its_tail() -> None:
    found = rows()
    assert [found[f"a:{i}"]["in_quotation"] for i in range(5)] == [0, 0, 1, 0, 0]
    assert [found[f"a:{i}"]["ends_in_quotation"] for i in range(5)] == [0, 1, 0, 0, 0]
    assert found["a:1"]["starts_quotation"] == 1


def test_figures_and_names_that_the_other_article_has_are_not_new() -> None:
    found = rows()
    assert found["a:3"]["new_figures"] == pytest.approx(1 / 3)
    assert found["b:1"]["new_names"] == pytest.approx(1 / 6)
    assert found["b:1"]["new_figures"] == 0


def test_order_of_the_articles_changes_no_salience() -> None:
    a, b = prepared("a", STORY), prepared("b", OTHER)
    assert salience_of([a, b], {}) == salience_of([b, a], {})


def test_meaning_moves_only_the_passages_that_the_aligner_judged() -> None:
    a, b = prepared("a", STORY), prepared("b", OTHER)
    plain = salience_of([a, b], {f"a:{i}": np.array([model().centre, 30.0]) for i in range(2)})
    told = salience_of([a, b], {f"a:{i}": np.array([model().centre + by, 30.0]) for i, by in enumerate((1.0, -1.0))})
    assert told["a:0"] > plain["a:0"]
    assert told["a:1"] < plain["a:1"]
    assert {k: v for k, v in told.items() if k > "a:1"} == {k: v for k, v in plain.items() if k > "a:1"}


def test_what_the_aligner_says_of_meaning_is_found_by_passage() -> None:
    a, b = prepared("a", STORY), prepared("b", OTHER)
    silent = aligned(a, b)
    judging = replace(
        silent, meaning_a=np.arange(10, dtype=np.float32).reshape(5, 2), meaning_b=np.float32([[7, 0], [8, 1]])
    )
    assert meant([a, b], [silent]) == {}
    found = {passage: values.tolist() for passage, values in meant([a, b], [judging]).items()}
    assert found == {f"a:{i}": [2.0 * i, 2.0 * i + 1] for i in range(5)} | {"b:0": [7.0, 0.0], "b:1": [8.0, 1.0]}


@pytest.mark.parametrize("absent", [0.5, 0.7, 0.99])
def test_a_plain_absence_is_weighed_by_salience_alone(absent: float) -> None:
    assert weight(0.4, absent, 1, State.NOT_FOUND) == pytest.approx(0.4)


def test_what_is_rather_present_what_came_early_and_what_one_origin_has_weighs_less() -> None:
    plain = weight(0.4, 0.9, 1, State.NOT_FOUND)
    assert weight(0.4, 0.05, 1, State.PARTLY) < weight(0.4, 0.3, 1, State.PARTLY) < plain
    assert weight(0.4, 0.9, 1, State.NOT_YET_REPORTED) < plain < weight(0.4, 0.9, 3, State.NOT_FOUND)


def test_an_empty_story_and_a_passage_of_marks_have_a_salience() -> None:
    found = salience_of([prepared("a", ["…", "???"]), prepared("b", [])], {})
    assert set(found) == {"a:0", "a:1"}
    assert all(0 <= value <= 1 for value in found.values())
