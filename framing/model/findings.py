"""What was found: links, facts, omissions, conflicts, differences, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from framing.model.spans import ArticleId, Excerpt, PassageId, Probability


class Relation(StrEnum):
    """How two linked passages share a fact: main point equals main point, or one proposition in common."""

    SAME = "same"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Link:
    """Two passages by different outlets that state the same specific fact."""

    a: PassageId
    b: PassageId
    probability: Probability
    relation: Relation
    same: Probability = 0.0
    """Probability that the relation is `same`."""


class State(StrEnum):
    """What one outlet's article does with a fact."""

    COVERED = "covered"
    STATED = "stated"
    PARTLY = "partly"
    NOT_FOUND = "not_found"
    CONFLICTING = "conflicting"
    NOT_YET_REPORTED = "not_yet_reported"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Probability that article `within` states the content of `passage`, at least partly."""

    passage: PassageId
    within: ArticleId
    probability: Probability
    state: State
    nearest: PassageId | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One outlet's cell of the fact x outlet matrix."""

    article: ArticleId
    state: State
    probability: Probability
    evidence: tuple[Excerpt, ...] = ()
    nearest: PassageId | None = None
    missing: tuple[Excerpt, ...] = ()
    """Where `partly`: the propositions of the canonical sentence that were not found."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one or more outlets state, in the words of one canonical source sentence."""

    id: str
    canonical: PassageId
    passages: tuple[PassageId, ...]
    cells: tuple[Cell, ...]
    """One a compared article, in the order of the comparison's articles."""
    salience: float
    """0 to 1, for ordering."""
    origins: int
    """How many independent origins state it."""
    is_claim: bool = True
    """False for opinion, boilerplate, transitions: never called omitted."""


class Strength(StrEnum):
    """How sure an omission is, bound to calibrated probability."""

    STRONG = "strong"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Omission:
    """A fact of one outlet that another article does not state."""

    fact: str
    passage: PassageId
    missing_in: ArticleId
    state: State
    """NOT_FOUND, PARTLY or NOT_YET_REPORTED."""
    probability: Probability
    """That it is not stated there."""
    strength: Strength
    weight: float
    """Probability x salience x origins, for ordering."""
    nearest: PassageId | None
    reason: str
    missing: tuple[Excerpt, ...] = ()


class ConflictKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    NEGATION = "negation"
    ATTRIBUTION = "attribution"
    CAUSE = "cause"


class ConflictVerdict(StrEnum):
    CONFLICT = "conflict"
    UPDATE = "update"
    SCOPE = "scope"
    PRECISION = "precision"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Aligned passages that disagree, with the exact words of both."""

    kind: ConflictKind
    verdict: ConflictVerdict
    a: Excerpt
    b: Excerpt
    values: tuple[str, str]
    """The two values as compared, e.g. `[12, inf) dead` and `[9, 9] dead`."""
    explanation: str
    probability: Probability = 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A framing difference found by one lens."""

    lens: str
    a: Excerpt | None
    b: Excerpt | None
    explanation: str
    strength: float
    """0 to 1, for ordering; what it rests on is documented by the lens."""
    p_value: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
