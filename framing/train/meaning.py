"""What is learnt about the aligner's vectors, kept in one file for one set of weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.meaning import FILE, MEANINGS
from framing.align.network import default_scorer

DATA = Path(__file__).parents[1] / "data"
Matrix = NDArray[np.float64]


def leading(vectors: Matrix, count: int) -> Matrix:
    """(d, count): principal directions of centred vectors (n, d), each divided by the spread along it."""
    centred = vectors - vectors.mean(axis=0)
    turn = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :count]
    return np.asarray(turn / ((centred @ turn).std(axis=0) + 1e-6))


def remember(name: str, direction: NDArray[Any], folder: Path = DATA) -> None:
    """Put a direction (d,) for the shipped aligner into align_meaning.json; others stay if they are of the same weights.

    Raises ValueError for a name that nobody looks for.
    """
    if name not in MEANINGS:
        raise ValueError(f"{name!r} is none of {', '.join(MEANINGS)}")
    file, sha256 = folder / FILE, default_scorer().use.sha256
    known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if known.get("aligner") != sha256:
        known = {"aligner": sha256} | {each: [0.0] * len(direction) for each in MEANINGS}
    known[name] = [round(float(value), 4) for value in direction]
    file.write_text(json.dumps(known) + "\n", encoding="utf-8")
