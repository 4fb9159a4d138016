"""Patterns that are tried only where one of the words that they need is there.

Without regard to case an alternation tries each of its branches at each character: thirty phrases cost fifty
microseconds a line, half of the time of reading a page, and nearly no line holds any. What a match must contain
is read off the parsed pattern, so a gated pattern finds exactly what the bare one finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

Item: TypeAlias = tuple[Any, Any]
"""(operation, argument), as the parser gives them."""
Need: TypeAlias = frozenset[str] | None
START, END = "\x02", "\x03"
MOST = 100
"""Strings of one need: more cost more to look for than they save."""
REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_EDGES = {"AT_BEGINNING": START, "AT_BEGINNING_STRING": START, "AT_END": END, "AT_END_STRING": END}


class Gated:
    """A pattern with its gate. `search` as that of `re.Pattern`."""

    __slots__ = ("_needs", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        self._needs = tuple(sorted(required(pattern, flags) or ()))

    @property
    def needs(self) -> tuple[str, ...]:
        """Casefolded strings one of which is in every match; empty where none could be told."""
        return self._needs

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in `text`."""
        if self._needs and not any(map(folded(text).__contains__, self._needs)):
            return None
        return self.pattern.search(text)


def hits(patterns: Sequence[Gated], lines: Sequence[str]) -> list[list[bool]]:
    """For each line, whether each pattern is found in it: what occurs nowhere in the lines is looked for once."""
    seen = [folded(line) for line in lines]
    page = "".join(seen)
    here = [tuple(need for need in each.needs if need in page) for each in patterns]
    open_ = [bool(needs) or not each.needs for each, needs in zip(patterns, here, strict=True)]
    return [
        [
            is_open and (not needs or any(need in fold for need in needs)) and each.pattern.search(line) is not None
            for each, needs, is_open in zip(patterns, here, open_, strict=True)
        ]
        for line, fold in zip(lines, seen, strict=True)
    ]


def folded(text: str) -> str:
    """The text as needs are looked for in it."""
    # `$` also stands before a last line break.
    return f"{START}{text.removesuffix(chr(10)).casefold()}{END}"


def required(pattern: str, flags: int = 0) -> frozenset[str] | None:
    """Strings one of which every match contains, casefolded; None where the pattern does not say.

    The beginning and the end of the text stand in them as START and END.
    """
    try:
        from re import _parser  # type: ignore[attr-defined]
    except ImportError:  # another make of Python: then nothing is gated
        return None
    need = _of_sequence(_parser.parse(pattern, flags))
    return need and frozenset(each for each in need if not any(other != each and other in each for other in need))


def _of_sequence(items: Iterable[Item]) -> Need:
    """The most telling need in a sequence: the stretch of known strings whose shortest is longest."""
    found: list[frozenset[str]] = []
    run = frozenset([""])
    for item in items:
        known = _strings([item])
        longer = frozenset(a + b for a in run for b in known) if known and len(run) * len(known) <= MOST else None
        if longer is None:
            found.append(run)
            run = known or frozenset([""])
            need = _of_item(*item) if known is None else None
            if need:
                found.append(need)
        else:
            run = longer
    best = max([*found, run], key=lambda need: (min(map(len, need)), -len(need)))
    return best if all(best) else None


def _of_item(operation: Any, argument: Any) -> Need:
    name = str(operation)
    if name == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if name in REPEATS:
        return _of_sequence(argument[2]) if argument[0] else None
    if name == "BRANCH":
        needs = [_of_sequence(branch) for branch in argument[1]]
        return frozenset().union(*(need for need in needs if need)) if all(needs) else None
    return None


def _strings(items: Iterable[Item]) -> Need:
    """All that a sequence can match, where that is a short list."""
    together = frozenset([""])
    for operation, argument in items:
        name = str(operation)
        some: Need = None
        if name == "LITERAL":
            some = frozenset([chr(argument).casefold()])
        elif name == "AT":
            some = frozenset([_EDGES.get(str(argument), "")])
        elif name == "SUBPATTERN":
            some = _strings(argument[-1])
        elif name == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):
            some = frozenset(chr(char).casefold() for _, char in argument)
        elif name in REPEATS and argument[:2] == (0, 1):
            inner = _strings(argument[2])
            some = inner and inner | {""}
        elif name == "BRANCH":
            branches = [_strings(branch) for branch in argument[1]]
            some = frozenset().union(*(each for each in branches if each)) if all(branches) else None
        if not some or len(together) * len(some) > MOST:
            return None
        together = frozenset(a + b for a in together for b in some)
    return together
