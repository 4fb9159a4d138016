"""Lenses against readers' framing notes on linked passages (the `framing` field of the pairs sets).

    python -m framing.evaluate.framing_notes PAIRS.jsonl [--lenses all]

A note names two passages and the words in each that frame the same fact differently. Asked of each noted
pair of passages, given its link: is any difference reported; do one difference's words overlap a note's on
both sides (one open-class word in common); and, stricter, by a quarter of the words they span together.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from framing.config import DEFAULT_LENSES, Settings
from framing.lenses import run
from framing.lenses.wording import FUNCTION_WORDS, WORD
from framing.model import (
    Article,
    Block,
    BlockKind,
    Difference,
    Excerpt,
    Link,
    Passage,
    Provenance,
    Relation,
    Role,
    Span,
)
from framing.prepared import Prepared

Row = Mapping[str, Any]
STRICT = 0.25
Part = tuple[int, int]


def prepared(row: Row, side: str) -> Prepared:
    """One side of a row as a prepared article whose passages are its sentences; vectors carry no meaning."""
    sentences: Sequence[str] = row[side]["sentences"]
    name, at, passages = f"{row['pair']}-{side}", 0, []
    for index, sentence in enumerate(sentences):
        span = Span(at, at + len(sentence))
        passages.append(
            Passage(f"{name}:{index}", name, index, span, sentence, Role.BODY if index else Role.LEAD, index)
        )
        at += len(sentence) + 1
    text = "\n".join(sentences)
    blocks = tuple(Block(passage.span, BlockKind.BODY) for passage in passages)
    record = Article(
        name, row[side].get("outlet", ""), row[side].get("title", ""), "", "", "", "en", "", text, blocks, Provenance()
    )
    return Prepared(record, tuple(passages), np.full((len(passages), 2), 0.5, np.float32))


def differences(row: Row, lenses: Sequence[str], settings: Settings) -> dict[tuple[int, int], list[Difference]]:
    """Differences by noted pair of passages, given the links of the notes."""
    a, b = prepared(row, "a"), prepared(row, "b")
    kinds = {(i, j): kind for i, j, kind in row["gold"]["links"]}
    noted = [(each["a"], each["b"]) for each in row["gold"]["framing"]]
    links = [Link(a.passages[i].id, b.passages[j].id, 1.0, Relation(kinds.get((i, j), "partial"))) for i, j in noted]
    grouped: dict[tuple[int, int], list[Difference]] = defaultdict(list)
    for each in run(lenses, [a, b], links, [], settings).differences:
        if each.a and each.b:
            grouped[int(each.a.passage.rsplit(":", 1)[1]), int(each.b.passage.rsplit(":", 1)[1])].append(each)
    return {pair: grouped.get(pair, []) for pair in noted}


def part_of(excerpt: Excerpt, starts: int) -> Part:
    """An excerpt relative to its passage, which starts at `starts` of the article."""
    return excerpt.start - starts, excerpt.end - starts


def touches(text: str, one: Part, two: Part) -> bool:
    """Whether the two parts share an open-class word."""
    return any(
        match.start() < min(one[1], two[1])
        and match.end() > max(one[0], two[0])
        and match.group().lower() not in FUNCTION_WORDS
        for match in WORD.finditer(text)
        if max(one[0], two[0]) < min(one[1], two[1])
    )


def union_share(one: Part, two: Part) -> float:
    """Intersection over union in code points."""
    common = max(0, min(one[1], two[1]) - max(one[0], two[0]))
    return common / max(1, max(one[1], two[1]) - min(one[0], two[0]))


def score_notes(
    rows: Iterable[Row], lenses: Sequence[str] = DEFAULT_LENSES, settings: Settings | None = None
) -> dict[str, float]:
    """`reported`, `overlap`, `strict_overlap` over noted pairs, `per_pair` differences, words a side, hits by lens."""
    settings = settings or Settings()
    count: Counter[str] = Counter()
    length: list[int] = []
    by_lens: Counter[str] = Counter()
    hit_lens: Counter[str] = Counter()
    for row in rows:
        for (i, j), found in differences(row, lenses, settings).items():
            texts = row["a"]["sentences"], row["b"]["sentences"]
            starts = sum(len(s) + 1 for s in texts[0][:i]), sum(len(s) + 1 for s in texts[1][:j])
            notes = next(each["notes"] for each in row["gold"]["framing"] if (each["a"], each["b"]) == (i, j))
            marks = [_hit(each, notes, (texts[0][i], texts[1][j]), starts) for each in found]
            count["pairs"] += 1
            count["reported"] += bool(found)
            count["differences"] += len(found)
            count["overlap"] += any(hit for hit, _ in marks)
            count["strict"] += any(strict for _, strict in marks)
            for each, (hit, _) in zip(found, marks, strict=True):
                by_lens[each.lens] += 1
                hit_lens[each.lens] += hit
                length += [len(side.text.split()) for side in (each.a, each.b) if side]
    n = max(1, count["pairs"])
    return {
        "reported": count["reported"] / n,
        "overlap": count["overlap"] / n,
        "strict_overlap": count["strict"] / n,
        "per_pair": count["differences"] / n,
        "words": float(np.mean(length)) if length else 0.0,
        "n": float(count["pairs"]),
        **{f"share_right_{lens}": hit_lens[lens] / total for lens, total in sorted(by_lens.items())},
        **{f"count_{lens}": float(total) for lens, total in sorted(by_lens.items())},
    }


def _hit(each: Difference, notes: Sequence[Row], texts: tuple[str, str], starts: tuple[int, int]) -> tuple[bool, bool]:
    if each.a is None or each.b is None or each.lens == "prominence":
        return False, False  # prominence marks whole passages: overlap would tell nothing
    a, b = part_of(each.a, starts[0]), part_of(each.b, starts[1])
    hit = strict = False
    for note in notes:
        p, q = texts[0].find(note["a"]), texts[1].find(note["b"])
        gold = (p, p + len(note["a"])), (q, q + len(note["b"]))
        hit |= touches(texts[0], a, gold[0]) and touches(texts[1], b, gold[1])
        strict |= union_share(a, gold[0]) >= STRICT and union_share(b, gold[1]) >= STRICT
    return hit, strict and hit


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lenses", default=",".join(DEFAULT_LENSES))
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for name, value in score_notes(rows, options.lenses.split(",")).items():
        sys.stdout.write(f"{name} {value:.4f}\n")


if __name__ == "__main__":
    main()
