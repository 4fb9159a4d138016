"""From links and unlinked passages to facts, omissions and conflicts of two to twenty articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from framing.align.result import Alignment
from framing.config import Settings
from framing.facts.claims import is_claim
from framing.facts.cluster import edges, join
from framing.facts.conflicts import conflicts
from framing.facts.matrix import Evidence, canonical, cell, gather, mark_conflicts, origins_of
from framing.facts.missing import name_missing
from framing.facts.omissions import omissions
from framing.facts.salience import Meant, meant, salience_of
from framing.facts.timing import could_have_known, first_reported
from framing.model import Conflict, Coverage, Fact, Omission, Origin, PairEvent, PassageId, Same, State
from framing.prepared import Prepared


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Facts by salience, omissions by weight, conflicts by probability, coverage of every passage."""

    facts: tuple[Fact, ...]
    omissions: tuple[Omission, ...]
    conflicts: tuple[Conflict, ...]
    coverage: tuple[Coverage, ...]


def build(
    prepared: Sequence[Prepared],
    alignments: Sequence[Alignment],
    events: Sequence[PairEvent],
    origins: Sequence[Origin],
    settings: Settings,
) -> FactSheet:
    """The whole sheet. Pairs whose event verdict is `no`, or that were never judged, are `not_compared`."""
    evidence = gather(prepared, alignments, events, origins)
    compared = [a for a in alignments if evidence.verdict(a.a, a.b) is not Same.NO]
    meaning = meant(prepared, alignments)
    salience = salience_of(prepared, meaning)
    groups = _groups(prepared, join(edges(prepared, compared)))
    found = conflicts(prepared, compared, evidence)
    rows = _facts(groups, prepared, evidence, salience, meaning, settings.grace_hours)
    facts = name_missing(mark_conflicts(rows, found, evidence), evidence)
    return FactSheet(
        facts=facts,
        omissions=omissions(facts, evidence, salience),
        conflicts=found,
        coverage=tuple(_coverage(alignments, evidence, settings.grace_hours)),
    )


def _groups(prepared: Sequence[Prepared], clusters: Iterable[list[PassageId]]) -> list[list[PassageId]]:
    """Clusters, and every passage that is in none as a group of its own."""
    groups = [list(cluster) for cluster in clusters]
    taken = {passage for group in groups for passage in group}
    groups += [[p.id] for item in prepared for p in item.passages if p.id not in taken]
    return groups


def _facts(
    groups: Iterable[list[PassageId]],
    prepared: Sequence[Prepared],
    evidence: Evidence,
    salience: Mapping[PassageId, float],
    meaning: Meant,
    grace: float,
) -> tuple[Fact, ...]:
    facts = []
    for group in groups:
        source = canonical(evidence, group)
        members = sorted(group, key=lambda m: (evidence.passages[m].article_id, evidence.passages[m].index))
        facts.append(
            Fact(
                id="",
                canonical=source,
                passages=tuple(members),
                cells=tuple(cell(evidence, item.article.id, source, members, grace) for item in prepared),
                salience=max(salience[m] for m in members),
                origins=origins_of(evidence, members),
                is_claim=is_claim(evidence.passages[source], meaning.get(source)),
            )
        )
    order = sorted(facts, key=lambda f: (-f.salience, evidence.passages[f.canonical].index, f.canonical))
    return tuple(replace(fact, id=f"F{number}") for number, fact in enumerate(order, start=1))


def _coverage(alignments: Iterable[Alignment], evidence: Evidence, grace: float) -> Iterable[Coverage]:
    """Coverage as aligned; pairs of different events keep their place as `not_compared`."""
    for alignment in alignments:
        different = evidence.verdict(alignment.a, alignment.b) is Same.NO
        for item in (*alignment.coverage_a, *alignment.coverage_b):
            if different:
                yield Coverage(item.passage, item.within, 0.0, State.NOT_COMPARED, None)
                continue
            source = evidence.articles[evidence.passages[item.passage].article_id]
            first = first_reported([source])
            late = item.state is State.NOT_FOUND and not could_have_known(evidence.articles[item.within], first, grace)
            yield replace(item, state=State.NOT_YET_REPORTED) if late else item
