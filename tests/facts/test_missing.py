"""What a partly stated fact lacks is named in the fact's own words."""

from __future__ import annotations

import pytest

from framing.config import Settings
from framing.facts import build
from framing.model import Relation, State
from tests.facts.making import aligned, judged, prepared

LONG = "The river Tarn flooded Oldbridge on Monday and the regional railway stopped every train to the coast."
SHORT = "On Monday the river Tarn flooded the town of Oldbridge."


@pytest.mark.model
def test_the_claim_without_counterpart_is_named() -> None:
    a, b = prepared("a", [LONG]), prepared("b", [SHORT])
    sheet = build([a, b], [aligned(a, b, [(0, 0, 0.9, Relation.PARTIAL)])], [judged(a, b)], [], Settings())
    fact = next(f for f in sheet.facts if f.canonical == "a:0")
    cell = next(c for c in fact.cells if c.article == "b")
    assert cell.state is State.PARTLY
    assert [e.text for e in cell.missing] == ["the regional railway stopped every train to the coast"]
    assert all(a.article.text[e.start : e.end] == e.text for e in cell.missing)
    (omission,) = [o for o in sheet.omissions if o.fact == fact.id]
    assert omission.missing == cell.missing


def test_without_partly_stated_facts_the_parser_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("framing.facts.missing.propositions", refuse)
    a, b = prepared("a", [LONG]), prepared("b", [SHORT])
    sheet = build([a, b], [aligned(a, b, [(0, 0, 0.9, Relation.SAME)])], [judged(a, b)], [], Settings())
    assert {c.state for f in sheet.facts for c in f.cells} == {State.STATED}
