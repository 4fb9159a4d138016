"""The matrix and the omissions of small hand-made comparisons."""

from __future__ import annotations

import pytest

from framing.config import Settings
from framing.facts import FactSheet, build
from framing.model import Cell, Origin, Relation, Role, Same, State, Strength
from tests.facts.making import aligned, judged, prepared

FLOOD = [
    "The river Tarn burst its banks in Oldbridge on Monday and drove 40 families from their homes.",
    "Mayor Ida Quill said the town council had ignored two warnings about the dam.",
    "Volunteers handed out blankets in the school hall.",
]
FLOOD_B = [
    "Forty families left their homes in Oldbridge after the river Tarn flooded the town on Monday.",
    "The regional railway stopped all trains to Oldbridge until Thursday.",
]


def sheet_of(same: Same = Same.YES, **dates: str) -> FactSheet:
    a, b = prepared("a", FLOOD, dates.get("a", "")), prepared("b", FLOOD_B, dates.get("b", ""))
    alignment = aligned(a, b, [(0, 0, 0.95, Relation.SAME)])
    return build([a, b], [alignment], [judged(a, b, same)], [], Settings())


def cell_of(sheet: FactSheet, passage: str, article: str) -> Cell:
    fact = next(f for f in sheet.facts if passage in f.passages)
    return next(c for c in fact.cells if c.article == article)


def test_linked_passages_become_one_fact_stated_by_both() -> None:
    sheet = sheet_of()
    fact = next(f for f in sheet.facts if "a:0" in f.passages)
    assert fact.passages == ("a:0", "b:0")
    assert [c.state for c in fact.cells] == [State.STATED, State.STATED]
    assert fact.origins == 2


def test_every_passage_stands_in_exactly_one_fact() -> None:
    passages = [p for f in sheet_of().facts for p in f.passages]
    assert sorted(passages) == ["a:0", "a:1", "a:2", "b:0", "b:1"]


def test_an_unlinked_passage_is_an_omission_of_the_other_with_its_nearest_passage() -> None:
    found = {(o.passage, o.missing_in): o for o in sheet_of().omissions}
    assert set(found) == {("a:1", "b"), ("a:2", "b"), ("b:1", "a")}
    assert found["a:1", "b"].state is State.NOT_FOUND
    assert found["a:1", "b"].nearest in ("b:0", "b:1")
    assert found["a:1", "b"].strength is Strength.STRONG
    assert "not found in Outlet b" in found["a:1", "b"].reason


def test_different_events_give_no_omission_no_conflict_and_cells_not_compared() -> None:
    sheet = sheet_of(Same.NO)
    assert sheet.omissions == ()
    assert sheet.conflicts == ()
    assert cell_of(sheet, "a:0", "b").state is State.NOT_COMPARED
    assert {c.state for c in sheet.coverage} == {State.NOT_COMPARED}


def test_an_unsure_event_makes_every_omission_only_possible() -> None:
    omissions = sheet_of(Same.UNSURE).omissions
    assert omissions
    assert {o.strength for o in omissions} == {Strength.POSSIBLE}
    assert all("same event is unsure" in o.reason for o in omissions)


@pytest.mark.parametrize(
    ("a_date", "b_date", "state"),
    [
        ("2021-03-02", "2021-03-01", State.NOT_YET_REPORTED),
        ("2021-03-02", "2021-03-02", State.NOT_FOUND),
        ("2021-03-02", "", State.NOT_FOUND),
        ("2021-03-02T09:00:00+00:00", "2021-03-02T11:00:00+00:00", State.NOT_YET_REPORTED),
        ("2021-03-02T09:00:00+00:00", "2021-03-02T18:00:00+00:00", State.NOT_FOUND),
        ("not a date", "2021-03-01", State.NOT_FOUND),
    ],
)
def test_an_article_published_before_the_fact_could_be_known_has_not_yet_reported_it(
    a_date: str, b_date: str, state: State
) -> None:
    sheet = sheet_of(a=a_date, b=b_date)
    assert cell_of(sheet, "a:1", "b").state is state
    found = next(o for o in sheet.omissions if o.passage == "a:1")
    assert found.state is state
    if state is State.NOT_YET_REPORTED:
        assert found.strength is Strength.POSSIBLE


def test_swapping_the_articles_mirrors_the_omissions() -> None:
    a, b = prepared("a", FLOOD), prepared("b", FLOOD_B)
    one = build([a, b], [aligned(a, b, [(0, 0, 0.95, Relation.SAME)])], [judged(a, b)], [], Settings())
    two = build([b, a], [aligned(b, a, [(0, 0, 0.95, Relation.SAME)])], [judged(b, a)], [], Settings())
    rows = [[(o.passage, o.missing_in, o.state, o.weight, o.nearest) for o in s.omissions] for s in (one, two)]
    assert rows[0] == rows[1]


def test_a_partial_link_is_partly_with_evidence_and_does_not_merge_facts() -> None:
    a, b = prepared("a", FLOOD), prepared("b", FLOOD_B)
    sheet = build([a, b], [aligned(a, b, [(0, 0, 0.8, Relation.PARTIAL)])], [judged(a, b)], [], Settings())
    cell = cell_of(sheet, "a:0", "b")
    assert cell.state is State.PARTLY
    assert [e.passage for e in cell.evidence] == ["b:0"]
    assert cell.evidence[0].text == FLOOD_B[0]


def test_copies_of_one_agency_count_as_one_origin() -> None:
    a, b = prepared("a", FLOOD), prepared("b", FLOOD)
    links = [(i, i, 0.99, Relation.SAME) for i in range(3)]
    origin = Origin("o1", "Wire", ("a:0", "b:0"), ("a", "b"), "same words")
    sheet = build([a, b], [aligned(a, b, links)], [judged(a, b)], [origin], Settings())
    assert {f.passages[0]: f.origins for f in sheet.facts} == {"a:0": 1, "a:1": 2, "a:2": 2}
    assert sheet.omissions == ()


def test_a_headline_and_the_sentence_it_repeats_are_one_fact() -> None:
    a = prepared(
        "a", ["River Tarn burst banks in Oldbridge Monday, drove 40 families from homes", *FLOOD], headline=True
    )
    b = prepared("b", FLOOD_B[1:])
    sheet = build([a, b], [aligned(a, b)], [judged(a, b)], [], Settings())
    fact = next(f for f in sheet.facts if "a:0" in f.passages)
    assert a.passages[0].role is Role.HEADLINE
    assert fact.passages == ("a:0", "a:1")
    assert fact.canonical == "a:1"


def test_articles_nobody_compared_are_not_compared() -> None:
    a, b, c = prepared("a", FLOOD), prepared("b", FLOOD_B), prepared("c", ["A goat won the Harrow Fair cup."])
    events = [judged(a, b), judged(a, c, Same.NO), judged(b, c, Same.NO)]
    alignments = [aligned(a, b, [(0, 0, 0.95, Relation.SAME)]), aligned(a, c), aligned(b, c)]
    sheet = build([a, b, c], alignments, events, [], Settings())
    assert cell_of(sheet, "a:0", "c").state is State.NOT_COMPARED
    assert cell_of(sheet, "c:0", "a").state is State.NOT_COMPARED
    assert {o.missing_in for o in sheet.omissions} == {"a", "b"}


def test_three_articles_on_one_fact_are_one_row() -> None:
    a, b, c = prepared("a", FLOOD), prepared("b", FLOOD_B), prepared("c", ["Floods in Oldbridge put 40 families out."])
    link = [(0, 0, 0.9, Relation.SAME)]
    sheet = build(
        [a, b, c],
        [aligned(a, b, link), aligned(a, c, link), aligned(b, c, link)],
        [judged(a, b), judged(a, c), judged(b, c)],
        [],
        Settings(),
    )
    fact = next(f for f in sheet.facts if "a:0" in f.passages)
    assert fact.passages == ("a:0", "b:0", "c:0")
    assert fact.origins == 3
    railway = next(f for f in sheet.facts if "b:1" in f.passages)
    assert [c.state for c in railway.cells] == [State.NOT_FOUND, State.STATED, State.NOT_FOUND]


def test_an_article_that_meets_the_words_of_a_row_in_part_only_states_it_partly() -> None:
    whole = "The mill shut its gates on Monday and left 40,000 people of Oldbridge without power and water."
    middle, short = "The mill shut its gates on Monday and left people without power.", "The gates were shut."
    a, b, c = prepared("a", [whole]), prepared("b", [middle]), prepared("c", [short])
    alignments = [
        aligned(a, b, [(0, 0, 0.95, Relation.SAME)]),
        aligned(b, c, [(0, 0, 0.95, Relation.SAME)]),
        aligned(a, c, [(0, 0, 0.75, Relation.PARTIAL)]),
    ]
    sheet = build([a, b, c], alignments, [judged(a, b), judged(b, c), judged(a, c)], [], Settings())
    fact = next(f for f in sheet.facts if "a:0" in f.passages)
    assert fact.canonical == "a:0"
    assert [cell.state for cell in fact.cells] == [State.STATED, State.STATED, State.PARTLY]


def test_one_weak_bridge_does_not_chain_unrelated_facts() -> None:
    a, b, c = (
        prepared("a", FLOOD[:1]),
        prepared("b", FLOOD_B[:1]),
        prepared("c", ["Trains stood still until Thursday."]),
    )
    sheet = build(
        [a, b, c],
        [aligned(a, b, [(0, 0, 0.95, Relation.SAME)]), aligned(a, c), aligned(b, c, [(0, 0, 0.55, Relation.PARTIAL)])],
        [judged(a, b), judged(a, c), judged(b, c)],
        [],
        Settings(),
    )
    assert sorted(f.passages for f in sheet.facts) == [("a:0", "b:0"), ("c:0",)]


def test_opinion_and_boilerplate_are_facts_rows_without_claim_and_never_omitted() -> None:
    a = prepared("a", [FLOOD[0], "Sign up for our newsletter to get the latest news.", "What next?"])
    b = prepared("b", FLOOD_B)
    sheet = build([a, b], [aligned(a, b)], [judged(a, b)], [], Settings())
    assert {o.passage for o in sheet.omissions if o.missing_in == "b"} == {"a:0"}
    assert [f.is_claim for f in sheet.facts if f.canonical in ("a:1", "a:2")] == [False, False]


def test_empty_articles_and_no_alignments_give_an_empty_sheet() -> None:
    a, b = prepared("a", []), prepared("b", [])
    assert build([a, b], [], [], [], Settings()) == FactSheet((), (), (), ())
