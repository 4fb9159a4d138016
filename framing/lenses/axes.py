"""Corpus lens: FrameAxis. How far each outlet's words lean to one pole of an axis, and how strongly they use it.

Kwak et al. 2021: an axis is the difference of two poles' mean vectors; a word contributes its cosine with the
axis; bias is the frequency-weighted mean, intensity the weighted squared distance from the corpus mean. Axes
are tables of words, the user's own or ours; significance by dealing the outlets out anew over the articles.

    [[axis]]
    id = "safety"
    left = "danger"
    right = "safety"
    left_words = ["danger", "unsafe", "risky"]
    right_words = ["safety", "safe", "secure"]
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import SettingsError, UsageError
from framing.lenses.vocabulary import Document, benjamini_hochberg, words_of

Rows = NDArray[np.float64]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Axis:
    """Two poles and the words that stand for them."""

    id: str
    left: str
    right: str
    left_words: tuple[str, ...]
    right_words: tuple[str, ...]


OURS = (
    Axis(
        "safety",
        "danger",
        "safety",
        ("danger", "dangerous", "unsafe", "threat", "risky"),
        ("safety", "safe", "secure", "protected", "harmless"),
    ),
    Axis(
        "fairness",
        "unfair",
        "fair",
        ("unfair", "unjust", "biased", "discriminating", "rigged"),
        ("fair", "just", "equal", "impartial", "honest"),
    ),
    Axis(
        "order",
        "chaos",
        "order",
        ("chaos", "disorder", "riot", "turmoil", "lawless"),
        ("order", "calm", "peaceful", "lawful", "discipline"),
    ),
    Axis(
        "prosperity",
        "decline",
        "growth",
        ("decline", "loss", "poverty", "collapse", "debt"),
        ("growth", "profit", "wealth", "prosperity", "gain"),
    ),
)


@dataclass(frozen=True, slots=True)
class Lean:
    """One outlet on one axis. `bias` in [-1, 1]: below zero to the left pole, relative to all outlets together."""

    axis: str
    outlet: str
    bias: float
    intensity: float
    p_bias: float
    p_intensity: float
    q_bias: float = 1.0
    telling: tuple[str, ...] = ()
    """Words that pull it there most."""


def load_axes(path: Path) -> tuple[Axis, ...]:
    """Axes of a user's table. Raises SettingsError naming file, axis and mend."""
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("axis", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error
    if not listed:
        raise SettingsError(f"{path}: no axes; add [[axis]] with id, left, right, left_words and right_words")
    axes: list[Axis] = []
    for number, table in enumerate(listed, 1):
        missing = [key for key in Axis.__slots__ if not table.get(key)]
        if missing:
            raise SettingsError(f"{path}: axis {number} lacks {', '.join(missing)}; add them")
        if any(table["id"] == axis.id for axis in axes):
            raise SettingsError(f"{path}: axis id `{table['id']}` is used twice; rename one")
        axes.append(
            Axis(table["id"], table["left"], table["right"], tuple(table["left_words"]), tuple(table["right_words"]))
        )
    return tuple(axes)


def lean(
    documents: Sequence[Document],
    axes: Sequence[Axis] = OURS,
    *,
    embed: Embed | None = None,
    resamples: int = 500,
    seed: int = 0,
) -> list[Lean]:
    """Every outlet on every axis. Raises UsageError with fewer than two outlets."""
    outlets = sorted({each.outlet for each in documents})
    if len(outlets) < 2:
        raise UsageError("axes compare outlets: there must be at least two")
    counted = [words_of(each.text) for each in documents]
    terms = sorted(set().union(*counted))
    embed = embed or _default_embed()
    vectors = embed(terms)
    counts = np.array([[each.get(word, 0) for word in terms] for each in counted], float)
    labels = np.array([outlets.index(each.outlet) for each in documents])
    rng = np.random.default_rng(seed)
    dealt = [rng.permutation(labels) for _ in range(resamples)]
    found: list[Lean] = []
    for axis in axes:
        cosine = _contributions(vectors, _direction(axis, embed))
        found += _on_axis(axis, outlets, counts, labels, dealt, cosine, terms)
    q = benjamini_hochberg(np.array([each.p_bias for each in found]))
    return [
        Lean(
            each.axis,
            each.outlet,
            each.bias,
            each.intensity,
            each.p_bias,
            each.p_intensity,
            round(float(value), 4),
            each.telling,
        )
        for each, value in zip(found, q, strict=True)
    ]


def table(found: Sequence[Lean]) -> Any:
    """A pandas DataFrame, one row an outlet and axis."""
    import pandas as pd

    rows: list[Mapping[str, Any]] = [{name: getattr(each, name) for name in Lean.__slots__} for each in found]
    return pd.DataFrame(rows)


def chart(found: Sequence[Lean]) -> Any:
    """An Altair chart: bias by axis and outlet, size by intensity."""
    import altair as alt

    return alt.Chart(table(found)).mark_circle().encode(x="bias:Q", y="axis:N", color="outlet:N", size="intensity:Q")


def _default_embed() -> Embed:
    from framing.embed import default_embedder

    return default_embedder().encode


def _direction(axis: Axis, embed: Embed) -> Rows:
    left, right = (embed(list(words)).mean(axis=0) for words in (axis.left_words, axis.right_words))
    return np.asarray(right - left, float)


def _contributions(vectors: NDArray[np.float32], direction: Rows) -> Rows:
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(direction)
    return np.asarray(vectors @ direction / np.maximum(norms, 1e-9), float)


def _measures(counts: Rows, cosine: Rows) -> tuple[float, float]:
    total = max(1.0, counts.sum())
    return float(counts @ cosine / total), float(counts @ (cosine**2) / total)


def _on_axis(
    axis: Axis,
    outlets: Sequence[str],
    counts: Rows,
    labels: NDArray[np.int64],
    dealt: Sequence[NDArray[np.int64]],
    cosine: Rows,
    terms: Sequence[str],
) -> list[Lean]:
    centred = cosine - _measures(counts.sum(axis=0), cosine)[0]
    found = []
    for index, outlet in enumerate(outlets):
        mine = counts[labels == index].sum(axis=0)
        bias, intensity = _measures(mine, centred)
        null = np.array([_measures(counts[each == index].sum(axis=0), centred) for each in dealt])
        p_bias = (1 + (np.abs(null[:, 0]) >= abs(bias)).sum()) / (1 + len(dealt))
        p_intensity = (1 + (null[:, 1] >= intensity).sum()) / (1 + len(dealt))
        pull = Counter(
            {word: float(n * c * np.sign(bias)) for word, n, c in zip(terms, mine, centred, strict=True) if n}
        )
        telling = tuple(word for word, _ in pull.most_common(5))
        found.append(
            Lean(
                axis.id,
                outlet,
                round(bias, 5),
                round(intensity, 5),
                round(float(p_bias), 4),
                round(float(p_intensity), 4),
                1.0,
                telling,
            )
        )
    return found
