"""Whether accounts are of one happening, and which passages are one text by origin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from framing.model.spans import ArticleId, Excerpt, PassageId, Probability


class Same(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of an event verdict, in words, with the evidence on each side where there is any."""

    kind: str
    """`time`, `place`, `title`, `entities`, `action`, `quotes`, `numbers`, `similarity`."""
    text: str
    a: tuple[Excerpt, ...] = ()
    b: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class EventVerdict:
    """Whether two accounts are of the same happening."""

    same: Same
    probability: Probability
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PairEvent:
    """The verdict for one pair of compared articles."""

    a: ArticleId
    b: ArticleId
    verdict: EventVerdict


@dataclass(frozen=True, slots=True)
class Origin:
    """Passages that are one text by origin (an agency's copy, a shared release)."""

    id: str
    agency: str
    """Credited agency, empty where only the words tell."""
    passages: tuple[PassageId, ...]
    articles: tuple[ArticleId, ...]
    evidence: str
