"""Conflicts beyond near copies: counts of the whole event, sums behind names, wordings of a quotation, opposites, ages."""

from __future__ import annotations

import pytest

from framing.model import ConflictKind, ConflictVerdict, Relation
from tests.facts.test_conflicts import found, in_story

THINKABLE, HARDLY = 0.3, 0.01

OF_THE_EVENT = [
    ("a crowd", "Up to 6,000 persons took part in the gathering.", "The union put the number of marchers at 25,000."),
    ("dismissals", "The mill will cut 1,140 jobs by the spring.", "Bosses axed 1,400 workers by text message."),
    ("rescued people", "Seventy-four people were pulled alive from the lake.", "Seventy-six passengers were saved."),
    ("pages of a document", "The 47-page indictment names her husband.", "Among the claims in the 48-page indictment is a trip."),
    ("dead named in an aside", "Two guards, Ida Moss, 41, and Bram Oster, 19, were shot dead.", "Three guards died, the ministry said."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), OF_THE_EVENT, ids=[row[0] for row in OF_THE_EVENT])
def test_what_is_counted_once_in_an_event_is_compared_without_a_link(why: str, one: str, two: str) -> None:
    (conflict,) = in_story([one], [two], THINKABLE, linked=why == "rescued people")
    assert conflict.kind is ConflictKind.NUMBER
    assert conflict.verdict is ConflictVerdict.CONFLICT


SILENT = [
    ("a group within the crowd", "Three protesters climbed the gate.", "Some 8,000 people took part in the march."),
    ("pages of two documents", "The 47-page indictment names her husband.", "The 90-page ruling names her husband."),
    ("jobs and something else cut", "The mill will cut 1,140 jobs.", "The mill will cut 12 trees in its yard."),
]


@pytest.mark.parametrize(("why", "one", "two"), SILENT, ids=[row[0] for row in SILENT])
def test_other_counts_are_left_alone(why: str, one: str, two: str) -> None:
    assert in_story([one], [two], THINKABLE) == [], why


def test_a_count_is_told_once_however_often_an_article_repeats_it() -> None:
    one = ["Nine people are missing in Vardo."]
    two = ["Three people are missing, the mayor said.", "The search for the three who are missing went on."]
    assert len(in_story(one, two, THINKABLE)) == 1


def test_two_parts_that_add_up_to_the_number_explain_it() -> None:
    one, two = "The boat had 94 people on board when it sank.", "The boat sank with 81 people and 13 crew on board."
    assert found(one, two) == []


def test_a_value_that_the_other_article_doubts_is_not_explained_by_it() -> None:
    one, two = "Thirteen people died in the slide.", "The slide killed eleven people in Vardo."
    doubted = "A report of 13 dead could not be confirmed."
    assert found(two, one, rest=(doubted,))


def test_sums_are_compared_behind_the_same_name_only() -> None:
    one = "The Tarn index slid 1.7 percent, and the Vardo index gave up 0.1 percent by noon."
    two = "The Tarn index was down 1.7 percent and the Vardo index was off 0.4 percent by noon."
    assert [c.values for c in found(one, two)] == [("[0.1, 0.1] %", "[0.4, 0.4] %")]


def test_a_sum_of_another_name_explains_nothing() -> None:
    one, two = "The Tarn index fell 0.7 percent by noon.", "By noon the Tarn index fell 0.6 percent."
    assert found(one, two, rest=("The Vardo index fell 0.6 percent.",))
    assert found(one, two, rest=("Others said the Tarn index fell 0.6 percent.",)) == []


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("Nearly 200 bills were filed in Tarn.", "More than 200 bills were filed in Tarn.", ConflictVerdict.PRECISION),
        ("More than 500 bills were filed in Tarn.", "More than 600 bills were filed in Tarn.", ConflictVerdict.PRECISION),
        ("Roughly 141 bills were filed in Tarn.", "In Tarn 139 bills were filed.", ConflictVerdict.PRECISION),
        ("Roughly 140 bills were filed in Tarn.", "In Tarn 139 bills were filed.", None),
        ("More than 56,600 bills were filed in Tarn.", "More than 56,000 bills were filed in Tarn.", None),
    ],
)  # fmt: skip
def test_hedged_counts(one: str, two: str, verdict: ConflictVerdict | None) -> None:
    assert [c.verdict for c in found(one, two)] == ([] if verdict is None else [verdict])


QUOTED = [
    ("another word", "We reject his message and we always will", "We reject his visit and we always will", 1),
    ("a synonym", "We reject his answer and we always will", "We reject his reply and we always will", 0),
    ("another form", "We reject his visit and we always will", "We reject his visits and we always will", 0),
    ("a contraction", "We will reject it as we always did", "We'll reject it as we always did", 0),
    ("a spelling", "We cut the flagpole down for the day", "We cut the flag pole down for the day", 0),
    ("brackets", "We reject [the message] and we always will", "We reject his visit and we always will", 0),
    ("a cut", "We reject his visit … and always will", "We reject his visit and we think we always will", 0),
    ("digits", "We had 2 in 3 of the votes all along", "We had two in three of the votes all along", 0),
]


@pytest.mark.parametrize(("why", "one", "two", "count"), QUOTED, ids=[row[0] for row in QUOTED])
def test_a_quotation_in_other_words(why: str, one: str, two: str, count: int) -> None:
    made = found(f"“{one},” Ida Quill said.", f"Quill told the court: “{two}.”")
    assert [c.kind for c in made] == [ConflictKind.ATTRIBUTION] * count
    for conflict in made:
        assert {conflict.a.text, conflict.b.text} == {"message", "visit"}


def test_an_article_that_quotes_both_versions_contradicts_neither() -> None:
    one = "“We reject his message and we always will,” Ida Quill said."
    two = "Quill told the court: “We reject his visit and we always will.”"
    assert found(one, two, rest=("She repeated: “We reject his visit and we always will.”",)) == []


@pytest.mark.parametrize(
    ("one", "two", "probability", "count"),
    [
        ("The judges ruled by six votes to three.", "Top judges were unanimous in the mill case.", HARDLY, 1),
        ("The Senate voted 51-48 for it, a 51-48 vote.", "The House passed it unanimously.", HARDLY, 0),
        ("The march had a permit from the city.", "An unauthorised gathering grew into a riot.", HARDLY, 1),
        ("The club had a permit to serve wine.", "An unauthorised gathering grew into a riot.", HARDLY, 0),
        ("Six officers were slightly injured.", "Six officers were injured, two of them seriously.", 0.6, 1),
        ("Six officers were slightly injured.", "Six officers were injured, two of them seriously.", THINKABLE, 0),
        ("Six officers were slightly injured.", "A passenger was seriously injured.", 0.6, 0),
    ],
)  # fmt: skip
def test_words_that_exclude_each_other(one: str, two: str, probability: float, count: int) -> None:
    made = in_story([one], [two], probability, linked=probability >= 0.5)
    assert [c.kind for c in made] == [ConflictKind.NEGATION] * count


def test_an_article_with_both_opposites_is_left_alone() -> None:
    one = ["The judges ruled by six votes to three.", "The court was unanimous on costs."]
    assert in_story(one, ["Top judges were unanimous in the mill case."], HARDLY) == []


def test_the_opposite_word_in_a_near_copy() -> None:
    (conflict,) = found(
        "The council accepted the plan for the bridge.", "The council rejected the plan for the bridge."
    )
    assert (conflict.kind, conflict.values) == (ConflictKind.NEGATION, ("accepted", "rejected"))


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("Ida Quill, 58, sailed the boat.", "The court heard Ida Quill, a 45-year-old baker.", ConflictVerdict.CONFLICT),
        ("The 58-year-old Ida Quill sailed.", "Ida Quill, 59, was heard first.", ConflictVerdict.PRECISION),
        ("Ida Quill, 58, sailed the boat.", "Bram Quill, 29, was heard first.", None),
        ("Ida Quill, 58, sailed the boat.", "Ida Quill, 58, was heard first.", None),
    ],
)  # fmt: skip
def test_ages_of_one_person_are_compared_wherever_they_stand(
    one: str, two: str, verdict: ConflictVerdict | None
) -> None:
    assert [c.verdict for c in in_story([one], [two], HARDLY)] == ([] if verdict is None else [verdict])


APART = [
    ("two weeks", "In the week ended May 3 the port moved 5.2 million people.", "The port moved 4.4 million people last week."),
    ("one year of many", "From 2007 through 2014 the Quills paid a rate of 31.5 percent in tax.", "In 2014 the Quills paid a rate of 35.7 percent in tax."),
    ("another", "Another 497 violations were found by the harbour office.", "The harbour office found 588 violations."),
    ("told as a part", "The harbour office found 497 violations without a culprit.", "The harbour office found 588 violations, in 497 cases without a culprit."),
    ("cut short", "The Quills paid $43,885,310 in tax for the mill.", "The Quills paid $43 million in tax for the mill."),
    ("named groups", "Two senators, Quill and Moss, asked for a veto of the bill.", "The bill was opposed by three senators, Oster, Lind and Hale, all of Tarn, who had voted for it."),
    ("another time", "The mayor and Ida Quill met for the second time in a week.", "On Sunday, for the first time in weeks, Quill met the mayor at the old mill."),
    ("a length of time", "They met in Tarn, the first meeting in 22 days.", "In Tarn the dispute neared its two-week mark."),
    ("a post's own line", "Ida Quill (@quill) May 18, 2020", "Ida Quill (@quill) May 19, 2020"),
    ("a refusal of something else", "Harbour master Ida Quill of Tarn said the lawsuit was without merit.", "But harbour master Ida Quill of Tarn isn't backing down in the lawsuit."),
    ("a further sentence", "“We don't trust him. We don't want him. We reject his plan.”", "“We don't want him. We reject his plan.”"),
    ("a numeral", "Ida Quill fought in World War II with the Tarn company.", "Ida Quill fought in World War Two with the Tarn company."),
    ("the attacker", "The attack in Tarn killed three people at the fair.", "One gunman was killed by police at the Tarn fair."),
    ("reasons in quotations", "“I run for mayor of Tarn because the harbour rots,” she said.", "“I am running for mayor of Tarn because we need schools,” Quill said."),
    ("sums behind other names", "They charged $3,544 at Moss Boutique and $5,687 at the Tarn Retreat.", "It paid for a $466 dinner in Vardo and a $5,687 stay at the Tarn Retreat."),
    ("one day's toll", "A tally has 18,860 dead of the fever in Tarn.", "Fever in Tarn: toll highest after 2,000 deaths in a day."),
    ("of something else", "She praised the two-year extension of tax cuts in the Tarn deal.", "The Tarn deal had no 13-month extension of unemployment insurance."),
    ("feet and metres", "Bram Oster fell about 200ft from the ridge.", "Bram Oster fell about 60m from the ridge."),
    ("two spellings", "Ida Quill worked for Tarn Advisers in Vardo.", "Ida Quill worked for Tarn Advisors in Vardo."),
    ("a name cut off", "All others were safe, Oster said.", "All others were safe, Const."),
    ("a career and its part", "Quill spent 19 seasons with the Tarn club.", "Before, Quill spent four seasons as director of the Tarn club."),
    ("headlines", "Woman Killed In Tarn Crash, Police Arrest Driver.", "Woman Killed In Tarn Crash, Driver Charged."),
    ("a department and its head", "“There will be no change to the rule until May,” Dunmore said.", "“There will be no change to the rule until May,” the Department of Ports said."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), APART, ids=[row[0] for row in APART])
def test_what_is_told_of_another_time_group_or_speaker_is_no_conflict(why: str, one: str, two: str) -> None:
    assert found(one, two) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("In 2014 the Quills paid a rate of 31.5 percent in tax.", "In 2014 the Quills paid a rate of 35.7 percent in tax."),
        ("In a 448-page report the court told the story.", "Quill’s 488-page report told the story."),
        ("They charged $3,544 at Moss Boutique and $5,687 at the Tarn Retreat.", "It paid for a $466 dinner in Vardo and a $5,587 stay at the Tarn Retreat."),
        ("The crew was told that the toll was mandatory.", "The crew was told that the toll was voluntary."),
    ],
)  # fmt: skip
def test_what_is_told_of_one_time_and_thing_is(one: str, two: str) -> None:
    assert len(found(one, two)) == 1


def test_a_vague_word_elsewhere_explains_no_number() -> None:
    one, two = "The attack on the two mosques killed 50 people.", "The attack left 49 people dead at two mosques."
    assert len(found(one, two, rest=("Dozens were killed there.",))) == 1


def test_two_of_a_row_are_compared_where_both_make_one_point_only() -> None:
    one, two = "It was carrying the first boy rescued.", "A boat carrying the fifth boy rescued was seen."
    assert found(one, two, Relation.PARTIAL) == []
