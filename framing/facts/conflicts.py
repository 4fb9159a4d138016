"""Contradictions between accounts of one event, inside linked passages only, precision first.

About one linked pair in five hundred contradicts the other, so every kind asks for agreement of all the
rest before it speaks of conflict. Passages that correct or doubt a report are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from framing.align.result import Alignment
from framing.facts.conflict_ages import age_conflicts
from framing.facts.conflict_dates import date_conflicts
from framing.facts.conflict_deadlines import deadline_conflicts
from framing.facts.conflict_denials import CLASHES, denial_conflicts, denies, permission
from framing.facts.conflict_names import name_conflicts
from framing.facts.conflict_numbers import number_conflicts
from framing.facts.conflict_opposites import ONCE, has_opposites, opposite_conflicts
from framing.facts.conflict_polarity import cause_conflicts, negation_conflicts
from framing.facts.conflict_posts import post_conflicts
from framing.facts.conflict_wordings import wording_conflicts
from framing.facts.countable import fate_of
from framing.facts.matrix import Evidence
from framing.facts.pairings import Pairing, Side, sides
from framing.facts.things import things_of
from framing.model import ArticleId, Conflict, ConflictKind, Link, Passage, PassageId, Relation, Same
from framing.prepared import Prepared

DETECTORS = (
    number_conflicts,
    date_conflicts,
    name_conflicts,
    wording_conflicts,
    negation_conflicts,
    cause_conflicts,
    denial_conflicts,
    opposite_conflicts,
)
DOUBTFUL = (number_conflicts, denial_conflicts, opposite_conflicts)
"""What is still looked for under a less sure link: counts of the dead, the missing, the dismissed, of a crowd or of the
pages of a document, where what befell the counted shows that one thing is meant, and flat denials."""
LOOSE = 0.05
"""Probability from which passages without a link are still searched for such counts, and for flat denials: these belong
to the whole event, whatever else the passages tell."""
TOLL = frozenset(("death", "injury", "missing", "crowd", "dismissal"))
TOLL_VALUE = re.compile(r"(?P<interval>\[[^\])]*[\])]).*\b(?P<fate>death|injury|missing|rescue|arrest|dismissal|crowd)")
"""A value of a number conflict as told, where it counts what befell people."""
MOST_LOOSE = 500
"""Passages without a link that are searched in a pair of articles: hundreds of tolls in one text are a table, no account."""
MOST_LINKS = 3
"""A passage linked to more than this many of one article is compared with its surest links only."""


def conflicts(
    prepared: Sequence[Prepared], alignments: Iterable[Alignment], evidence: Evidence
) -> tuple[Conflict, ...]:
    """All conflicts between articles judged to be of the same event, the surest first; none for `no` or `unsure`."""
    by_article = {item.article.id: sides(item.article, item.passages) for item in prepared}
    told = cache(told_once)
    found: list[Conflict] = []
    for alignment in alignments:
        if evidence.verdict(alignment.a, alignment.b) is Same.YES:
            for pairing in pairings(alignment, by_article):
                found.extend(in_pairing(pairing))
            for pairing in loose_pairings(alignment, by_article, told):
                found.extend(in_pairing(pairing))
            found.extend(_in_articles(alignment, by_article))
    passages = {passage.id: passage for item in prepared for passage in item.passages}
    unique: dict[tuple[object, ...], Conflict] = {}
    for conflict in sorted(found, key=lambda c: (-c.probability, c.a.start, c.b.start, c.a.passage, c.b.passage)):
        unique.setdefault(_identity(conflict, passages), conflict)
    return tuple(unique.values())


def _in_articles(alignment: Alignment, by_article: Mapping[ArticleId, Mapping[PassageId, Side]]) -> Iterator[Conflict]:
    """What belongs to the whole event wherever two articles tell it: ages of people, times of what is planned."""
    first, second = (list(by_article[side].values()) for side in (alignment.a, alignment.b))
    rows = {side.passage.id: i for each in (first, second) for i, side in enumerate(each)}

    def likeness(a: Side, b: Side) -> float:
        return float(alignment.probability[rows[a.passage.id], rows[b.passage.id]])

    yield from age_conflicts(first, second)
    yield from deadline_conflicts(first, second, likeness)
    yield from post_conflicts(first, second)


def _identity(conflict: Conflict, passages: Mapping[PassageId, Passage]) -> tuple[object, ...]:
    """What makes two findings one: what belongs to the whole event is told once, wherever the articles repeat it."""
    articles = passages[conflict.a.passage].article_id, passages[conflict.b.passage].article_id
    tolls = [TOLL_VALUE.fullmatch(value) for value in conflict.values]
    if conflict.kind is ConflictKind.NUMBER and tolls[0] and tolls[1]:
        return (articles, *(match.group("interval", "fate") for match in tolls if match))
    if conflict.explanation in ONCE:
        return articles, conflict.explanation
    return conflict.kind, conflict.values, conflict.a.passage, conflict.b.passage


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


def loose_pairings(
    alignment: Alignment, by_article: Mapping[ArticleId, Mapping[PassageId, Side]], told: Callable[[Side], ToldOnce]
) -> Iterator[Pairing]:
    """Passages without a link that tell what belongs to the whole event, as doubtful pairings; the likeliest MOST_LOOSE."""
    first, second = list(by_article[alignment.a].values()), list(by_article[alignment.b].values())
    linked = {(link.a, link.b) for link in alignment.links}
    found = [
        (float(alignment.probability[i, j]), i, j)
        for i, a in enumerate(first)
        for j, b in enumerate(second)
        if told(a).meets(told(b), float(alignment.probability[i, j])) and (a.passage.id, b.passage.id) not in linked
    ]
    for p, i, j in sorted(found, key=lambda row: (-row[0], row[1], row[2]))[:MOST_LOOSE]:
        a, b = first[i], second[j]
        link = Link(a.passage.id, b.passage.id, p, Relation.PARTIAL, float(alignment.same[i, j]))
        yield Pairing(a, b, link, [s for s in first if s is not a], [s for s in second if s is not b])


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """What a passage tells that belongs to the whole event."""

    counts: frozenset[str]
    """Fates counted, and documents whose pages are."""
    denies: bool
    anywhere: frozenset[str]
    """What is compared whatever the passages' likeness: `votes`, and members of CLASHES."""

    def meets(self, other: ToldOnce, probability: float) -> bool:
        """Whether two passages without a link, linked with this probability, are to be searched."""
        both = self.anywhere, other.anywhere
        if "votes" in both[0] & both[1] or any(clash <= both[0] | both[1] for clash in CLASHES):
            return True
        return probability >= LOOSE and bool(self.counts & other.counts or self.denies or other.denies)


def told_once(side: Side) -> ToldOnce:
    """Read once a passage, for every passage is set against all of the other article."""
    counts = {fate_of(q) for q in side.quantities} & TOLL | {key for q in side.quantities for key in things_of(side, q)}
    anywhere = permission(side) | ({"votes"} if has_opposites(side) else set())
    return ToldOnce(frozenset(counts), denies(side), frozenset(anywhere))
