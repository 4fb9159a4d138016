"""Remembered scores are the scores, and a change of anything they rest on forgets them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from framing.align.remembering import RememberingScorer, remembering_scorer
from framing.align.scores import Scores
from framing.config import Settings
from framing.embed.cache import FILE, BlobCache
from framing.model import ModelUse, Notice

USE = (ModelUse("alignment", "m", "0" * 64, "fp32"),)


class Counting:
    """Scores from the texts' lengths, counting calls; symmetric as scorers must be."""

    models = USE

    def __init__(self) -> None:
        self.calls = 0

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        return (Notice("asked", " ".join(languages)),)

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        self.calls += 1
        link = np.array([[1 / (1 + abs(len(a) - len(b))) for b in second] for a in first], np.float32)
        return Scores(link, link / 3, link.max(1), link.max(0))


def same(left: Scores, right: Scores) -> bool:
    return all(
        np.array_equal(getattr(left, name), getattr(right, name)) for name in ("link", "same", "covered_a", "covered_b")
    )


def made(folder: Path, key: str = "k") -> tuple[RememberingScorer, Counting]:
    inner = Counting()
    return RememberingScorer(lambda: inner, USE, key, BlobCache(folder)), inner


A, B = ["one", "three", "eleven"], ["seven", "x"]


def test_meaning_is_remembered_where_the_scorer_gives_it(tmp_path: Path) -> None:
    first, inner = made(tmp_path)
    given = replace(
        inner.score(A, B), meaning_a=np.float32([[1, -2], [3, 4], [5, 6]]), meaning_b=np.float32([[4, 5], [6, 7]])
    )
    inner.score = lambda *_: given  # type: ignore[method-assign]
    first.score(A, B)
    again = made(tmp_path)[0].score(A, B)
    assert again.meaning_a is not None
    assert again.meaning_b is not None
    assert again.meaning_a.tolist() == [[1, -2], [3, 4], [5, 6]]
    assert again.meaning_b.tolist() == [[4, 5], [6, 7]]


def test_a_known_pair_is_not_scored_again_in_either_order(tmp_path: Path) -> None:
    first, _ = made(tmp_path)
    expected = first.score(A, B)
    again, inner = made(tmp_path)
    assert same(again.score(A, B), expected)
    assert same(again.score(B, A), expected.mirrored())
    assert inner.calls == 0


@pytest.mark.parametrize(
    ("first", "second"), [(A[:2], B), (A, B[::-1]), ([*A, *B[:1]], B[1:]), (["onethree", "eleven"], B)]
)
def test_other_passages_are_another_pair(tmp_path: Path, first: list[str], second: list[str]) -> None:
    made(tmp_path)[0].score(A, B)
    scorer, inner = made(tmp_path)
    scorer.score(first, second)
    assert inner.calls == 1


def test_another_key_shares_nothing(tmp_path: Path) -> None:
    made(tmp_path)[0].score(A, B)
    scorer, inner = made(tmp_path, "other")
    scorer.score(A, B)
    assert inner.calls == 1


@pytest.mark.parametrize("damage", [b"abc", bytes(8), np.full(17, np.nan, np.float32).tobytes()])
def test_damaged_scores_are_computed_again(tmp_path: Path, damage: bytes) -> None:
    expected = made(tmp_path)[0].score(A, B)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE entries SET value = ?", (damage,))
    scorer, inner = made(tmp_path)
    assert same(scorer.score(A, B), expected)
    assert inner.calls == 1


def test_the_scorer_is_not_loaded_to_ask_about_english(tmp_path: Path) -> None:
    def never() -> Counting:
        raise AssertionError("the scorer was loaded")

    assert RememberingScorer(never, USE, "k", BlobCache(tmp_path)).notices(["en", "und"]) == ()
    assert made(tmp_path)[0].notices(["en", "de"])[0].message == "en de"


@pytest.mark.model
def test_the_shipped_scorer_gives_the_same_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.align import load_scorer

    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    first = ["The council approved the bridge on Tuesday.", "It will cost nine million crowns."]
    second = ["On Tuesday the bridge was approved by the council.", "Ferries will stop."]
    direct = load_scorer(Settings()).score(first, second)
    for _ in range(2):
        scorer = remembering_scorer(Settings())
        assert same(scorer.score(first, second), direct)
        assert scorer.models == load_scorer(Settings()).models


def test_an_aligner_of_the_users_own_is_remembered_apart_from_the_shipped_one(tmp_path: Path) -> None:
    import json

    from framing.align.network import read_settings

    (tmp_path / "align_fast.json").write_text(
        json.dumps({**read_settings("align_fast"), "name": "align-own", "sha256": "1" * 64})
    )
    shipped, own = remembering_scorer(Settings()), remembering_scorer(Settings(aligner=str(tmp_path)))
    assert isinstance(shipped, RememberingScorer)
    assert isinstance(own, RememberingScorer)
    assert own.models[0].name == "align-own"
    assert own.key != shipped.key
