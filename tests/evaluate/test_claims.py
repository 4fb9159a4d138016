"""Claims on hand-made rows: forms of row, errors, figures; and the floors on gold where it is at hand."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from framing.errors import MalformedInput
from framing.evaluate.claims import auc, balanced_accuracy, predict_claims, score_claims

FLOORS = Path(__file__).parents[1] / "floors.toml"
EVIDENCE = [
    "Skip to content",
    "The dam at Karsin was finished in 1974 by engineers from two countries.",
    "It feeds a canal of 40 kilometres.",
    "Contact us",
]
TRUE = {"id": "t", "claim": "Engineers from two countries finished the Karsin dam in 1974.", "evidence": EVIDENCE}
FALSE = {"id": "f", "claim": "Bram Oster painted the opera house of Vardo in 1988.", "evidence": EVIDENCE}
ARTICLE = {"x": {"id": "x", "text": "The mayor closed the bridge on Monday. Traffic was sent over the hills."}}


def test_a_supported_claim_outranks_an_unsupported_one_and_names_its_sentence() -> None:
    yes, no = predict_claims([TRUE, FALSE])
    assert yes["id"] == "t"
    assert yes["probability"] > 0.5 > no["probability"]
    assert yes["support"][0] == 1


def test_a_summary_with_a_swapped_number_is_less_consistent() -> None:
    article = {"x": {"id": "x", "text": "The mayor closed 14 bridges on Monday. Traffic was sent over the hills."}}
    rows = [
        {"id": i, "summary": f"The mayor closed {n} bridges on Monday.", "article_id": "x"}
        for i, n in ((0, 14), (1, 19))
    ]
    right, wrong = predict_claims(rows, article)
    assert right["probability"] > wrong["probability"]


@pytest.mark.model
def test_a_proposition_is_named_by_its_place_in_the_file() -> None:
    rows = [
        {"proposition": "The mayor closed the bridge", "premise": "x"},
        {"proposition": "A whale sang in Oslo", "premise": "x"},
    ]
    first, second = predict_claims(rows, ARTICLE)
    assert (first["index"], second["index"]) == (0, 1)
    assert first["probability"] > second["probability"]


@pytest.mark.parametrize(
    ("row", "articles", "said"),
    [
        ({"text": "x"}, None, "row 1: expected"),
        ({"summary": "x", "article_id": "x"}, None, "--articles"),
        ({"summary": "x", "article_id": "y"}, ARTICLE, "article y is not in"),
    ],
)
def test_rows_that_cannot_be_read_are_named(
    row: dict[str, str], articles: dict[str, dict[str, str]] | None, said: str
) -> None:
    with pytest.raises(MalformedInput, match=said):
        list(predict_claims([row], articles))


@pytest.mark.parametrize("evidence", [[], [""], ["?!"], ["word"] * 500])
def test_empty_and_odd_evidence_gives_a_probability(evidence: list[str]) -> None:
    (made,) = predict_claims([{"id": 1, "claim": "The dam was finished.", "evidence": evidence}])
    assert 0 <= made["probability"] <= 1
    assert all(0 <= i < len(evidence) for i in made["support"])


def test_an_empty_claim_gives_a_probability() -> None:
    (made,) = predict_claims([{"id": 1, "claim": "", "evidence": EVIDENCE}])
    assert 0 <= made["probability"] <= 1


def test_figures_count_ties_half_and_classes_alike() -> None:
    truth, given = np.array([True, True, False, False]), np.array([0.9, 0.5, 0.5, 0.1])
    assert auc(truth, given) == pytest.approx(0.875)
    assert balanced_accuracy(
        np.array([True, False, False, False]), np.array([True, False, False, True])
    ) == pytest.approx(5 / 6)
    assert np.isnan(auc(np.array([True]), np.array([0.5])))


def test_support_is_scored_where_gold_names_it() -> None:
    rows = [
        {**TRUE, "label": "supported", "supporting_sentences": [[1, 2]]},
        {**FALSE, "label": "not_supported", "supporting_sentences": [[]]},
    ]
    figures = score_claims(rows, list(predict_claims(rows)))
    assert figures["auc"] == figures["support_in_first_five"] == figures["support_recall_at_five"] == 1.0


SETS = {
    "wice": ("wice_dev.jsonl", None),
    "propsegment": ("propsegment_propositions.jsonl", "propsegment_articles.jsonl"),
    "summedits": ("summedits_pairs.jsonl", "summedits_articles.jsonl"),
}


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("name", SETS)
def test_the_figures_stand_at_their_floors(name: str, gold: Path) -> None:
    file, articles = SETS[name]
    floor = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["claims"][name]
    raw = (gold / "facts" / file).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == floor.pop("digest"), "the gold has changed: measure again"
    rows = [json.loads(line) for line in raw.decode().splitlines()]
    known = None
    if articles:
        lines = (gold / "facts" / articles).read_text(encoding="utf-8").splitlines()
        known = {row["id"]: row for row in map(json.loads, lines)}
    figures = score_claims(rows, list(predict_claims(rows, known)))
    assert {k: v for k, v in floor.items() if figures[k] < v} == {}, figures
