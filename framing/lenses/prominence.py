"""Where the same fact stands in each article: in the headline or lead here, far down there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from framing.lenses.context import Context, Pair, View
from framing.lenses.protocol import Example
from framing.model import Difference, Passage, PassageId, Relation, Role

_TOP = 3
"""A fact in the first three passages opens the story (inverted pyramid)."""
_FAR = 0.35
"""Least difference of relative depth that counts."""


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
        """One finding a fact: its most prominent passage on one side against the first that states it on the other."""
        same = [pair for pair in context.pairs if pair.link.relation is Relation.SAME]
        earliest = {
            kind: (_earliest(pairs, "a"), _earliest(pairs, "b"))
            for kind, pairs in ((True, same), (False, context.pairs))
        }
        for pair in context.pairs:
            first_a, first_b = earliest[pair.link.relation is Relation.SAME]
            if pair.link.probability < 0.5 or first_a[pair.b.id] != pair.a.id or first_b[pair.a.id] != pair.b.id:
                continue
            found = self._found(context, pair)
            if found is not None:
                yield found

    def _found(self, context: Context, pair: Pair) -> Difference | None:
        deep_a, deep_b = depth(pair.a, context.a), depth(pair.b, context.b)
        top_a, top_b = _opens(pair.a), _opens(pair.b)
        gap = abs(deep_a - deep_b)
        if top_a == top_b or gap < _FAR:
            return None
        text = f"{context.a.name} has this {_place(pair.a, context.a)}, {context.b.name} {_place(pair.b, context.b)}."
        headline = Role.HEADLINE in (pair.a.role, pair.b.role)
        strength = min(0.95, 0.25 + 0.4 * gap + (0.2 if headline else 0.0)) * (0.6 + 0.4 * pair.link.probability)
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


def _earliest(pairs: Iterable[Pair], side: str) -> dict[PassageId, PassageId]:
    """For each passage of the other side, the first passage of `side` that is linked to it."""
    other = "b" if side == "a" else "a"
    best: dict[PassageId, Passage] = {}
    for pair in pairs:
        here, there = getattr(pair, side), getattr(pair, other)
        if there.id not in best or here.index < best[there.id].index:
            best[there.id] = here
    return {key: passage.id for key, passage in best.items()}


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
