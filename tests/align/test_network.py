"""The shipped scorer, with its real weights."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.align import align
from framing.align.network import NetworkScorer, default_scorer, read_weights
from framing.align.tokens import Packed
from framing.errors import ModelError
from framing.model import State
from tests.align.helpers import FERRY_A, FERRY_B, prepared

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def scorer() -> NetworkScorer:
    return default_scorer()


def test_the_same_rescue_is_linked_and_the_festival_is_not(scorer: NetworkScorer) -> None:
    scores = scorer.score(FERRY_A, FERRY_B)
    assert scores.link[1, 1] >= 0.5
    assert scores.covered_b[1] >= 0.5
    assert (scores.link[:, 3] < 0.5).all()
    assert scores.covered_b[3] < 0.5


@settings(max_examples=8)
@given(st.lists(st.sampled_from([*FERRY_A, *FERRY_B, "He declined.", ""]), min_size=1, max_size=6), st.data())
def test_swapping_the_articles_mirrors_every_score_exactly(first: list[str], data: st.DataObject) -> None:
    second = data.draw(st.lists(st.sampled_from([*FERRY_B, "No.", "…"]), min_size=1, max_size=6))
    scorer = default_scorer()
    one, other = scorer.score(first, second), scorer.score(second, first).mirrored()
    np.testing.assert_array_equal(one.link, other.link)
    np.testing.assert_array_equal(one.same, other.same)
    np.testing.assert_array_equal(one.covered_a, other.covered_a)
    np.testing.assert_array_equal(one.covered_b, other.covered_b)


def test_identical_articles_are_covered_whole(scorer: NetworkScorer) -> None:
    made = align(prepared("a", FERRY_A), prepared("b", FERRY_A), scorer)
    assert {(f"a:{i}", f"b:{i}") for i in range(len(FERRY_A))} <= {(k.a, k.b) for k in made.links}
    assert all(c.state is State.COVERED for c in (*made.coverage_a, *made.coverage_b))


def test_articles_with_nothing_in_common_have_no_links(scorer: NetworkScorer) -> None:
    bakery = [
        "The bakery on Mill Lane sells rye bread.",
        "Its owner learnt the trade from an aunt.",
        "Queues form early.",
    ]
    assert align(prepared("a", FERRY_A), prepared("b", bakery), scorer).links == ()


def test_articles_of_one_passage_are_compared(scorer: NetworkScorer) -> None:
    scores = scorer.score(["Nobody was hurt when the ferry ran aground."], ["No injuries were reported on the ferry."])
    assert scores.link.shape == (1, 1)


def test_the_same_input_gives_the_same_bits(scorer: NetworkScorer) -> None:
    first, again = (replace(scorer, _sides={}).score(FERRY_A, FERRY_B) for _ in range(2))
    np.testing.assert_array_equal(first.link, again.link)


def test_an_encoder_that_gives_no_numbers_is_an_error(scorer: NetworkScorer) -> None:
    def nothing(packed: Packed) -> np.ndarray:
        return np.full((*packed.ids.shape, 768), np.nan, np.float32)

    broken = replace(scorer, encoder=nothing, _sides={})
    with pytest.raises(ModelError, match="not numbers"):
        broken.score(FERRY_A, FERRY_B)


def test_another_language_is_named_in_a_notice(scorer: NetworkScorer) -> None:
    made = align(prepared("a", FERRY_A), prepared("b", ["Die Fähre lief auf Grund."], "de"), scorer)
    assert [notice.code for notice in made.notices] == ["scores-not-calibrated"]
    assert "`de`" in made.notices[0].message
    assert align(prepared("a", FERRY_A), prepared("b", FERRY_B), scorer).notices == ()


def test_weights_of_another_hash_are_refused() -> None:
    with pytest.raises(ModelError, match="hash"):
        read_weights("align_fast", "0" * 64)


def test_nothing_heavy_is_imported_to_align() -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom framing.align.network import default_scorer\n"
        "default_scorer().score(['A ferry sank.'], ['The ferry went down.'])\n"
        "print([m for m in ('torch', 'sklearn', 'spacy', 'pandas', 'transformers', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_three_hundred_sentences_take_seconds_not_minutes(scorer: NetworkScorer) -> None:
    long_a = [f"{FERRY_A[i % 5]} Item {i}." for i in range(300)]
    long_b = [f"{FERRY_B[i % 4]} Entry {i}." for i in range(300)]
    started = time.process_time()
    scores = scorer.score(long_a, long_b)
    assert scores.link.shape == (300, 300)
    assert time.process_time() - started < 40


@pytest.mark.slow
def test_two_thousand_passages_are_scored_in_bounded_memory(scorer: NetworkScorer) -> None:
    many = [f"{FERRY_A[i % 5][:60]} {i}" for i in range(2000)]
    scores = scorer.score(many, FERRY_B)
    assert scores.link.shape == (2000, 4)


def test_decisions_on_gold_hold_their_floors(gold: Path, scorer: NetworkScorer) -> None:
    import tomllib

    from framing.evaluate.pairs import predict_pairs, score_pairs
    from framing.train.gold import digest, read_rows

    floors = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text(encoding="utf-8"))["pairs"]
    file = gold / "pairs" / "dev.jsonl"
    assert digest(file) == floors["digest"], "the gold changed: measure anew and set the floors"
    rows = read_rows(file)
    figures = score_pairs(rows, list(predict_pairs(rows, scorer=scorer)))
    low = {
        k: (figures[k], v) for k, v in floors.items() if k != "digest" and not k.endswith("brier") and figures[k] < v
    }
    high = {k: (figures[k], v) for k, v in floors.items() if k.endswith("brier") and figures[k] > v}
    assert not low
    assert not high
