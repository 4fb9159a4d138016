"""Cue files: words with a meaning, a source and sentences on which they fire and stay silent.

A cue file is TOML in `data/cues/`: `id`, `definition`, `sources`, and groups of `id`, `message`, `weight`,
`source`, `words`, `fires`, `silent`. A word matches as a whole word in any case; its blanks match any space.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from framing.language.verbs import cue_file


@dataclass(frozen=True, slots=True)
class Group:
    """Words of one meaning."""

    id: str
    message: str
    weight: float
    source: str
    words: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found at text[start:end]."""

    group: Group
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CueFile:
    """One family of cues."""

    id: str
    definition: str
    sources: tuple[str, ...]
    groups: Mapping[str, Group]
    pattern: re.Pattern[str]
    by_word: Mapping[str, Group]

    def find(self, text: str) -> list[Hit]:
        """Cues in `text`, left to right, longest words first, not overlapping."""
        found = []
        for match in self.pattern.finditer(text):
            group = self.by_word[" ".join(match.group().lower().split())]
            found.append(Hit(group, match.start(), match.end(), match.group()))
        return found

    def has(self, text: str) -> bool:
        """Whether any cue stands in `text`."""
        return self.pattern.search(text) is not None


def whole_words(listed: Sequence[str]) -> re.Pattern[str]:
    """A pattern that matches any of the words as whole words, longest first, blanks as any space."""
    ordered = sorted(listed, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=32)
def cues(name: str) -> CueFile:
    """The cue file `data/cues/<name>.toml`."""
    return from_table(cue_file(name))


def from_table(table: Mapping[str, Any]) -> CueFile:
    """A cue file from its parsed TOML."""
    groups = [
        Group(
            each["id"],
            each["message"],
            float(each.get("weight", 0)),
            each["source"],
            tuple(each["words"]),
            tuple(each["fires"]),
            tuple(each["silent"]),
        )
        for each in table["group"]
    ]
    by_word = {word.lower(): group for group in groups for word in group.words}
    pattern = whole_words(list(by_word))
    return CueFile(
        table["id"], table["definition"], tuple(table["sources"]), {g.id: g for g in groups}, pattern, by_word
    )
