"""Differences planted in invented sentences are found by the right lens, and wire copy stays silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.config import Settings
from framing.lenses import run
from framing.model import Difference, Same
from tests.lenses.support import article, outcome

CORPORA = Path(__file__).parent.parent.parent / "corpora"
PARSED = ("labels", "agency")


def meets(found: tuple[Difference, ...], lens: str, a: str, b: str) -> bool:
    """Whether a finding of the lens holds the words on both sides."""
    return any(each.lens == lens and each.a and each.b and a in each.a.text and b in each.b.text for each in found)


@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        ("Police arrested 40 people on Monday.", "Forty hooligans were arrested.", "40 people", "Forty hooligans"),
        ("The so-called census went on.", "The census went on in May.", "so-called census", "census"),
        ("Ann Doe of the weavers’ guild spoke.", "Guild firebrand Ann Doe spoke.", "weavers’ guild", "firebrand"),
        ("Troops moved into Orsk at dawn.", "The invasion of Orsk came at dawn.", "moved into", "invasion"),
        ("The bill would restrict strikes.", "The bill protects pupils from strikes.", "restrict", "protects"),
    ],
)
def test_another_name_is_a_label_without_a_parse(one: str, two: str, a: str, b: str) -> None:
    assert meets(outcome("labels", [one], [two]).differences, "labels", a, b)


@pytest.mark.model
@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        ("The Orla sank off the cape on Monday.", "The rotten tub sank off the cape.", "The Orla", "The rotten tub"),
        ("The factory closed two shops.", "The greedy company closed two shops.", "The factory", "greedy company"),
        ("The Orla had 90 people on board when it sank.", "The rotten tub sank at noon.", "The Orla", "tub"),
    ],
)
def test_another_name_in_the_same_part_of_an_act_is_a_label(one: str, two: str, a: str, b: str) -> None:
    assert meets(outcome(PARSED, [one], [two]).differences, "labels", a, b)


@pytest.mark.model
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ann Doe closed the mill.", "Bob Roe closed the mill."),
        ("He closed the mill.", "The owner closed the mill."),
        ("Four men closed the mill.", "Nine women closed the mill."),
    ],
)
def test_other_persons_pronouns_and_other_counts_are_no_label(one: str, two: str) -> None:
    assert not [each for each in outcome(PARSED, [one], [two]).differences if each.lens == "labels"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("one", "two", "note"),
    [
        ("Some 900 people left the village.", "Soldiers drove 900 people from the village.", "acted upon in the other"),
        ("Guards fired gas at the crowd.", "Guards were forced to fire gas at the crowd.", "forced"),
        (
            "Residents of Upper Dell were relocated.",
            "Soldiers drove the 900 residents of Upper Dell out.",
            "who did it",
        ),
        ("Acme extended the interval of door checks.", "Check intervals had been adjusted.", "who did it"),
        ("Taxpayers paid 28 million for the mill.", "The mill was given 28 million.", "who did it"),
        ("The firm doubled the interval.", "Intervals had been adjusted.", "who did it"),
    ],
)
def test_another_actor_or_none_is_a_matter_of_agency(one: str, two: str, note: str) -> None:
    found = outcome("agency", [one], [two]).differences
    assert any(note in each.explanation for each in found), [each.explanation for each in found]


@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        ("About 300 soldiers took the bridge.", "A small contingent took the bridge.", "300", "small contingent"),
        ("The court ruled by six votes to three.", "A majority of the judges ruled so.", "six", "majority"),
        ("Some 11.1 percent are out of work.", "One in nine is out of work.", "11.1 percent", "One in nine"),
    ],
)
def test_a_figure_beside_a_vague_amount_is_a_matter_of_numbers(one: str, two: str, a: str, b: str) -> None:
    assert meets(outcome("numbers", [one], [two]).differences, "numbers", a, b)


@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        ("High power prices hurt the mill.", "The owner blames high power prices.", "power prices", "The owner blames"),
        ("The wave was huge.", "The wave contradicts the owner’s account of a huge wave.", "huge", "owner’s account"),
        (
            "He called it a “limited closure”.",
            "The closure is limited.",
            "called it a “limited closure”",
            "The closure",
        ),
        (
            "The town said 20 came, and the union said 90 came.",
            "The town said 20 came, and the union claimed 90 came.",
            "said 90",
            "claimed 90",
        ),
    ],
)
def test_who_answers_for_a_statement_is_told_for_each_report(one: str, two: str, a: str, b: str) -> None:
    assert meets(outcome("attribution", [one], [two]).differences, "attribution", a, b)


@pytest.mark.parametrize(
    ("one", "two", "a", "b"),
    [
        (
            "The door was open, the chief inspector, Ann Doe, said.",
            "A diver who asked not to be named said the door was open.",
            "chief inspector, Ann Doe",
            "A diver",
        ),
        (
            "The mill has poisoned the lake, the ministry said.",
            "Residents said the mill had poisoned the lake.",
            "ministry",
            "Residents",
        ),
    ],
)
def test_a_statement_that_rests_on_another_kind_of_speaker_is_a_matter_of_sources(
    one: str, two: str, a: str, b: str
) -> None:
    assert meets(outcome("sources", [one], [two]).differences, "sources", a, b)


def test_speakers_of_one_kind_or_on_other_points_are_not_set_side_by_side() -> None:
    same = outcome("sources", ["The door was open, the ministry said."], ["The mayor said the door was open."])
    other = outcome(
        "sources", ["The door was open, the ministry said."], ["Residents said that fares rose by a crown."]
    )
    for found in (same, other):
        assert not [each for each in found.differences if each.a and each.b]


@pytest.mark.parametrize(
    ("lens", "one", "two"),
    [
        ("quotes", "“The mayor must go and the clerk with her,” said Ann Doe.", "“The mayor must go to Dell at once,” said Bob Roe."),
        ("quotes", "“It was a bridge of Doe’s choosing,” said Bob Roe.", "“It was a bridge of Doe's choosing,” said Bob Roe."),
        ("quotes", "He spoke of a “phony” bridge.", "“Some phony bridge. Not a bridge at all,” said Ann Doe."),
        ("attribution", "Ann Doe said the gate was open.", "The gate was open, Bob Roe told the guard on Monday."),
        ("attribution", "Ann Doe said the mill should close now.", "The clerk would not say whether the mill should close now."),
        ("attribution", "Ann Doe said it was a phony bridge.", "I think it was a phony bridge."),
        ("labels", "The deal Mayor Ann Doe struck is dead.", "The compromise Mayor Ann Doe struck is dead."),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_no_difference(lens: str, one: str, two: str) -> None:
    kinds = ("cut", "selection", "scare", "as-fact", "")
    found = outcome(lens, [one], [two]).differences
    assert not [
        each.explanation
        for each in found
        if each.details.get("kind", "") in kinds and "different words" not in each.explanation
    ]


def test_a_pronoun_that_stands_for_nobody_named_is_no_source() -> None:
    assert not outcome("sources", ["She said it had rained all week."], ["Rain fell on the town."]).differences


@pytest.mark.model
def test_what_both_let_a_speaker_tell_is_no_matter_of_agency() -> None:
    one = "“A law against knocking does not open the door,” said Ann Doe."
    two = "“Nobody opens a door unless somebody knocks,” said Bob Roe."
    assert not outcome("agency", [one], [two]).differences


def test_tone_is_read_toward_groups_and_through_a_pronoun() -> None:
    one = ["Ann Doe came to the hospital.", "She was booed by angry relatives, who called her a disgrace."]
    two = ["Everybody at the hospital praised Ann Doe, a caring and courageous mayor."]
    (found,) = outcome("sentiment", one, two, [(1, 0)]).differences
    assert found.a is not None
    assert found.a.text.startswith("She")
    groups = outcome("sentiment", ["Brutal police beat the crowd."], ["The heroic police saved and helped the crowd."])
    assert meets(groups.differences, "sentiment", "police", "police")


@pytest.mark.parametrize(("place", "reported"), [(2, False), (3, True)])
def test_a_fact_in_the_lead_and_behind_the_top_differs_in_prominence(place: int, reported: bool) -> None:
    lead = ["Twelve people died when a ferry sank.", *[f"Filler number {i} stands here." for i in range(12)]]
    late = [f"Other words number {i} stand here." for i in range(13)]
    late[place] = "Twelve lost their lives on the ferry."
    assert bool(outcome("prominence", lead, late, [(0, place)]).differences) is reported


@pytest.mark.parametrize(
    ("one", "two"),
    [("The bosses met.", "The line bosses met."), ("The riot ended.", "The teachers’ riot ended.")],
)
def test_a_name_is_not_set_beside_part_of_itself(one: str, two: str) -> None:
    assert not outcome("labels", [one], [two]).differences


def test_the_end_of_a_marked_phrase_that_the_other_uses_as_its_own_is_a_scare_quote() -> None:
    found = outcome("quotes", ["He ordered a “limited peace operation”."], ["All this is a peace operation."])
    assert meets(found.differences, "quotes", "limited peace operation", "peace operation")
    other = outcome("quotes", ["He ordered a “limited peace operation”."], ["All this is an operation."])
    assert not [each for each in other.differences if each.details["kind"] == "scare"]


def test_a_quotation_cut_by_she_said_is_shown_whole() -> None:
    one = ["“It is ruin for all of us,” said Ann Doe.", "Rain fell."]
    two = ["Snow fell.", "“They have free bread since Monday,” Ann Doe said, “and rent comes next.”"]
    (found,) = [each for each in outcome("quotes", one, two, []).differences if each.details["kind"] == "selection"]
    assert found.b is not None
    assert (found.b.text[:4], found.b.text[-5:]) == ("They", "next.")


def test_an_earlier_passage_that_is_much_less_surely_of_the_fact_does_not_hide_where_it_stands() -> None:
    from framing.model import Link, Relation

    lead = ["Prices rose.", "Shares rose 4 percent.", *[f"Filler number {i} stands here." for i in range(12)]]
    late = [*[f"Other words number {i} stand here." for i in range(13)], "Its value went up by 4 percent."]
    sides = [article("north", lead), article("south", late)]
    for other, hidden in ((0.51, False), (0.85, True)):
        joined = [
            Link("north:1", "south:13", 0.9, Relation.PARTIAL, 0.4),
            Link("north:0", "south:13", other, Relation.PARTIAL, 0.4),
        ]
        found = run(("prominence",), sides, joined, [], Settings()).differences
        assert (not any(each.a and "Shares" in each.a.text for each in found)) is hidden


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The senate wants Mr. Doe under oath.", ""),
        ("An inquiry will examine whether Doe lied.", ""),
        ("Democrats urge President Doe to resign.", "President"),
        ("On Tuesday afternoon Mayor Doe spoke.", "Mayor"),
        ("Ann Doe, friends say, rode all night.", ""),
        ("For Ann Doe, the sum works out at three weeks.", ""),
        ("Sitting Mayor Ann Doe spoke.", "Sitting Mayor"),
        ("Ann Doe, the third mayor in two years, spoke.", "the third mayor in two years"),
    ],
)
def test_a_description_is_no_clause_and_no_verb(text: str, told: str) -> None:
    from framing.language.labels import descriptions

    lines = ["Ann Doe lives in Dell.", text]
    found = [each.words for _, named in descriptions(lines, [0, 40]) for each in named if each.span.start >= 40]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    ("lens", "one", "two", "found"),
    [
        (
            "morals",
            "The court found the vote unjust and called for justice.",
            "The court found against the vote.",
            True,
        ),
        ("morals", "The Justice Department spoke of the vote.", "The department spoke of the vote.", False),
        ("morals", "A religious freedom law passed by two votes.", "The law passed by two votes.", False),
        ("causes", "The guild urged the state to shut the mill.", "The guild spoke of the state and the mill.", True),
        (
            "causes",
            "The guild urged the state to shut the mill.",
            "The guild suggested that the state shut the mill.",
            False,
        ),
        ("causes", "He took money that should have gone to the mill.", "He took money of the mill.", False),
        ("sentiment", "Brave officers saved the town.", "Officers came to the town.", True),
        ("sentiment", "Officers said the town was quiet.", "What officers said of the town was true.", False),
        ("sources", "Bob Roe’s lawyer said the mill was sound.", "The guild’s lawyer said the mill was sound.", False),
        ("sources", "She said the mill was sound.", "The ministry said the mill was sound.", False),
    ],
)
def test_terms_pronouns_and_what_both_want_are_no_difference(lens: str, one: str, two: str, found: bool) -> None:
    told = [each for each in outcome(lens, [one], [two]).differences if each.a and each.b]
    assert bool(told) is found


def test_phrases_that_only_cut_the_same_words_otherwise_are_no_wording() -> None:
    one = "The mill is an idea that sets people free."
    two = "The mill is an idea. The mill is an idea that sets people free."
    assert not outcome("word_choice", [one], [two]).differences


def test_excerpts_do_not_begin_inside_a_number() -> None:
    from framing.lenses.wording import WORD

    assert [match.group() for match in WORD.finditer("Some 1,140 jobs, 28.5 million crowns")][1:4] == [
        "1,140",
        "jobs",
        "28.5",
    ]


def test_a_partly_shared_fact_in_the_lead_and_far_down_differs_in_prominence() -> None:
    lead = ["Twelve people died when a ferry sank.", *[f"Filler number {i} stands here." for i in range(12)]]
    late = [*[f"Other words number {i} stand here." for i in range(12)], "Twelve lost their lives."]
    (found,) = outcome("prominence", lead, late, [(0, 12)]).differences
    assert "in passage 13 of 13" in found.explanation


def test_weak_wordings_are_held_back_unless_all_are_asked_for() -> None:
    from tests.lenses.support import links

    one = ["The council met on Monday at noon in the hall, heard the clerk and the mayor, and went home by tram."]
    two = ["On Monday the councillors gathered at noon, listened to clerk and mayor in the hall, and left by tram."]
    sides, joined = [article("north", one), article("south", two)], links([(0, 0)])
    shown = run(("word_choice",), sides, joined, [], Settings()).differences
    every = run(("word_choice",), sides, joined, [], Settings(all_scores=True)).differences
    assert len(shown) < len(every)


def test_a_loaded_word_beside_a_plain_one_is_shown() -> None:
    found = outcome("word_choice", ["The shameless firm shut the mill."], ["The company shut the mill."]).differences
    assert any(each.a and "shameless" in each.a.text for each in found)


@pytest.mark.model
def test_wire_copies_of_one_text_give_no_difference_in_any_lens() -> None:
    import json

    from framing.ingest import read
    from framing.segment import segment
    from tests.lenses.support import links

    file = CORPORA / "ferry-hallow-sound" / "meridian-wire.json"
    texts = [passage.text for passage in segment(read(file))] or json.loads(file.read_text())["sentences"]
    every = [(i, j) for i in range(len(texts)) for j in range(len(texts))]
    names = ("labels", "attribution", "agency", "quotes", "prominence", "word_choice", "numbers")
    found = run(names, [article("north", texts), article("south", texts)], links(every), [], Settings())
    assert found.differences == ()
    assert Same.YES


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "The spill killed 12 swans; 21 swans died, the harbour master said.",
            "The harbour master counted 21 dead swans.",
        ),
        ("Opposition parties called on the minister to resign.", "The minister took command of the crisis staff."),
    ],
)
def test_forms_of_one_word_and_parties_are_no_labels_of_an_act(one: str, two: str) -> None:
    told = outcome("labels", [one], [two]).differences
    assert not [each for each in told if "death is called" in each.explanation or "dispute is made" in each.explanation]
