"""Reporting verbs, their inflected forms and their two scales (distance, force).

The list is data (`data/cues/reporting_verbs.toml`) with a source a group: Thompson and Ye 1991
(evaluation in reporting verbs), Caldas-Coulthard 1994 (speech-reporting verbs in news), Kiparsky
and Kiparsky 1970 (factives), Hooper 1975 (assertives), Recasens et al. 2013, Hyland 2005.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One reporting verb. `distance` in [-2, 2]: doubting to taken as true; `force` in [-1, 2]."""

    base: str
    """With its particle where it has one: `point out`."""
    group: str
    distance: int
    force: int
    message: str
    source: str


def inflect(base: str) -> tuple[str, ...]:
    """Regular English forms of a verb: base, third person, past, -ing (`deny` is irregular enough to be listed)."""
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + "es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else base + "s"
    return base, third, base + "ed", base + "ing"


def cue_file(name: str) -> Mapping[str, Any]:
    """The parsed cue file `data/cues/<name>.toml`."""
    return tomllib.loads(files("framing").joinpath("data", "cues", f"{name}.toml").read_text(encoding="utf-8"))


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str, ReportingVerb]]:
    for group in table["group"]:
        for entry in group["verbs"]:
            base, _, irregular = entry.partition(":")
            verb = ReportingVerb(
                base, group["id"], group["distance"], group["force"], group["message"], group["source"]
            )
            head = base.split()[0]
            for form in (head, *irregular.split()) if irregular else inflect(head):
                yield form, verb


@lru_cache(maxsize=1)
def reporting_forms() -> Mapping[str, ReportingVerb]:
    """Reporting verbs by lower-case inflected form of their first word."""
    return dict(_entries(cue_file("reporting_verbs")))


class _Forms:
    """Finds reporting verbs: every word is looked up, which costs less than a pattern of five hundred words."""

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """One inflected form (its first word) as a whole word, in any case, left to right within [start, end)."""
        forms = reporting_forms()
        for match in _WORD.finditer(text, start, len(text) if end is None else end):
            if match.group().lower() in forms:
                yield match


_WORD = re.compile(r"\b\w+\b")


@lru_cache(maxsize=1)
def reporting_pattern() -> _Forms:
    """Finds inflected forms of reporting verbs in a text."""
    return _Forms()
