from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.errors import EmptyInput, MalformedInput, NotFound
from framing.train.gold import digest, folds, labels, read_rows

ROW = {
    "a": {"sentences": ["x", "y"]},
    "b": {"sentences": ["z"]},
    "gold": {
        "links": [[0, 0, "same"]],
        "unsure_links": [[1, 0]],
        "coverage_a": {"0": "covered", "1": "nonfact"},
        "coverage_b": {"0": "partly"},
    },
}


def test_labels_tell_same_from_unsure_and_leave_out_what_has_no_facts() -> None:
    made = labels(ROW)
    assert made.links.tolist() == [[2], [-1]]
    assert made.coverage_a.tolist() == [2, -1]
    assert made.coverage_b.tolist() == [1]


@pytest.mark.parametrize(("text", "error"), [("", EmptyInput), ("{}\n{", MalformedInput)])
def test_unreadable_gold_is_named(tmp_path: Path, text: str, error: type[Exception]) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(text)
    with pytest.raises(error, match=r"gold\.jsonl"):
        read_rows(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.jsonl"):
        read_rows(tmp_path / "none.jsonl")


def test_the_same_story_never_stands_in_two_folds() -> None:
    stories = [f"w{i}a w{i}b w{i}c w{i}d w{i}e" for i in range(10)]
    rows = [{"a": {"sentences": [s]}, "b": {"sentences": [s]}} for s in stories for _ in range(2)]
    made = folds(rows, 5)
    assert all(made[2 * i] == made[2 * i + 1] for i in range(10))
    assert sorted(made.count(f) for f in range(5)) == [4, 4, 4, 4, 4]


def test_a_digest_changes_with_the_data(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps(ROW))
    before = digest(file)
    file.write_text(json.dumps(ROW) + "\n")
    assert digest(file) != before
