"""Claims of sentences by dependency parse, with the spans of their parts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from framing.language.propositions import Proposition, propositions
from framing.model import Span

pytestmark = pytest.mark.model


def of(text: str) -> tuple[Proposition, ...]:
    return propositions([text])[0]


def words(text: str, span: Span | None) -> str | None:
    return span.of(text) if span else None


def test_joined_clauses_become_claims_of_one_subject() -> None:
    text = "Salman is the widow of the gunman who killed 49 people and injured 50 others at a club in 2016."
    claims = of(text)
    assert [c.predicate.of(text) for c in claims] == ["is", "killed", "injured"]
    assert words(text, claims[1].subject) == words(text, claims[2].subject) == "the gunman"
    assert [s.of(text) for s in claims[1].quantities] == ["49"]
    assert [s.of(text).removeprefix("in ") for s in claims[2].times] == ["2016"]


def test_a_reported_clause_has_its_speaker() -> None:
    text = "Her government said the gates had been shut for repairs."
    claims = of(text)
    assert [words(text, c.attribution) for c in claims] == [None, "Her government"]


def test_a_quotation_has_its_speaker() -> None:
    text = "“We will call it by its name,” Prime Minister Ilona Sarvas told parliament."
    first = of(text)[0]
    assert "Sarvas" in (words(text, first.attribution) or "")


def test_negation_is_marked() -> None:
    yes, no = of("The crew reported the fault.")[0], of("The crew did not report the fault.")[0]
    assert (yes.negated, no.negated) == (False, True)


def test_a_clause_in_the_middle_is_left_out_of_the_claim_around_it() -> None:
    text = "The operator of the ferry that turned over in the sound has admitted the fault."
    spans = {c.predicate.of(text): c.words(text) for c in of(text)}
    assert spans["has admitted"] == "The operator of the ferry has admitted the fault"


@pytest.mark.parametrize("text", ["", " ", "No vote.", "?!", "12 34 56", "Ünïcödé — “quotes” … 😀 were here."])
def test_odd_texts_give_spans_inside_the_text(text: str) -> None:
    for claim in of(text):
        assert all(0 <= span.start < span.end <= len(text) for span in claim.spans)


def test_spans_are_in_order_and_do_not_overlap() -> None:
    text = "He said, when asked, that the mayor, who left early, would not, in his view, return."
    for claim in of(text):
        assert all(one.end <= two.start for one, two in pairwise(claim.spans))


def test_each_text_has_its_own_claims() -> None:
    first, second = propositions(["The dam broke.", "The town fled."])
    assert [c.predicate.of("The dam broke.") for c in first] == ["broke"]
    assert [c.predicate.of("The town fled.") for c in second] == ["fled"]
