"""Alignment gold for training: rows, labels as arrays, folds that keep a story on one side.

A row is a JSON object `{pair, event, a: {sentences}, b: {sentences}, gold}` (see docs/alignment.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.words import stems
from framing.errors import EmptyInput, MalformedInput, NotFound

Row = Mapping[str, Any]
SAME_STORY = 0.3
"""Cosine of two pairs' rare words from which they are one story and may not stand in two folds."""
_KEPT = """
T04 T08 T14 T19 T24 T30 T35 T39 T41 T46 T51 T58 T64 T69 T74 T79 T84 T89 T94 T99 T104 T109 T114 T119
T124 T129 T135 T141 T146 T151 T156 T161 T166 T172 T177 T182 T186 T188 T194 T199 T204 T210 T211 T216
"""
KEPT_OUT = frozenset(_KEPT.split())
"""Names of the 44 training pairs (one fold of five, by story) that no stage learns from: curves and figures rest on them."""
_STATES = {"absent": 0, "partly": 1, "covered": 2}


@dataclass(frozen=True, slots=True)
class Labels:
    """Gold of one pair: links (n, m) 0 none, 1 partial, 2 same, -1 unsure; coverage 0, 1, 2, -1 not counted."""

    links: NDArray[np.int8]
    coverage_a: NDArray[np.int8]
    coverage_b: NDArray[np.int8]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file. Raises InputError naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise MalformedInput(f"{path}, line {number}: not JSON: {error}") from error
    if not rows:
        raise EmptyInput(f"{path}: no rows")
    return rows


def digest(path: Path) -> str:
    """First 16 hex digits of the file's sha256, to pin figures to the data they were measured on."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def labels(row: Row) -> Labels:
    """The gold of a row as arrays."""
    gold = row["gold"]
    n, m = len(row["a"]["sentences"]), len(row["b"]["sentences"])
    links = np.zeros((n, m), dtype=np.int8)
    for a, b, kind in gold["links"]:
        links[a, b] = 2 if kind == "same" else 1
    for a, b in gold.get("unsure_links", ()):
        links[a, b] = -1
    return Labels(links, _states(gold["coverage_a"], n), _states(gold["coverage_b"], m))


def _states(given: Mapping[str, str], count: int) -> NDArray[np.int8]:
    out = np.full(count, -1, dtype=np.int8)
    for index, state in given.items():
        out[int(index)] = _STATES.get(state, -1)
    return out


def folds(rows: Sequence[Row], count: int = 5) -> list[int]:
    """A fold for each row: the same story in one fold, folds of even size, the same on every run."""
    bags = [frozenset(w for s in (*r["a"]["sentences"], *r["b"]["sentences"]) for w in stems(s)) for r in rows]
    common: dict[str, int] = {}
    for bag in bags:
        for word in bag:
            common[word] = common.get(word, 0) + 1
    weight = {word: np.log(len(rows) / times) ** 2 for word, times in common.items() if times > 1}
    norm = [np.sqrt(sum(weight.get(w, 0.0) for w in bag)) or 1.0 for bag in bags]
    story = list(range(len(rows)))
    for i, first in enumerate(bags):
        for j in range(i):
            shared = sum(weight.get(w, 0.0) for w in first & bags[j])
            if shared / (norm[i] * norm[j]) > SAME_STORY:
                old, new = story[i], story[j]
                story = [new if s == old else s for s in story]
    members: dict[int, list[int]] = {}
    for index, name in enumerate(story):
        members.setdefault(name, []).append(index)
    sizes, out = [0] * count, [0] * len(rows)
    for group in sorted(members.values(), key=lambda g: (-len(g), g[0])):
        chosen = sizes.index(min(sizes))
        sizes[chosen] += len(group)
        for index in group:
            out[index] = chosen
    return out
