"""Constant-time access to the records of one comparison, and the names that views give to articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations

from framing.model import (
    Article,
    ArticleId,
    Block,
    Comparison,
    Conflict,
    Difference,
    Excerpt,
    Fact,
    Link,
    Omission,
    Passage,
    PassageId,
    Reason,
    Same,
    State,
    Strength,
)
from framing.text import visible

NAME = 60
"""Longer outlet names are cut where they are shown."""
_SURENESS = (Strength.STRONG, Strength.LIKELY, Strength.POSSIBLE)
_SIDE = re.compile(r"\b[AB](?=: )|(?<=\bof )[AB]\b")
_COSINE = re.compile(r" \(cosine -?[\d.]+\)")
STATED = (State.STATED, State.COVERED)


def letters(index: int) -> str:
    """`A`, `B`, ... `Z`, `AA`, ... for 0, 1, ..."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Lookup:
    """A comparison's records by id. Reads only; adds nothing to the findings."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.order = {article.id: i for i, article in enumerate(comparison.articles)}
        self._articles = {article.id: article for article in comparison.articles}
        self._passages = {passage.id: passage for passage in comparison.passages}

    def article(self, article_id: ArticleId) -> Article:
        """The article with this id. Raises KeyError where there is none."""
        return self._articles[article_id]

    def passage(self, passage_id: PassageId) -> Passage:
        """The passage with this id. Raises KeyError where there is none."""
        return self._passages[passage_id]

    def letter(self, article_id: ArticleId) -> str:
        """`A` for the first article, `B` for the second, ..."""
        return letters(self.order[article_id])

    def outlet(self, article_id: ArticleId) -> str:
        """What to call an article: its outlet, else its file, else its letter; safe to show."""
        article = self._articles[article_id]
        name = article.outlet or article.provenance.path.rpartition("/")[2] or f"Article {self.letter(article_id)}"
        shown = visible(name).strip() or f"Article {self.letter(article_id)}"
        return shown if len(shown) <= NAME else shown[: NAME - 1] + "…"

    def named(self, article_id: ArticleId) -> str:
        """Letter and outlet: `A The Halvern Ledger`."""
        return f"{self.letter(article_id)} {self.outlet(article_id)}"

    def owner(self, excerpt: Excerpt) -> ArticleId:
        """The article whose words an excerpt quotes."""
        return self._passages[excerpt.passage].article_id

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.comparison.facts}

    @cached_property
    def links_of(self) -> dict[PassageId, list[Link]]:
        """Decided links by passage."""
        found: dict[PassageId, list[Link]] = defaultdict(list)
        for link in self.comparison.links:
            found[link.a].append(link)
            found[link.b].append(link)
        return found

    @cached_property
    def passages_of(self) -> dict[ArticleId, list[Passage]]:
        """Passages by article, in order."""
        found: dict[ArticleId, list[Passage]] = {article.id: [] for article in self.comparison.articles}
        for passage in self.comparison.passages:
            found[passage.article_id].append(passage)
        return found

    @property
    def pairs(self) -> Iterator[tuple[ArticleId, ArticleId]]:
        """Every pair of articles, in order."""
        return combinations(self.order, 2)

    def relation_key(self, link: Link) -> str:
        """Catalogue key of how much two passages share; accounts of different events tell no fact in common."""
        return f"{'alike' if self.differ else 'relation'}.{link.relation}"

    def links_between(self, a: ArticleId, b: ArticleId) -> list[Link]:
        """Links of one pair, `a` side first, in reading order."""
        found = [
            link
            if self.passage(link.a).article_id == a
            else Link(link.b, link.a, link.probability, link.relation, link.same)
            for link in self._links_by_pair.get(frozenset((a, b)), ())
        ]
        return sorted(found, key=lambda link: (self.passage(link.a).index, self.passage(link.b).index))

    @cached_property
    def _links_by_pair(self) -> dict[frozenset[ArticleId], list[Link]]:
        found: dict[frozenset[ArticleId], list[Link]] = defaultdict(list)
        for link in self.comparison.links:
            found[frozenset((self.passage(link.a).article_id, self.passage(link.b).article_id))].append(link)
        return found

    def differences_on(self, link: Link) -> list[Difference]:
        """Differences both of whose sides lie in the two linked passages."""
        return self._by_passages.get(frozenset((link.a, link.b)), [])

    @cached_property
    def _by_passages(self) -> dict[frozenset[PassageId], list[Difference]]:
        found: dict[frozenset[PassageId], list[Difference]] = defaultdict(list)
        for difference in self.comparison.differences:
            if difference.a and difference.b:
                found[frozenset((difference.a.passage, difference.b.passage))].append(difference)
        return found

    def conflicts_on(self, link: Link) -> list[Conflict]:
        """Conflicts between the two linked passages."""
        both = {link.a, link.b}
        return [c for c in self.comparison.conflicts if {c.a.passage, c.b.passage} == both]

    @cached_property
    def differ(self) -> bool:
        """Whether all of the articles are of different events, so that no two can leave anything out."""
        pairs = self.comparison.events
        return self.comparison.event.same is Same.NO and all(pair.verdict.same is Same.NO for pair in pairs)

    @cached_property
    def verdict(self) -> str:
        """`yes`, `no`, `unsure`, or `mixed` where only some pairs are of different events."""
        same = self.comparison.event.same
        return "mixed" if same is Same.NO and not self.differ else str(same)

    @cached_property
    def deciding(self) -> tuple[ArticleId, ArticleId] | None:
        """Of more than two articles, the pair whose verdict and reasons stand for all; None where none does."""
        event = self.comparison.event
        if len(self.order) < 3:
            return None
        found = (p for p in self.comparison.events if p.verdict.probability == event.probability)
        return next(((p.a, p.b) for p in found if p.verdict.reasons == event.reasons), None)

    @cached_property
    def reasons(self) -> list[Reason]:
        """Reasons of the verdict in the letters of this comparison: a pair's own reasons call its two sides A and B."""
        names = dict(zip("AB", map(self.letter, self.deciding), strict=True)) if self.deciding else {}

        def renamed(text: str) -> str:
            return _SIDE.sub(lambda match: names.get(match.group(), match.group()), _COSINE.sub("", text))

        return [
            Reason(reason.kind, renamed(reason.text), reason.a, reason.b) for reason in self.comparison.event.reasons
        ]

    @cached_property
    def shared(self) -> list[Fact]:
        """Facts that two or more articles state, at least partly."""
        return [fact for fact in self.comparison.facts if len(self.tellers(fact)) > 1]

    def tellers(self, fact: Fact) -> list[ArticleId]:
        """Articles that state a fact, wholly, partly or in conflict."""
        told = (*STATED, State.PARTLY, State.CONFLICTING)
        return [cell.article for cell in fact.cells if cell.state in told]

    @cached_property
    def omissions(self) -> list[Omission]:
        """Omissions as views list them: the surest first, by weight within; what came too late to be known last."""

        def rank(omission: Omission) -> tuple[bool, int, float]:
            late = omission.state is State.NOT_YET_REPORTED
            return late, _SURENESS.index(omission.strength), -omission.weight

        return sorted(self.comparison.omissions, key=rank)

    def omissions_in(self, article_id: ArticleId) -> list[Omission]:
        """What is missing in one article, in the order of `omissions`."""
        return [omission for omission in self.omissions if omission.missing_in == article_id]

    def unmatched(self, article_id: ArticleId) -> list[Passage]:
        """Passages of one article without any decided link."""
        return [passage for passage in self.passages_of[article_id] if passage.id not in self.links_of]

    def set_aside(self, article_id: ArticleId) -> list[Block]:
        """Blocks of which no passages were cut, with their reasons."""
        return [block for block in self._articles[article_id].blocks if not block.kind.is_content]
