"""Conflicts in single linked pairs: what is one, what is none, and its verdict."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.facts.conflicts import conflicts, in_pairing
from framing.facts.matrix import gather
from framing.facts.pairings import Pairing, sides
from framing.model import Conflict, ConflictKind, ConflictVerdict, Link, Relation
from tests.facts.making import aligned, judged, prepared

NUMBER, DATE, PLACE = ConflictKind.NUMBER, ConflictKind.DATE, ConflictKind.PLACE
PERSON, NEGATION, ATTRIBUTION = ConflictKind.PERSON, ConflictKind.NEGATION, ConflictKind.ATTRIBUTION
CAUSE = ConflictKind.CAUSE


def found(
    one: str,
    two: str,
    relation: Relation = Relation.SAME,
    dates: tuple[str, str] = ("", ""),
    rest: tuple[str, ...] = (),
) -> list[Conflict]:
    a, b = prepared("a", [one, *rest], dates[0]), prepared("b", [two], dates[1])
    first = list(sides(a.article, a.passages).values())
    second = list(sides(b.article, b.passages).values())
    link = Link("a:0", "b:0", 0.95, relation, 0.9)
    return list(in_pairing(Pairing(first[0], second[0], link, first[1:], second[1:])))


CONFLICTS = [
    (NUMBER, "The slide killed 12 people in Vardo.", "Nine people died in the Vardo slide."),
    (NUMBER, "The ferry had 94 people on board when it sank.", "With 96 people on board, the ferry sank."),
    (NUMBER, "The council spent $4 million on the bridge.", "The bridge cost the council $7 million."),
    (NUMBER, "The bill passed 264-161 on Monday in the lower house.", "The bill passed 251-174 on Monday in the lower house."),
    (DATE, "The dam was opened on Tuesday by the minister.", "The dam was opened on Friday by the minister."),
    (DATE, "The ferry rolled over at 7:42 a.m. off Tarn Head.", "The ferry rolled over at 9:10 a.m. off Tarn Head."),
    (PERSON, "The prize went to Ida Quill after a long vote.", "The prize went to Bram Oster after a long vote."),
    (PLACE, "The convoy was stopped in Moscow by police.", "The convoy was stopped in Warsaw by police."),
    (NEGATION, "The minister was informed of the leak in May.", "The minister was not informed of the leak in May."),
    (NEGATION, "The firm denied paying the fine on time.", "The firm confirmed paying the fine on time."),
    (
        ATTRIBUTION,
        "“We knew about the crack and we sailed,” said Ida Quill, the mate.",
        "“We knew about the crack and we sailed,” Bram Oster told the court.",
    ),
    (CAUSE, "The old plant in Brackwater closed in May because of falling tyre prices.", "The old plant in Brackwater closed in May because of a workers' strike."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "two"), CONFLICTS, ids=[f"{row[0]}: {row[1][:30]}" for row in CONFLICTS])
def test_a_conflict_is_found_with_exact_words_on_both_sides(kind: ConflictKind, one: str, two: str) -> None:
    made = found(one, two)
    assert [c.kind for c in made] == [kind]
    (conflict,) = made
    assert conflict.verdict is ConflictVerdict.CONFLICT
    assert one[conflict.a.start : conflict.a.end] == conflict.a.text
    assert two[conflict.b.start : conflict.b.end] == conflict.b.text


SILENT = [
    ("one meets the other", "At least 12 people died in the slide.", "The slide killed 15 people."),
    ("rounding", "Some 13.3 percent of pupils failed the test.", "About 13 percent of pupils failed the test."),
    ("dead and wounded", "The blast killed 12 people in Vardo.", "The blast wounded 30 people in Vardo."),
    ("another head", "The firm has 12 ships in the bay.", "The firm has 40 cranes in the bay."),
    ("a part and the whole", "Two of the ship's four rafts stayed shut.", "The ship had four rafts."),
    ("vague words", "Thousands of people marched in Tarn.", "Tens of thousands of people marched in Tarn."),
    ("ages of two persons", "Ida Quill, 58, was on the bridge.", "Bram Oster, 29, was on the bridge."),
    ("the same weekday", "Parliament votes on Thursday on the bill.", "The vote on the bill is on Thursday."),
    ("a second person of the same office", "Minister Ida Quill met the miners.", "Minister Bram Oster met the farmers in Oslo."),
    ("a longer form of the name", "The prize went to Ida Quill in May.", "The prize went to Quill in May."),
    ("an acronym", "The World Farm Union praised the law.", "The WFU praised the law."),
    ("a quotation that denies", "“I did not take the money,” Quill told the court.", "Quill told the court about the money."),
    ("not only", "The law was not only cheap but fair to farmers.", "The law was cheap and fair to farmers."),
    ("a condition", "The plant would not close if the state paid for it.", "The plant would close if the state paid for it soon."),
    ("a question", "Was the plant not safe to begin with?", "The plant was safe to begin with, he said."),
    ("a correction", "An earlier version of this report said 12 people died.", "Nine people died in the slide."),
    ("a doubted report", "A report of 13 dead could not be confirmed.", "Nine people died in the slide."),
    ("the same cause in other words", "Trains stopped because of heavy snow.", "Trains stopped due to snow on the line."),
    ("what would have been", "If the wall had not held, 40 people would have died in the slide.", "Nine people died in the slide."),
    ("what might come", "Up to 3,000 people could die of the fever in Tarn.", "The fever in Tarn killed 12 people."),
    ("a common word that opens a sentence", "Demonstrators chanted in Corn Street by noon.", "People chanted in Corn Street by noon."),
    ("a total and an increase", "Tarn counted 2,337 cases of the fever.", "The fever brought 433 new cases to Tarn."),
    ("counts of two places", "South Korea has recorded 2,337 cases of the fever.", "The fever made 433 cases in China by Monday."),
    ("years", "The mill was built in 1995 in Tarn.", "The mill in Tarn has 1,200 workers."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), SILENT, ids=[row[0] for row in SILENT])
def test_what_agrees_or_cannot_be_compared_is_no_conflict(why: str, one: str, two: str) -> None:
    assert found(one, two) == [], why


def test_identical_passages_never_conflict() -> None:
    text = "At least 12 people died on Monday, Ida Quill said, not 30."
    assert found(text, text) == []


def test_a_number_the_other_article_states_elsewhere_is_explained() -> None:
    one, two = "The slide killed 12 people in Vardo.", "Nine people died in the Vardo slide."
    assert found(one, two)
    assert found(one, two, rest=("Police first spoke of nine people killed.",)) == []


def test_a_later_count_is_an_update() -> None:
    one, two = "The slide killed 9 people in Vardo.", "The Vardo slide has killed 12 people."
    (conflict,) = found(one, two, dates=("2021-03-01T08:00:00+00:00", "2021-03-01T20:00:00+00:00"))
    assert conflict.verdict is ConflictVerdict.UPDATE
    (conflict,) = found(one, two, dates=("2021-03-01T20:00:00+00:00", "2021-03-01T08:00:00+00:00"))
    assert conflict.verdict is ConflictVerdict.CONFLICT


def test_hedged_numbers_a_hair_apart_differ_in_precision_only() -> None:
    (conflict,) = found("Nearly 200 bills were filed in Tarn.", "More than 205 bills were filed in Tarn.")
    assert conflict.verdict is ConflictVerdict.PRECISION


def test_other_groups_are_a_difference_of_scope() -> None:
    (conflict,) = found(
        "The strike hit 12 public schools in Tarn on the day.", "The strike hit 40 private schools in Tarn."
    )
    assert conflict.verdict is ConflictVerdict.SCOPE


@pytest.mark.parametrize(
    ("one", "two", "under_doubt"),
    [
        (
            "In the council the bridge lost 4 points of support.",
            "Support for the bridge fell by 7 points in the council.",
            0,
        ),
        ("The slide killed 12 people in Vardo.", "Nine people died in the Vardo slide.", 1),
    ],
)
def test_under_a_doubtful_link_only_counts_of_one_fate_are_compared(one: str, two: str, under_doubt: int) -> None:
    a, b = prepared("a", [one]), prepared("b", [two])
    first, second = sides(a.article, a.passages)["a:0"], sides(b.article, b.passages)["b:0"]
    doubtful, sure = (Link("a:0", "b:0", p, Relation.SAME, 0.9) for p in (0.6, 0.9))
    assert len(list(in_pairing(Pairing(first, second, doubtful)))) == under_doubt
    assert len(list(in_pairing(Pairing(first, second, sure)))) == 1


def test_values_are_told_as_intervals() -> None:
    (conflict,) = found("At least 12 people died in the slide.", "Nine people died in the slide.")
    assert conflict.values == ("[12, inf) person death", "[9, 9] person death")


def in_story(one: list[str], two: list[str], probability: float, linked: bool = False) -> list[Conflict]:
    """Conflicts of two articles whose passages all have this probability of a link."""
    a, b = prepared("a", one), prepared("b", two)
    alignment = aligned(a, b, [(0, 0, probability, Relation.PARTIAL)] if linked else [])
    alignment = replace(alignment, probability=np.full_like(alignment.probability, probability))
    return list(conflicts([a, b], [alignment], gather([a, b], [alignment], [judged(a, b)], [])))


@pytest.mark.parametrize(("probability", "count"), [(0.3, 1), (0.04, 0)])
def test_tolls_are_compared_without_a_link_where_one_is_thinkable(probability: float, count: int) -> None:
    one, two = ["The slide killed 12 people in Vardo."], ["Nine people died, the mayor said."]
    assert len(in_story(one, two, probability)) == count


def test_other_numbers_are_never_compared_without_a_link() -> None:
    assert in_story(["The council spent $4 million on the bridge."], ["The bridge cost $7 million."], 0.3) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Two guards were killed at the dam.", "The dam was taken without a single casualty, the ministry said."),
        ("Five guards were wounded at the dam.", "Nobody was hurt at the dam, the ministry said."),
        ("The weather service issued a gale warning at dawn.", "The weather turned without any warning, he said."),
        ("The union had been granted a permit for the march.", "The march went ahead without a permit."),
    ],
)
def test_a_flat_denial_conflicts_with_what_it_denies(one: str, two: str) -> None:
    (conflict,) = in_story([one], [two], 0.3)
    assert conflict.kind is NEGATION
    assert conflict.a.text in one
    assert conflict.b.text in two
    (mirrored,) = in_story([two], [one], 0.3)
    assert (mirrored.a.text, mirrored.b.text) == (conflict.b.text, conflict.a.text)


def test_an_article_that_tells_the_toll_only_reports_the_denial() -> None:
    one = ["Two guards were killed at the dam."]
    denied = "The ministry said that nobody had been killed."
    assert in_story(one, [denied], 0.3)
    assert in_story(one, [denied, "The wounded were brought to Korsa."], 0.3) == []


@pytest.mark.parametrize(
    ("why", "one", "two"),
    [
        ("a disease with a number", "Vardo counted 37,000 COVID-19 cases.", "COVID-19 cases doubled in Vardo and Tarn."),
        ("capitals are no name", "Director Ida Quill will leave in May.", "DIRECTOR TO STEP DOWN, Ida said in May"),
        ("a part of those held", "Police arrested 779 people in Tarn.", "Of the people arrested in Tarn 150 remained in custody."),
        ("a whole and its part", "Six judges were for the miners.", "Three of nine judges were against the miners."),
        ("the head left out", "She spoke for six judges; three would have dismissed the claims of the miners.", "The three dissenting judges held that the claims came too late."),
        ("a rise and a fall", "At noon shares in the Tarn mill were down 3 percent.", "By the evening the Tarn mill had seen its shares climb by 6 percent."),
    ],
)  # fmt: skip
def test_numbers_that_count_something_else_stay_silent(why: str, one: str, two: str) -> None:
    assert found(one, two) == [], why


def test_a_toll_that_says_whom_it_includes_differs_in_scope() -> None:
    (conflict,) = found("The fire killed 50 people, including the owner.", "The fire killed 49 people.")
    assert conflict.verdict is ConflictVerdict.SCOPE


def test_a_sum_that_stands_for_something_else_elsewhere_explains_nothing() -> None:
    one, two = "The council spent $4 million on the bridge.", "The bridge cost the council $7 million."
    assert found(one, two, rest=("Its school swallowed $7 million.",))
    assert found(one, two, rest=("Others put the bridge at $7 million.",)) == []


def test_detentions_are_counted_as_arrests() -> None:
    (conflict,) = found("The number of detentions in Tarn reached 1,373.", "Police in Tarn arrested 779 people.")
    assert conflict.values == ("[1,373, 1,373] arrest", "[779, 779] person arrest")


@pytest.mark.parametrize(
    ("elsewhere", "count"), [("More than 750 people were arrested.", 1), ("More than 1,300 people were arrested.", 0)]
)
def test_an_open_bound_explains_only_values_near_it(elsewhere: str, count: int) -> None:
    one, two = "Police in Tarn arrested 779 people.", "By night 1,373 people had been detained in Tarn, a lawyer said."
    assert len(found(one, two, rest=(elsewhere,))) == count


def test_of_several_sums_the_nearest_in_value_is_the_counterpart() -> None:
    one = "The index closed up 260 points after a swing of 871 points in the day."
    two = "The index made a swing of 865 points in less than two hours."
    assert [c.values for c in found(one, two)] == [("[871, 871] points", "[865, 865] points")]
