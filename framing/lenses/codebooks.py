"""Codebooks: frames as data, ours and the user's own, in TOML, checked with file, line and mend named.

id = "mine"
name = "My codebook"
definition = "What it is for."
source = "own"

[[frame]]
id = "thrift"
name = "Thrift"
definition = "Saving is a virtue."
source = "own"
cues = ["saving", "thrift"]          # whole words, any case
patterns = ["sav(e|ing) money"]      # optional regular expressions
fires = ["Saving money is a virtue."]
silent = ["The choir sang."]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from framing.errors import SettingsError
from framing.lenses.cues import whole_words

BUILT_IN = ("policy", "generic", "entman")
_ID = re.compile(r"^[a-z0-9][a-z0-9_-]*$")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: a definition and the words that point to it."""

    id: str
    name: str
    definition: str
    source: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    fires: tuple[str, ...]
    silent: tuple[str, ...]

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Where cues stand in `text`."""
        return [match.span() for match in self.pattern.finditer(text) if match.group()]


@dataclass(frozen=True, slots=True)
class Codebook:
    """A named set of frames."""

    id: str
    name: str
    definition: str
    source: str
    frames: tuple[Frame, ...]
    file: str


def load_codebook(path: Path) -> Codebook:
    """The codebook at `path`. Raises SettingsError naming file, line and what to change."""
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return parse_codebook(raw, str(path))


@lru_cache(maxsize=8)
def built_in(name: str) -> Codebook:
    """One of `policy`, `generic`, `entman`."""
    return parse_codebook(shipped_text(name), f"{name}.toml")


def shipped_text(name: str) -> str:
    """The TOML of one of `policy`, `generic`, `entman`."""
    return files("framing").joinpath("data", "codebooks", f"{name}.toml").read_text(encoding="utf-8")


def shipped_codebooks() -> list[Codebook]:
    """The codebooks that come with framing."""
    return [built_in(name) for name in BUILT_IN]


def codebooks(named: Sequence[str]) -> list[Codebook]:
    """Built-in codebooks by name and others by path; all built-in ones where none is named. Ids must differ."""
    if not named:
        return shipped_codebooks()
    found = [built_in(name) if name in BUILT_IN else load_codebook(Path(name)) for name in named]
    for index, book in enumerate(found):
        if any(other.id == book.id for other in found[:index]):
            raise SettingsError(f"{book.file}: codebook id `{book.id}` is taken by another file; give it another id")
    return found


def parse_codebook(raw: str, file: str) -> Codebook:
    """A codebook from TOML text. Raises SettingsError naming file, line and mend."""
    try:
        table = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: not TOML: {error}") from error
    head = {key: _text(table, key, file, 1) for key in ("id", "name", "definition", "source")}
    listed = table.get("frame")
    if not isinstance(listed, list) or not listed:
        raise SettingsError(
            f"{file}:1: no frames; add at least one [[frame]] with id, name, definition, source and cues"
        )
    lines = [number for number, line in enumerate(raw.splitlines(), 1) if line.strip() == "[[frame]]"]
    frames: list[Frame] = []
    for index, each in enumerate(listed):
        line = lines[index] if index < len(lines) else 1
        frame = _frame(each, file, line, raw)
        if any(frame.id == other.id for other in frames):
            raise SettingsError(f"{file}:{line}: frame id `{frame.id}` is used twice; rename one of them")
        frames.append(frame)
    return Codebook(head["id"], head["name"], head["definition"], head["source"], tuple(frames), file)


def _frame(table: Mapping[str, Any], file: str, line: int, raw: str) -> Frame:
    text = {key: _text(table, key, file, line) for key in ("id", "name", "definition", "source")}
    if not _ID.match(text["id"]):
        raise SettingsError(
            f"{file}:{line}: frame id `{text['id']}` may hold lower-case letters, digits, `-` and `_` only"
        )
    cues, patterns = (_list(table, key, file, line) for key in ("cues", "patterns"))
    if not cues and not patterns:
        raise SettingsError(f"{file}:{line}: frame `{text['id']}` has neither cues nor patterns; add some")
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            at = _line_of(raw, pattern, line)
            raise SettingsError(
                f"{file}:{at}: pattern {pattern!r} is no regular expression ({error}); mend it or move it to cues"
            ) from error
    bodies = [whole_words(cues).pattern] if cues else []
    joined = re.compile("|".join([*bodies, *(f"(?:{pattern})" for pattern in patterns)]), re.IGNORECASE)
    examples = (_list(table, key, file, line) for key in ("fires", "silent"))
    return Frame(text["id"], text["name"], text["definition"], text["source"], cues, joined, *examples)


def _line_of(raw: str, pattern: str, start: int) -> int:
    needle = pattern.replace("\\", "\\\\")
    for number, line in enumerate(raw.splitlines(), 1):
        if number >= start and (pattern in line or needle in line):
            return number
    return start


def _text(table: Mapping[str, Any], key: str, file: str, line: int) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f'{file}:{line}: `{key}` is missing or empty; add {key} = "…"')
    return value.strip()


def _list(table: Mapping[str, Any], key: str, file: str, line: int) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise SettingsError(f'{file}:{line}: `{key}` must be a list of words, such as {key} = ["one", "two"]')
    return tuple(value)
