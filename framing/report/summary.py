"""What the index of a corpus says of one event: counts, kept beside the page so that it need not be built again."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from framing.model import Comparison, ConflictVerdict, Fact, State
from framing.report.lookup import Lookup
from framing.report.words import shorten
from framing.text import visible

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(?!\d)")
_REPORTED = (State.STATED, State.COVERED, State.PARTLY, State.CONFLICTING)
_COULD_REPORT = (*_REPORTED, State.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class OutletCounts:
    """One outlet's part in one event."""

    outlet: str
    could: int
    """Claims that it states or could have stated."""
    reported: int
    alone: int
    """Claims that no other account states."""
    missing: int
    conflicts: int
    differences: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the index."""

    id: str
    label: str
    date: str
    """The earliest date of an account, ISO 8601; empty where none is known."""
    same: str
    probability: float
    articles: int
    shared: int
    missing: int
    conflicts: int
    differences: int
    outlets: tuple[OutletCounts, ...]

    def plain(self) -> dict[str, Any]:
        """Plain values, for the manifest."""
        return asdict(self)

    @classmethod
    def read(cls, values: dict[str, Any]) -> Summary:
        """From `plain`. Raises TypeError or KeyError where it is another shape."""
        return cls(**{**values, "outlets": tuple(OutletCounts(**counts) for counts in values["outlets"])})


def summarise(event_id: str, label: str, comparison: Comparison) -> Summary:
    """The counts of one comparison; an event without a label is called by its first headline."""
    lookup = Lookup(comparison)
    dates = sorted(m.group() for a in comparison.articles if (m := _DATE.match(a.published)))
    return Summary(
        id=event_id,
        label=shorten(visible(label or next((a.title for a in comparison.articles if a.title), event_id)), 16),
        date=dates[0] if dates else "",
        same=lookup.verdict,
        probability=comparison.event.probability,
        articles=len(comparison.articles),
        shared=len(lookup.shared),
        missing=0 if lookup.differ else sum(o.state is State.NOT_FOUND for o in comparison.omissions),
        conflicts=sum(c.verdict is ConflictVerdict.CONFLICT for c in comparison.conflicts),
        differences=len(comparison.differences),
        outlets=tuple(_outlet(lookup, article_id) for article_id in lookup.order),
    )


def _outlet(lookup: Lookup, article_id: str) -> OutletCounts:
    claims = [fact for fact in lookup.comparison.facts if fact.is_claim]
    states = [_state(fact, article_id) for fact in claims]
    conflicts = [c for c in lookup.comparison.conflicts if c.verdict is ConflictVerdict.CONFLICT]
    return OutletCounts(
        outlet=lookup.outlet(article_id),
        could=sum(state in _COULD_REPORT for state in states),
        reported=sum(state in _REPORTED for state in states),
        alone=sum(lookup.tellers(fact) == [article_id] for fact in claims),
        missing=len(lookup.omissions_in(article_id)),
        conflicts=sum(article_id in (lookup.owner(c.a), lookup.owner(c.b)) for c in conflicts),
        differences=sum(
            article_id in [lookup.owner(e) for e in (d.a, d.b) if e] for d in lookup.comparison.differences
        ),
    )


def _state(fact: Fact, article_id: str) -> State:
    return next((cell.state for cell in fact.cells if cell.article == article_id), State.NOT_COMPARED)
