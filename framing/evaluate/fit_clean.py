"""Fit the furniture classifier: `python -m framing.evaluate.fit_clean text_dumps.jsonl [--check]`.

Writes `framing/data/furniture.json`. With `--check` it prints the cross-validated scores (five folds by page,
the whole reader with its rules) instead. Needs scikit-learn; a fit takes about a minute.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.evaluate.clean import score_clean
from framing.ingest.features import NAMES, Matrix, line_features
from framing.ingest.furniture import FILE, Trees, body_probabilities, padded
from framing.ingest.lines import split_lines
from framing.ingest.page import label_blocks
from framing.model import BlockKind, Span
from framing.text import normalise

SEED = 0
FOLDS = 5
SETTINGS = {
    "max_iter": 220,
    "learning_rate": 0.045,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "max_features": 0.3,
    "max_bins": 64,
}
COPIES = 1
"""Altered copies of each training page: boxes of other pages' furniture inside the body, menus cut off, blank lines changed."""
COPY_WEIGHT = 0.15
"""Copies count less than real pages: at full weight they cost a hundredth of F1."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with one label a line: 1 for body."""

    id: str
    text: str
    spans: list[Span]
    labels: npt.NDArray[np.float64]

    def weights(self) -> npt.NDArray[np.float64]:
        """Weight of each line: its words as a share of the body's, since pages count alike in the score."""
        words = np.array([max(1, len(_WORD.findall(s.of(self.text)))) for s in self.spans], dtype=float)
        return np.asarray(words / (words[self.labels > 0].sum() or words.sum()) + 0.002)


def label(text: str, spans: Sequence[Span], body: str) -> npt.NDArray[np.float64]:
    """1.0 for every line that stands in the known body: lines in order, then lines whose words mostly do."""
    lines = [_key(span.of(text)) for span in spans]
    wanted = [_key(line) for line in body.split("\n") if line.strip()]
    labels = np.zeros(len(lines))
    matched: set[int] = set()
    for block in difflib.SequenceMatcher(None, lines, wanted, autojunk=False).get_matching_blocks():
        labels[block.a : block.a + block.size] = 1
        matched.update(range(block.b, block.b + block.size))
    rest = {run for i, line in enumerate(wanted) if i not in matched for run in _runs(line)}
    for i, line in enumerate(lines):
        if rest and not labels[i]:
            runs = _runs(line)
            labels[i] = float(sum(run in rest for run in runs) >= 0.5 * len(runs))
    return labels


def _key(line: str) -> str:
    return " ".join(_WORD.findall(line)) or line


def _runs(line: str) -> list[tuple[str, ...]]:
    words = line.split()
    return [tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))]


def load(path: Path) -> tuple[list[dict[str, Any]], list[Page]]:
    """Gold rows and their labelled pages."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    pages = []
    for row in rows:
        text = normalise(row["dump"])
        spans = split_lines(text)
        pages.append(Page(row["id"], text, spans, label(text, spans, normalise(row["body"]))))
    return rows, pages


Piece = tuple[str, int, float]
"""(line, line breaks before it, label)."""


def altered(page: Page, others: Sequence[Page], rng: random.Random) -> Page | None:
    """A copy of `page` as another site might have laid it out; None where it has no body."""
    pieces = _pieces(page)
    body = [i for i, piece in enumerate(pieces) if piece[2] > 0]
    if not body:
        return None
    first, last = body[0], body[-1]
    for _ in range(rng.randint(0, 3)):
        source = [p for p in _pieces(rng.choice(others)) if p[2] == 0] or [("Advertisement", 1, 0.0)]
        start = rng.randrange(len(source))
        box = [(line, rng.choice([1, 2]), 0.0) for line, _, _ in source[start : start + rng.randint(1, 5)]]
        at = rng.randint(first + 1, max(first + 1, last))
        pieces[at:at] = box
        last += len(box)
    cut = rng.random()
    left = max(0, first - rng.randint(0, 4)) if cut < 0.25 or 0.4 <= cut < 0.5 else 0
    right = last + 1 + rng.randint(0, 6) if 0.25 <= cut < 0.5 else len(pieces)
    return _page(page.id, _respaced(pieces[left:right], rng.random()))


def _pieces(page: Page) -> list[Piece]:
    out, at = [], 0
    for span, value in zip(page.spans, page.labels, strict=True):
        out.append((span.of(page.text), min(3, max(1, page.text.count("\n", at, span.start))), float(value)))
        at = span.end
    return out


def _respaced(pieces: list[Piece], draw: float) -> list[Piece]:
    if draw < 0.2:
        return [(line, 1, value) for line, _, value in pieces]
    if draw < 0.35:
        return [(line, 2, value) for line, _, value in pieces]
    if draw < 0.5:
        return [(line, 2 if len(line) > 80 else gap, value) for line, gap, value in pieces]
    return pieces


def _page(page_id: str, pieces: Sequence[Piece]) -> Page:
    text, spans, labels = "", [], []
    for line, gap, value in pieces:
        text += "\n" * gap if text else ""
        spans.append(Span(len(text), len(text) + len(line)))
        text += line
        labels.append(value)
    return Page(page_id, text, spans, np.array(labels))


def fit(pages: Sequence[Page], seed: int = SEED) -> tuple[list[dict[str, list[float]]], float]:
    """Trees and bias fitted to pages and their altered copies."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rng = random.Random(seed)  # noqa: S311
    copies = [copy for _ in range(COPIES) for page in pages if (copy := altered(page, pages, rng))]
    used = [*pages, *copies]
    features: Matrix = np.concatenate([line_features(page.text, page.spans) for page in used])
    labels = np.concatenate([page.labels for page in used])
    shares = [1.0] * len(pages) + [COPY_WEIGHT] * len(copies)
    weights = np.concatenate([share * page.weights() for share, page in zip(shares, used, strict=True)])
    model = HistGradientBoostingClassifier(random_state=seed, **SETTINGS)
    model.fit(features, labels, sample_weight=weights * len(weights) / weights.sum())
    return [_nodes(stage[0].nodes) for stage in model._predictors], float(model._baseline_prediction[0, 0])


def _nodes(nodes: Any) -> dict[str, list[float]]:
    leaf = nodes["is_leaf"].astype(bool)
    return {
        "feature": np.where(leaf, 0, nodes["feature_idx"]).tolist(),
        "threshold": [float(f"{t:.7g}") for t in np.where(leaf, 0.0, nodes["num_threshold"])],
        "left": np.where(leaf, -1, nodes["left"].astype(int)).tolist(),
        "right": np.where(leaf, -1, nodes["right"].astype(int)).tolist(),
        "value": [float(f"{v:.5g}") for v in np.where(leaf, nodes["value"], 0.0)],
    }


def body_of(page: Page, trees: Trees) -> str:
    """The page's body as the reader with these trees and all its rules gives it."""
    blocks, _ = label_blocks(page.text, page.spans, body_probabilities(page.text, page.spans, trees))
    kept = (block.span.of(page.text) for block in blocks if block.kind in (BlockKind.BODY, BlockKind.STANDFIRST))
    return "\n\n".join(kept)


def cross_validate(rows: Sequence[dict[str, Any]], pages: Sequence[Page], seed: int = SEED) -> dict[str, float]:
    """Scores of the whole reader on pages that its classifier has not seen."""
    order = list(range(len(pages)))
    random.Random(seed).shuffle(order)  # noqa: S311
    predictions = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        trees = padded(*fit([page for i, page in enumerate(pages) if i not in held], seed))
        predictions += [{"id": pages[i].id, "body": body_of(pages[i], trees)} for i in sorted(held)]
    return score_clean(rows, predictions)


def main() -> None:
    """Command line; see the module's first lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    rows, pages = load(given.gold)
    if given.check:
        for name, value in cross_validate(rows, pages, given.seed).items():
            sys.stdout.write(f"{name} {value:.4f}\n")
        return
    trees, bias = fit(pages, given.seed)
    target = Path(__file__).parents[1] / "data" / FILE
    table = {"features": NAMES, "bias": round(bias, 6), "trees": trees}
    target.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stdout.write(f"{target}: {len(trees)} trees from {len(pages)} pages\n")


if __name__ == "__main__":
    main()
