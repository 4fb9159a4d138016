"""Grouping wordings of one referent against NewsWCL50 (Hamborg et al. 2019).

    python -m framing.evaluate.labels ANNOTATIONS.jsonl

For each coded concept of an event, the group that fits it best gives precision, recall and F1 over its
mentions; figures are means over concepts weighted by mentions, as in the paper.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.language.mention_groups import group_mentions

CODED = ("ACTOR", "ACTOR-I", "GROUP", "COUNTRY")
"""Persons, groups and countries."""


def score_labels(rows: Iterable[Mapping[str, Any]], coded: Sequence[str] = CODED) -> dict[str, float]:
    """`f1`, `precision`, `recall` over coded concepts, and of an exact-string baseline, `baseline_f1`."""
    events: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["type"] in coded:
            events[row["article_id"].rsplit("-", 1)[0]].append(row)
    weights: list[int] = []
    ours: list[tuple[float, float, float]] = []
    plain: list[float] = []
    for listed in events.values():
        mentions = [row["mention"] for row in listed]
        keys, exact = group_mentions(mentions), [mention.lower() for mention in mentions]
        concepts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, row in enumerate(listed):
            concepts[row["type"], row["code"]].append(index)
        for members in concepts.values():
            weights.append(len(members))
            ours.append(_best(members, keys))
            plain.append(_best(members, exact)[2])
    total = max(1, sum(weights))
    means = [sum(w * each[i] for w, each in zip(weights, ours, strict=True)) / total for i in range(3)]
    baseline = sum(w * each for w, each in zip(weights, plain, strict=True)) / total
    return {
        "precision": means[0],
        "recall": means[1],
        "f1": means[2],
        "baseline_f1": baseline,
        "mentions": float(total),
        "concepts": float(len(weights)),
    }


def _best(members: Sequence[int], keys: Sequence[str]) -> tuple[float, float, float]:
    sizes = Counter(keys)
    inside = Counter(keys[i] for i in members)
    scores = []
    for key, common in inside.items():
        precision, recall = common / sizes[key], common / len(members)
        scores.append((precision, recall, 2 * precision * recall / (precision + recall)))
    return max(scores, key=lambda each: each[2])


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    for name, value in score_labels(json.loads(line) for line in lines).items():
        sys.stdout.write(f"{name} {value:.4f}\n")
