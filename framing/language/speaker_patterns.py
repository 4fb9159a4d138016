"""Patterns and small helpers of reading who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.language.quote_marks import Marked
from framing.language.wordlists import word_set
from framing.model import Span

NOT_PERSONS = word_set(
    "House News Senate Congress Department Times Post Journal Committee Court Party Street Director President Secretary Minister Governor "
    "Sunday University County City State States Republican Democrat Independent Chairman Speaker Leader"
)
"""Last words of capitalised runs that name no person."""
OPENING_PRONOUN = re.compile(r"(?:[^“]*,\s)?\s*(?P<who>[Hh]e|[Ss]he|[Tt]hey)\b")
PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s+(?:\w+ly\s+)?$")
BY = re.compile(r"\s+by\s+")
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|must|may|might|\w+ed|\w+n['’]t)\b"
)
BREAK = re.compile(r"[.!?]\s")


def masked(text: str, outer: Sequence[Marked]) -> str:
    """`text` with the words inside quotation marks replaced by a filler, offsets kept."""
    parts, at = [], 0
    for item in outer:
        if item.span.start < at:
            continue
        parts.append(text[at : item.span.start])
        parts.append("“" + "\u2027" * (len(item.span) - 1))
        at = item.span.end
    parts.append(text[at:])
    return "".join(parts)


SPACE = re.compile(r"\s+")
THAT = re.compile(r"\s+(?:[^\s,;“]+\s+){0,12}?that\s+")
CLAUSE_GROUPS = frozenset(("plain-saying", "explaining", "doubting", "arguing", "tentative", "opinion", "factive"))
SHARP_GROUPS = frozenset(("combative", "stressing"))
NO_CLAUSE = word_set("in at on by during after before to with as about for from over of “ when while")


def without_end(text: str, span: Span) -> Span:
    """The span without end stops and blanks at its end."""
    end = span.end
    while end > span.start and text[end - 1] in ".!? ":
        end -= 1
    return Span(span.start, end)


def same_name(name: str, other: str) -> bool:
    """Whether two names end in one surname."""
    return bool(name and other) and name.split()[-1] == other.split()[-1]
