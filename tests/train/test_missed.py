"""The second task: what a reader would miss, beside what plain features say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from framing.train.missed import Missed, competition, means, missed
from framing.train.small import objective
from tests.train.test_network import example
from tests.train.test_small import aligner

TEXTS = [
    "The mayor was charged with fraud on Monday.",
    "He wore a hat.",
    "It rained.",
    "Ten people were hurt, police said.",
]
ROW: dict[str, Any] = {
    "pair": "invented",
    "a": {"sentences": TEXTS},
    "b": {"sentences": TEXTS[2:]},
    "gold": {
        "coverage_a": {"0": "absent", "1": "absent", "2": "covered", "3": "covered"},
        "coverage_b": {"0": "covered", "1": "covered"},
        "top_omitted_by_b": [0],
        "top_omitted_by_a": [],
    },
}


def test_only_what_the_other_article_lacks_takes_part() -> None:
    told, nothing = missed([ROW])[0]
    assert told is not None
    assert nothing is None
    assert told.lacking.tolist() == [True, True, False, False]
    assert told.named.tolist() == [True, False, False, False]
    assert told.known[0] > told.known[1]


def test_a_direction_towards_the_named_sentence_costs_less() -> None:
    told = Missed(torch.zeros(3), torch.tensor([True, True, False]), torch.tensor([True, False, False]))
    vectors = torch.eye(3)
    towards, away = (float(competition(vectors, sign * vectors[0], told)) for sign in (5.0, -5.0))
    assert float(competition(vectors, torch.zeros(3), told)) == pytest.approx(np.log(2))
    assert towards < np.log(2) < away


def test_the_second_task_is_part_of_the_loss_and_teaches_the_direction() -> None:
    item, model = example(), aligner(12)
    count = len(means(model.enc.states(*_windows(item))[-1], item.a))
    told = Missed(torch.zeros(count), torch.ones(count).bool(), torch.arange(count) == 0)
    plain = objective(model, item, 0.0)
    taught = objective(model, replace(item, missed=(told, None)), 0.0)
    taught.backward()
    assert taught.item() > plain.item()
    assert model.salience.grad.abs().sum() > 0


def _windows(item: Any) -> Any:
    from framing.train.network import windows

    return windows(item.a)
