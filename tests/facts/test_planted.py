"""300 planted changes in copies of the sample articles: what is found, and nothing else."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from framing.align import align, load_scorer
from framing.config import Settings
from framing.embed import default_embedder
from framing.facts import build
from framing.model import Relation, Same
from tests.facts.making import aligned, judged, prepared
from tests.facts.planting import KINDS, Planted, plant

CORPORA = Path(__file__).parents[2] / "corpora"
COUNT, END_TO_END = 300, 15
MIN_RECALL, MIN_PRECISION = 0.85, 0.90


def articles() -> list[list[str]]:
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPORA.glob("*/*.json"))]
    return [row["sentences"] for row in rows if isinstance(row, dict) and "sentences" in row]


def planted(count: int, seed: int = 7) -> list[tuple[list[str], Planted]]:
    rng, texts = random.Random(seed), articles()
    made: list[tuple[list[str], Planted]] = []
    while len(made) < count:
        sentences = rng.choice(texts)
        change = plant(KINDS[len(made) % len(KINDS)], sentences, rng)
        if change is not None:
            made.append((sentences, change))
    return made


@pytest.mark.skipif(not articles(), reason="no sample articles in this checkout")
def test_planted_changes_are_found_and_nothing_else_is() -> None:
    found = right = 0
    recalled: Counter[str] = Counter()
    for sentences, change in planted(COUNT):
        a, b = prepared("a", sentences), prepared("b", change.apply(sentences))
        links = [(i, i, 0.99, Relation.SAME) for i in range(len(sentences))]
        sheet = build([a, b], [aligned(a, b, links)], [judged(a, b)], [], Settings())
        hit = any(c.a.passage == f"a:{change.index}" and c.b.passage == f"b:{change.index}" for c in sheet.conflicts)
        found, right = found + len(sheet.conflicts), right + hit
        recalled[change.kind] += hit
    assert right / COUNT >= MIN_RECALL, recalled
    assert right / found >= MIN_PRECISION
    assert min(recalled.values()) >= 0.75 * COUNT / len(KINDS), recalled


@pytest.mark.skipif(not articles(), reason="no sample articles in this checkout")
def test_planted_changes_are_found_through_the_tools_own_links() -> None:
    found = right = 0
    scorer, embedder = load_scorer(Settings()), default_embedder()
    for sentences, change in planted(END_TO_END):
        pair = prepared("a", sentences), prepared("b", change.apply(sentences))
        a, b = (replace(item, vectors=embedder.encode([p.text for p in item.passages])) for item in pair)
        sheet = build([a, b], [align(a, b, scorer)], [judged(a, b)], [], Settings())
        found += len(sheet.conflicts)
        right += any(c.a.passage == f"a:{change.index}" and c.b.passage == f"b:{change.index}" for c in sheet.conflicts)
    assert right / END_TO_END >= MIN_RECALL
    assert right / found >= MIN_PRECISION


@pytest.mark.skipif(not articles(), reason="no sample articles in this checkout")
@pytest.mark.parametrize("verdict", [Same.NO, Same.UNSURE])
def test_without_a_sure_common_event_nothing_is_called_a_conflict(verdict: Same) -> None:
    for sentences, change in planted(10, seed=3):
        a, b = prepared("a", sentences), prepared("b", change.apply(sentences))
        links = [(i, i, 0.99, Relation.SAME) for i in range(len(sentences))]
        assert build([a, b], [aligned(a, b, links)], [judged(a, b, verdict)], [], Settings()).conflicts == ()


@pytest.mark.skipif(not articles(), reason="no sample articles in this checkout")
def test_the_evidence_of_a_planted_number_is_the_number_itself() -> None:
    sentences, change = next((s, c) for s, c in planted(5) if c.kind == "number")
    a, b = prepared("a", sentences), prepared("b", change.apply(sentences))
    links = [(i, i, 0.99, Relation.SAME) for i in range(len(sentences))]
    (conflict,) = build([a, b], [aligned(a, b, links)], [judged(a, b)], [], Settings()).conflicts
    assert change.old in conflict.a.text
    assert change.new in conflict.b.text
    assert a.article.text[conflict.a.start : conflict.a.end] == conflict.a.text
    assert b.article.text[conflict.b.start : conflict.b.end] == conflict.b.text


@pytest.mark.skipif(not articles(), reason="no sample articles in this checkout")
def test_swapping_the_articles_mirrors_the_conflicts() -> None:
    for sentences, change in planted(10, seed=5):
        a, b = prepared("a", sentences), prepared("b", change.apply(sentences))
        links = [(i, i, 0.99, Relation.SAME) for i in range(len(sentences))]
        one = build([a, b], [aligned(a, b, links)], [judged(a, b)], [], Settings()).conflicts
        two = build([b, a], [aligned(b, a, links)], [judged(b, a)], [], Settings()).conflicts
        assert [(c.kind, c.verdict, c.a, c.b) for c in one] == [(c.kind, c.verdict, c.b, c.a) for c in two]
