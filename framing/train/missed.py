"""A second task for the default aligner: which sentences would a reader miss?

Its vectors then tell news from filler (`framing.align.meaning`) besides telling what is the same. Learnt is what plain features of
`framing.facts.salience` do not say already: their log-odds are given, a direction among the passages' vectors is added,
and the named sentences compete with all others that the other article lacks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from framing.align.tokens import Packed
from framing.facts.salience import features
from framing.train.meaning import DATA
from framing.train.salience import bare

Row = Mapping[str, Any]
PENALTY = 0.005
LACKING = ("absent", "partly", "unsure")


@dataclass(frozen=True, slots=True)
class Missed:
    """Of one article, n sentences."""

    known: Tensor
    """(n,): log-odds from plain features."""
    lacking: Tensor
    """(n,) whether the other article lacks it or has it in part."""
    named: Tensor
    """(n,) whether a careful reader named it among the most consequential of those."""


def missed(rows: Sequence[Row]) -> list[tuple[Missed | None, Missed | None]]:
    """For each row its two articles; None where nothing was named."""
    from sklearn.linear_model import LogisticRegression

    sides = [(_plain(row), _coded(row, "a"), _coded(row, "b")) for row in rows]
    kept = [(x[side], coded) for x, *both in sides for side, coded in zip("ab", both, strict=True) if coded]
    x = np.concatenate([values[lacking] - values[lacking].mean(0) for values, (lacking, _) in kept])
    named = np.concatenate([named[lacking] for _, (lacking, named) in kept])
    spread = x.std(0) + 1e-6
    weights = LogisticRegression(C=PENALTY, max_iter=500).fit(x / spread, named).coef_[0] / spread

    def of(values: Any, coded: Any) -> Missed | None:
        if coded is None:
            return None
        return Missed(torch.tensor(values @ weights, dtype=torch.float32), *(torch.tensor(part) for part in coded))

    return [(of(x["a"], a), of(x["b"], b)) for x, a, b in sides]


@lru_cache(maxsize=1)
def _further() -> dict[str, dict[str, list[int]]]:
    """Sentences of the gold's pairs that were named later: by pair and side."""
    labels = json.loads((DATA / "facts_salience_labels.json").read_text(encoding="utf-8"))
    top: dict[str, dict[str, list[int]]] = labels["top"]
    return top


def _plain(row: Row) -> dict[str, Any]:
    made = features([bare(side, row[side]["sentences"]) for side in "ab"])
    return {s: np.array([made[f"{s}:{i}"] for i in range(len(row[s]["sentences"]))]) for s in "ab"}


def _coded(row: Row, side: str) -> tuple[Any, Any] | None:
    """(lacking, named) of an article's sentences; None where none is named among those that lack."""
    gold, count = row["gold"], len(row[side]["sentences"])
    here = gold.get(f"top_omitted_by_{'b' if side == 'a' else 'a'}", ())
    top = set(_further().get(row["pair"], {}).get(side, here))
    lacking = np.array([gold[f"coverage_{side}"].get(str(i)) in LACKING for i in range(count)])
    named = np.array([i in top for i in range(count)]) & lacking
    return (lacking, named) if named.any() else None


def competition(vectors: Tensor, direction: Tensor, told: Missed) -> Tensor:
    """Cross-entropy of the named among all that lack, from unit vectors (n, d) and a direction (d,)."""
    z = (told.known + vectors @ direction).masked_fill(~told.lacking, -1e4)
    return -functional.log_softmax(z, 0)[told.named].mean()


def means(states: Tensor, packed: Packed) -> Tensor:
    """(n, d) unit means of the passages' token vectors, from the encoder's output."""
    x = states.reshape(-1, states.shape[-1])[torch.tensor(packed.where)].float()
    present = torch.tensor(packed.present)[..., None]
    return functional.normalize((x * present).sum(1) / present.sum(1), dim=-1)
