"""Calibrates a scorer that a user brings on gold pairs: `framing train GOLD --scorer NAME`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from framing.align.external import ExternalScorer
from framing.align.head import Logits
from framing.errors import MalformedInput, UsageError
from framing.train.calibrate import fit
from framing.train.deep import Log
from framing.train.gold import Labels, labels
from framing.train.refit import Refit, figures

FOLDS = 5


def calibrate(rows: Sequence[Mapping[str, Any]], scorer: ExternalScorer, log: Log) -> Refit:
    """All three curves from gold rows `{pair, event, a: {sentences}, b: {sentences}, gold}`; figures held out by story.

    Raises MalformedInput where a row has no gold or does not fit, UsageError with fewer than two stories.
    """
    scored: list[Logits] = []
    gold: list[Labels] = []
    stories: list[str] = []
    for number, row in enumerate(rows, 1):
        try:
            gold.append(labels(row))
            scored.append(scorer.logits(row["a"]["sentences"], row["b"]["sentences"]))
            stories.append(str(row.get("event") or row.get("pair") or number))
        except (KeyError, TypeError, IndexError, ValueError) as error:
            raise MalformedInput(f"row {number}: not a gold pair ({error!r})") from error
        log(f"scored pair {number} of {len(rows)}")
    names = sorted(set(stories))
    if len(names) < 2:
        raise UsageError("pairs of at least two stories are needed to hold one out")
    of = np.array([names.index(story) % FOLDS for story in stories])
    before, after, linked = [], [], []
    for fold in sorted(set(of.tolist())):
        rest = [i for i in range(len(rows)) if of[i] != fold]
        curves = fit([scored[i] for i in rest], [gold[i] for i in rest])
        for i in np.flatnonzero(of == fold).tolist():
            sure = gold[i].links >= 0
            before.append(scorer.calibration.link(scored[i].link[sure]))
            after.append(curves.link(scored[i].link[sure]))
            linked.append(gold[i].links[sure] > 0)
    truth = np.concatenate(linked)
    return Refit(
        fit(scored, gold),
        figures(np.concatenate(before), truth),
        figures(np.concatenate(after), truth),
        int(truth.size),
    )
