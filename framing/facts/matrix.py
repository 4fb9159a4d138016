"""The fact x outlet matrix: one row a fact, one cell an article, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from framing.align.result import Alignment
from framing.facts.timing import could_have_known, first_reported
from framing.facts.words import content_stems
from framing.model import (
    Article,
    ArticleId,
    Cell,
    Conflict,
    ConflictVerdict,
    Coverage,
    Excerpt,
    Fact,
    Link,
    Origin,
    PairEvent,
    Passage,
    PassageId,
    Relation,
    Role,
    Same,
    State,
)
from framing.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the cells are made from, indexed."""

    articles: Mapping[ArticleId, Article]
    passages: Mapping[PassageId, Passage]
    links: Mapping[PassageId, tuple[Link, ...]]
    """By either passage."""
    coverage: Mapping[tuple[PassageId, ArticleId], Coverage]
    verdicts: Mapping[frozenset[ArticleId], Same]
    origin_of: Mapping[PassageId, str]

    def verdict(self, one: ArticleId, two: ArticleId) -> Same:
        """The event verdict of a pair; a pair nobody judged was not compared."""
        return self.verdicts.get(frozenset((one, two)), Same.NO)

    def partners(self, passage: PassageId, within: ArticleId) -> list[tuple[Passage, Link]]:
        """Linked passages of article `within`, the surest first."""
        found = []
        for link in self.links.get(passage, ()):
            other = self.passages[link.b if link.a == passage else link.a]
            if other.article_id == within:
                found.append((other, link))
        return sorted(found, key=lambda item: (-item[1].probability, item[0].index))


def gather(
    prepared: Sequence[Prepared],
    alignments: Sequence[Alignment],
    events: Iterable[PairEvent],
    origins: Iterable[Origin],
) -> Evidence:
    """Index everything by passage and article; links across different events are left out."""
    verdicts = {frozenset((event.a, event.b)): event.verdict.same for event in events}
    links: dict[PassageId, list[Link]] = {}
    coverage: dict[tuple[PassageId, ArticleId], Coverage] = {}
    for alignment in alignments:
        if verdicts.get(frozenset((alignment.a, alignment.b))) in (None, Same.NO):
            continue
        for link in alignment.links:
            links.setdefault(link.a, []).append(link)
            links.setdefault(link.b, []).append(link)
        for item in (*alignment.coverage_a, *alignment.coverage_b):
            coverage[item.passage, item.within] = item
    return Evidence(
        articles={item.article.id: item.article for item in prepared},
        passages={passage.id: passage for item in prepared for passage in item.passages},
        links={passage: tuple(found) for passage, found in links.items()},
        coverage=coverage,
        verdicts=verdicts,
        origin_of={passage: origin.id for origin in origins for passage in origin.passages},
    )


def excerpt(passage: Passage) -> Excerpt:
    """The whole passage as evidence."""
    return Excerpt(passage.id, passage.span.start, passage.span.end, passage.text)


def canonical(evidence: Evidence, members: Sequence[PassageId]) -> PassageId:
    """The member that says most in its own words: body before headline, then content words, then the text itself."""

    def fullness(passage_id: PassageId) -> tuple[bool, int, str]:
        passage = evidence.passages[passage_id]
        return passage.role is not Role.HEADLINE, len(set(content_stems(passage.text))), passage.text

    return max(members, key=fullness)


def origins_of(evidence: Evidence, members: Iterable[PassageId]) -> int:
    """How many independent origins state it: passages of one agency's copy count once."""
    return len({evidence.origin_of.get(m, f"article {evidence.passages[m].article_id}") for m in members})


def cell(
    evidence: Evidence, article_id: ArticleId, source: PassageId, members: Sequence[PassageId], grace: float
) -> Cell:
    """What article `article_id` does with the fact whose words are `source`."""
    own = [evidence.passages[m] for m in members if evidence.passages[m].article_id == article_id]
    home = evidence.passages[source].article_id
    if article_id == home:
        return Cell(article_id, State.STATED, 1.0, tuple(excerpt(p) for p in own))
    stating = {evidence.passages[m].article_id for m in members}
    compared = [a for a in stating if a != article_id and evidence.verdict(a, article_id) is not Same.NO]
    if not compared:
        return Cell(article_id, State.NOT_COMPARED, 0.0)
    if own:
        sure = max((link.probability for p in own for link in evidence.links.get(p.id, ())), default=1.0)
        state = State.STATED if _whole(evidence, article_id, source) else State.PARTLY
        return Cell(article_id, state, sure, tuple(excerpt(p) for p in own))
    return _covered(evidence, article_id, source, members, grace)


def _whole(evidence: Evidence, article_id: ArticleId, source: PassageId) -> bool:
    """False where the article has a passage of the row that meets the row's own words in part only.

    Rows join sentences that are alike by way of others; the sentence that stands for the row may say more.
    """
    relations = {link.relation for _, link in evidence.partners(source, article_id)}
    coverage = evidence.coverage.get((source, article_id))
    if coverage is not None and coverage.state in (State.COVERED, State.STATED):
        return True
    return relations != {Relation.PARTIAL}


def _covered(
    evidence: Evidence, article_id: ArticleId, source: PassageId, members: Sequence[PassageId], grace: float
) -> Cell:
    """The cell of an article without a passage of its own in the fact: from coverage and partial links."""
    ordered = [source, *(m for m in members if m != source)]
    found = [c for m in ordered if (c := evidence.coverage.get((m, article_id))) is not None]
    partners = [pair for m in ordered for pair in evidence.partners(m, article_id)]
    if not found and not partners:
        return Cell(article_id, State.NOT_COMPARED, 0.0)
    best = max((c.probability for c in found), default=0.0)
    nearest = next((c.nearest for c in found if c.nearest is not None), None)
    if partners:
        quoted = tuple(excerpt(p) for p in dict.fromkeys(p for p, _ in partners))
        whole = any(link.relation is Relation.SAME for _, link in partners)
        whole = whole or any(c.state in (State.COVERED, State.STATED) for c in found)
        sure = max(best, *(link.probability for _, link in partners))
        return Cell(article_id, State.STATED if whole else State.PARTLY, sure, quoted, nearest)
    if best >= 0.5:
        state = State.STATED if any(c.state in (State.COVERED, State.STATED) for c in found) else State.PARTLY
        shown = (excerpt(evidence.passages[nearest]),) if nearest else ()
        return Cell(article_id, state, best, shown, nearest)
    first = first_reported(evidence.articles[a] for a in {evidence.passages[m].article_id for m in members})
    known = could_have_known(evidence.articles[article_id], first, grace)
    return Cell(article_id, State.NOT_FOUND if known else State.NOT_YET_REPORTED, best, (), nearest)


def mark_conflicts(facts: Iterable[Fact], conflicts: Iterable[Conflict], evidence: Evidence) -> tuple[Fact, ...]:
    """The facts with `conflicting` cells where an article contradicts the row; updates and scopes leave cells alone."""
    against: dict[PassageId, list[Excerpt]] = {}
    for conflict in conflicts:
        if conflict.verdict is ConflictVerdict.CONFLICT:
            against.setdefault(conflict.a.passage, []).append(conflict.b)
            against.setdefault(conflict.b.passage, []).append(conflict.a)
    return tuple(_marked(fact, against, evidence) for fact in facts)


def _marked(fact: Fact, against: Mapping[PassageId, Sequence[Excerpt]], evidence: Evidence) -> Fact:
    home = evidence.passages[fact.canonical].article_id
    contrary: dict[ArticleId, list[Excerpt]] = {}
    for member in fact.passages:
        if evidence.passages[member].article_id == home:
            for words in against.get(member, ()):
                contrary.setdefault(evidence.passages[words.passage].article_id, []).append(words)
    cells = tuple(
        replace(cell, state=State.CONFLICTING, evidence=tuple(contrary[cell.article]))
        if cell.article in contrary
        else cell
        for cell in fact.cells
    )
    return replace(fact, cells=cells)
