from __future__ import annotations

import numpy as np
import pytest

from framing.align.head import in_context
from framing.align.interaction import FEATURES as NEURAL
from framing.align.lexical import FEATURES as LEXICAL
from framing.align.network import default_scorer
from framing.evaluate.methods import METHODS, centred, from_matrix, method, without
from tests.align.helpers import FERRY_A, FERRY_B


def test_centring_takes_row_and_column_means_away() -> None:
    z = centred(np.random.default_rng(0).random((4, 5)))
    assert np.abs(z.mean(0)).max() < 1e-12
    assert np.abs(z.mean(1)).max() < 1e-12


def test_one_score_a_pair_gives_coverage_by_the_best() -> None:
    made = from_matrix(np.array([[0.1, 0.7], [0.3, 0.2]]))
    assert made.covered_a.tolist() == [0.7, 0.3]
    assert made.covered_b.tolist() == [0.3, 0.7]


@pytest.mark.model
@pytest.mark.parametrize("name", [n for n in METHODS if n != "accurate"])
def test_every_method_scores_every_pair(name: str) -> None:
    made = method(name)(FERRY_A, FERRY_B)
    assert made.link.shape == (len(FERRY_A), len(FERRY_B))
    assert np.isfinite(made.link).all()


@pytest.mark.model
def test_a_part_taken_away_no_longer_matters() -> None:
    scorer = default_scorer()
    cut = without(scorer, "words")
    x = np.random.default_rng(0).random((3, 3, len(NEURAL) + len(LEXICAL))).astype(np.float32)
    changed = x.copy()
    changed[..., len(NEURAL) :] += 1.0
    one, other = in_context(x), in_context(changed)
    for name in ("lin.weight", "mlp.0.weight"):
        np.testing.assert_allclose(one @ cut[name].T, other @ cut[name].T, atol=1e-4)
