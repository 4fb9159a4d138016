"""Fits the order of omissions from the sentences that careful readings named as the most consequential.

    python -m framing.train.salience EVAL_FOLDER

Every named sentence stands against the others of its article that the other article lacks or has in part
(framing/data/facts_salience_labels.json; coverage as coded). Then two numbers are fitted on the pairs that no
aligner learnt from, with the tool's own coverage: how much a passage without facts loses, and one that is
rather present. Written to framing/data/facts_salience.json, with figures from folds that keep a story on one
side, and the direction `salience` of align_meaning.json: to be fitted again whenever the aligner's weights change,
and after `framing.train.claim_cues`. The development pairs are never touched.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.meaning import MEANINGS, directions
from framing.align.network import default_scorer
from framing.facts.claims import claim_probability
from framing.facts.salience import FEATURES, features
from framing.model import Article, Passage, Provenance, Role, Span
from framing.prepared import Prepared
from framing.train.gold import KEPT_OUT, folds
from framing.train.meaning import DATA, leading, remember
from framing.train.unlabelled import articles

PENALTY = 0.005
"""Inverse strength of the L2 penalty on standardised values; results from a third to three times are alike."""
DIRECTIONS, SHARE = 100, 0.3
"""Principal directions of the sentences' vectors that take part, and their scale beside the plain features."""
FOLDS = 10
Matrix = NDArray[np.float64]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def bare(article_id: str, sentences: Iterable[str]) -> Prepared:
    """An article of these sentences for word-based features; vectors are a constant."""
    texts = list(sentences)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    spans = [Span(int(s), int(s) + len(text)) for s, text in zip(starts, texts, strict=False)]
    passages = tuple(
        Passage(f"{article_id}:{i}", article_id, i, span, text, Role.BODY)
        for i, (span, text) in enumerate(zip(spans, texts, strict=True))
    )
    article = Article(article_id, "", "", "", "", "", "en", "", "\n".join(texts), (), Provenance())
    return Prepared(article, passages, np.ones((len(texts), 1), dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Side:
    """The sentences of one article of a pair, as rows; only those in `lacking` are compared when fitting."""

    pair: str
    side: str
    plain: Matrix
    """(n, len(FEATURES))"""
    vectors: Matrix
    """(n, d), unit rows."""
    states: Matrix
    """(n,): logarithm of the probability that the sentence states anything."""
    partly: Matrix
    """(n,): 1 where the other article has part of it."""
    lacking: NDArray[np.bool_]
    named: NDArray[np.bool_]


def sides(rows: Iterable[Mapping[str, Any]], top: Mapping[str, Mapping[str, Sequence[int]]]) -> list[Side]:
    """Every side that has named sentences."""
    aligner, found = default_scorer(), []
    known = directions(aligner.use.sha256)
    if known is None:
        raise ValueError("fit framing.train.claim_cues first: align_meaning.json is of another aligner")
    statement = known[MEANINGS.index("statement")]
    for row in rows:
        if row["pair"] not in top:
            continue
        made = features([bare(side, row[side]["sentences"]) for side in "ab"])
        for side, named in top[row["pair"]].items():
            texts, states = row[side]["sentences"], row["gold"][f"coverage_{side}"]
            given = [states.get(str(i), "nonfact") for i in range(len(texts))]
            vectors = np.asarray(aligner.vectors(texts), dtype=np.float64)
            claims = map(claim_probability, texts, vectors @ statement)
            found.append(
                Side(
                    pair=row["pair"],
                    side=side,
                    plain=np.array([made[f"{side}:{i}"] for i in range(len(texts))]),
                    vectors=vectors,
                    states=np.array([np.log(max(p, 1e-6)) for p in claims]),
                    partly=np.array([float(state == "partly") for state in given]),
                    lacking=np.array([state in ("absent", "partly", "unsure") for state in given]),
                    named=np.array([i in named for i in range(len(texts))]),
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class Ranker:
    """Raw weights: plain features (len(FEATURES),) and vector (d,)."""

    plain: Matrix
    vector: Matrix

    def score(self, side: Side) -> Matrix:
        """(n,) log-odds but for a constant."""
        return np.asarray(side.plain @ self.plain + side.vectors @ self.vector)


def rank(examples: Sequence[Side]) -> Ranker:
    """Logistic model of "named" among what lacks, each side centred on itself; what `partly` takes away is left out."""
    from sklearn.linear_model import LogisticRegression

    vectors = _centred(examples, lambda side: side.vectors)
    turn = leading(vectors, DIRECTIONS) * SHARE
    plain = _centred(examples, lambda side: np.column_stack([side.plain, side.partly]))
    spread = plain.std(axis=0) + 1e-6
    named = np.concatenate([side.named[side.lacking] for side in examples])
    x = np.hstack([plain / spread, vectors @ turn])
    weights = LogisticRegression(C=PENALTY, max_iter=500).fit(x, named).coef_[0]
    count = plain.shape[1]
    return Ranker((weights[:count] / spread)[:-1], turn @ weights[count:])


def _centred(examples: Sequence[Side], values: Callable[[Side], Matrix]) -> Matrix:
    kept = [values(side)[side.lacking] for side in examples]
    return np.concatenate([block - block.mean(axis=0) for block in kept])


def crossed(examples: Sequence[Side], fold: Mapping[str, int]) -> list[Matrix]:
    """Scores of every side by a ranker that did not see its story."""
    rankers = {k: rank([s for s in examples if fold[s.pair] != k]) for k in sorted(set(fold.values()))}
    return [rankers[fold[side.pair]].score(side) for side in examples]


def first(count: int, examples: Sequence[Side], scores: Sequence[Matrix]) -> float:
    """Share of the named sentences among the `count` highest scores of their side; -inf takes a sentence off."""
    hits = total = 0
    for side, score in zip(examples, scores, strict=True):
        order = [i for i in np.argsort(-score, kind="stable") if np.isfinite(score[i])][:count]
        hits += int(side.named[order].sum())
        total += int(side.named.sum())
    return round(hits / total, 4)


def present(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Matrix]:
    """By pair and side the tool's own log-odds that a sentence is present in the other article, zero where below."""
    from framing.align import load_scorer
    from framing.config import Settings

    scorer, found = load_scorer(Settings()), {}
    for row in rows:
        scores = scorer.score(row["a"]["sentences"], row["b"]["sentences"])
        for side, covered in (("a", scores.covered_a), ("b", scores.covered_b)):
            p = np.clip(np.asarray(covered, dtype=np.float64), 0.01, 0.99)
            found[row["pair"], side] = np.maximum(0.0, np.log(p / (1 - p)))
    return found


def weigh(examples: Sequence[Side], scores: Sequence[Matrix], there: Mapping[tuple[str, str], Matrix]) -> Matrix:
    """Weights (3,) of score, statement and presence over all sentences of the sides."""
    from sklearn.linear_model import LogisticRegression

    blocks = [
        np.column_stack([score - score[side.lacking].mean(), side.states, there[side.pair, side.side]])
        for side, score in zip(examples, scores, strict=True)
    ]
    named = np.concatenate([side.named for side in examples])
    return np.asarray(LogisticRegression(C=1.0, max_iter=500).fit(np.concatenate(blocks), named).coef_[0])


def fit(rows: Sequence[Mapping[str, Any]], top: Mapping[str, Mapping[str, Sequence[int]]]) -> dict[str, Any]:
    """The model with its cross-validated figures."""
    labelled = [row for row in rows if row["pair"] in top]
    fold = dict(zip((row["pair"] for row in labelled), folds(labelled, FOLDS), strict=True))
    examples = sides(labelled, top)
    scores = crossed(examples, fold)
    among = [np.where(side.lacking, score, -np.inf) for side, score in zip(examples, scores, strict=True)]
    own = [(side, score) for side, score in zip(examples, scores, strict=True) if side.pair in KEPT_OUT]
    unseen, guessed = [side for side, _ in own], [score for _, score in own]
    there = present(row for row in labelled if row["pair"] in KEPT_OUT)
    weights = weigh(unseen, guessed, there)
    told = [weights @ np.stack([g, s.states, there[s.pair, s.side]]) for s, g in own]
    ranker = rank(examples)
    return {
        **_written(ranker, examples, weights),
        "named": {"sides": len(examples), "sentences": int(sum(s.named.sum() for s in examples))},
        "cross_validated": {
            "coded_coverage": {"first_five": first(5, examples, among), "first_ten": first(10, examples, among)},
            "own_coverage": {"first_five": first(5, unseen, told), "first_ten": first(10, unseen, told)},
        },
    }


def _written(ranker: Ranker, examples: Sequence[Side], weights: Matrix) -> dict[str, Any]:
    """Coefficients scaled to log-odds; the intercept gives the share of named sentences on average."""
    scale = float(weights[0])
    lacking = np.concatenate([side.lacking for side in examples])
    kept = [np.concatenate([v(s) for s in examples])[lacking] for v in (_plain, _vectors, _states)]
    base = float(np.concatenate([side.named for side in examples])[lacking].mean())
    offset = np.log(base / (1 - base)) - scale * float(kept[0].mean(axis=0) @ ranker.plain)
    return {
        "weights": {n: round(float(w) * scale, 5) for n, w in zip(FEATURES, ranker.plain, strict=True)},
        "direction": [round(float(w) * scale, 4) for w in ranker.vector],
        "centre": round(scale * float(kept[1].mean(axis=0) @ ranker.vector), 5),
        "states": round(float(weights[1]), 5),
        "intercept": round(float(offset - weights[1] * kept[2].mean()), 5),
        "presence": round(-float(weights[2]), 5),
    }


def _plain(side: Side) -> Matrix:
    return side.plain


def _vectors(side: Side) -> Matrix:
    return side.vectors


def _states(side: Side) -> Matrix:
    return side.states


def further(folder: Path, labels: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows of pairs that stand in the labels alone, coverage from their letters, and the named sentences by pair."""
    texts, states = articles(folder), {"c": "covered", "p": "partly", "a": "absent", "n": "nonfact", "u": "unsure"}
    rows, top = [], {}
    for label in labels:
        name = f"{label['a']} {label['b']}"
        top[name] = {side: named for side, named in zip("ab", label["top"], strict=True) if named}
        gold = {
            f"coverage_{side}": {str(i): states[letter] for i, letter in enumerate(letters)}
            for side, letters in zip("ab", label["covered"], strict=True)
        }
        rows.append({"pair": name, **{side: {"sentences": texts[label[side]]} for side in "ab"}, "gold": gold})
    return rows, top


def main(folder: str) -> None:
    """Fit on the training pairs and the further labelled ones, and write the model."""
    labels = json.loads((DATA / "facts_salience_labels.json").read_text(encoding="utf-8"))
    rows, top = further(Path(folder), labels["further"])
    write(fit([*rows_of(Path(folder) / "pairs" / "train.jsonl"), *rows], {**labels["top"], **top}))


def write(model: dict[str, Any]) -> None:
    """Both files: what facts are weighed by, and the direction among the vectors of the aligner that is shipped."""
    remember("salience", np.array(model.pop("direction")))
    (DATA / "facts_salience.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
