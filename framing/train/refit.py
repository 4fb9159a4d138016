"""Refits the calibration from links that a person accepted or rejected; nothing is overwritten unasked.

Decisions are few and picked by the queue, not at random, so only the three curves move, pulled towards the
shipped ones: each decision counts once, the shipped calibration counts as `prior` decisions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.calibration import Calibration, Curve
from framing.errors import MalformedInput, UsageError

Vector = NDArray[np.floating[Any]]
LEAST = 20
"""Decisions needed, of both kinds."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One judged pair: its link log-odds from the scorer, what the person decided, the story it stands in."""

    logit: float
    accepted: bool
    story: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement of the tool's 0.5 decisions with the person's, and the Brier score."""

    precision: float
    recall: float
    f1: float
    brier: float


@dataclass(frozen=True, slots=True)
class Refit:
    """A proposed calibration, with figures before and after, the latter cross-validated by story."""

    calibration: Calibration
    before: Figures
    after: Figures
    decisions: int

    @property
    def better(self) -> bool:
        """Whether held-out F1 rises without the Brier score rising."""
        return self.after.f1 > self.before.f1 and self.after.brier <= self.before.brier


def refit(decisions: Sequence[Decision], shipped: Calibration, prior: float = 40.0, folds: int = 5) -> Refit:
    """Propose a link curve from decisions. Raises UsageError with fewer than LEAST, or decisions of one kind only."""
    accepted = sum(d.accepted for d in decisions)
    if len(decisions) < LEAST or not 0 < accepted < len(decisions):
        raise UsageError(
            f"{len(decisions)} decisions, {accepted} accepted: at least {LEAST} are needed, accepted and rejected ones"
        )
    z = np.array([d.logit for d in decisions])
    y = np.array([d.accepted for d in decisions])
    stories = sorted({d.story for d in decisions})
    of = np.array([stories.index(d.story) % folds for d in decisions])
    held_out = np.empty(len(z))
    for fold in range(folds):
        test = of == fold
        held_out[test] = _fit(z[~test], y[~test], shipped.link, prior)(z[test])
    curve = _fit(z, y, shipped.link, prior)
    return Refit(replace(shipped, link=curve), figures(shipped.link(z), y), figures(held_out, y), len(decisions))


def _fit(z: Vector, y: NDArray[np.bool_], start: Curve, prior: float) -> Curve:
    """Newton steps on the logistic likelihood with a Gaussian prior at the shipped slope and intercept."""
    home = np.array([start.slope, -start.slope * start.middle])
    strength = np.array([prior / 10, prior / 10])
    x = np.stack([z, np.ones_like(z)], axis=1)

    def cost(weights: Vector) -> float:
        likelihood = np.logaddexp(0, np.where(y, -1, 1) * (x @ weights)).sum()
        return float(likelihood + 0.5 * (strength * (weights - home) ** 2).sum())

    weights = home.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + strength * (weights - home)
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(strength)
        change = np.linalg.solve(curvature, gradient)
        size = 1.0
        while size > 1e-6 and cost(weights - size * change) > cost(weights):
            size /= 2  # a full step may overshoot where nearly all is parted
        weights = weights - size * change
        if np.abs(size * change).max() < 1e-8:
            break
    slope = max(float(weights[0]), 0.05)
    return Curve(slope, -float(weights[1]) / slope)


def figures(p: Vector, y: NDArray[np.bool_]) -> Figures:
    """Decisions at 0.5 against the person's."""
    chosen = p >= 0.5
    right = int((chosen & y).sum())
    precision = right / int(chosen.sum()) if chosen.any() else 0.0
    recall = right / int(y.sum()) if y.any() else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Figures(precision, recall, f1, float(np.mean((p - y) ** 2)))


def write(found: Refit, path: Path, consent: Callable[[str], bool]) -> bool:
    """Write the calibration to `path`; an existing file only with consent. Whether it was written."""
    if path.exists() and not consent(f"{path} exists; replace it?"):
        return False
    temporary = path.with_suffix(path.suffix + ".part")
    temporary.write_text(json.dumps(found.calibration.as_dict(), indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)
    return True


def decisions_of(rows: Sequence[Mapping[str, Any]], scorer: Any) -> list[Decision]:
    """The judged pairs of rows `{pair, a: {sentences}, b: {sentences}, decisions: [[a, b, accepted], ...]}`.

    Rows in the gold form count too: every pair scored 0.05 and more is then judged by `gold.links`.
    `scorer` is one of ours (it gives log-odds). Raises MalformedInput where a row does not fit.
    """
    out = []
    for number, row in enumerate(rows, 1):
        try:
            first, second = row["a"]["sentences"], row["b"]["sentences"]
            decided = judged(row)
            logits = scorer.logits(first, second).link
            shown = scorer.calibration.link(logits)
            if decided is None:
                linked = {(a, b) for a, b, _ in row["gold"]["links"]}
                unsure = {(a, b) for a, b in row["gold"].get("unsure_links", ())}
                cells = [(int(a), int(b)) for a, b in np.argwhere(shown >= 0.05)]
                decided = [(a, b, (a, b) in linked) for a, b in cells if (a, b) not in unsure]
            story = str(row.get("event") or row.get("pair") or number)
            out += [Decision(float(logits[a, b]), bool(accepted), story) for a, b, accepted in decided]
        except (KeyError, TypeError, IndexError, ValueError) as error:
            raise MalformedInput(f"row {number}: not a row of decisions ({error!r})") from error
    return out


def judged(row: Mapping[str, Any]) -> list[tuple[int, int, bool]] | None:
    """The row's own decisions; None where it is a gold row."""
    if "decisions" not in row and "gold" in row:
        return None
    return [(int(a), int(b), bool(accepted)) for a, b, accepted in row["decisions"]]
