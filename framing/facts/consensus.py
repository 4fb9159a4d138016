"""What all independent origins state, what one alone states, what is disputed."""

from __future__ import annotations

from dataclasses import dataclass

from framing.model import Comparison, Fact, State

_STATING = (State.STATED, State.COVERED, State.CONFLICTING)


@dataclass(frozen=True, slots=True)
class Consensus:
    """Facts sorted by who states them; a fact stands in one list only, each in order of salience."""

    all: tuple[Fact, ...]
    """Stated by every compared article, from two independent origins or more."""
    several: tuple[Fact, ...]
    """Stated by two origins or more, not by every article (partly counts as stated here)."""
    one: tuple[Fact, ...]
    """Stated by one origin alone, however many outlets carry its copy."""
    disputed: tuple[Fact, ...]
    """At least one article conflicts."""


def consensus(comparison: Comparison) -> Consensus:
    """Sort the facts of a comparison. Opinion and boilerplate are left out."""
    lists: dict[str, list[Fact]] = {"all": [], "several": [], "one": [], "disputed": []}
    for fact in comparison.facts:
        if fact.is_claim:
            lists[_list_of(fact)].append(fact)
    return Consensus(**{name: tuple(facts) for name, facts in lists.items()})


def _list_of(fact: Fact) -> str:
    states = [cell.state for cell in fact.cells if cell.state is not State.NOT_COMPARED]
    if State.CONFLICTING in states:
        return "disputed"
    if fact.origins > 1 and len(states) > 1 and all(state in _STATING for state in states):
        return "all"
    if fact.origins > 1 or State.PARTLY in states:
        return "several"
    return "one"
