"""Planned times of one act that exclude each other: a works that closes by Christmas, and at the end of March.

Read in whole articles, for an account tells the time of what is to come wherever it likes. An act is one of a few classes of
words; an article that gives two times for one class of act tells of two acts, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from framing.facts.pairings import Side
from framing.language.dates import parse_day
from framing.language.deadlines import Deadline, find_deadlines
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

_WORDS = {
    "close": r"clos(?:es?|ed|ing|ure)|shut(?:s|ting|ter(?:s|ed)?)?|wind(?:s|ing)? (?:down|up)|cease[sd]? (?:production|operations?|trading)"
    r"|(?:last|final) (?:shift|day of production|train|edition|issue)|the last [\w-]+ (?:will|is to|would) (?:leave|roll|come|be)",
    "pay": r"pa(?:y|ys|id|ying|yable|yments?)|settle(?:d|ments?)?|transfer(?:red)?|(?:find|raise|hand over|come up with|produce) the (?:cash|money|sums?)|repa(?:y|id)|reimburse[sd]?",
    "leave": r"step(?:s|ping)? down|resign(?:s|ing|ation)?|leav(?:e|es|ing) (?:office|(?:the|his|her) (?:post|job|administration|cabinet|company|agency))|retir(?:e|es|ing|ement)|depart(?:s|ing|ure)?|relinquish",
    "force": r"takes? effect|taking effect|(?:come|comes|enter|enters|go|goes) into (?:force|effect)|in force|effective",
    "trial": r"trial|sentenc(?:ed|ing)|hearing|arraign(?:ed|ment)|due in court",
    "open": r"(?:re)?open(?:s|ing)?|inaugurat(?:ed?|ion)|start(?:s|ing)? (?:of )?(?:production|service|work)",
}  # fmt: skip
_ACTS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _WORDS.items()}
ALONE = frozenset(("close", "pay"))
"""Acts that an event has one of, as far as its accounts date it at all: compared however little the sentences resemble each other."""
LINKED = 0.3
"""Probability of a link from which the times of other acts are compared."""
_TO_COME = re.compile(
    r"\b(?:will|would|shall|must|is to|are to|has to|have to|has until|have until|due|schedul\w+|expect\w*|plan\w*|set for|intend\w*|deadline|required)\b|['’]ll\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:.!?]\s|, (?:and|but|while) ")
REACH = 100
"""Characters between the act and its time, at most."""


@dataclass(frozen=True, slots=True)
class _Told:
    side: Side
    act: str
    deadline: Deadline


def deadline_conflicts(
    first: Sequence[Side], second: Sequence[Side], likeness: Callable[[Side, Side], float]
) -> Iterator[Conflict]:
    """At most one a class of act; `likeness` is the probability that two passages are linked."""
    one, two = _told(first), _told(second)
    for act in _ACTS:
        a, b = ([told for told in each if told.act == act] for each in (one, two))
        pairs = [(x, y) for x in a for y in b]
        if not pairs or any(x.deadline.meets(y.deadline) for x, y in pairs) or _several(a) or _several(b):
            continue
        x, y = max(pairs, key=lambda pair: likeness(pair[0].side, pair[1].side))
        if act in ALONE or likeness(x.side, y.side) >= LINKED:
            yield _conflict(x, y)


def _several(told: Sequence[_Told]) -> bool:
    return any(not x.deadline.meets(y.deadline) for x in told for y in told)


def _told(article: Sequence[Side]) -> list[_Told]:
    found = []
    for side in article:
        if side.is_correction or not _TO_COME.search(side.text):
            continue
        for deadline in find_deadlines(side.text, parse_day(side.article.published)):
            found += [_Told(side, act, deadline) for act in _acts(side.text, deadline.span)]
    return found


def _acts(text: str, span: Span) -> list[str]:
    """Classes of the acts named in the clause of the time."""
    found = []
    for act, pattern in _ACTS.items():
        for match in pattern.finditer(text, max(0, span.start - REACH), min(len(text), span.end + REACH)):
            between = text[match.end() : span.start] if match.end() <= span.start else text[span.end : match.start()]
            if not _CLAUSE.search(between):
                found.append(act)
                break
    return found


def _conflict(x: _Told, y: _Told) -> Conflict:
    return Conflict(
        kind=ConflictKind.DATE,
        verdict=ConflictVerdict.CONFLICT,
        a=x.side.excerpt(x.deadline.span),
        b=y.side.excerpt(y.deadline.span),
        values=(x.deadline.span.of(x.side.text), y.deadline.span.of(y.side.text)),
        explanation="the same act is planned for different times",
        probability=0.6,
    )
