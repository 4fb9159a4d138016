"""Tables by outlet: shares are of what could be counted, intervals are over events."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from framing.model import Comparison, State
from framing.store.stats import kind_of, kind_table, outlet_table, profile_table, share
from tests.report.fixtures import three, two


def test_an_outlets_states_add_up_to_all_that_was_counted() -> None:
    for row in outlet_table([two(), three()]):
        assert row.stated.value + row.partly.value + row.not_found.value == pytest.approx(1.0)
        assert row.stated.of == row.partly.of == row.not_found.of


def test_shares_follow_the_cells() -> None:
    result = three()
    claims = [fact for fact in result.facts if fact.is_claim]
    article = result.articles[0]
    cells = [cell.state for fact in claims for cell in fact.cells if cell.article == article.id]
    counted = [state for state in cells if state not in (State.NOT_COMPARED, State.NOT_YET_REPORTED)]
    (row,) = [row for row in outlet_table([result]) if row.outlet == article.outlet]
    assert row.not_found.of == len(counted)
    assert row.not_found.value == pytest.approx(counted.count(State.NOT_FOUND) / len(counted))


def test_opinion_counts_neither_way() -> None:
    result = two()
    opinions = replace(result, facts=tuple(replace(fact, is_claim=False) for fact in result.facts))
    assert outlet_table([opinions]) == []


def test_not_yet_reported_counts_neither_way() -> None:
    result = two()
    late = tuple(
        replace(fact, cells=tuple(replace(cell, state=State.NOT_YET_REPORTED) for cell in fact.cells))
        for fact in result.facts
    )
    assert outlet_table([replace(result, facts=late)]) == []


@pytest.mark.parametrize("events", [1, 4])
def test_few_events_give_no_interval(events: int) -> None:
    found = share([Counter({State.STATED: 3, State.NOT_FOUND: 1})] * events, (State.NOT_FOUND,))
    assert found.value == 0.25
    assert (found.low, found.high) == (None, None)
    assert (found.events, found.of) == (events, 4 * events)


def test_the_interval_is_over_events_and_holds_the_share() -> None:
    even = [Counter({State.STATED: 5, State.NOT_FOUND: 5})] * 20
    uneven = [Counter({State.STATED: 10}), Counter({State.NOT_FOUND: 10})] * 10
    narrow, wide = share(even, (State.NOT_FOUND,)), share(uneven, (State.NOT_FOUND,))
    assert narrow.value == wide.value == 0.5
    assert narrow.low == narrow.high == 0.5
    assert wide.low is not None
    assert wide.high is not None
    assert wide.low < 0.4 < 0.6 < wide.high


def test_the_same_corpus_gives_the_same_interval() -> None:
    counts = [Counter({State.STATED: n, State.NOT_FOUND: 10 - n}) for n in range(10)]
    assert share(counts, (State.NOT_FOUND,)) == share(counts, (State.NOT_FOUND,))


def test_kinds_are_told_by_the_canonical_sentence() -> None:
    result = two()
    kinds = {result.passage(fact.canonical).text: kind_of(result, fact) for fact in result.facts}
    for text, kind in kinds.items():
        quoted = any(mark in text for mark in '“”"')
        figures = any(char.isdigit() for char in text)
        assert kind == ("quotation" if quoted else "figure" if figures else "statement")
    assert sum(row.not_found.of for row in kind_table([result])) == sum(
        row.not_found.of for row in outlet_table([result])
    )


def test_profiles_are_means_over_events() -> None:
    result = two()
    article = result.articles[0]
    one = replace(result, profiles={"quotes": {article.id: {"share": 0.2}}})
    other = replace(result, profiles={"quotes": {article.id: {"share": 0.4}}})
    (row,) = profile_table([one, other])
    assert (row.outlet, row.lens, row.name, row.events) == (article.outlet, "quotes", "share", 2)
    assert row.mean == pytest.approx(0.3)


def test_a_corpus_without_comparisons_gives_empty_tables() -> None:
    nothing: list[Comparison] = []
    assert outlet_table(nothing) == kind_table(nothing) == profile_table(nothing) == []
