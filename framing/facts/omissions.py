"""What one outlet states and another does not: with how sure that is, why it is said, and what comes nearest.

Never for opinion and boilerplate, never across different events; an article that came out too early to
know is `not_yet_reported`, with no strength above `possible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from framing.facts.matrix import Evidence
from framing.facts.salience import model
from framing.model import Cell, Fact, Omission, PassageId, Probability, Same, State, Strength

STRONG, LIKELY = 0.9, 0.7
"""Calibrated probabilities of absence from which an omission is called strong, likely."""
EARLY = 0.25
"""Weight of what an article came out too early to know."""
MISSING = (State.NOT_FOUND, State.PARTLY, State.NOT_YET_REPORTED)


def strength(probability: float, state: State, verdict: Same) -> Strength:
    """Strong and likely need a plain absence in an account of the same event."""
    if state is not State.NOT_FOUND or verdict is not Same.YES:
        return Strength.POSSIBLE
    if probability >= STRONG:
        return Strength.STRONG
    return Strength.LIKELY if probability >= LIKELY else Strength.POSSIBLE


def omissions(facts: Iterable[Fact], evidence: Evidence, salience: Mapping[PassageId, float]) -> tuple[Omission, ...]:
    """All omissions, the weightiest first; one a fact and article that does not (or only partly) state it."""
    found = [
        _omission(fact, cell, evidence, salience)
        for fact in facts
        if fact.is_claim
        for cell in fact.cells
        if cell.state in MISSING
    ]
    return tuple(sorted(found, key=lambda o: (-o.weight, evidence.passages[o.passage].index, o.passage, o.missing_in)))


def weight(salience: float, absent: Probability, origins: int, state: State) -> float:
    """Odds of the fact's salience, less where it is rather present than absent, times its independent support; 0..1.

    How sure a plain absence is does not move it up: what is surely absent is often beside the point. The
    exponent is fitted with the salience (framing.train.salience).
    """
    odds = salience / max(1e-9, 1.0 - salience) * (1.0 + 0.25 * (origins - 1))
    if absent < 0.5:
        odds *= (max(absent, 0.01) / (1.0 - absent)) ** model().presence
    odds *= EARLY if state is State.NOT_YET_REPORTED else 1.0
    return round(odds / (1.0 + odds), 6)


def _omission(fact: Fact, cell: Cell, evidence: Evidence, salience: Mapping[PassageId, float]) -> Omission:
    home = evidence.passages[fact.canonical].article_id
    verdict = evidence.verdict(home, cell.article)
    absent = 1.0 - cell.probability
    return Omission(
        fact=fact.id,
        passage=fact.canonical,
        missing_in=cell.article,
        state=cell.state,
        probability=absent,
        strength=strength(absent, cell.state, verdict),
        weight=weight(salience[fact.canonical], absent, fact.origins, cell.state),
        nearest=cell.nearest,
        reason=_reason(fact, cell, evidence, verdict),
        missing=cell.missing,
    )


def _reason(fact: Fact, cell: Cell, evidence: Evidence, verdict: Same) -> str:
    outlet = evidence.articles[cell.article].outlet or cell.article
    near = "; the nearest passage is shown" if cell.nearest else ""
    support = f" (stated by {fact.origins} independent origins)" if fact.origins > 1 else ""
    doubt = "; whether both report the same event is unsure" if verdict is Same.UNSURE else ""
    if cell.state is State.PARTLY:
        return f"only part of it found in {outlet}{support}{doubt}"
    if cell.state is State.NOT_YET_REPORTED:
        return f"not found in {outlet}, which came out before it was first reported here{doubt}"
    return f"not found in {outlet}{support}{near}{doubt}"
