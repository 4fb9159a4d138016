"""Which act of one linked passage is which act of the other: the ground of what agency and naming compare.

Acts are the predicates of a parse. Two are taken for one act where they share the verb (or a noun made from
it), where each verb is the other's nearest word, where they share what they are done by or to, or where both
are the main act of passages whose main point is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from framing.language.predicates import Predicate, Voice, main_row, predicates, same_act
from framing.language.wordlists import word_set
from framing.lenses.context import Context, Pair, Range, View
from framing.lenses.wording import Alignment, aligned, stem, words_in
from framing.model import Passage, Relation

NEAR = 0.5
"""Cosine of two verbs, each the other's nearest, from which they can stand for one act."""
SAME_VERB, NEAREST, SHARED, MAIN = 1.0, 0.7, 0.6, 0.5
"""How sure the ground of a match makes it."""
_EMPTY = word_set(
    "the a an he she they it who his her of that this these those which we i you their its and or in on at to for"
)


@dataclass(frozen=True, slots=True)
class Matched:
    """Two predicates taken for one act, and how sure that is, in (0, 1]."""

    a: Predicate
    b: Predicate
    sure: float


def acts(view: View, passage: Passage) -> list[Predicate]:
    """The acts of a passage, read once."""
    memo: dict[str, list[Predicate]] = view.memo.setdefault("acts", {})
    if passage.id not in memo:
        memo[passage.id] = predicates(view.doc(passage))
    return memo[passage.id]


def matched_acts(context: Context, pair: Pair) -> list[Matched]:
    """Matches of the pair's acts, surest first; an act stands in one match only."""
    known: dict[tuple[str, str], list[Matched]] = context.memo.setdefault("matched acts", {})
    key = pair.a.id, pair.b.id
    if key not in known:
        known[key] = _matched(context, pair)
    return known[key]


def _matched(context: Context, pair: Pair) -> list[Matched]:
    left, right = acts(context.a, pair.a), acts(context.b, pair.b)
    main = _main(context.a.doc(pair.a), context.b.doc(pair.b)) if pair.link.relation is Relation.SAME else (-1, -1)
    options = []
    for a in left:
        for b in right:
            sure = _sureness(context, pair, a, b, main)
            if sure:
                options.append((-sure, -_nearness(aligned(context, pair), a, b), a.part, b.part, a, b))
    kept, taken_a, taken_b = [], set[Range](), set[Range]()
    for minus, _, part_a, part_b, a, b in sorted(options, key=lambda option: option[:4]):
        if part_a not in taken_a and part_b not in taken_b:
            kept.append(Matched(a, b, -minus))
            taken_a.add(part_a)
            taken_b.add(part_b)
    return kept


def _main(one: Any, two: Any) -> tuple[int, int]:
    return main_row(one), main_row(two)


def _sureness(context: Context, pair: Pair, a: Predicate, b: Predicate, main: tuple[int, int]) -> float:
    if same_act(a, b):
        return SAME_VERB
    if Voice.NOUN in (a.voice, b.voice):
        return 0.0
    if _each_others_nearest(aligned(context, pair), a, b):
        return NEAREST
    if _telling(_things(pair.a, a) & _things(pair.b, b)):
        return SHARED
    if len(done_to(pair, a, b)) >= _ONE_THING and _both_main(context, pair, a, b):
        return SHARED
    return MAIN if (a.row, b.row) == main else 0.0


def _both_main(context: Context, pair: Pair, a: Predicate, b: Predicate) -> bool:
    """Whether each is the main act of its passage: much else is done to one person or place."""
    return (a.row, b.row) == _main(context.a.doc(pair.a), context.b.doc(pair.b))


def done_to(pair: Pair, a: Predicate, b: Predicate) -> frozenset[str]:
    """Stems, of proper names too, that stand in what both acts are done to: `residents of Upper Tamsin`."""
    return stems(pair.a, a.acted_upon) & stems(pair.b, b.acted_upon)


_ONE_THING = 2
"""Words in common that make what two acts are done to one thing."""


def _telling(shared: frozenset[str]) -> bool:
    """A number, or two words, in common: one common noun is too little to make two acts one."""
    return len(shared) >= 2 or any(word[0].isdigit() for word in shared)


def _each_others_nearest(alignment: Alignment, a: Predicate, b: Predicate) -> bool:
    row, column = _rows(alignment, a, b)
    near = alignment.similarity
    if row < 0 or column < 0 or near[row, column] < NEAR:
        return False
    return int(near[row].argmax()) == column and int(near[:, column].argmax()) == row


def _rows(alignment: Alignment, a: Predicate, b: Predicate) -> tuple[int, int]:
    return words_in(alignment.a, a.part)[1] - 1, words_in(alignment.b, b.part)[1] - 1


def _nearness(alignment: Alignment, a: Predicate, b: Predicate) -> float:
    row, column = _rows(alignment, a, b)
    return float(alignment.similarity[row, column]) if row >= 0 and column >= 0 else 0.0


def involved(passage: Passage, act: Predicate) -> frozenset[str]:
    """Stems of those who act and are acted upon."""
    return stems(passage, act.actor) | stems(passage, act.acted_upon) | stems(passage, act.given)


def _things(passage: Passage, act: Predicate) -> frozenset[str]:
    """Stems of what is involved apart from proper names: one person does many things."""
    parts = [part for part in (act.actor, act.acted_upon, act.given) if part is not None]
    names = {stem(word) for part in parts for word in _capitalised(passage.text, part)}
    return involved(passage, act) - names


def _capitalised(text: str, part: Range) -> Iterator[str]:
    """Words with a capital; the first of a passage tells nothing unless another follows."""
    found = list(re.finditer(r"\S+", text[slice(*part)]))
    for match, following in zip(found, [*found[1:], None], strict=True):
        opens = part[0] + match.start() == 0 and not (following and following.group()[0].isupper())
        if match.group()[0].isupper() and not opens:
            yield match.group().strip(".,;:’'“”\"()")


def stems(passage: Passage, part: Range | None) -> frozenset[str]:
    """Stems of the open-class words at `part`; `86million` and `86 million` are alike."""
    if part is None:
        return frozenset()
    words = (word.strip(".,;:’'“”\"()") for word in passage.text[slice(*part)].lower().split())
    return frozenset(_number(word) or stem(word) for word in words if word and word not in _EMPTY)


def _number(word: str) -> str:
    digits = word.replace(",", "")
    plain = digits.removesuffix("million").removesuffix("billion").removesuffix("m").removesuffix("bn")
    return plain if plain and plain.replace(".", "").isdigit() else ""
