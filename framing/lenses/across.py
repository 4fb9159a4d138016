"""Names of one referent in passages that are not linked: how each outlet calls the same act wherever it speaks of it.

Two names of one family are set side by side where neither outlet uses the other's name, and the passages share the
proper names that fix the referent: two for a hard beside a soft name. Accounts of one event need one where the act is a
theme of both, and none where all of one outlet's names of the family are soft and all of the other's hard. Looser rules set
13 pairs of names side by side in 74 pairs of real accounts, eight of them in passages that readers did not link; of the 13
these rules keep one, which they did.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from framing.lenses.context import Context, View
from framing.lenses.wording import stem
from framing.model import PassageId, Same

if TYPE_CHECKING:
    from framing.lenses.labels import Naming

_FIXES = 0.5
"""Rarity of a proper name, in [0, 1], from which it alone fixes a referent in accounts of one event."""
_THEME = 2
"""Names of the family from which the act is a theme of an article."""
_OPPOSITE = 2
"""Steps of tone between a name that softens and one that condemns."""


def best_across(
    context: Context, one: Sequence[Naming], two: Sequence[Naming], loose: Collection[str] = ()
) -> Iterator[tuple[float, Naming, Naming]]:
    """For each family the pair of names that is surest to be of one referent, with what fixes it, in [0, inf).

    Families in `loose` have names so general that only two proper names fix what they are of.
    """
    linked = {(pair.a.id, pair.b.id) for pair in context.pairs}
    names = name_sets(context.a), name_sets(context.b)
    rare = rarity(context)
    for family in sorted({each.family for each in one} & {each.family for each in two}):
        mine, theirs = _alone(one, two, family, context), _alone(two, one, family, context)
        one_event = context.same_event is Same.YES and family not in loose
        theme = one_event and all(sum(each.family == family for each in side) >= _THEME for side in (one, two))
        options = []
        for a in mine:
            for b in theirs:
                gap = abs(a.tone - b.tone)
                if gap < _OPPOSITE or (a.passage.id, b.passage.id) in linked:
                    continue
                shared = names[0][a.passage.id] & names[1][b.passage.id]
                weight = sum(rare.get(name, 1.0) for name in shared)
                fixed = len(shared) >= 2 or (theme and weight >= _FIXES)
                if fixed or (one_event and _opposed(one, two, family)):
                    options.append((weight, -a.passage.index, -b.passage.index, a, b))
        if options:
            weight, *_, a, b = max(options, key=lambda option: option[:3])
            yield weight, a, b


def _alone(mine: Sequence[Naming], theirs: Sequence[Naming], family: str, context: Context) -> list[Naming]:
    """Names of the family that only one side uses, in passages that are no copies."""
    taken = {stem(each.words) for each in theirs if each.family == family}
    return [
        each
        for each in mine
        if each.family == family and stem(each.words) not in taken and each.passage.id not in context.copied
    ]


def _opposed(one: Sequence[Naming], two: Sequence[Naming], family: str) -> bool:
    """Whether one outlet only softens and the other only condemns."""
    return all(len({each.tone for each in side if each.family == family}) == 1 for side in (one, two))


def name_sets(view: View) -> dict[PassageId, frozenset[str]]:
    """Folded proper names of each passage, demonyms and capitals of states reduced to the state where known."""
    known: dict[PassageId, frozenset[str]] | None = view.memo.get("name sets")
    if known is None:
        known = {passage.id: frozenset(_proper(passage.text)) for passage in view.passages}
        view.memo["name sets"] = known
    return known


_PROPER = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w-]{2,}|^[A-Z][a-z]+(?=['’]s\b)")


def _proper(text: str) -> Iterator[str]:
    for match in _PROPER.finditer(text):
        yield re.sub(r"(?:ians?|ans?|ese|ish|ia|i)$", "", match.group().lower())[:8]


def rarity(context: Context) -> dict[str, float]:
    """Names that stand in few passages of both articles fix a referent better: 1 less the share of passages, in [0.1, 1]."""
    counts: dict[str, int] = defaultdict(int)
    total = 0
    for view in (context.a, context.b):
        for names in name_sets(view).values():
            total += 1
            for name in names:
                counts[name] += 1
    return {name: max(0.1, 1.0 - count / max(1, total)) for name, count in counts.items()}
