"""Permalinks of a page: short, stable for one comparison, and free of anything an article says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from framing.model import Conflict, ConflictVerdict, Difference, Excerpt, Omission, Passage, PassageId
from framing.report.lookup import Lookup
from framing.report.words import Mark, Marked, is_quiet, key_words

_WHOLE = 0.75
_MOST_OF_TWO, _MOST = 50, 40
"""At most so many differences a lens, and omissions an account, stand on a page; it says how many more there are."""


class Refs:
    """Names of passages (`A-4`) and findings (`d-1`, `c-1`, `o-1`, `f-1`)."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        comparison = lookup.comparison
        # The strongest difference is the first.
        self.differences = sorted(comparison.differences, key=lambda d: -d.strength)
        self.conflicts = list(comparison.conflicts)
        self.omissions = lookup.omissions
        self.most = _MOST_OF_TWO if len(comparison.articles) == 2 else _MOST
        self._facts = {fact.id: f"f-{i}" for i, fact in enumerate(comparison.facts, 1)}

    def passage(self, passage_id: PassageId) -> str:
        """`A-4` for the fourth passage of the first article."""
        passage = self.lookup.passage(passage_id)
        return f"{self.lookup.letter(passage.article_id)}-{passage.index + 1}"

    def fact(self, fact_id: str) -> str:
        """`f-3` for the third fact; empty for an unknown one."""
        return self._facts.get(fact_id, "")

    @cached_property
    def listed(self) -> dict[int, Difference]:
        """The differences that stand on the page, by number: the strongest of each lens."""
        taken: Counter[str] = Counter()
        found = {}
        for number, difference in enumerate(self.differences, 1):
            taken[difference.lens] += 1
            if taken[difference.lens] <= self.most:
                found[number] = difference
        return found

    @cached_property
    def listed_omissions(self) -> dict[int, Omission]:
        """The omissions that stand on the page, by number: the first of each account."""
        taken: Counter[str] = Counter()
        found = {}
        for number, omission in enumerate(self.omissions, 1):
            taken[omission.missing_in] += 1
            if taken[omission.missing_in] <= self.most:
                found[number] = omission
        return found

    @cached_property
    def marks(self) -> dict[PassageId, list[Marked]]:
        """What to mark in each passage, in offsets of the passage's own words."""
        found: dict[PassageId, list[Marked]] = defaultdict(list)
        for number, conflict in enumerate(self.conflicts, 1):
            settled = conflict.verdict is not ConflictVerdict.CONFLICT
            for excerpt in (conflict.a, conflict.b):
                self._add(found, excerpt, Mark.CONFLICT, f"!{number}", f"c-{number}", settled)
        for number, difference in self.listed.items():
            for side in (difference.a, difference.b):
                if side is not None:
                    keys = key_words(side, difference.explanation)
                    quiet = bool(keys) or is_quiet(side, difference.strength)
                    self._add(found, side, Mark.DIFFERENCE, f"~{number}", f"d-{number}", quiet)
                    self._add_keys(found, side, keys, f"d-{number}")
        # Of many accounts, one passage can be missing in several: only the omission itself marks what is.
        two = len(self.lookup.order) == 2
        for number, omission in self.listed_omissions.items() if two else ():
            for excerpt in omission.missing:
                self._add(found, excerpt, Mark.MISSING, f"−{number}", f"o-{number}")
        return found

    def _add(
        self, found: dict[PassageId, list[Marked]], e: Excerpt, mark: Mark, label: str, target: str, quiet: bool = False
    ) -> None:
        passage = self.lookup.passage(e.passage)
        offset = passage.span.start
        # A finding on nearly all of a passage is on the passage: only its number is set.
        kind = Mark.WHOLE if len(e.text) > _WHOLE * len(passage.text) else mark
        found[e.passage].append(Marked(e.start - offset, e.end - offset, kind, label, target, quiet))

    def _add_keys(
        self, found: dict[PassageId, list[Marked]], e: Excerpt, keys: Sequence[tuple[int, int]], target: str
    ) -> None:
        start = e.start - self.lookup.passage(e.passage).span.start
        found[e.passage] += [Marked(start + a, start + b, Mark.DIFFERENCE, "", target) for a, b in keys]

    def within(self, passages: set[PassageId]) -> tuple[list[tuple[int, Conflict]], list[tuple[int, Difference]]]:
        """Numbered conflicts and listed differences all of whose sides lie in `passages`."""
        conflicts = [(n, c) for n, c in enumerate(self.conflicts, 1) if {c.a.passage, c.b.passage} <= passages]
        differences = [(n, d) for n, d in self.listed.items() if d.a and d.b and {d.a.passage, d.b.passage} <= passages]
        return conflicts, differences

    def omitted(self, passage: Passage) -> list[tuple[int, Omission]]:
        """Numbered omissions of one passage, without those whose words carry the number already."""
        inside = {marked.target for marked in self.marks.get(passage.id, ())}
        return [(n, o) for n, o in self._omissions_of.get(passage.id, ()) if f"o-{n}" not in inside]

    @cached_property
    def _omissions_of(self) -> dict[PassageId, list[tuple[int, Omission]]]:
        found: dict[PassageId, list[tuple[int, Omission]]] = defaultdict(list)
        for number, omission in self.listed_omissions.items():
            found[omission.passage].append((number, omission))
        return found
