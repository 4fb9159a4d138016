"""The small encoder learns from the large one; workers average their weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from framing.train.deep import Plan, loss, run
from framing.train.meeting import Meeting
from framing.train.network import Aligner
from framing.train.small import FOLLOWS, attend, in_our_order, objective
from tests.train.test_network import WORDS, encoder, example


def aligner(layers: int) -> Aligner:
    torch.manual_seed(layers)
    return Aligner(encoder(layers), np.linspace(0, 5, WORDS)).eval()


def test_rows_are_put_in_the_order_of_the_default_tokeniser() -> None:
    table = np.arange(15)[:, None]  # begin, padding, end, unknown, ten words, mask
    ours = in_our_order(table, begin=7, end=8, padding=0)
    assert ours[:, 0].tolist() == [1, 5, 6, 7, 8, 9, 10, 0, 2, 13]


def test_a_lesson_holds_token_vectors_of_the_layers_that_are_followed() -> None:
    item, teacher = example(), aligner(12)
    lesson = attend(teacher, item)
    for vectors, packed in zip(lesson["states"], (item.a, item.b), strict=True):
        assert set(vectors) == set(FOLLOWS)
        assert all(v.shape == (packed.present.sum(), 8) for v in vectors.values())
    assert all(((p >= 0) & (p <= 1)).all() for p in lesson["teacher"])


def test_learning_brings_the_token_vectors_nearer(tmp_path: Path) -> None:
    item, model = example(), aligner(12)
    told = replace(item, **attend(aligner(12), item))
    with torch.no_grad():
        before = float(objective(model, told, 0.0))
    run(model, [told] * 10, Plan(epochs=3, rate=2e-3), tmp_path / "c.pt", lambda _: None, objective)
    with torch.no_grad():
        assert float(objective(model, told, 0.0)) < before


def test_an_example_without_a_lesson_is_judged_by_its_codes_alone() -> None:
    item, model = example(), aligner(12)
    with torch.no_grad():
        assert float(objective(model, item, 0.0)) == pytest.approx(float(loss(model, item)))
        assert float(objective(model, replace(item, **attend(model, item)), 0.0)) != pytest.approx(
            float(loss(model, item))
        )


def test_workers_leave_a_meeting_with_the_mean_of_their_weights(tmp_path: Path) -> None:
    weights = [[torch.full((2,), 1.0)], [torch.full((2,), 4.0)]]
    workers = [Thread(target=Meeting(tmp_path, rank, 2).average, args=(weights[rank], 40)) for rank in (0, 1)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join(timeout=20)
    assert [w[0].tolist() for w in weights] == [[2.5, 2.5], [2.5, 2.5]]


def test_each_worker_takes_its_share_of_the_steps(tmp_path: Path) -> None:
    lines: list[str] = []
    meeting = Meeting(tmp_path, rank=0, workers=1, every=4)
    run(aligner(2), [example()] * 8, Plan(epochs=1, rate=1e-4), tmp_path / "c.pt", lines.append, meeting=meeting)
    assert lines[-1].startswith("step 8 of 8")
