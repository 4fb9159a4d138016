"""Words that exclude each other about one thing of the event: a unanimous ruling and a split one, light injuries and grave.

Both sides are read for closed sets of words. An article that has both kinds of word tells of two things, or of a
dispute, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.facts.pairings import Pairing, Side
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

LINKED = 0.5
_DIGIT = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_COURT = r"judges?|justices?|court|rul(?:ed|ing)|decision|jury|jurors?|panel"
_CHAMBERS = r"senate|house|council|parliament|committee|board|assembly|cabinet|commission|congress"


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two closed sets of words, and the words that name the thing they are said of."""

    one: re.Pattern[str]
    other: re.Pattern[str]
    about: tuple[re.Pattern[str], ...]
    """Both passages must have a match of one of these; where it has a group, the same one."""
    explanation: str
    anywhere: bool
    """Whether the thing is told once in an event, so that passages without a link are compared too."""


_VOTES = Opposites(
    re.compile(r"\bunanimous(?:ly)?\b|\bunanimity\b|\bwithout (?:a |any )?dissent\b", re.IGNORECASE),
    re.compile(
        rf"\b{_DIGIT}(?: votes?)?[\s-]to[\s-]{_DIGIT}\b|\b[1-9]\d{{0,2}}[-–][1-9]\d{{0,2}}\b(?= (?:vote|ruling|decision|majority|split))"
        rf"|\b{_DIGIT} of the {_DIGIT} (?:judges|justices|members|jurors|commissioners|councillors|senators)\b"
        rf"|\b(?:spoke|wrote) for (?:a majority of )?{_DIGIT} (?:judges|justices)\b|\bmajority of {_DIGIT}\b"
        r"|\bdissent(?:ed|ers|ing)\b|\b(?:judges|justices|members|jurors) (?:(?:was|were|voted|ruled) )?(?:against|opposed|disagreed)\b",
        re.IGNORECASE,
    ),
    (re.compile(rf"\b(?:{_COURT})\b", re.IGNORECASE), re.compile(rf"\b(?P<same>{_CHAMBERS})\b", re.IGNORECASE)),
    "one tells of a unanimous vote, the other of a split one",
    anywhere=True,
)
_HURT = r"(?:injur(?:ed|y|ies)|wound(?:ed|s)|hurt)"
_WOUNDS = Opposites(
    re.compile(
        rf"\b(?:slight(?:ly)?|minor|light(?:ly)?|superficial(?:ly)?|non-life-threatening) {_HURT}\b|\b(?:treated for|escaped with|only) bruises\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:serious(?:ly)?|critical(?:ly)?|grave(?:ly)?|severe(?:ly)?|badly|life-threatening) {_HURT}\b"
        rf"|(?<={'injured, '})(?:one|two|three|some|several|most) (?:of them )?(?:seriously|critically|gravely|severely|badly)\b",
        re.IGNORECASE,
    ),
    (re.compile(r"\b(?P<same>officer|soldier|guard|passenger|student|child|boy|girl|woman|man|people|person|pilot|player|worker|driver|protester|crew)s?\b", re.IGNORECASE),),
    "one calls the injuries light, the other grave",
    anywhere=False,
)  # fmt: skip
ALL = (_VOTES, _WOUNDS)
ONCE = frozenset(words.explanation for words in ALL if words.anywhere)
"""Explanations of what is told once a pair of articles."""


def opposite_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """At most one a set of words."""
    for words in ALL:
        if not words.anywhere and pairing.link.probability < LINKED:
            continue
        spans = _spans(words, pairing)
        if spans is None or not _same_thing(words, pairing):
            continue
        yield Conflict(
            kind=ConflictKind.NEGATION,
            verdict=ConflictVerdict.CONFLICT,
            a=pairing.a.excerpt(spans[0]),
            b=pairing.b.excerpt(spans[1]),
            values=(spans[0].of(pairing.a.text), spans[1].of(pairing.b.text)),
            explanation=words.explanation,
            probability=round(0.55 + 0.1 * pairing.link.probability, 3),
        )


def has_opposites(side: Side) -> bool:
    """Whether the passage has a word of a set that is compared without a link."""
    return any(w.anywhere and (w.one.search(side.text) or w.other.search(side.text)) for w in ALL)


def _spans(words: Opposites, pairing: Pairing) -> tuple[Span, Span] | None:
    for first, second in ((words.one, words.other), (words.other, words.one)):
        a, b = first.search(pairing.a.text), second.search(pairing.b.text)
        if a is None or b is None:
            continue
        if _tells(second, [pairing.a, *pairing.others_a]) or _tells(first, [pairing.b, *pairing.others_b]):
            return None
        return Span(*a.span()), Span(*b.span())
    return None


def _tells(pattern: re.Pattern[str], article: Sequence[Side]) -> bool:
    return any(pattern.search(side.text) for side in article)


def _same_thing(words: Opposites, pairing: Pairing) -> bool:
    for about in words.about:
        a, b = about.search(pairing.a.text), about.search(pairing.b.text)
        if a is None or b is None:
            continue
        if "same" not in about.groupindex or _named(about, pairing.a) & _named(about, pairing.b):
            return True
    return False


def _named(about: re.Pattern[str], side: Side) -> frozenset[str]:
    return frozenset(match["same"].lower() for match in about.finditer(side.text))
