"""Slimmer layers give nearly what the wide ones gave."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")

import torch

from framing.train.encoder import Encoder
from framing.train.network import windows
from framing.train.slim import as_slim, chosen, slim
from tests.train.test_network import encoder, example


def read(made: Encoder) -> torch.Tensor:
    with torch.no_grad():
        return made.eval()(*windows(example().a))


def test_units_that_say_what_others_say_cost_nothing() -> None:
    torch.manual_seed(0)
    activity = torch.randn(500, 4)
    doubled = torch.cat([activity, activity @ torch.randn(4, 4)], 1)
    weight = torch.randn(3, 8)
    kept, repaired = chosen(doubled.T @ doubled / 500, weight, 4)
    assert len(kept) == 4
    gave, gives = doubled @ weight.T, doubled[:, kept] @ repaired.T
    assert ((gave - gives) ** 2).mean() < 0.01 * (gave**2).mean()


def test_the_loudest_of_independent_units_stay() -> None:
    kept, _ = chosen(torch.diag(torch.tensor([1.0, 9.0, 0.1, 4.0])), torch.ones(2, 4), 2)
    assert kept.tolist() == [1, 3]


def test_a_slimmed_encoder_has_fewer_units_and_nearly_the_same_vectors() -> None:
    torch.manual_seed(1)
    made = encoder(2)
    wide = made.layers[0].f1.out_features
    before = read(made)
    slim(made, [example()], wide - 1)
    assert {layer.f1.out_features for layer in made.layers} == {wide - 1}
    assert torch.nn.functional.cosine_similarity(before, read(made), dim=-1).mean() > 0.95


def test_keeping_all_units_changes_nothing() -> None:
    torch.manual_seed(2)
    made = encoder(1)
    before = read(made)
    slim(made, [example()], made.layers[0].f1.out_features)
    assert torch.allclose(before, read(made), atol=0.02)


def test_a_slimmed_encoder_can_be_loaded_into_a_wide_one() -> None:
    torch.manual_seed(3)
    made, wide = encoder(2), encoder(2)
    slim(made, [example()], 3)
    state = {f"enc.{name}": tensor for name, tensor in made.state_dict().items()}
    as_slim(wide, state)
    wide.load_state_dict(made.state_dict())
    assert torch.equal(read(made), read(wide))
