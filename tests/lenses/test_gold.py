"""Figures on the gold sets stay above their floors (tests/floors.toml); skipped by name where the sets are absent."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from framing.config import Settings
from framing.evaluate.framing_notes import score_notes
from framing.evaluate.labels import score_labels
from framing.evaluate.loaded import predict_loaded, score_loaded
from framing.evaluate.targets import predict_targets, score_targets
from tests.conftest import gold_folder

FLOORS = tomllib.loads((Path(__file__).parent.parent / "floors.toml").read_text(encoding="utf-8"))


def rows(path: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of a gold file and its digest; skips where it is absent."""
    folder = gold_folder()
    if folder is None or not (folder / path).is_file():
        pytest.skip(f"gold set {path} is not here (FRAMING_EVAL)")
    data = (folder / path).read_bytes()
    return [json.loads(line) for line in data.decode().splitlines() if line.strip()], hashlib.sha256(data).hexdigest()


def hold(scores: dict[str, float], kind: str, name: str, digest: str) -> None:
    """Every floor of the section is held, on the same data."""
    section = FLOORS[kind][name]
    assert section["digest"] == digest, "the gold file has changed: measure anew and set the floors with its digest"
    low = {key: (scores[key], floor) for key, floor in section.items() if key != "digest" and scores[key] < floor}
    assert not low, low


@pytest.mark.slow
@pytest.mark.model
def test_readers_notes_are_met_by_what_is_shown() -> None:
    gold, digest = rows("pairs/dev.jsonl")
    scores = score_notes(gold)
    assert scores["per_pair"] <= 3
    hold(scores, "lenses", "notes_shown", digest)


@pytest.mark.slow
@pytest.mark.model
def test_readers_notes_are_met_by_all_that_is_weighed() -> None:
    gold, digest = rows("pairs/dev.jsonl")
    hold(score_notes(gold, settings=Settings(all_scores=True)), "lenses", "notes", digest)


def test_wordings_of_one_referent_are_grouped() -> None:
    gold, digest = rows("labels/newswcl50_annotations.jsonl")
    hold(score_labels(gold), "lenses", "wordings", digest)


@pytest.mark.slow
@pytest.mark.model
def test_loaded_sentences_and_words_are_told() -> None:
    gold, digest = rows("framing/babe_dev.jsonl")
    hold(score_loaded(gold, list(predict_loaded(gold))), "loaded", "babe", digest)


@pytest.mark.slow
@pytest.mark.model
def test_tone_toward_targets_is_told() -> None:
    gold, digest = rows("framing/newsmtsc_mt.jsonl")
    hold(score_targets(gold, list(predict_targets(gold))), "targets", "newsmtsc", digest)


def test_rows_without_gold_are_predicted_all_the_same() -> None:
    (row,) = predict_loaded([{"text": "The plan was a shameful disgrace."}])
    assert row["id"] == 0
    assert 0 <= row["probability"] <= 1
    (target,) = predict_targets([{"sentence": "Ann Doe spoke.", "start": 0, "end": 7}])
    assert target["polarity"] in ("negative", "neutral", "positive")
