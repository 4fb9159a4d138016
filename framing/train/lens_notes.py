"""Fits salience and the choice of phrase pairs on readers' framing notes (pairs/train.jsonl; never on dev).

A note names two linked passages and the words in each that differ. Words inside notes are positives for
salience; phrase pairs that overlap a note on both sides (intersection over union >= 0.25) for the choice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from framing.lenses.context import Range
from framing.lenses.loaded import loaded, logit
from framing.lenses.middle import middle_layer
from framing.lenses.phrases import Phrase, pair_features
from framing.lenses.salience import features
from framing.lenses.word_choice import candidates, says_else
from framing.lenses.wording import Alignment, Wording, wording
from framing.train.lenses import DATA, Array, Linear, folds, read, say

DIRECTIONS = 48
OVERLAP = 0.25


@dataclass(frozen=True, slots=True)
class Noted:
    """One linked pair with its notes' parts on either side."""

    group: str
    alignment: Alignment
    notes: tuple[tuple[Range, Range], ...]
    loaded: tuple[Array, Array]


def noted_pairs(path: Path) -> list[Noted]:
    """Linked pairs that have notes, with words, vectors and loadedness."""
    found: list[tuple[str, str, str, list[tuple[Range, Range]]]] = []
    for row in read(path):
        for each in row["gold"]["framing"]:
            a, b = row["a"]["sentences"][each["a"]], row["b"]["sentences"][each["b"]]
            parts = [
                ((a.find(n["a"]), a.find(n["a"]) + len(n["a"])), (b.find(n["b"]), b.find(n["b"]) + len(n["b"])))
                for n in each["notes"]
            ]
            found.append((row["pair"], a, b, parts))
    texts = list(dict.fromkeys(text for _, a, b, _ in found for text in (a, b)))
    tokens = dict(zip(texts, middle_layer().encode_tokens(texts), strict=True))
    return [_noted(group, wording(a, tokens[a]), wording(b, tokens[b]), parts) for group, a, b, parts in found]


def _noted(group: str, a: Wording, b: Wording, parts: Sequence[tuple[Range, Range]]) -> Noted:
    same = np.array([[x == y for y in b.stems] for x in a.stems], bool).reshape(len(a), len(b))
    alignment = Alignment(a, b, (a.vectors @ b.vectors.T).astype(np.float32), same)
    return Noted(group, alignment, tuple(parts), (logit(loaded().words(a)), logit(loaded().words(b))))


def marks(side: Wording, parts: Sequence[Range]) -> Array:
    """Which words the notes' parts touch."""
    return np.array([any(start < p[1] and end > p[0] for p in parts) for start, end in side.ranges], bool)


def overlap(side: Wording, phrase: Phrase, part: Range) -> float:
    """Intersection over union in code points."""
    start, end = side.range(phrase.start, phrase.end)
    common = max(0, min(end, part[1]) - max(start, part[0]))
    return common / (max(end, part[1]) - min(start, part[0]))


def hits(noted: Noted, a: Phrase, b: Phrase) -> bool:
    """Whether a phrase pair meets a note on both sides."""
    sides = noted.alignment
    return any(overlap(sides.a, a, p) >= OVERLAP and overlap(sides.b, b, q) >= OVERLAP for p, q in noted.notes)


class SalienceFit:
    """Word model on centred vectors in the leading directions."""

    def __init__(self, pairs: Sequence[Noted]) -> None:
        vectors = np.vstack([side.vectors for each in pairs for side in (each.alignment.a, each.alignment.b)])
        self.centre = vectors.mean(axis=0)
        _, _, rows = np.linalg.svd((vectors - self.centre)[::5], full_matrices=False)
        self.directions = rows[:DIRECTIONS].T.copy()

    def rows(self, noted: Noted) -> tuple[Array, Array]:
        """Features of the words of both sides."""
        one = features(noted.alignment, noted.loaded[0], self.centre, self.directions)
        two = features(noted.alignment.turned(), noted.loaded[1], self.centre, self.directions)
        return one, two


def train(folder: Path) -> None:
    """Cross-validation by article pair, then all notes."""
    from sklearn.metrics import roc_auc_score

    pairs = noted_pairs(folder / "pairs/train.jsonl")
    fit = SalienceFit(pairs)
    rows = [fit.rows(each) for each in pairs]
    labels = [
        (marks(each.alignment.a, [p for p, _ in each.notes]), marks(each.alignment.b, [q for _, q in each.notes]))
        for each in pairs
    ]
    split = folds(np.zeros(len(pairs)), np.array([each.group for each in pairs]))
    scores: list[tuple[Array, Array]] = [(np.zeros(0), np.zeros(0))] * len(pairs)
    for training, test in split:
        model = _words(rows, labels, training)
        for i in test:
            scores[i] = (_p(model, rows[i][0]), _p(model, rows[i][1]))
    truth = np.concatenate([side for each in labels for side in each])
    said = np.concatenate([side for each in scores for side in each])
    say(
        f"words in notes: AUC {roc_auc_score(truth, said):.4f}, share {truth.mean():.3f}, notes {sum(len(p.notes) for p in pairs)}"
    )
    _choice(pairs, scores, split)
    model = _words(rows, labels, range(len(pairs)))
    np.savez_compressed(
        DATA / "loaded_salience.npz",
        centre=fit.centre.astype(np.float32),
        directions=fit.directions.astype(np.float16),
        mean=model.mean.astype(np.float32),
        scale=model.scale.astype(np.float32),
        weights=model.weights.astype(np.float32),
        bias=np.float32(model.bias),
    )


def _words(rows: Sequence[tuple[Array, Array]], labels: Sequence[tuple[Array, Array]], which: Any) -> Linear:
    return Linear(0.01).fit(
        np.vstack([side for i in which for side in rows[i]]),
        np.concatenate([side for i in which for side in labels[i]]),
    )


def _p(model: Linear, rows: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-model.scores(rows))), np.float32) if len(rows) else np.zeros(0, np.float32)


def _choice(
    pairs: Sequence[Noted], scores: Sequence[tuple[Array, Array]], split: Sequence[tuple[Array, Array]]
) -> None:
    from sklearn.metrics import roc_auc_score

    options = [candidates(each.alignment, score) for each, score in zip(pairs, scores, strict=True)]
    tables = [
        np.array([pair_features(each.alignment, a, b, score, each.loaded) for a, b in option]).reshape(len(option), -1)
        for each, score, option in zip(pairs, scores, options, strict=True)
    ]
    truth = [np.array([hits(each, a, b) for a, b in option], bool) for each, option in zip(pairs, options, strict=True)]
    some = [i for i in range(len(pairs)) if len(options[i])]
    said: dict[int, Array] = {}
    for training, test in split:
        kept = [i for i in training if len(options[i])]
        model = Linear(0.1).fit(np.vstack([tables[i] for i in kept]), np.concatenate([truth[i] for i in kept]))
        said.update({i: _p(model, tables[i]) for i in test if len(options[i])})
    auc = roc_auc_score(np.concatenate([truth[i] for i in some]), np.concatenate([said[i] for i in some]))
    best = np.mean([truth[i][said[i].argmax()] for i in some])
    top = np.mean([truth[i][np.argsort(-said[i])[:3]].any() for i in some])
    say(
        f"phrase pairs: AUC {auc:.4f}; first meets a note on both sides {best:.3f}, one of the first three {top:.3f}, n {len(pairs)}"
    )
    model = Linear(0.1).fit(np.vstack([tables[i] for i in some]), np.concatenate([truth[i] for i in some]))
    table = {"mean": model.mean, "scale": model.scale, "weights": model.weights}
    body = {key: [round(float(x), 5) for x in value] for key, value in table.items()} | {"bias": round(model.bias, 5)}
    (DATA / "loaded_phrases.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")


__all__ = ["noted_pairs", "says_else", "train"]
