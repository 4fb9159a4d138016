"""Scores of cleaning on hand-made rows, and the floors on gold where it is at hand."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from framing.evaluate.clean import predict_clean, score_clean
from framing.evaluate.fit_clean import label
from framing.ingest.lines import split_lines
from tests.ingest.pages import BODY, STANDFIRST, dump

FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text(encoding="utf-8"))["clean"]
WORDS = "one two three four five six"


def test_a_page_gives_its_body_and_a_page_without_one_an_empty_body() -> None:
    rows = [{"id": "a", "dump": dump()}, {"id": "b", "dump": "Home\nNews\nSign in"}]
    one, none = predict_clean(rows)
    assert one == {"id": "a", "body": "\n\n".join([STANDFIRST, *BODY])}
    assert none == {"id": "b", "body": ""}


@pytest.mark.parametrize(
    ("gold", "found", "precision", "recall"),
    [
        (WORDS, WORDS, 1.0, 1.0),
        (WORDS, "one two three four", 1.0, 1 / 3),
        ("one two three four", WORDS, 1 / 3, 1.0),
        (WORDS, "", 0.0, 0.0),
        ("ab", "ab", 1.0, 1.0),
        ("one two three four one two three four", "one two three four", 1.0, 1 / 5),
    ],
)
def test_scores_count_runs_of_four_words(gold: str, found: str, precision: float, recall: float) -> None:
    scores = score_clean([{"id": "a", "body": gold}], [{"id": "a", "body": found}])
    assert scores["precision"] == pytest.approx(precision)
    assert scores["recall"] == pytest.approx(recall)


def test_pages_count_alike_whatever_their_length() -> None:
    rows = [{"id": "a", "body": WORDS}, {"id": "b", "body": " ".join(map(str, range(500)))}]
    scores = score_clean(rows, [{"id": "a", "body": ""}, {"id": "b", "body": rows[1]["body"]}])
    assert (scores["precision"], scores["recall"], scores["pages"]) == (0.5, 0.5, 2.0)


def test_lines_of_the_known_body_are_labelled_once_where_they_repeat() -> None:
    page = "Bridge\nMenu\nBridge\nThe bridge is shut today.\nMenu"
    labels = label(page, split_lines(page), "Bridge\nThe bridge is shut today.")
    assert labels.tolist() == [0, 0, 1, 1, 0]


@pytest.mark.parametrize("name", ["text_dumps", "samples"])
def test_the_floors_hold(name: str, request: pytest.FixtureRequest) -> None:
    if name == "samples":
        file = Path(__file__).parents[2] / "corpora" / "gold" / "clean.jsonl"
    else:
        file = request.getfixturevalue("gold") / "clean" / "text_dumps.jsonl"
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != FLOORS[name]["digest"]:
        pytest.skip(f"{file.name} is of another version than the floor")
    rows = [json.loads(line) for line in data.decode().splitlines()]
    scores = score_clean(rows, predict_clean(rows))
    for metric, floor in FLOORS[name].items():
        if metric != "digest":
            assert scores[metric] >= floor, metric
