"""Fits the scale that tells whether two numbers of linked passages contradict each other.

    python -m framing.train.number_pairs EVAL_FOLDER CORPORA_FOLDER

Rows: numbers of one kind that exclude each other, in passages that the tool links, where no rule of
framing.facts.conflict_numbers tells them apart. Positive: of each pair of sentences that readers noted as a conflict (the training
pairs of the gold and our own codings) or that were written into the sample events, or that give a fact of an invented story (stories.jsonl, half of them) two
values, the two numbers nearest in value. Everything else is negative. Logistic regression on standardised values, folds
by article pair; the other stories are never learnt from. Written to framing/data/facts_numbers.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from framing.align import align
from framing.align.network import default_scorer
from framing.align.result import Alignment
from framing.facts.conflict_numbers import DECISION, LINKED, apart, may_clash
from framing.facts.conflicts import pairings
from framing.facts.intervals import disjoint, gap
from framing.facts.number_model import FEATURES, features, is_open
from framing.facts.pairings import Pairing, sides
from framing.prepared import Prepared
from framing.train.codings import coded
from framing.train.gold import read_rows
from framing.train.meaning import DATA
from framing.train.salience import bare
from framing.train.stories import pairs, stories

_LEARNT = """
s01 s03 s05 s07 s09 s11 s12 s14 s16 s18 s20 s22 s23 s25 s27 s29 s31 s33 s34 s36 s38 s40 s42 s44 s45 s47 s49 s51 s53 s55 s56 s58
s60 s62 s65
"""
LEARNT = frozenset(_LEARNT.split())
"""Stories that are learnt from; the others gave the figures on accounts that nothing was made for."""
PENALTY = 0.3
"""Inverse strength of the L2 penalty; results from a third to three times are alike."""
FOLDS = 10
Cells = Mapping[tuple[int, int], str]
"""Pairs of sentences that contradict each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One pair of numbers: what is told of it, and where."""

    name: str
    values: tuple[float, ...]
    is_conflict: bool
    cell: tuple[int, int]


def rows_of(name: str, a: Prepared, b: Prepared, alignment: Alignment, noted: Cells) -> Iterator[Row]:
    """The open pairs of numbers of one pair of accounts, labelled."""
    by_article = {item.article.id: sides(item.article, item.passages) for item in (a, b)}
    for pairing in pairings(alignment, by_article):
        cell = pairing.a.passage.index, pairing.b.passage.index
        found = [(gap(x, y), x, y) for x, y in _open(pairing)]
        nearest = min((value for value, _, _ in found), default=0.0)
        for value, x, y in found:
            if cell in noted and value > nearest:
                continue  # not known which of several numbers the note is about
            yield Row(name, features(pairing, x, y), cell in noted, cell)


def _open(pairing: Pairing) -> Iterator[tuple[Any, Any]]:
    if pairing.link.probability < LINKED or pairing.a.is_correction or pairing.b.is_correction:
        return
    for x in pairing.a.quantities:
        for y in pairing.b.quantities:
            if is_open(pairing, x, y) and disjoint(x, y) and not apart(pairing, x, y) and may_clash(pairing, x, y):
                yield x, y


def fit(rows: Iterable[Row]) -> dict[str, Any]:
    """`{weights by feature on plain values, bias}`."""
    from sklearn.linear_model import LogisticRegression

    kept = list(rows)
    x, y = np.array([row.values for row in kept]), np.array([row.is_conflict for row in kept])
    centre, scale = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=PENALTY, max_iter=5_000).fit((x - centre) / scale, y)
    weights = model.coef_[0] / scale
    return {
        "weights": {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)},
        "bias": round(float(model.intercept_[0] - weights @ centre), 5),
    }


def scored(made: Mapping[str, Any], rows: Iterable[Row]) -> list[tuple[float, Row]]:
    """Probability by row."""
    weights = np.array([made["weights"][name] for name in FEATURES])
    return [(float(1 / (1 + np.exp(-(weights @ np.array(row.values) + made["bias"])))), row) for row in rows]


def crossed(rows: list[Row], always: list[Row]) -> list[tuple[float, Row]]:
    """Scores of `rows` by models that did not see their article pair; `always` is learnt from in every fold."""
    names = sorted({row.name for row in rows})
    fold = {name: i % FOLDS for i, name in enumerate(names)}
    out = []
    for k in range(FOLDS):
        made = fit([*(row for row in rows if fold[row.name] != k), *always])
        out += scored(made, [row for row in rows if fold[row.name] == k])
    return out


def real(folder: Path) -> Iterator[tuple[dict[str, Any], Cells]]:
    """Pairs of real accounts with the pairs of sentences that readers noted as conflicts."""
    for row in [*read_rows(folder / "pairs" / "train.jsonl"), *coded(folder)]:
        yield dict(row), {(note[0], note[1]): "noted" for note in row["gold"].get("conflicts", ())}


def invented() -> Iterator[tuple[dict[str, Any], Cells]]:
    """Accounts of one event out of the stories that are learnt from, with the sentences that give a number two values."""
    for story in stories():
        if story["id"] not in LEARNT:
            continue
        numbers = {fact for fact, kind in story["conflicting"].items() if kind == "number"}
        for row in pairs([story]):
            if row["same_event"]:
                i, j = (int(k) for k in row["pair"].split(":")[1].split("~"))
                yield row, clashes(story["articles"][i], story["articles"][j], numbers)


def clashes(a: Mapping[str, Any], b: Mapping[str, Any], facts: frozenset[str] | set[str]) -> dict[tuple[int, int], str]:
    """Pairs of sentences that give one of `facts` two values."""
    told = [
        [(i, *code.partition("=")[::2]) for i, (_, codes) in enumerate(each["sentences"]) for code in codes]
        for each in (a, b)
    ]
    return {
        (i, j): fact
        for i, fact, value in told[0]
        for j, other, counter in told[1]
        if fact == other and fact in facts and value.strip().lower() != counter.strip().lower()
    }


def planted(folder: Path) -> Iterator[tuple[dict[str, Any], Cells]]:
    """Accounts of the sample events, with the sentences whose numbers were written to differ."""
    for path in sorted(folder.glob("*/gold.json")):
        for pair in json.loads(path.read_text(encoding="utf-8"))["pairs"]:
            if pair["same_event"]:
                read = [json.loads((path.parent / f"{pair[s]}.json").read_text(encoding="utf-8")) for s in "ab"]
                row = {
                    "pair": pair["pair"],
                    **{s: {"sentences": one["sentences"]} for s, one in zip("ab", read, strict=True)},
                }
                numbers = (c for c in pair["conflicts"] if c["kind"] == "number")
                yield row, {(c["a"]["sentence"], c["b"]["sentence"]): "planted" for c in numbers}


def main(folder: str, corpora: str) -> None:
    """Align all pairs, fit, and write the model with its figures by article pairs left out."""
    scorer = default_scorer()

    def read(source: Iterable[tuple[dict[str, Any], Cells]]) -> list[Row]:
        made: list[Row] = []
        for row, noted in source:
            a, b = (bare(side, row[side]["sentences"]) for side in "ab")
            made += rows_of(row["pair"], a, b, align(a, b, scorer), noted)
        return made

    found, further = read(real(Path(folder))), [*read(invented()), *read(planted(Path(corpora)))]
    told = [row.is_conflict for p, row in crossed(found, further) if p >= DECISION]
    model = {**fit([*found, *further]), "told_of_real_pairs_left_out": [len(told), sum(told)]}
    (DATA / "facts_numbers.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
