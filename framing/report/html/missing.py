"""What accounts leave out, sorted for reading: not found at all, found in part, first reported too late for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from framing.model import ArticleId, Omission, State
from framing.report.lookup import Lookup

_SHOWN = {State.NOT_FOUND: 6, State.PARTLY: 3, State.NOT_YET_REPORTED: 0}
"""Omissions of a kind that are shown at once; the others unfold."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Numbered omissions of one state."""

    state: State
    shown: tuple[tuple[int, Omission], ...]
    folded: tuple[tuple[int, Omission], ...]


def kinds(numbered: Iterable[tuple[int, Omission]], article_id: ArticleId) -> list[Kind]:
    """Omissions of one account by state; states without any are left out."""
    own = [(number, omission) for number, omission in numbered if omission.missing_in == article_id]
    made: list[Kind] = []
    for state, most in _SHOWN.items():
        found = tuple(pair for pair in own if pair[1].state is state)
        # Where nothing is surely left out, what was found in part is all that there is to see.
        first = _SHOWN[State.NOT_FOUND] if state is State.PARTLY and not made else most
        if found:
            made.append(Kind(state, found[:first], found[first:]))
    return made


def by_account(lookup: Lookup) -> list[tuple[ArticleId, dict[str, int]]]:
    """For each account: facts it states, of them alone, and facts not found in it, found in part, too late for it."""
    told = Counter(article for fact in lookup.comparison.facts for article in lookup.tellers(fact))
    alone = Counter(tellers[0] for fact in lookup.comparison.facts if len(tellers := lookup.tellers(fact)) == 1)
    rows = []
    for article_id in lookup.order:
        states = Counter(omission.state for omission in lookup.omissions_in(article_id))
        counts = {
            "told": told[article_id],
            "alone": alone[article_id],
            "missing": states[State.NOT_FOUND],
            "partly": states[State.PARTLY],
            "later": states[State.NOT_YET_REPORTED],
        }
        rows.append((article_id, counts))
    return rows
