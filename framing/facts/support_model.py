"""The trained scorers over the features of framing.facts.support: three questions, one logistic model each.

`partly`: does the source support the claim at least in part (a web page behind an encyclopaedia's claim)?
`entailed`: does it state the whole of a proposition? `consistent`: is a summary free of an edited error?
Data, figures by set and limits: framing/data/facts_claims.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from framing.facts.support import FEATURES, TOKEN_FEATURES
from framing.model import Probability

HEADS: Mapping[str, tuple[str, ...]] = {
    "partly": (
        "best_share",
        "chosen_share",
        "all_share",
        "chosen_meaning",
        "heaviest_open",
        "open_share",
        "numbers_open",
        "numbers_open_anywhere",
        "quantities_open",
        "negation_differs",
        "pairs_share",
        "length",
    ),
    "entailed": (
        "best_share",
        "chosen_share",
        "chosen_meaning",
        "open_share",
        "names_open",
        "quantities_open",
        "negation_differs",
        "tokens_mean",
        "tokens_weighted",
        "tokens_least",
        "tokens_second",
        "tokens_low",
        "named_tokens_least",
        "cosine_best",
    ),
    "consistent": (
        "synonyms",
        "near_words",
        "heaviest_open",
        "names_open_anywhere",
        "numbers_open_anywhere",
        "opposites",
        "class_swaps",
        "negations_added",
        "contrary",
    ),
}
"""Question by name, and the features its model reads."""


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic model in the features' own units."""

    weights: Mapping[str, float]
    intercept: float

    def probability(self, values: Mapping[str, float]) -> Probability:
        """Decision point 0.5. Raises KeyError where a feature is missing."""
        score = self.intercept + sum(weight * values[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def heads() -> Mapping[str, Head]:
    """The shipped models by question."""
    text = (resources.files("framing.data") / "facts_claims.json").read_text(encoding="utf-8")
    table: Mapping[str, Any] = json.loads(text)["heads"]
    return {name: Head(row["weights"], float(row["intercept"])) for name, row in table.items()}


def named(values: object, token_values: object = None) -> dict[str, float]:
    """Feature vectors as a mapping by name."""
    found = dict(zip(FEATURES, map(float, values), strict=True))  # type: ignore[call-overload]
    if token_values is not None:
        found |= dict(zip(TOKEN_FEATURES, map(float, token_values), strict=True))  # type: ignore[call-overload]
    return found
