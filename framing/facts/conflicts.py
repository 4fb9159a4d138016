"""Contradictions between accounts of one event, inside linked passages only, precision first.

About one linked pair in five hundred contradicts the other, so every kind asks for agreement of all the
rest before it speaks of conflict. Passages that correct or doubt a report are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from framing.align.result import Alignment
from framing.facts.conflict_dates import date_conflicts
from framing.facts.conflict_denials import denial_conflicts, denies
from framing.facts.conflict_names import name_conflicts
from framing.facts.conflict_numbers import number_conflicts
from framing.facts.conflict_polarity import cause_conflicts, negation_conflicts
from framing.facts.matrix import Evidence
from framing.facts.pairings import Pairing, Side, sides
from framing.model import ArticleId, Conflict, Link, PassageId, Relation, Same
from framing.prepared import Prepared

DETECTORS = (number_conflicts, date_conflicts, name_conflicts, negation_conflicts, cause_conflicts, denial_conflicts)
DOUBTFUL = (number_conflicts, denial_conflicts)
"""What is still looked for under a less sure link: counts of the dead, the missing and the like, where what befell
the people counted shows that one thing is meant, and flat denials of them."""
LOOSE = 0.15
"""Probability from which passages without a link are still searched for counts of the dead, injured or missing that
exclude each other, and for flat denials: these belong to the whole event, whatever else the passages tell."""
TOLL = frozenset(("death", "injury", "missing"))
MOST_LINKS = 3
"""A passage linked to more than this many of one article is compared with its surest links only."""


def conflicts(
    prepared: Sequence[Prepared], alignments: Iterable[Alignment], evidence: Evidence
) -> tuple[Conflict, ...]:
    """All conflicts between articles judged to be of the same event, the surest first; none for `no` or `unsure`."""
    by_article = {item.article.id: sides(item.article, item.passages) for item in prepared}
    found: list[Conflict] = []
    for alignment in alignments:
        if evidence.verdict(alignment.a, alignment.b) is Same.YES:
            for pairing in pairings(alignment, by_article):
                found.extend(in_pairing(pairing))
            for pairing in loose_pairings(alignment, by_article):
                found.extend(in_pairing(pairing))
    unique: dict[tuple[object, ...], Conflict] = {}
    for conflict in sorted(found, key=lambda c: (-c.probability, c.a.passage, c.a.start, c.b.passage, c.b.start)):
        unique.setdefault((conflict.kind, conflict.values, conflict.a.passage, conflict.b.passage), conflict)
    return tuple(unique.values())


def in_pairing(pairing: Pairing) -> Iterator[Conflict]:
    """What every detector finds in one pair of linked passages; one finding a place."""
    if pairing.a.is_correction or pairing.b.is_correction or pairing.a.text == pairing.b.text:
        return
    taken: list[Conflict] = []
    for detector in DETECTORS if pairing.is_sure else DOUBTFUL:
        for conflict in detector(pairing):
            if not any(_overlap(conflict, other) for other in taken):
                taken.append(conflict)
                yield conflict


def _overlap(one: Conflict, two: Conflict) -> bool:
    return one.a.start < two.a.end and two.a.start < one.a.end and one.b.start < two.b.end and two.b.start < one.b.end


def pairings(alignment: Alignment, by_article: Mapping[ArticleId, Mapping[PassageId, Side]]) -> Iterator[Pairing]:
    """The alignment's links as pairings, at most MOST_LINKS a passage."""
    first, second = by_article[alignment.a], by_article[alignment.b]
    all_a, all_b = list(first.values()), list(second.values())
    counts: dict[PassageId, int] = {}
    for link in sorted(alignment.links, key=lambda item: (-item.probability, item.a, item.b)):
        if max(counts.get(link.a, 0), counts.get(link.b, 0)) >= MOST_LINKS:
            continue
        counts[link.a], counts[link.b] = counts.get(link.a, 0) + 1, counts.get(link.b, 0) + 1
        a, b = first[link.a], second[link.b]
        yield Pairing(a, b, link, [s for s in all_a if s is not a], [s for s in all_b if s is not b])


def loose_pairings(alignment: Alignment, by_article: Mapping[ArticleId, Mapping[PassageId, Side]]) -> Iterator[Pairing]:
    """Passages without a link that both count what befell people, or one of which denies, as doubtful pairings."""
    first, second = list(by_article[alignment.a].values()), list(by_article[alignment.b].values())
    linked = {(link.a, link.b) for link in alignment.links}
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            p = float(alignment.probability[i, j])
            if p < LOOSE or (a.passage.id, b.passage.id) in linked:
                continue
            if not (_tolls(a) & _tolls(b) or denies(a) or denies(b)):
                continue
            link = Link(a.passage.id, b.passage.id, p, Relation.PARTIAL, float(alignment.same[i, j]))
            others = [s for s in first if s is not a], [s for s in second if s is not b]
            yield Pairing(a, b, link, *others)


def _tolls(side: Side) -> frozenset[str]:
    return TOLL & {quantity.fate for quantity in side.quantities}
