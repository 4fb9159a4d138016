"""Further training on decided links, with the real model on a handful of short invented accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from framing.align.load import load_scorer
from framing.align.network import default_scorer
from framing.config import Settings
from framing.errors import MalformedInput, ModelError, UsageError
from framing.train.deepen import Deepened, deepen, shipped, tensors_of, whole, write

TOWNS = ("Velmoor", "Quarrenby", "Ostwick", "Tamsin Cross")


def row(town: str, event: str) -> dict[str, Any]:
    first = [
        f"The council of {town} voted to close the swimming pool.",
        "Rain fell all week along the coast.",
        f"Mayor Idris Vane called the cut a mistake that {town} would regret.",
        "The pool opened in 1958.",
    ]
    second = [
        f"{town}'s swimming pool will close, councillors decided.",
        f"The town will regret the cut, said Idris Vane, mayor of {town}.",
        "Tickets cost two crowns last year.",
    ]
    yes = [[0, 0, True], [2, 1, True]]
    no = [[1, 0, False], [1, 2, False], [3, 2, False], [3, 1, False]]
    return {"event": event, "a": {"sentences": first}, "b": {"sentences": second}, "decisions": yes + no}


@pytest.fixture(scope="module")
def made() -> tuple[Deepened, list[str]]:
    said: list[str] = []
    return deepen([row(town, town) for town in TOWNS], said.append, folds=2), said


def test_the_shipped_aligner_with_gradients_is_the_shipped_aligner() -> None:
    kept, own = whole(tensors_of(shipped())), default_scorer().weights
    for name, tensor in own.items():
        assert np.allclose(kept[name].reshape(-1), np.asarray(tensor).reshape(-1)), name


def test_training_moves_the_weights_and_names_its_figures(made: tuple[Deepened, list[str]]) -> None:
    deepened, said = made
    own = default_scorer().weights
    assert any(not np.allclose(deepened.tensors[n].reshape(-1), t.reshape(-1)) for n, t in own.items())
    assert deepened.found.decisions == 24
    assert deepened.found.before.f1 > 0
    assert "training 3 of 3, with all stories" in said


def test_what_was_written_is_what_the_settings_load(made: tuple[Deepened, list[str]], tmp_path: Path) -> None:
    assert write(made[0], tmp_path, lambda _: False)
    loaded = load_scorer(Settings(aligner=str(tmp_path)))
    assert loaded.models[0].name == "align-own"
    example = row("Velmoor", "v")
    scores = loaded.score(example["a"]["sentences"], example["b"]["sentences"])
    assert scores.link[0, 0] > 0.5 > scores.link[1, 2]


def test_an_aligner_of_the_user_is_replaced_only_with_consent(made: tuple[Deepened, list[str]], tmp_path: Path) -> None:
    assert write(made[0], tmp_path, lambda _: False)
    before = (tmp_path / "align_fast.json").read_bytes()
    assert not write(made[0], tmp_path, lambda _: False)
    assert (tmp_path / "align_fast.json").read_bytes() == before


def test_damaged_weights_are_named_with_the_mend(made: tuple[Deepened, list[str]], tmp_path: Path) -> None:
    write(made[0], tmp_path, lambda _: False)
    (tmp_path / "align_fast.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="train --deep"):
        load_scorer(Settings(aligner=str(tmp_path)))


@pytest.mark.parametrize(
    "rows", [[], [row("Velmoor", "one story")] * 5, [{**row(t, t), "decisions": [[0, 0, True]]} for t in TOWNS]]
)
def test_too_few_or_one_sided_decisions_are_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(UsageError, match="decisions"):
        deepen(rows, lambda _: None)


def test_a_row_that_does_not_fit_is_named() -> None:
    with pytest.raises(MalformedInput, match="row 2"):
        deepen([row("Velmoor", "v"), {"a": 1}], lambda _: None)
