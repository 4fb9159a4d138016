"""Names that stand at the same place of the same fact: doer and done-to of one act, the thing counted, `so-called`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from framing.language.predicates import Predicate, Voice
from framing.language.quantities import Quantity, QuantityKind, find_quantities
from framing.language.wordlists import word_set
from framing.lenses.acts import NEAREST, Matched, matched_acts, stems
from framing.lenses.context import Context, Pair, Range
from framing.lenses.loaded import loaded
from framing.lenses.quantity_words import with_head
from framing.lenses.wording import Wording, aligned, stem, words_in
from framing.model import Difference, Passage

_PRONOUNS = word_set(
    "he she it they we you i who which that this these those him her them us me his its their one none nothing somebody someone others "
    "all both each some many most few another nobody there what"
)
_COUNTED = word_set(
    "people person persons individual percent per cent year years day days hour hours month months week weeks minute minutes time times mile miles "
    "kilometre kilometres km metre metres million billion crown crowns dollar dollars"
)
_NEAR = 0.28
"""Cosine of two phrases in the same part of one act from which they can name one referent."""
_ONE_SUM = 0.2
"""The same where the act is done to the same sum or number."""
_CHARGED = 0.5
"""Loadedness of a phrase from which it may be another name for whoever does the same to the same sum or number."""
_LEAST_COUNT = 3
"""`two` counts too many things to join them."""


def namings_of_arguments(context: Context) -> Iterator[Difference]:
    """Different noun phrases in the same part of one act; needs a parse."""
    for pair in context.pairs:
        for matched in matched_acts(context, pair):
            if matched.sure >= NEAREST or _shares_a_number(pair, matched):
                yield from _arguments(context, pair, matched)


def _shares_a_number(pair: Pair, matched: Matched) -> bool:
    done = stems(pair.a, matched.a.acted_upon) & stems(pair.b, matched.b.acted_upon)
    return any(word[0].isdigit() for word in done)


def _arguments(context: Context, pair: Pair, matched: Matched) -> Iterator[Difference]:
    for kind in ("actor", "acted_upon"):
        a, b = _argument(matched.a, kind), _argument(matched.b, kind)
        if a is None or b is None or not _may_be_one(pair, a, b):
            continue
        one_sum = _shares_a_number(pair, matched)
        charged = one_sum and max(_loaded(context, pair, a, b)) >= _CHARGED
        if charged or _nearness(context, pair, a, b) >= (_ONE_SUM if one_sum else _NEAR):
            yield _found(context, pair, a, b, 0.12 + 0.1 * matched.sure, "role")


def _nearness(context: Context, pair: Pair, a: Range, b: Range) -> float:
    """Cosine of the two phrases' open-class words in their contexts."""
    alignment = aligned(context, pair)
    rows, columns = words_in(alignment.a, a), words_in(alignment.b, b)
    one = alignment.a.vectors[slice(*rows)][~alignment.a.function[slice(*rows)]].mean(axis=0)
    two = alignment.b.vectors[slice(*columns)][~alignment.b.function[slice(*columns)]].mean(axis=0)
    return float(one @ two / max(1e-6, float(np.linalg.norm(one) * np.linalg.norm(two))))


def _argument(act: Predicate, kind: str) -> Range | None:
    """Who acts or is acted upon; an active verb without an object does to its subject what befalls it."""
    if act.voice is Voice.NOUN:
        return None
    return act.actor if kind == "actor" else act.acted_upon


def _may_be_one(pair: Pair, a: Range, b: Range) -> bool:
    """Whether two phrases can name one referent in other words: no word in common, no two names, no two figures."""
    words_a, words_b = (_words(pair.a, a), _words(pair.b, b))
    if not words_a or not words_b or {words_a[0].lower(), words_b[0].lower()} & _PRONOUNS:
        return False
    if _named(pair.a, a) and _named(pair.b, b):
        return False
    one, two = stems(pair.a, a), stems(pair.b, b)
    return bool(one and two) and not one & two and not _other_count(pair, a, b) and not (one | two) & _REST


def _words(passage: Passage, part: Range) -> list[str]:
    return passage.text[slice(*part)].split()


def _named(passage: Passage, part: Range) -> bool:
    """Whether the phrase holds a proper name: a capital that the sentence's start does not explain."""
    found = re.finditer(r"\b[A-Z][a-z]+", passage.text[slice(*part)])
    return any(match.start() + part[0] > 0 and match.group().lower() not in _DETERMINERS for match in found)


_DETERMINERS = word_set("the a an this that these those his her its their some all many most few no")


_REST = frozenset(stem(word) for word in ("others", "more", "percent"))


def _other_count(pair: Pair, a: Range, b: Range) -> bool:
    """Two phrases that count differently, or a bare figure, name no referent in other words."""
    one, two = find_quantities(pair.a.text[slice(*a)]), find_quantities(pair.b.text[slice(*b)])
    bare = any(
        len(words.split()) < 2
        for words, found in ((pair.a.text[slice(*a)], one), (pair.b.text[slice(*b)], two))
        if found
    )
    return bare or (bool(one and two) and one[0].low != two[0].low)


def _found(context: Context, pair: Pair, a: Range, b: Range, strength: float, kind: str) -> Difference:
    heavy_a, heavy_b = _loaded(context, pair, a, b)
    text = f"In the same place {context.a.name} has “{pair.a.text[slice(*a)]}”, {context.b.name} “{pair.b.text[slice(*b)]}”."
    weight = (strength + 0.4 * max(heavy_a, heavy_b)) * (0.6 + 0.4 * pair.link.probability)
    details = {"kind": kind, "a_loaded": round(heavy_a, 3), "b_loaded": round(heavy_b, 3)}
    return context.difference("labels", pair, a, b, text, min(0.7, weight), details)


def _loaded(context: Context, pair: Pair, a: Range, b: Range) -> tuple[float, float]:
    alignment = aligned(context, pair)
    return _most(alignment.a, a), _most(alignment.b, b)


def _most(side: Wording, part: Range) -> float:
    return float(loaded().words(side)[slice(*words_in(side, part))].max(initial=0.0))


def namings_of_the_counted(context: Context) -> Iterator[Difference]:
    """The same number of people or things under another noun: `23 people`, `23 yobs`."""
    for pair in context.pairs:
        for q in _counts(pair.a.text):
            for p in _counts(pair.b.text):
                a, b = with_head(pair.a.text, q), with_head(pair.b.text, p)
                nouns = " " in pair.a.text[slice(*a)] and " " in pair.b.text[slice(*b)]
                if q.low == q.high == p.low == p.high and nouns and _other_noun(q, p):
                    yield _found(context, pair, a, b, 0.26, "counted")


def _counts(text: str) -> list[Quantity]:
    found = (q for q in find_quantities(text) if q.kind is QuantityKind.COUNT and q.low >= _LEAST_COUNT)
    return [q for q in found if q.head]


def _other_noun(q: Quantity, p: Quantity) -> bool:
    heads = {q.head, p.head}
    return len(heads) == 2 and not all(head in _COUNTED for head in heads) and not heads & _UNITS


_UNITS = _COUNTED - word_set("people person persons individual")
_DISTANCED = re.compile(
    r"\b(?:so-called|self-styled|self-proclaimed|self-described|purported|supposed(?!\s+to\b))\s+(?P<noun>[\w-]+(?:\s[\w-]+)?)",
    re.IGNORECASE,
)


def distanced(context: Context) -> Iterator[Difference]:
    """`so-called patrols` where the other writes of patrols without the distance."""
    for pair in context.pairs:
        for here, there, left in ((pair.a, pair.b, True), (pair.b, pair.a, False)):
            if _DISTANCED.search(there.text):
                continue
            for match in _DISTANCED.finditer(here.text):
                part = _undistanced(match["noun"], there)
                if part is not None:
                    yield _distance(context, pair, (match.start(), match.end("noun")), part, left)


def _undistanced(noun: str, passage: Passage) -> Range | None:
    for words in (noun, noun.split()[0]):
        place = re.search(rf"\b(?:the\s+)?{re.escape(words)}\b", passage.text, re.IGNORECASE)
        if place is not None:
            return place.span()
    return None


def _distance(context: Context, pair: Pair, here: Range, there: Range, left: bool) -> Difference:
    view, other = (context.a, context.b) if left else (context.b, context.a)
    passage = pair.a if left else pair.b
    text = f"{view.name} keeps its distance from the word (“{passage.text[slice(*here)]}”); {other.name} uses it as its own."
    parts = (here, there) if left else (there, here)
    weight = 0.5 * (0.6 + 0.4 * pair.link.probability)
    return context.difference("labels", pair, *parts, text, weight, {"kind": "distance"})
