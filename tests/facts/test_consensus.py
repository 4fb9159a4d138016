"""What all state, what one alone states, what is disputed; and many articles at once."""

from __future__ import annotations

import time
from itertools import combinations

from framing.config import Settings
from framing.facts import FactSheet, build, consensus
from framing.model import Comparison, EventVerdict, Origin, Relation, Run, Same, State
from tests.facts.making import aligned, judged, prepared

SHARED = "The river Tarn burst its banks in Oldbridge on Monday."


def comparison_of(sheet: FactSheet) -> Comparison:
    run = Run("0", "", {}, (), {}, "", {})
    return Comparison((), (), EventVerdict(Same.YES, 1.0), (), (), (), sheet.facts, (), (), (), (), {}, run)


def test_facts_are_sorted_by_who_states_them() -> None:
    a = prepared("a", [SHARED, "The mayor blamed the dam's owner for it.", "The flood killed 12 people in the valley."])
    b = prepared("b", [SHARED, "Trains stood still until Thursday night.", "Nine people died in the valley flood."])
    links = [(0, 0, 0.99, Relation.SAME), (2, 2, 0.95, Relation.SAME)]
    found = consensus(comparison_of(build([a, b], [aligned(a, b, links)], [judged(a, b)], [], Settings())))
    assert [f.passages for f in found.all] == [("a:0", "b:0")]
    assert [f.passages for f in found.disputed] == [("a:2", "b:2")]
    assert {f.passages for f in found.one} == {("a:1",), ("b:1",)}
    assert found.several == ()


def test_one_agency_in_two_outlets_is_one_voice() -> None:
    a, b = prepared("a", [SHARED]), prepared("b", [SHARED])
    origin = Origin("o", "Wire", ("a:0", "b:0"), ("a", "b"), "same words")
    sheet = build([a, b], [aligned(a, b, [(0, 0, 0.99, Relation.SAME)])], [judged(a, b)], [origin], Settings())
    found = consensus(comparison_of(sheet))
    assert [f.passages for f in found.one] == [("a:0", "b:0")]
    assert found.all == ()


def test_twenty_articles_make_one_row_of_a_shared_fact_in_little_time() -> None:
    texts = [f"Sentence number {n} tells of the mill and the weir at Tarn." for n in range(29)]
    articles = [prepared(f"x{n:02}", [SHARED, *[f"{t} {n}" for t in texts]]) for n in range(20)]
    pairs = list(combinations(articles, 2))
    alignments = [aligned(a, b, [(0, 0, 0.97, Relation.SAME)]) for a, b in pairs]
    started = time.perf_counter()
    sheet = build(articles, alignments, [judged(a, b) for a, b in pairs], [], Settings())
    assert time.perf_counter() - started < 60
    fact = next(f for f in sheet.facts if "x00:0" in f.passages)
    assert len(fact.passages) == len(fact.cells) == 20
    assert {c.state for c in fact.cells} == {State.STATED}
    assert sheet.conflicts == ()


def test_two_languages_give_no_conflict() -> None:
    a = prepared("a", ["The flood killed 12 people in Oldbridge."])
    b = prepared("b", ["Die Flut in Oldbridge tötete neun Menschen.", "نَهرٌ فاض", "洪水造成九人死亡。"])
    sheet = build([a, b], [aligned(a, b, [(0, 0, 0.7, Relation.SAME)])], [judged(a, b)], [], Settings())
    assert sheet.conflicts == ()


def test_contradictory_dates_inside_one_article_are_no_conflict_with_the_other() -> None:
    a = prepared("a", ["The dam was opened on Tuesday, or on Friday as the town says."])
    b = prepared("b", ["The dam was opened on Friday, the town says."])
    sheet = build([a, b], [aligned(a, b, [(0, 0, 0.95, Relation.SAME)])], [judged(a, b)], [], Settings())
    assert sheet.conflicts == ()
