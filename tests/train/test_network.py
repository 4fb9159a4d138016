"""The torch network and the numpy one are the same function."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from framing.align.encoder import NORMAL, PARTS, POSITIONS, RELATIVE
from framing.align.encoder import WORDS as WORD_VECTORS
from framing.align.head import judge
from framing.align.interaction import Weighing, found_anywhere, interact, side
from framing.align.lexical import features as lexical_features
from framing.align.tokens import Special, pack
from framing.train.deep import Plan, loss, run, standardise
from framing.train.encoder import Encoder
from framing.train.gold import Labels
from framing.train.network import Aligner, Example
from tests.align.helpers import FERRY_A, FERRY_B

WIDTH, INNER, WORDS, HEADS = 8, 16, 50, 2


def encoder(layers: int = 2) -> Encoder:
    chance = np.random.default_rng(0)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(size=shape).astype(np.float32) * 0.3

    tensors = {WORD_VECTORS: some(WORDS, WIDTH), POSITIONS: some(512, WIDTH), RELATIVE: some(32, HEADS)}
    shapes = {"f1": (INNER, WIDTH), "f2": (WIDTH, INNER)}
    for index in range(layers):
        for short in ("q", "k", "v", "o", "f1", "f2"):
            out, inside = shapes.get(short, (WIDTH, WIDTH))
            place = f"encoder.layer.{index}.{PARTS[short]}"
            tensors |= {f"{place}.weight": some(out, inside), f"{place}.bias": some(out)}
    norms = [f"encoder.layer.{i}.{PARTS[n]}" for i in range(layers) for n in ("ln1", "ln2")]
    for name in (NORMAL, *norms):
        tensors |= {f"{name}.weight": np.ones(WIDTH, np.float32), f"{name}.bias": np.zeros(WIDTH, np.float32)}
    return Encoder(tensors)


def example() -> Example:
    chance = np.random.default_rng(1)
    ids = [[chance.integers(3, WORDS, size=len(text) // 6).tolist() for text in texts] for texts in (FERRY_A, FERRY_B)]
    a, b = (pack(item, Special(1, 2, 0), window=24) for item in ids)
    links = np.zeros((len(FERRY_A), len(FERRY_B)), np.int8)
    links[1, 1], links[2, 2] = 2, 1
    gold = Labels(links, np.array([0, 2, 1, 0, 0], np.int8), np.array([0, 2, 1, 0], np.int8))
    return Example(a, b, torch.tensor(lexical_features(FERRY_A, FERRY_B)), gold)


@pytest.fixture
def model() -> Aligner:
    torch.manual_seed(0)
    made = Aligner(encoder(), np.linspace(0, 5, WORDS))
    for parameter in made.parameters():
        if parameter.requires_grad:
            parameter.data += torch.randn_like(parameter) * 0.05
    return made.eval()


def test_torch_and_numpy_agree_on_every_score(model: Aligner) -> None:
    item = example()
    with torch.no_grad():
        z, covered_a, covered_b = model(item)
        states = [model.enc(torch.tensor(p.ids), torch.tensor(p.mask).bool()).numpy() for p in (item.a, item.b)]
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    weighing = Weighing.of(weights)
    a, b = side(states[0], item.a, weighing), side(states[1], item.b, weighing)
    met = interact(a, b, weighing)
    found = (found_anywhere(met.best_a, a, weighing), found_anywhere(met.best_b, b, weighing))
    features = np.concatenate([met.features, item.lexical.numpy()], axis=-1)
    logits = judge(features, found, weights)
    np.testing.assert_allclose(logits.link, z[..., 0].numpy(), atol=2e-4)
    np.testing.assert_allclose(logits.same, z[..., 1].numpy(), atol=2e-4)
    np.testing.assert_allclose(logits.covered_a, covered_a.numpy(), atol=2e-4)
    np.testing.assert_allclose(logits.covered_b, covered_b.numpy(), atol=2e-4)


def test_training_lowers_the_loss_and_resumes_where_it_stopped(model: Aligner, tmp_path) -> None:  # type: ignore[no-untyped-def]
    item = example()
    standardise(model, [item])
    with torch.no_grad():
        before = float(loss(model, item))
    lines: list[str] = []
    run(model, [item] * 10, Plan(epochs=4, rate=1e-3), tmp_path / "c.pt", lines.append)
    with torch.no_grad():
        assert float(loss(model, item)) < before
    assert lines[-1].startswith("step 40 of 40")
    again: list[str] = []
    run(model, [item] * 10, Plan(epochs=4, rate=1e-3), tmp_path / "c.pt", again.append)
    assert again == []


def test_a_teachers_probabilities_take_the_place_of_gold(model: Aligner) -> None:
    item = example()
    n, m = len(FERRY_A), len(FERRY_B)
    item.teacher = (torch.full((n, m, 2), 0.9), torch.full((n,), 0.9), torch.full((m,), 0.9))
    high = float(loss(model, item).detach())
    item.teacher = tuple(1 - t for t in item.teacher)  # type: ignore[assignment]
    assert float(loss(model, item).detach()) < high


def test_frozen_word_vectors_do_not_change(model: Aligner, tmp_path) -> None:  # type: ignore[no-untyped-def]
    before = model.enc.word.weight.clone()
    run(model, [example()] * 3, Plan(epochs=1, rate=1e-2), tmp_path / "c.pt", lambda _: None)
    assert torch.equal(before, model.enc.word.weight)
