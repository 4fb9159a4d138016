"""`framing train --codebook`: a classifier for each frame from passages that the user coded, cross-validated.

Rows are `{"text": ..., "codes": ["frame", ...], "group": ...}`; passages of one `group` (an article, an event) never
stand on both sides of a fold, since neighbours resemble each other. A row with `"absent": ["frame", ...]` is coded in
part: it says nothing of frames in neither list. Figures before are those of the untrained method on the same
passages. A frame with fewer than LEAST coded passages keeps the untrained method.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import MalformedInput, UsageError
from framing.lenses.codebooks import Codebook
from framing.lenses.frames import likeness_of
from framing.lenses.middle import LAYER
from framing.lenses.trained_frames import DECISION, FORMAT, passage_rows

LEAST = 8
"""Passages with a frame, and without it, from which a classifier is worth fitting."""
FOLDS = 5
STRENGTH = 0.3
"""Inverse of the ridge penalty: coded passages are few beside the vector's length."""
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class FrameFit:
    """One frame: F1 at 0.5 of the untrained method and, held out, of the classifier; weights where it was fitted."""

    frame: str
    coded: int
    before: float
    after: float | None
    weights: tuple[float, ...] = ()
    bias: float = 0.0

    @property
    def better(self) -> bool:
        """Whether a classifier was fitted and does better on held-out passages."""
        return self.after is not None and self.after > self.before


@dataclass(frozen=True, slots=True)
class CodebookFit:
    """All frames of a codebook."""

    codebook: str
    passages: int
    frames: tuple[FrameFit, ...]

    def kept(self, every: bool = False) -> tuple[FrameFit, ...]:
        """Frames whose classifier is to be used: those that do better, or every fitted one."""
        return tuple(each for each in self.frames if each.better or (every and each.after is not None))


def fit_codebook(rows: Sequence[Mapping[str, Any]], book: Codebook) -> CodebookFit:
    """Fit and cross-validate. Raises MalformedInput naming the row, UsageError where too little is coded."""
    texts, codes, silent, groups = _read(rows, book)
    if len(texts) < 2 * LEAST or len(set(groups)) < 2:
        raise UsageError(
            f"{len(texts)} coded passages of {len(set(groups))} groups; at least {2 * LEAST} of two groups are needed"
        )
    vectors, likeness = likeness_of(texts, book)
    fits = []
    for column, frame in enumerate(book.frames):
        hits = [len(frame.hits(text)) for text in texts]
        said = np.array([frame.id not in each for each in silent])
        y = np.array([frame.id in each for each in codes])[said]
        table = passage_rows(vectors, hits, likeness[:, column])[said]
        own = [group for group, told in zip(groups, said, strict=True) if told]
        fits.append(_fit(frame.id, table, y, np.array(hits)[said] > 0, own))
    return CodebookFit(book.id, len(texts), tuple(fits))


def _read(
    rows: Sequence[Mapping[str, Any]], book: Codebook
) -> tuple[list[str], list[set[str]], list[set[str]], list[str]]:
    """Texts, the frames that each has, those of which its coding says nothing, and groups."""
    known = {frame.id for frame in book.frames}
    texts, codes, silent, groups = [], [], [], []
    for number, row in enumerate(rows, 1):
        text, given, absent = row.get("text"), row.get("codes"), row.get("absent", [])
        if not isinstance(text, str) or not text.strip() or not isinstance(given, list) or not isinstance(absent, list):
            raise MalformedInput(
                f'row {number}: not a coded passage; give {{"text": "…", "codes": ["frame", …], "group": "…"}}'
            )
        names, without = ({str(code).removeprefix(f"{book.id}/") for code in side} for side in (given, absent))
        if (names | without) - known:
            raise MalformedInput(
                f"row {number}: the codebook has no frame {', '.join(sorted((names | without) - known))}; it has {', '.join(sorted(known))}"
            )
        texts.append(text)
        codes.append(names)
        silent.append(known - names - without if "absent" in row else set())
        groups.append(str(row.get("group", number)))
    return texts, codes, silent, groups


def _fit(name: str, table: Array, y: Array, untrained: Array, groups: Sequence[str]) -> FrameFit:
    coded = int(y.sum())
    before = _f1(untrained, y)
    if min(coded, len(y) - coded) < LEAST or len({group for group, yes in zip(groups, y, strict=True) if yes}) < 2:
        return FrameFit(name, coded, before, None)
    from sklearn.model_selection import GroupKFold

    said = np.zeros(len(y))
    for training, test in GroupKFold(min(FOLDS, len(set(groups)))).split(table, y, groups):
        if y[training].all() or not y[training].any():
            said[test] = y[training].mean()
            continue
        weights, bias = _logistic(table[training], y[training])
        said[test] = 1 / (1 + np.exp(-(table[test] @ weights + bias)))
    weights, bias = _logistic(table, y)
    rounded = tuple(round(float(value), 5) for value in weights)
    return FrameFit(name, coded, before, _f1(said >= DECISION, y), rounded, round(float(bias), 5))


def _logistic(table: Array, y: Array) -> tuple[Array, float]:
    """Weights on the raw rows of a balanced, standardised logistic regression."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-3
    model = LogisticRegression(C=STRENGTH / table.shape[1] * 10, max_iter=500, class_weight="balanced")
    model.fit((table - mean) / scale, y)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ mean)


def _f1(said: Array, y: Array) -> float:
    right = int((said & y).sum())
    return 2 * right / max(1, int(said.sum()) + int(y.sum()))


def write_codebook_fit(fit: CodebookFit, path: Path, consent: Callable[[str], bool], every: bool = False) -> bool:
    """Write the classifiers worth using to `path`; an existing file only with consent. Whether it was written."""
    from framing.report.files import write_text

    if path.exists() and not consent(f"{path} exists; replace it?"):
        return False
    frames = {
        each.frame: {"weights": each.weights, "bias": each.bias, "f1_before": each.before, "f1_held_out": each.after, "coded": each.coded}
        for each in fit.kept(every)
    }  # fmt: skip
    table = {
        "format": FORMAT,
        "codebook": fit.codebook,
        "encoder": f"all-MiniLM-L6-v2, layer {LAYER}",
        "passages": fit.passages,
        "frames": frames,
    }
    write_text(path, json.dumps(table) + "\n")
    return True
