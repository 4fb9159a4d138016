"""Fits the same-event models from gold pairs and writes their coefficients.

    python -m framing.train.events GOLD_FOLDER

Two logistic regressions on standardised features: a pair alone, and a pair in its corpus. Pairs that the gold
does not list but whose dates are within six days of each other and whose events differ are added as mined
negatives; dated sets enter twice, with and without their dates, so that the model does not lean on them. Each
set weighs the same, whatever its size. Figures are cross-validated by event (ECB+: by topic): a pair is scored
by a model that saw no article of either one's event.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.events import context as contexts
from framing.events.features import NAMES, pair_features
from framing.events.profiles import Profile, named_days
from framing.events.reading import Encode, profiles_of
from framing.events.verdict import rule_bound
from framing.events.when import core_time

SETS = {
    "allsides_val": ("same_event/allsides_val_articles.jsonl", "same_event/allsides_val_pairs.jsonl", "event_id"),
    "ecbplus_dev": ("same_event/ecbplus_dev_articles.jsonl", "same_event/ecbplus_dev_pairs.jsonl", "topic"),
    "basil": ("framing/basil_articles.jsonl", "same_event/basil_pairs.jsonl", "event_id"),
}
FOLDS = 5
CLIP = 4.0
STRENGTH = 0.1
"""Inverse of the penalty (sklearn's C) for the pair alone; 1 for the few context features."""
POSITIVE_SHARE = 0.4
"""Share of same-event pairs that a set's weights are brought to, for a pair alone."""
CONTEXT_POSITIVE_SHARE = 0.35
"""The same in the corpus, where same-event pairs are rarer."""
MINED_DAYS = 6
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of one set, with or without its dates."""

    name: str
    dated: bool
    profiles: tuple[Profile, ...]
    pairs: Ints
    """(m, 2) positions in `profiles`."""
    same: Ints
    kind: tuple[str, ...]
    """The gold's kind, or `mined`."""
    folds: Ints
    """(m, 2), the folds of both articles' events."""


def read_set(folder: Path, name: str, encode: Encode | None = None) -> list[Pairs]:
    """The set with its dates and, where it has any, once more without."""
    articles_file, pairs_file, unit = SETS[name]
    rows = {str(row["id"]): row for row in _rows(folder / articles_file)}
    gold = _rows(folder / pairs_file)
    profiles = tuple(profiles_of(rows, encode=encode).values())
    place = {profile.article.id: k for k, profile in enumerate(profiles)}
    listed = [(place[str(r["a"])], place[str(r["b"])], int(r["same"]), str(r.get("kind", ""))) for r in gold]
    units = [str(rows[profile.article.id][unit]) for profile in profiles]
    if unit == "event_id":
        listed += _mine(profiles, units, {frozenset(item[:2]) for item in listed})
    order = {value: k % FOLDS for k, value in enumerate(sorted(set(units), key=lambda v: crc32(v.encode())))}
    pairs = np.array([item[:2] for item in listed], dtype=np.int64)
    folds = np.array([[order[units[i]], order[units[j]]] for i, j in pairs.tolist()], dtype=np.int64)
    made = Pairs(
        name, True, profiles, pairs, np.array([item[2] for item in listed]), tuple(item[3] for item in listed), folds
    )
    if not any(profile.published for profile in profiles):
        return [made]
    return [made, replace(made, dated=False, profiles=tuple(undated(profile) for profile in profiles))]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _mine(
    profiles: Sequence[Profile], events: Sequence[str], known: set[frozenset[int]]
) -> list[tuple[int, int, int, str]]:
    days = [profile.published for profile in profiles]
    return [
        (i, j, 0, "mined")
        for i in range(len(profiles))
        for j in range(i)
        if (first := days[i]) is not None
        and (second := days[j]) is not None
        and abs(first - second) <= MINED_DAYS
        and events[i] != events[j]
        and frozenset((i, j)) not in known
    ]


def undated(profile: Profile) -> Profile:
    """The profile as it would be without a publication date."""
    article = replace(profile.article, published="")
    return replace(
        profile,
        article=article,
        published=None,
        when=core_time(article, profile.passages),
        days=named_days(profile.passages, article),
    )


def weights(parts: Sequence[Pairs], share: float) -> Floats:
    """Every set (dated and undated together) weighs the same, with `share` of its weight on same-event pairs."""
    totals: dict[tuple[str, int], int] = {}
    for part in parts:
        for value in (0, 1):
            key = (part.name, value)
            totals[key] = totals.get(key, 0) + int((part.same == value).sum())
    rows = [
        np.where(part.same == 1, share / totals[part.name, 1], (1 - share) / totals[part.name, 0]) for part in parts
    ]
    joined = np.concatenate(rows)
    return np.asarray(joined / joined.mean())


@dataclass(frozen=True, slots=True)
class Fitted:
    """Standardisation and coefficients of one logistic regression."""

    mean: Floats
    scale: Floats
    coefficients: Floats
    intercept: float

    def probabilities(self, rows: Floats) -> Floats:
        """float64 (n,)."""
        z = np.clip((rows - self.mean) / self.scale, -CLIP, CLIP) @ self.coefficients + self.intercept
        return np.asarray(1 / (1 + np.exp(-z)))

    def table(self, features: Sequence[str]) -> dict[str, Any]:
        """The form that `framing.events.model` reads."""
        net = {
            "weights": [[[round(float(c), 6)] for c in self.coefficients]],
            "biases": [[round(self.intercept, 6)]],
        }
        return {
            "features": list(features),
            "mean": [round(float(value), 6) for value in self.mean],
            "scale": [round(float(value), 6) for value in self.scale],
            "clip": CLIP,
            "nets": [net],
            "slope": 1.0,
            "offset": 0.0,
        }


def fit(rows: Floats, same: Ints, weight: Floats, strength: float) -> Fitted:
    """Logistic regression on standardised, clipped rows; deterministic."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale < 1e-9] = 1.0
    standard = np.clip((rows - mean) / scale, -CLIP, CLIP)
    model = LogisticRegression(C=strength, max_iter=3000).fit(standard, same, sample_weight=weight)
    return Fitted(mean, scale, model.coef_[0], float(model.intercept_[0]))


def cross_validate(rows: Floats, same: Ints, weight: Floats, folds: Ints, strength: float) -> Floats:
    """Probabilities (n,) by models that saw no pair touching either fold of the pair scored."""
    out = np.zeros(len(same))
    for i in range(FOLDS):
        for j in range(i, FOLDS):
            test = (folds == (i, j)).all(axis=1) | (folds == (j, i)).all(axis=1)
            if test.any():
                train = ~np.isin(folds, [i, j]).any(axis=1)
                out[test] = fit(rows[train], same[train], weight[train], strength).probabilities(rows[test])
    return out


def figures(parts: Sequence[Pairs], scores: Floats) -> dict[str, dict[str, float]]:
    """By set and dating: AUC against the gold's hard negatives and against mined ones, F1 at 0.5, Brier score."""
    from sklearn.metrics import brier_score_loss, roc_auc_score

    out: dict[str, dict[str, float]] = {}
    at = 0
    for part in parts:
        score, same, kind = scores[at : at + len(part.same)], part.same, np.array(part.kind)
        at += len(part.same)
        gold, hard, mined = kind != "mined", ~np.isin(kind, ["mined", "random"]), (kind == "mined") | (same == 1)
        said, true = score[gold] >= 0.5, same[gold] == 1
        row = {
            "auc_hard": float(roc_auc_score(same[hard], score[hard])),
            "f1": float(2 * (said & true).sum() / (said.sum() + true.sum())),
            "brier": float(brier_score_loss(true, score[gold])),
        }
        if (kind == "mined").any():
            row["auc_mined"] = float(roc_auc_score(same[mined], score[mined]))
        out[f"{part.name} {'dated' if part.dated else 'undated'}"] = {k: round(v, 4) for k, v in row.items()}
    return out


def train(
    folder: Path, data: Path, say: Callable[[str], None], encode: Encode | None = None
) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """Fit both models on the gold under `folder`, write them to `data`; returns the cross-validated figures."""
    parts = [part for name in SETS for part in read_set(folder, name, encode)]
    rows = np.concatenate([_features(part) for part in parts])
    same = np.concatenate([part.same for part in parts])
    folds = np.concatenate([part.folds for part in parts])
    weight = weights(parts, POSITIVE_SHARE)
    alone = cross_validate(rows, same, weight, folds, STRENGTH)
    _write(data / "events_model.json", fit(rows, same, weight, STRENGTH).table(NAMES))
    around = np.concatenate([_context(part, p, r) for part, p, r in _split(parts, alone, rows)])
    weight = weights(parts, CONTEXT_POSITIVE_SHARE)
    inside = cross_validate(around, same, weight, folds, 1.0)
    _write(data / "events_context.json", fit(around, same, weight, 1.0).table(contexts.NAMES))
    bounds = np.concatenate([[rule_bound(p.profiles[i], p.profiles[j]) for i, j in p.pairs.tolist()] for p in parts])
    report = {
        "alone": figures(parts, np.minimum(alone, bounds)),
        "in the corpus": figures(parts, np.minimum(inside, bounds)),
    }
    say(json.dumps(report, indent=1))
    return report


def _features(part: Pairs) -> Floats:
    return np.stack([pair_features(part.profiles[i], part.profiles[j]) for i, j in part.pairs.tolist()])


def _split(parts: Sequence[Pairs], alone: Floats, rows: Floats) -> list[tuple[Pairs, Floats, Floats]]:
    ends = np.cumsum([len(part.same) for part in parts])[:-1]
    return list(zip(parts, np.split(alone, ends), np.split(rows, ends), strict=True))


def _context(part: Pairs, alone: Floats, rows: Floats) -> Floats:
    made = contexts.build_context(part.profiles)
    if made is None:
        raise ValueError(f"{part.name}: too few articles for a context")
    return made.features(part.pairs, alone, rows[:, NAMES.index("terms")])


def _write(path: Path, table: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    train(Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "data", print)
