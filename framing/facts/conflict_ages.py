"""Ages of named people: read in each whole article, for an age belongs to the person wherever the article gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.facts.pairings import Side
from framing.language.names import TITLES, fold
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

_NAME = r"(?P<name>[A-Z][\w’'-]+(?:\s(?:[A-Z]\.|[A-Z][\w’'-]+)){1,3})"
_AGE = r"(?P<age>[1-9]\d?|1[01]\d)"
_PATTERNS = (
    re.compile(rf"{_NAME}(?:\s(?:Jr|Sr)\.?)?,\s(?:aged?\s)?{_AGE}(?=[,.;)]|\sand\b)(?!,\d)"),
    re.compile(rf"{_NAME},\s(?:an?|the)\s{_AGE}-year-old\b"),
    re.compile(rf"\b{_AGE}-year-old\s{_NAME}"),
    re.compile(rf"{_NAME}\s\({_AGE}\)"),
)
OLDEST = 115

Aged = tuple[str, int, Side, Span]
"""Folded full name, age, and where it stands."""


def age_conflicts(first: Sequence[Side], second: Sequence[Side]) -> Iterator[Conflict]:
    """One a person whose age the two articles give differently; a person of two ages in one article is left alone."""
    known = _by_name(second)
    for name, (age, side, span) in _by_name(first).items():
        if name not in known or known[name][0] == age:
            continue
        other_age, other, place = known[name]
        yield Conflict(
            kind=ConflictKind.NUMBER,
            verdict=ConflictVerdict.PRECISION if abs(age - other_age) == 1 else ConflictVerdict.CONFLICT,
            a=side.excerpt(span),
            b=other.excerpt(place),
            values=(f"[{age}, {age}] year", f"[{other_age}, {other_age}] year"),
            explanation=f"the age of {_surname(side, name)} is given differently",
            probability=0.8,
        )


def _surname(side: Side, name: str) -> str:
    """The surname as the article writes it."""
    words = re.findall(r"[A-Z][\w’'-]+", side.text)
    return next((word for word in words if fold(word) == name.split()[-1]), name.split()[-1].title())


def _by_name(article: Sequence[Side]) -> dict[str, tuple[int, Side, Span]]:
    found: dict[str, tuple[int, Side, Span]] = {}
    twice = set()
    for name, age, side, span in _aged(article):
        if name in found and found[name][0] != age:
            twice.add(name)
        found.setdefault(name, (age, side, span))
    return {name: row for name, row in found.items() if name not in twice}


def _aged(article: Sequence[Side]) -> Iterator[Aged]:
    for side in article:
        if side.is_correction:
            continue
        for pattern in _PATTERNS:
            for match in pattern.finditer(side.text):
                words = [word for word in fold(match["name"]).split() if word not in TITLES]
                if len(words) >= 2 and int(match["age"]) <= OLDEST:
                    yield f"{words[0]} {words[-1]}", int(match["age"]), side, Span(*match.span("age"))
