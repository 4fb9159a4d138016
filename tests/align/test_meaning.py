"""What is looked for in the vectors belongs to one set of weights."""

from __future__ import annotations

import numpy as np

from framing.align.meaning import MEANINGS, directions
from framing.align.network import default_scorer


def test_other_weights_have_no_directions() -> None:
    assert directions("0" * 64) is None


def test_the_shipped_aligner_tells_of_every_passage() -> None:
    scorer = default_scorer()
    first, second = ["A bridge fell.", "Two drivers died, police said."], ["Two people died when a bridge fell."]
    scores, known = scorer.score(first, second), directions(scorer.use.sha256)
    assert known is not None
    assert scores.meaning_a is not None
    assert scores.meaning_b is not None
    assert scores.meaning_b.shape == (1, len(MEANINGS))
    np.testing.assert_allclose(scores.meaning_a, scorer.vectors(first) @ known.T, rtol=1e-4)
