"""How many of the planted findings does a comparison report?

    python corpora/score.py                       every event, all lenses
    python corpora/score.py ferry-hallow-sound    one event

For each pair of outlets of an event the articles are compared with their sentences given. A planted conflict or
difference is found where a reported one lies on the same two sentences with overlapping words on both sides.
Omissions are looked for in one comparison of all the event's outlets, since only the first report by anyone says who
could have known: one is found where a sentence that states the fact is reported as missing in that outlet, or its fact
as told otherwise there. Findings that were not planted are counted, never called wrong: the texts hold more than was
planted.
"""
# ruff: noqa: T201

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from framing.config import Settings
from framing.ingest import read
from framing.lenses import registry
from framing.model import Article, Comparison, Excerpt, State
from framing.pipeline import compare_articles

HERE = Path(__file__).parent
CLOSE = 6
"""Hours around the first report within which it is left open who could have known."""
Spot = tuple[int, int, int]
"""Sentence, and half-open code points within it."""


def spot(comparison: Comparison, excerpt: Excerpt | None) -> Spot | None:
    """Where a reported excerpt stands, counted within its sentence."""
    if excerpt is None:
        return None
    passage = comparison.passage(excerpt.passage)
    return passage.index, excerpt.start - passage.span.start, excerpt.end - passage.span.start


def overlap(found: Spot | None, planted: dict[str, Any]) -> bool:
    """Do a reported spot and planted words share a code point of one sentence?"""
    if found is None or planted["sentence"] != found[0]:
        return False
    return found[1] < int(planted["end"]) and int(planted["start"]) < found[2]


def hit(comparison: Comparison, finding: Any, row: dict[str, Any]) -> bool:
    """Does a reported conflict or difference lie on the planted words of both sides?"""
    a, b = spot(comparison, finding.a), spot(comparison, finding.b)
    return overlap(a, row["a"]) and overlap(b, row["b"])


def pairs(
    slug: str, gold: dict[str, Any], settings: Settings
) -> Iterator[tuple[dict[str, Any], Comparison, list[Article]]]:
    """Every pair of outlets on one event, compared."""
    articles = {name: read(HERE / slug / f"{name}.json") for name in gold["articles"]}
    for pair in gold["pairs"]:
        if pair["same_event"]:
            two = [replace(articles[pair[side]], id=pair[side]) for side in ("a", "b")]
            yield pair, compare_articles(two, settings), two


def whole(slug: str, gold: dict[str, Any], settings: Settings) -> Comparison:
    """All outlets on the event in one comparison, without lenses; storylines with two events too."""
    articles = [replace(read(HERE / slug / f"{name}.json"), id=name) for name in gold["articles"]]
    return compare_articles(articles, replace(settings, lenses=()))


def score(slug: str, settings: Settings) -> Counter[str]:
    """Planted, found and reported, by kind of finding."""
    gold = json.loads((HERE / slug / "gold.json").read_text(encoding="utf-8"))
    tally: Counter[str] = Counter()
    for pair, comparison, _ in pairs(slug, gold, settings):
        _conflicts(tally, pair, comparison)
        _differences(tally, pair, comparison)
    _omissions(tally, gold, whole(slug, gold, settings))
    return tally


def _conflicts(tally: Counter[str], pair: dict[str, Any], comparison: Comparison) -> None:
    tally["conflict reported"] += len(comparison.conflicts)
    for row in pair["conflicts"]:
        tally[f"conflict {row['kind']} planted"] += 1
        hits = [c for c in comparison.conflicts if hit(comparison, c, row)]
        tally[f"conflict {row['kind']} found"] += bool(hits)
        tally["conflict verdict planted"] += bool(hits)
        tally["conflict verdict found"] += any(c.verdict == row["verdict"] for c in hits)
    planted = {(row["a"]["sentence"], row["b"]["sentence"]) for row in pair["conflicts"]}
    for c in comparison.conflicts:
        cell = (comparison.passage(c.a.passage).index, comparison.passage(c.b.passage).index)
        if cell not in planted:
            print(f"not planted: {pair['pair']} {c.kind} {c.verdict}: {c.a.text!r} / {c.b.text!r}")


def _differences(tally: Counter[str], pair: dict[str, Any], comparison: Comparison) -> None:
    tally["difference reported"] += len(comparison.differences)
    for row in pair["differences"]:
        hits = [d.lens for d in comparison.differences if hit(comparison, d, row)]
        tally[f"{row['lens']} planted"] += 1
        tally[f"{row['lens']} found"] += row["lens"] in hits
        tally["any lens planted"] += 1
        tally["any lens found"] += bool(hits)


def _omissions(tally: Counter[str], gold: dict[str, Any], comparison: Comparison) -> None:
    place = {p.id: (p.article_id, p.index) for p in comparison.passages}
    told = [(o.missing_in, place[o.passage], o.state) for o in comparison.omissions]
    clash = {
        (cell.article, place[member])
        for fact in comparison.facts
        for cell in fact.cells
        if cell.state is State.CONFLICTING
        for member in fact.passages
    }
    for row in gold["planted"]["omissions"]:
        places = {(holder, index) for holder, indices in row["stated_by"].items() for index in indices}
        for outlet, state in row["missing_in"].items():
            if abs(row["hours_after_first_report"][outlet]) < CLOSE:
                continue
            states = {found for missing, where, found in told if missing == outlet and where in places}
            kind = "omission" if state == "not_found" else "not yet reported"
            tally[f"{kind} planted"] += 1
            if state == "not_found":
                otherwise = any((outlet, where) in clash for where in places)
                tally["omission found"] += bool(states & {State.NOT_FOUND, State.PARTLY}) or otherwise
            else:
                tally["not yet reported found"] += State.NOT_FOUND not in states


def main(slugs: list[str]) -> None:
    """Print found / planted for every kind, over the events named (all by default)."""
    settings = Settings(lenses=tuple(registry()))
    total: Counter[str] = Counter()
    for slug in slugs or sorted(path.parent.name for path in HERE.glob("*/event.toml")):
        total += score(slug, settings)
    for name in sorted(key.removesuffix(" planted") for key in total if key.endswith(" planted")):
        planted, found = total[f"{name} planted"], total[f"{name} found"]
        print(f"{name:24} {found:4} of {planted:4}  {found / planted if planted else 0:.2f}")
    for name in sorted(key for key in total if key.endswith(" reported")):
        print(f"{name:24} {total[name]:4}")


if __name__ == "__main__":
    main(sys.argv[1:])
