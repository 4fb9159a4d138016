from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from framing.align.large import adapted, relative_bias
from framing.train.encoder import BERT, MPNET
from framing.train.export import factors, published


def test_factors_of_full_rank_give_the_matrix_back() -> None:
    matrix = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    up, down = factors(matrix, 4)
    np.testing.assert_allclose(up @ down, matrix, atol=1e-5)


def test_factors_are_added_to_the_published_matrix() -> None:
    base = {"w": np.ones((3, 2), np.float32), "v": np.zeros(2, np.float32)}
    up, down = np.ones((3, 1), np.float32), np.full((1, 2), 2.0, np.float32)
    made = adapted(base, {"encoder:w#up": up, "encoder:w#down": down, "encoder:v": np.ones(2), "mu": np.ones(1)})
    assert made["w"].tolist() == [[3, 3], [3, 3], [3, 3]]
    assert made["v"].tolist() == [1, 1]
    assert set(made) == {"w", "v"}


@pytest.mark.parametrize(
    ("name", "architecture", "expected"),
    [
        ("layers.2.q.weight", BERT, "encoder.layer.2.attention.self.query.weight"),
        ("layers.2.q.weight", MPNET, "encoder.layer.2.attention.attn.q.weight"),
        ("layers.0.ln2.bias", BERT, "encoder.layer.0.output.LayerNorm.bias"),
        ("pos.weight", BERT, "embeddings.position_embeddings.weight"),
        ("word.weight", BERT, None),
    ],
)
def test_tensors_carry_their_published_names(name: str, architecture: object, expected: str | None) -> None:
    assert published(name, architecture) == expected  # type: ignore[arg-type]


def test_the_position_bias_depends_on_distance_alone() -> None:
    table = np.random.default_rng(0).normal(size=(32, 12)).astype(np.float32)
    bias = relative_bias(table, 200)
    assert bias.shape == (1, 12, 200, 200)
    np.testing.assert_array_equal(bias[0, :, 3, 10], bias[0, :, 103, 110])
    assert not np.array_equal(bias[0, :, 3, 10], bias[0, :, 10, 3])
