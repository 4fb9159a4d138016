"""A user's own coding at work: a linear classifier for each frame, learnt by `framing train --codebook`.

The file stands beside its codebook (`mine.toml`, `mine.trained.json`) and is used wherever the codebook is. A
passage's row is the mean vector of its tokens in the lenses' encoder, its number of cues and its likeness to the
frame's definition; so a classifier begins from what the untrained method sees. Plain JSON, evaluated with numpy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import SettingsError
from framing.lenses.codebooks import Codebook

Rows = NDArray[np.float32]
FORMAT = 1
DECISION = 0.5


@dataclass(frozen=True, slots=True)
class TrainedFrame:
    """Log-odds of one frame from a passage's row."""

    weights: Rows
    bias: float

    def probability(self, rows: Rows) -> Rows:
        """(n) in [0, 1] for rows (n, F)."""
        scores = np.clip(rows @ self.weights + self.bias, -30, 30)
        return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


def trained_file(book_file: str) -> Path:
    """Where the classifiers of a codebook stand: beside it, under its name."""
    return Path(book_file).with_suffix(".trained.json")


def trained_frames(book: Codebook) -> Mapping[str, TrainedFrame]:
    """Classifiers by frame id; empty where nothing was trained. Raises SettingsError for a file that does not fit."""
    path = trained_file(book.file)
    if not Path(book.file).is_file() or not path.is_file():
        return {}
    return _load(str(path), path.stat().st_mtime_ns, book)


@lru_cache(maxsize=8)
def _load(file: str, _changed: int, book: Codebook) -> Mapping[str, TrainedFrame]:
    try:
        table: Mapping[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
        if table["format"] != FORMAT or table["codebook"] != book.id:
            raise SettingsError(
                f"{file}: was trained for codebook `{table['codebook']}`, not `{book.id}`; train it anew or delete it"
            )
        found = {
            name: TrainedFrame(np.array(each["weights"], np.float32), float(each["bias"]))
            for name, each in table["frames"].items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{file}: not a file of trained frames ({error!r}); train it anew or delete it") from error
    unknown = sorted(found.keys() - {frame.id for frame in book.frames})
    if unknown:
        raise SettingsError(
            f"{file}: the codebook no longer has {', '.join(unknown)}; train it anew or delete the file"
        )
    return found


def passage_rows(vectors: Rows, hits: Sequence[int], likeness: Rows) -> Rows:
    """(n, d + 2): unit mean vectors, cues (at most three), likeness to the definition."""
    cues = np.minimum(np.array(hits, np.float32), 3.0) / 3.0
    return np.hstack([vectors, cues[:, None], np.asarray(likeness, np.float32)[:, None]]).astype(np.float32)
