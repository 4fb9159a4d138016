"""Invented stories with every sentence coded by the facts it states: pairs told in far other words, with nothing to guess.

`stories.jsonl` holds one story a line: four accounts of one event and two of another of the same storyline. Two sentences
are linked where they share a fact; what was written, and how, is in `stories.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import combinations
from typing import Any

Account = Mapping[str, Any]
HELD_OUT = frozenset(["s05", "s10", "s16", "s21", "s27", "s32", "s38", "s43", "s49", "s54", "s60", "s64"])
"""Stories that no aligner learns from: its figures on hard rewording rest on them."""
FACTS_APART = 1
"""How many facts two sentences with the same main fact may differ in and still have one main point."""


def stories() -> list[dict[str, Any]]:
    """The lines as they are kept: `{id, title, facts, conflicting, articles: [{outlet, register, event, date, sentences}]}`."""
    text = (resources.files("framing.train") / "stories.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def pairs(kept: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every pair of accounts of a story as a row that `framing.train.gold` takes; `same_event` says which they are."""
    for story in kept:
        for (i, a), (j, b) in combinations(enumerate(story["articles"]), 2):
            yield {
                "pair": f"{story['id']}:{i}~{j}",
                "event": story["id"],
                "same_event": a["event"] == b["event"],
                "a": {"sentences": [text for text, _ in a["sentences"]]},
                "b": {"sentences": [text for text, _ in b["sentences"]]},
                "gold": gold(facts(a), facts(b)),
            }


def facts(account: Account) -> list[list[str]]:
    """Of each sentence the facts it states, the main one first; without the value where accounts differ on it."""
    return [[code.partition("=")[0] for code in codes] for _, codes in account["sentences"]]


def gold(a: Sequence[Sequence[str]], b: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Links and coverage that follow from the facts of the sentences of both accounts."""
    links = [
        [i, j, "same" if first[0] == second[0] and len({*first} ^ {*second}) <= FACTS_APART else "partial"]
        for i, first in enumerate(a)
        for j, second in enumerate(b)
        if {*first} & {*second}
    ]
    return {"links": links, "coverage_a": _coverage(a, b), "coverage_b": _coverage(b, a)}


def _coverage(sentences: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> dict[str, str]:
    told = {fact for codes in other for fact in codes}
    out = {}
    for index, codes in enumerate(sentences):
        state = "covered" if {*codes} <= told else "partly" if {*codes} & told else "absent"
        out[str(index)] = state if codes else "nonfact"
    return out
