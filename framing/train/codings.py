"""Codings of article pairs that are kept with the project: positions and letters, no text.

`codings.jsonl` holds one pair a line; the articles come from the AllSides and BASIL sets, by their names there.
Who read them, how, and how far the readers agree with the gold is in `codings.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from framing.errors import MalformedInput
from framing.train.unlabelled import articles

_STATES = {"c": "covered", "p": "partly", "a": "absent", "n": "nonfact"}
_KINDS = {"s": "same", "p": "partial"}


def codings() -> list[dict[str, Any]]:
    """The lines as they are kept: `{a, b, text, links, unsure, facts_a, facts_b, omitted_by_a, omitted_by_b, conflicts}`."""
    text = (resources.files("framing.train") / "codings.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def coded(folder: Path) -> list[dict[str, Any]]:
    """Rows of the form that `framing.train.gold` takes, with their texts out of the gold folder.

    Raises MalformedInput where an article is missing there or is not the text that was read.
    """
    return rows(codings(), articles(folder))


def rows(kept: Iterable[Mapping[str, Any]], texts: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Codings with their sentences. Raises MalformedInput where a text is missing or another."""
    out = []
    for coding in kept:
        a, b = coding["a"], coding["b"]
        if a not in texts or b not in texts or fingerprint(texts[a], texts[b]) != coding["text"]:
            raise MalformedInput(f"the coding of {a} and {b}: the gold folder does not hold the texts that were read")
        out.append(
            {
                "pair": f"{a}|{b}",
                "event": f"{a}|{b}",
                "a": {"sentences": list(texts[a])},
                "b": {"sentences": list(texts[b])},
                "gold": {
                    "links": [[i, j, _KINDS[kind]] for i, j, kind in coding["links"]],
                    "unsure_links": coding["unsure"],
                    "coverage_a": _by_sentence(coding["facts_a"]),
                    "coverage_b": _by_sentence(coding["facts_b"]),
                    "top_omitted_by_a": coding["omitted_by_a"],
                    "top_omitted_by_b": coding["omitted_by_b"],
                    "conflicts": coding["conflicts"],
                },
            }
        )
    return out


def fingerprint(a: Sequence[str], b: Sequence[str]) -> str:
    """First twelve hex digits of the sha256 of both texts, to tell whether a coding still fits them."""
    return hashlib.sha256("\n".join((*a, "", *b)).encode()).hexdigest()[:12]


def _by_sentence(letters: str) -> dict[str, str]:
    return {str(index): _STATES[letter] for index, letter in enumerate(letters)}
