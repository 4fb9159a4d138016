"""Who was at the wheel: two accounts that put two people in command of one ship, car, train or plane.

Read in whole articles; an account that names both, or two people itself, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.facts.pairings import Side
from framing.language.names import NameMention, fold
from framing.model import Conflict, ConflictKind, ConflictVerdict

_COMMAND = re.compile(
    r"(?:,|, (?:aged )?(?:\d{1,2}|[^,.;]{0,30}),)?\s(?:who )?(?:was|were|had been|is)(?: (?:alone|then|still|reportedly|the one))? "
    r"(?:at the (?:wheel|helm|controls)|on the bridge|in command|behind the wheel|driving|piloting|steering)\b"
)
"""Follows the name: `Ida Quill, 41, was at the wheel`."""
Found = tuple[Side, NameMention]


def post_conflicts(first: Sequence[Side], second: Sequence[Side]) -> Iterator[Conflict]:
    """At most one: the two articles name one person each in command, and not the same."""
    one, two = _named(first), _named(second)
    if not one or not two or len(_surnames(one)) > 1 or len(_surnames(two)) > 1 or _surnames(one) & _surnames(two):
        return
    (a, name), (b, other) = one[0], two[0]
    yield Conflict(
        kind=ConflictKind.PERSON,
        verdict=ConflictVerdict.CONFLICT,
        a=a.excerpt(name.span),
        b=b.excerpt(other.span),
        values=(name.text, other.text),
        explanation="two different people are said to have been in command",
        probability=0.6,
    )


def _named(article: Sequence[Side]) -> list[Found]:
    return [
        (side, name)
        for side in article
        if not side.is_correction and not side.is_unreal
        for name in side.names
        if " " in name.text.strip() and _COMMAND.match(side.text, name.span.end)
    ]


def _surnames(found: Sequence[Found]) -> frozenset[str]:
    return frozenset(fold(name.text).split()[-1] for _, name in found)
