"""The encoder in whole numbers, on weights drawn at random, against the same layers in torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.align.encoder import NORMAL, PARTS, POSITIONS, RELATIVE, SMALL, WORDS, byte_encoder, relative_bias
from framing.align.integers import SIX_BITS, pack_six, whole
from framing.align.tokens import Packed, Special, pack
from framing.errors import ModelError

WIDTH, INNER, LAYERS, VOCABULARY = 768, 1024, 12, 40
SHAPES = {"f1": (INNER, WIDTH), "f2": (WIDTH, INNER)}


def tensors(seed: int = 0) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return (chance.normal(size=shape) * 0.04).astype(np.float32)

    out = {WORDS: some(VOCABULARY, WIDTH) * 25, POSITIONS: some(64, WIDTH), RELATIVE: some(32, 12) * 10}
    norms = [NORMAL, *(f"encoder.layer.{i}.{PARTS[n]}" for i in range(LAYERS) for n in ("ln1", "ln2"))]
    for name in norms:
        out |= {f"{name}.weight": 1 + some(WIDTH), f"{name}.bias": some(WIDTH)}
    for index in range(LAYERS):
        for short in ("q", "k", "v", "o", "f1", "f2"):
            rows, columns = SHAPES.get(short, (WIDTH, WIDTH))
            place = f"encoder.layer.{index}.{PARTS[short]}"
            out |= {f"{place}.weight": some(rows, columns), f"{place}.bias": some(rows)}
    return out


@pytest.fixture(scope="module")
def given() -> dict[str, np.ndarray]:
    return tensors()


@pytest.fixture(scope="module")
def windows() -> Packed:
    chance = np.random.default_rng(1)
    return pack([chance.integers(3, VOCABULARY, size=n).tolist() for n in (9, 14, 5, 11)], Special(0, 1, 2), window=16)


def test_it_gives_the_vectors_of_the_same_layers_in_torch(given: dict[str, np.ndarray], windows: Packed) -> None:
    torch = pytest.importorskip("torch")
    from framing.train.encoder import Encoder

    with torch.no_grad():
        wanted = Encoder(given).eval()(torch.tensor(windows.ids), torch.tensor(windows.mask).bool()).numpy()
    found = byte_encoder(SMALL, given, 1)(windows)
    there = windows.mask.astype(bool)
    cosine = (found[there] * wanted[there]).sum(-1) / (
        np.linalg.norm(found[there], axis=-1) * np.linalg.norm(wanted[there], axis=-1)
    )
    assert cosine.min() > 0.995


def test_a_window_reads_the_same_alone_and_beside_longer_ones(given: dict[str, np.ndarray], windows: Packed) -> None:
    encoder = byte_encoder(SMALL, given, 1)
    together = encoder(windows)
    for index, length in enumerate(windows.mask.sum(1)):
        alone = encoder(replace(windows, ids=windows.ids[index : index + 1], mask=windows.mask[index : index + 1]))
        np.testing.assert_array_equal(alone[0, :length], together[index, :length])


def test_packed_weights_run_as_what_they_stand_for(given: dict[str, np.ndarray], windows: Packed) -> None:
    kept, meant = dict(given), dict(given)
    for name in [n for n in given if n.startswith("encoder.layer.") and n.endswith(".weight") and given[n].ndim == 2]:
        made = whole(given[name], SIX_BITS)
        del kept[name]
        kept[f"{name}#codes"], kept[f"{name}#scale"] = pack_six(made.codes), made.scale
        meant[name] = made.matrix()
    packed, plain = byte_encoder(SMALL, kept, 1)(windows), byte_encoder(SMALL, meant, 1)(windows)
    there = windows.mask.astype(bool)
    assert np.linalg.norm(packed[there] - plain[there]) < 0.05 * np.linalg.norm(plain[there])


def test_a_missing_matrix_is_named(given: dict[str, np.ndarray]) -> None:
    name = f"encoder.layer.3.{PARTS['f1']}.weight"
    with pytest.raises(ModelError, match=name):
        byte_encoder(SMALL, {k: v for k, v in given.items() if k != name}, 1)


def test_missing_word_vectors_are_named(given: dict[str, np.ndarray]) -> None:
    with pytest.raises(ModelError, match="word vectors"):
        byte_encoder(SMALL, {k: v for k, v in given.items() if k != WORDS}, 1)


def test_the_position_bias_depends_on_distance_alone() -> None:
    table = np.random.default_rng(0).normal(size=(32, 12)).astype(np.float32)
    bias = relative_bias(table, 200)
    assert bias.shape == (1, 12, 200, 200)
    np.testing.assert_array_equal(bias[0, :, 3, 10], bias[0, :, 103, 110])
    assert not np.array_equal(bias[0, :, 3, 10], bias[0, :, 10, 3])


def test_windows_are_read_on_as_many_threads_as_are_given(given: dict[str, np.ndarray], windows: Packed) -> None:
    alone, beside = byte_encoder(SMALL, given, 1), byte_encoder(SMALL, given, 3)
    assert (alone.threads, beside.threads) == (1, 3)
    np.testing.assert_array_equal(alone(windows), beside(windows))
