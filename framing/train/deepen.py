"""Trains the shipped aligner further on links that people decided: `framing train --deep`.

A few hundred decisions cannot teach an encoder from nothing, but they can bend a trained one towards a
coder's notion of "the same fact". So training starts at the shipped weights, with a small rate and one pass;
figures are held out by story; and the result is offered only where it beats what is shipped.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from framing.align.calibration import Calibration
from framing.align.encoder import WORDS, matrix_of
from framing.align.integers import Words
from framing.align.network import (
    NetworkScorer,
    Tensors,
    default_scorer,
    network_scorer,
    opened,
    read_settings,
    read_weights,
)
from framing.align.tokens import Special
from framing.errors import UsageError
from framing.train.deep import Log, Plan, example, run
from framing.train.encoder import Encoder
from framing.train.gold import Labels
from framing.train.network import Aligner, Example
from framing.train.refit import LEAST, Decision, Refit, decisions_of, judged, refit

Row = Mapping[str, Any]
PLAN = Plan(before=16, window=192, epochs=2, rate=1e-5, head_rate=3e-4, strangers=0.0, seed=4)
STORIES = 3
"""Stories needed: with fewer nothing can be held out."""


@dataclass(frozen=True, slots=True)
class Deepened:
    """A further trained aligner: tensors by their shipped names, curves, figures before and held out."""

    tensors: dict[str, NDArray[Any]]
    found: Refit

    @property
    def calibration(self) -> Calibration:
        """Link curve on held-out log-odds; the other curves as shipped."""
        return self.found.calibration


def deepen(rows: Sequence[Row], log: Log, folds: int = 3, plan: Plan = PLAN) -> Deepened:
    """Train on all rows, after measuring on stories held out of `folds` trainings.

    Rows are as `framing.train.refit.decisions_of` takes them. Raises UsageError where they are too few, of one
    kind or one story, MalformedInput where one does not fit.
    """
    scorer, settings = default_scorer(), read_settings("align_fast")
    before = decisions_of(rows, scorer)
    stories = sorted({d.story for d in before})
    if len(before) < LEAST or len({d.accepted for d in before}) < 2 or len(stories) < STORIES:
        raise UsageError(
            f"{len(before)} decisions over {len(stories)} stories: at least {LEAST} are needed, "
            f"accepted and rejected ones, over {STORIES} stories"
        )
    items = [_item(scorer, row, plan) for row in rows]
    of = [stories.index(str(row.get("event") or row.get("pair") or n)) % folds for n, row in enumerate(rows, 1)]
    decided: list[Decision] = []
    for fold in range(folds):
        log(f"training {fold + 1} of {folds + 1}, with a part of the stories held out")
        model = trained([i for i, f in zip(items, of, strict=True) if f != fold], plan, log)
        held = [row for row, f in zip(rows, of, strict=True) if f == fold]
        decided += decisions_of(held, network_scorer(settings, whole(tensors_of(model))))
    log(f"training {folds + 1} of {folds + 1}, with all stories")
    model = trained(items, plan, log)
    found = refit(decided, scorer.calibration)
    return Deepened(tensors_of(model), replace(found, before=refit(before, scorer.calibration).before))


def shipped() -> Aligner:
    """The shipped fast aligner with gradients."""
    own = _own()
    prefix = "encoder:"
    encoder = {k.removeprefix(prefix): v for k, v in own.items() if k.startswith(prefix) and "#" not in k}
    for name in (k.removeprefix(prefix).removesuffix("#codes") for k in own if k.endswith(".weight#codes")):
        if name != WORDS:
            packed = {f"{name}#{part}": own[f"{prefix}{name}#{part}"] for part in ("codes", "scale")}
            encoder[name] = matrix_of(packed, name).matrix()
    words = _words(own)
    encoder[WORDS] = words(np.arange(len(words.codes)))
    model = Aligner(Encoder(encoder, drop=0.05), own["sidf"])
    head = {k: torch.tensor(v) for k, v in own.items() if not k.startswith(prefix)}
    model.load_state_dict(head | {name: head[name].reshape(()) for name in ("wi", "beta", "tau")}, strict=False)
    model.eval()
    return model


def _own() -> Tensors:
    return read_weights("align_fast", read_settings("align_fast")["sha256"])


def _words(own: Tensors) -> Words:
    return Words(own[f"encoder:{WORDS}#codes"], own[f"encoder:{WORDS}#scale"])


def trained(items: Sequence[Example], plan: Plan, log: Log) -> Aligner:
    """The shipped aligner after `plan.epochs` passes over `items`."""
    model = shipped()
    with tempfile.TemporaryDirectory() as folder:
        run(model, items, plan, Path(folder) / "checkpoint", log)
    return model


def tensors_of(model: Aligner) -> dict[str, NDArray[Any]]:
    """As `framing.train.export.packed`: what the shipped file holds."""
    from framing.train.export import arrays, packed

    return packed(arrays(model), _words(_own()))


def whole(kept: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Tensors as they are read back from a file."""
    return {name: opened(name, tensor) for name, tensor in kept.items()}


def _item(scorer: NetworkScorer, row: Row, plan: Plan) -> Example:
    """A row as the network takes it: decided pairs count, all others are left unjudged."""
    special = Special(*read_settings("align_fast")["special"])
    item = example(scorer.tokenizer, special, row, plan)
    decisions = judged(row)
    if decisions is not None:
        shape = (len(row["a"]["sentences"]), len(row["b"]["sentences"]))
        links = np.full(shape, -1, np.int8)
        for a, b, accepted in decisions:
            links[a, b] = int(accepted)
        item.gold = Labels(links, np.full(shape[0], -1, np.int8), np.full(shape[1], -1, np.int8))
    return item


def write(made: Deepened, folder: Path, consent: Callable[[str], bool]) -> bool:
    """Write weights and settings to `folder`; an existing one only with consent. Whether it was written."""
    from framing.train.export import write as write_weights

    if (folder / "align_fast.json").exists() and not consent(f"{folder} holds an aligner; replace it?"):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    facts = {k: v for k, v in read_settings("align_fast").items() if k != "sha256"}
    facts |= {"name": "align-own", "calibration": made.calibration.as_dict(), "decisions": made.found.decisions}
    with tempfile.TemporaryDirectory(dir=folder) as part:
        write_weights("align_fast", made.tensors, facts, Path(part))
        for name in ("align_fast.safetensors", "align_fast.json"):
            os.replace(Path(part) / name, folder / name)
    return True
