"""Where the same fact stands in each article: in the headline or lead here, far down there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from framing.lenses.context import Context, Pair, View
from framing.lenses.protocol import Example
from framing.model import Difference, Passage, PassageId, Relation, Role

_TOP = 3
"""A fact in the first three passages opens the story (inverted pyramid)."""
_FAR, _BEHIND_THE_TOP = 0.3, 0.15
"""Least difference of relative depth that counts, and where the fact opens one article and not the other."""
_USES = 2
"""Findings that may rest on one passage: a lead holds several facts."""
_AS_SURE = 0.2
"""By how much less sure a link may be that lets an earlier passage tell the fact first."""
_PARTIAL = 0.6
"""What the strength keeps where the passages share only a part."""


class Prominence:
    """Salience by position: headline and lead against the body (van Dijk 1988, Entman 1993)."""

    id = "prominence"
    title = "Prominence"
    definition = (
        "The same fact opens one article, in its headline or first sentences, and stands far down in the other."
    )
    source = ("van-dijk-1988", "entman-1993")
    limits = "Position is read from the order of passages; size of type, pictures and place on the page are not seen."
    needs_parse = False
    examples = (
        Example(
            "The plant closes.|Jobs go in March.|The firm said so.|Shares rose.|Unions met.|Talks begin.|Buses ran.|It rained.",
            "It rained.|Buses ran on.|Talks begin soon.|Unions met at noon.|Shares rose a bit.|Jobs went.|Snow fell.|The plant will close.",
            fires=True,
            a_words="The plant closes.",
        ),
        Example("The plant closes in March.", "The plant will close in March.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """One finding a fact: where it first stands on one side against where it first stands on the other."""
        told = _Told((*context.decided, *context.pairs))
        used: Counter[PassageId] = Counter()
        found = [(pair, each) for pair in context.pairs if (each := self._found(context, pair, told)) is not None]
        for pair, each in sorted(found, key=lambda item: -item[1].strength):
            if max(used[pair.a.id], used[pair.b.id]) < _USES:
                used.update((pair.a.id, pair.b.id))
                yield each

    def _found(self, context: Context, pair: Pair, told: _Told) -> Difference | None:
        deep_a, deep_b = depth(pair.a, context.a), depth(pair.b, context.b)
        gap = abs(deep_a - deep_b)
        top = _opens(pair.a) != _opens(pair.b)
        least = _BEHIND_THE_TOP if top else _FAR
        if gap < least or not told.first(pair, deep_a > deep_b):
            return None
        if not top and pair.link.relation is not Relation.SAME:
            return None
        text = f"{context.a.name} has this {_place(pair.a, context.a)}, {context.b.name} {_place(pair.b, context.b)}."
        headline = Role.HEADLINE in (pair.a.role, pair.b.role)
        strength = min(0.95, (0.25 if top else 0.1) + 0.4 * gap + (0.2 if headline else 0.0))
        strength *= (0.6 + 0.4 * pair.link.probability) * (1.0 if pair.link.relation is Relation.SAME else _PARTIAL)
        details = {
            "a_index": pair.a.index,
            "b_index": pair.b.index,
            "a_depth": round(deep_a, 3),
            "b_depth": round(deep_b, 3),
        }
        return context.difference(self.id, pair, (0, len(pair.a.text)), (0, len(pair.b.text)), text, strength, details)

    def profile(self, view: View) -> Mapping[str, float]:
        """Counts of passages by role, for reading depths against."""
        counts: dict[str, float] = {"passages": float(len(view.passages))}
        for passage in view.passages:
            counts[passage.role.value] = counts.get(passage.role.value, 0.0) + 1
        return counts


class _Told:
    """Which passages tell the same fact as which, to know where each article tells it first."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._links: dict[PassageId, list[tuple[Passage, Pair]]] = defaultdict(list)
        for pair in pairs:
            self._links[pair.a.id].append((pair.b, pair))
            self._links[pair.b.id].append((pair.a, pair))

    def first(self, pair: Pair, deep_a: bool) -> bool:
        """Whether the deep passage is the first of its article, and the high one the first of its own, with this fact."""
        deep, high = (pair.a, pair.b) if deep_a else (pair.b, pair.a)
        mine = [
            (other, link)
            for other, link in self._links[deep.id]
            if link.link.relation is pair.link.relation or link is pair
        ]
        least = pair.link.probability - _AS_SURE
        if any(
            other.index < high.index and _opens(other) == _opens(high) and link.link.probability >= least
            for other, link in mine
            if link is not pair
        ):
            return False
        if pair.link.relation is not Relation.SAME:
            rivals = (link for other, link in self._links[deep.id] if link.link.relation is Relation.SAME)
            return not any(link.link.probability > pair.link.probability for link in rivals)
        return not any(
            other.index < deep.index and link.link.relation is Relation.SAME for other, link in self._links[high.id]
        )


def depth(passage: Passage, view: View) -> float:
    """0 for the first passage of its article, 1 for the last."""
    return passage.index / max(1, len(view.passages) - 1)


def _opens(passage: Passage) -> bool:
    return passage.role in (Role.HEADLINE, Role.LEAD) or passage.index < _TOP


def _place(passage: Passage, view: View) -> str:
    if passage.role is Role.HEADLINE:
        return "in its headline"
    if passage.role is Role.LEAD or passage.index == 0:
        return "in its lead"
    return f"in passage {passage.index + 1} of {len(view.passages)}"
