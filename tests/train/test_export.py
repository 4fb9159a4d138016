from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from framing.align.encoder import WORDS, matrix_of
from framing.align.integers import words
from framing.align.large import adapted
from framing.train.export import changed, factors, packed, published, read_back

MATRIX = "enc.layers.0.f1.weight"
PLACE = "encoder:encoder.layer.0.intermediate.dense.weight"


def state() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(0)
    return {MATRIX: chance.normal(size=(96, 80)).astype(np.float32), "lin.weight": np.ones((2, 3), np.float32)}


def test_factors_of_full_rank_give_the_matrix_back() -> None:
    matrix = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    up, down = factors(matrix, 4)
    np.testing.assert_allclose(up @ down, matrix, atol=1e-5)


def test_a_change_kept_in_six_bits_is_added_to_the_published_matrix() -> None:
    base = {PLACE.removeprefix("encoder:"): np.random.default_rng(1).normal(size=(96, 80)).astype(np.float32)}
    learnt = state()
    learnt[MATRIX] = base[PLACE.removeprefix("encoder:")] + np.outer(np.arange(96.0), np.ones(80)).astype(np.float32)
    made = adapted(base, read_back(changed(learnt, base)))
    np.testing.assert_allclose(made[PLACE.removeprefix("encoder:")], learnt[MATRIX], atol=2.5)
    assert set(made) == set(base)


def test_tensors_named_whole_take_the_published_ones_place() -> None:
    made = adapted({"v": np.zeros(2, np.float32)}, {"encoder:v": np.ones(2), "mu": np.ones(1)})
    assert made["v"].tolist() == [1, 1]


def test_matrices_are_packed_and_the_head_is_kept_whole() -> None:
    kept = read_back(packed(state(), words(np.ones((4, 96), np.float32))))
    encoder = {k.removeprefix("encoder:"): v for k, v in kept.items()}
    matrix = matrix_of(encoder, PLACE.removeprefix("encoder:")).matrix()
    assert np.linalg.norm(matrix - state()[MATRIX]) < 0.05 * np.linalg.norm(matrix)
    assert kept["lin.weight"].dtype == np.float32
    assert kept[f"encoder:{WORDS}#codes"].dtype == np.uint8


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("enc.layers.2.q.weight", "encoder:encoder.layer.2.attention.attn.q.weight"),
        ("enc.layers.0.ln2.bias", "encoder:encoder.layer.0.output.LayerNorm.bias"),
        ("enc.pos.weight", "encoder:embeddings.position_embeddings.weight"),
        ("enc.ln.bias", "encoder:embeddings.LayerNorm.bias"),
        ("enc.rel.weight", "encoder:encoder.relative_attention_bias.weight"),
        ("wt.bias", "wt.bias"),
    ],
)
def test_tensors_carry_their_published_names(name: str, expected: str) -> None:
    assert published(name) == expected
