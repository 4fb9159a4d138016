"""Figures on gold: small tables by hand, errors, and the floors on the gold sets where they are."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from framing.errors import MalformedInput
from framing.evaluate.events import predict_events, predict_groups, score_events, score_groups
from framing.events.reading import read_row, with_headline
from tests.conftest import ROOT

PAIRS = [
    {"a": "1", "b": "2", "same": 1, "kind": "same_event"},
    {"a": "1", "b": "3", "same": 0, "kind": "hard_tfidf"},
    {"a": "2", "b": "3", "same": 0, "kind": "random"},
    {"a": "3", "b": "4", "same": 1, "kind": "same_event"},
]


def test_pair_figures_by_hand() -> None:
    scores = [0.9, 0.6, 0.1, 0.4]
    made = [{"a": r["b"], "b": r["a"], "probability": s} for r, s in zip(PAIRS, scores, strict=True)]
    figures = score_events(PAIRS, made)
    assert figures["precision"] == figures["recall"] == figures["f1"] == 0.5
    assert figures["auc"] == 0.75
    assert figures["auc_hard_negatives"] == 0.5
    assert figures["brier"] == pytest.approx((0.01 + 0.36 + 0.01 + 0.36) / 4)


def test_group_figures_by_hand() -> None:
    gold = [{"id": str(i), "event_id": e} for i, e in enumerate("aabb")]
    made = [{"id": str(i), "cluster": c} for i, c in enumerate("xxxy")]
    figures = score_groups(gold, made)
    assert figures["b3_precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert figures["b3_recall"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert figures["events"] == 2


def test_pairs_without_articles_are_refused() -> None:
    with pytest.raises(MalformedInput, match="--articles"):
        next(predict_events(PAIRS, None))


def test_missing_articles_are_counted_and_named() -> None:
    with pytest.raises(MalformedInput, match="2 articles are not in the articles file, the first: 3"):
        next(predict_events(PAIRS, {"1": {"text": "x"}, "2": {"text": "x"}}))


def test_title_becomes_the_headline_and_spans_move() -> None:
    made = read_row("n1", {"title": "Ferry sinks", "text": "A ferry sank.\nNine died.", "date": "2024-03-14"})
    assert made.id == "n1"
    assert [block.span.of(made.text) for block in made.blocks] == ["Ferry sinks", "A ferry sank.", "Nine died."]
    assert made.published.startswith("2024-03-14")


def test_title_repeated_in_the_text_is_not_doubled() -> None:
    made = read_row("n1", {"title": "Ferry sinks", "text": "Ferry sinks\nA ferry sank."})
    assert made.text.count("Ferry sinks") == 1


def test_moving_the_headline_in_keeps_slices() -> None:
    made = with_headline(read_row("n1", {"title": "", "text": "A ferry sank."}))
    assert made.blocks[-1].span.of(made.text) == "A ferry sank."


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


FILES = {
    "allsides_val": ("same_event/allsides_val_articles.jsonl", "same_event/allsides_val_pairs.jsonl"),
    "ecbplus_dev": ("same_event/ecbplus_dev_articles.jsonl", "same_event/ecbplus_dev_pairs.jsonl"),
    "basil": ("framing/basil_articles.jsonl", "same_event/basil_pairs.jsonl"),
}


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("name", sorted(FILES))
def test_figures_stay_above_the_floors(gold: Path, name: str) -> None:
    floor = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))["events"][name]
    articles_file, pairs_file = (gold / part for part in FILES[name])
    if hashlib.sha256(pairs_file.read_bytes()).hexdigest() != floor["digest"]:
        pytest.skip(f"{pairs_file.name} is not the file that the floor was measured on")
    articles = {row["id"]: row for row in rows_of(articles_file)}
    pairs = rows_of(pairs_file)
    figures = score_events(pairs, predict_events(pairs, articles))
    assert figures.get("auc_hard_negatives", figures["auc"]) >= floor["auc"]
    assert figures["f1"] >= floor["f1"]
    assert figures["brier"] <= floor["brier"]
    groups = score_groups(list(articles.values()), predict_groups(list(articles.values())))
    assert groups["b3_f1"] >= floor["b3_f1"]
