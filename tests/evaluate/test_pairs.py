from __future__ import annotations

import numpy as np
import pytest

from framing.align import Scores
from framing.errors import MalformedInput
from framing.evaluate.pairs import predict_pairs, prediction, score_pairs
from tests.align.helpers import Fixed

GOLD = {
    "links": [[0, 0, "same"], [1, 1, "partial"]],
    "unsure_links": [[0, 1]],
    "coverage_a": {"0": "covered", "1": "partly", "2": "absent"},
    "coverage_b": {"0": "covered", "1": "nonfact", "2": "absent"},
}
ROW = {"pair": "X", "a": {"sentences": ["a", "b", "c"]}, "b": {"sentences": ["d", "e", "f"]}, "gold": GOLD}


def made(**links: float) -> dict[str, object]:
    cells = [[int(name[1]), int(name[2]), p] for name, p in links.items()]
    covered = {"0": 0.9, "1": 0.4, "2": 0.2}
    return {"pair": "X", "links": cells, "coverage_a": covered, "coverage_b": covered}


def test_links_count_at_one_half_and_unsure_ones_do_not() -> None:
    figures = score_pairs([ROW], [made(c00=0.9, c01=0.9, c11=0.4, c22=0.5)])
    assert figures["link_precision"] == 0.5
    assert figures["link_recall"] == 0.5
    assert figures["recall_same"] == 1
    assert figures["recall_partial"] == 0
    assert figures["n_links"] == 2


def test_omissions_leave_out_what_has_no_facts() -> None:
    figures = score_pairs([ROW], [made(c00=0.9)])
    assert figures["n_absent"] == 2
    assert figures["omission_recall"] == 1
    assert figures["omission_precision"] == pytest.approx(2 / 3)
    wrong = [0.1**2, 0.6**2, 0.2**2, 0.1**2, 0.2**2]
    assert figures["omission_brier"] == pytest.approx(np.mean(wrong))


def test_a_perfect_prediction_scores_one() -> None:
    right = made(c00=0.9, c11=0.8)
    right["coverage_a"] = right["coverage_b"] = {"0": 1.0, "1": 1.0, "2": 0.0}
    figures = score_pairs([ROW], [right])
    names = ("link_f1", "link_ap", "same_ap", "omission_f1", "omission_auc", "link_f1_mean_of_pairs")
    assert all(figures[name] == 1 for name in names)
    assert figures["omission_brier"] == 0


def test_a_pair_without_a_prediction_is_named() -> None:
    with pytest.raises(MalformedInput, match="pair X"):
        score_pairs([ROW], [])


def test_predictions_list_scored_pairs_and_all_coverage() -> None:
    link = np.array([[0.9, 0.0004], [0.2, 0.0]], np.float32)
    scores = Scores(link, link, np.array([0.7, 0.1], np.float32), np.array([0.6, 0.2], np.float32))
    row = {"pair": "X", "a": {"sentences": ["x", "y"]}, "b": {"sentences": ["z", "w"]}}
    out = next(predict_pairs([row], scorer=Fixed(scores)))
    assert [cell[:2] for cell in out["links"]] == [[0, 0], [1, 0]]
    assert out["coverage_a"] == pytest.approx({"0": 0.7, "1": 0.1})


def test_an_empty_article_has_no_links_and_nothing_covered() -> None:
    out = prediction("X", None, 2, 0)
    assert out == {"pair": "X", "links": [], "coverage_a": {"0": 0.0, "1": 0.0}, "coverage_b": {}}


@pytest.mark.parametrize(
    "row", [{}, {"a": {"sentences": "x"}, "b": {"sentences": []}}, {"a": {"sentences": [1]}, "b": {}}]
)
def test_a_row_without_sentences_is_named(row: dict[str, object]) -> None:
    scores = Scores(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1), np.zeros(1))
    with pytest.raises(MalformedInput, match="row 1"):
        list(predict_pairs([row], scorer=Fixed(scores)))
