"""The same quantity told in other figures: rounded, as a share, with another base, hedged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from framing.language.quantities import Quantity, QuantityKind, find_quantities
from framing.language.wordlists import word_set
from framing.lenses.anchors import TALLY, is_fraction
from framing.lenses.context import Context, Pair, Range, View
from framing.lenses.protocol import Example
from framing.lenses.quantity_words import with_head
from framing.model import Difference, Passage, Same


class Numbers:
    """Choice of figures as framing: absolute or relative, exact or rounded, `at least` or `only` (Gal 2002)."""

    id = "numbers"
    title = "Numbers"
    definition = "The same fact with other figures: one gives a share and the other a count, one rounds, one hedges, one gives none."
    source = ("gal-2002", "tversky-kahneman-1981")
    limits = "Whether two figures contradict each other is judged with the facts, not here; sums are not worked out."
    needs_parse = False
    examples = (
        Example(
            "More than half of the 120 workers left.", "Some 70 workers left.", fires=True, b_words="Some 70 workers"
        ),
        Example("Just 12 people came.", "At least 12 people came.", fires=True),
        Example("Twelve people came.", "12 people came to see.", fires=False),
        Example("Rain fell.", "It rained all day.", fires=False),
        Example("Three people are missing.", "Thirteen people were confirmed dead.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Quantities of the same thing told in different ways, at most two a linked pair."""
        for pair in context.pairs:
            left, right = _told(pair.a.text), _told(pair.b.text)
            found = [each for q in left for p in right if (each := self._found(context, pair, q, p)) is not None]
            found += self._without_figure(context, pair, left, right)
            yield from sorted(found, key=lambda each: -each.strength)[:2]
        if context.same_event is Same.YES:
            yield from _never_counted(context)

    def _found(self, context: Context, pair: Pair, a: Quantity, b: Quantity) -> Difference | None:
        how = _contrast(pair, a, b)
        if how is None:
            return None
        note, strength = how
        words_a, words_b = with_head(pair.a.text, a), with_head(pair.b.text, b)
        text = f"{context.a.name} puts it as “{pair.a.text[slice(*words_a)]}”, {context.b.name} as “{pair.b.text[slice(*words_b)]}”: {note}."
        weight = strength * (0.6 + 0.4 * pair.link.probability)
        details = {"a": a.in_words(), "b": b.in_words(), "kind": "other" if note == _OTHER else "form"}
        return context.difference(self.id, pair, words_a, words_b, text, weight, details)

    def _without_figure(
        self, context: Context, pair: Pair, left: list[Quantity], right: list[Quantity]
    ) -> list[Difference]:
        """A figure on one side where the other says only that it is small, large, most or twice as many."""
        out = []
        for here, there, figures, others, turned in (
            (pair.a, pair.b, left, right, False),
            (pair.b, pair.a, right, left, True),
        ):
            for match in _VAGUE.finditer(there.text):
                covered = any(q.span.start < match.end() and match.start() < q.span.end for q in others)
                figure = None if covered else _for_vague(here.text, figures, others, match)
                if figure is None:
                    continue
                name, other = (context.b.name, context.a.name) if turned else (context.a.name, context.b.name)
                words, vague = with_head(here.text, figure), match.span()
                parts = (vague, words) if turned else (words, vague)
                text = f"{name} gives a figure (“{here.text[slice(*words)]}”); {other} has “{match.group()}” instead."
                weight = 0.45 * (0.6 + 0.4 * pair.link.probability)
                out.append(context.difference(self.id, pair, *parts, text, weight, {"kind": "vague"}))
        return out

    def profile(self, view: View) -> Mapping[str, float]:
        """Quantities for a hundred words, by kind."""
        words = sum(len(passage.text.split()) for passage in view.passages)
        found = [q for passage in view.passages for q in find_quantities(passage.text)]
        kinds = sorted({q.kind.value for q in found})
        per = 100 / max(1, words)
        return {
            "all": round(len(found) * per, 3),
            **{k: round(sum(q.kind.value == k for q in found) * per, 3) for k in kinds},
        }


_SAME_THINGS = (
    (
        re.compile(r"\b(?:contingent|detachment|force|unit|team|band)$", re.IGNORECASE),
        word_set(
            "soldier troop man men serviceman servicemen fighter guard personnel trooper paratrooper gunman gunmen"
        ),
    ),
    (
        re.compile(r"\b(?:crowds?|turnout|gathering)$", re.IGNORECASE),
        word_set("protester protestor demonstrator marcher attendee supporter mourner spectator"),
    ),
)
"""An amount without a figure, by its last word, and the heads of counts that tell the same."""
_MANY = 13
"""People from which a count is that of a force or crowd."""


def _never_counted(context: Context) -> Iterator[Difference]:
    """A force or crowd that one account of the event counts and the other only calls small or large, linked or not."""
    for view, other, left in ((context.a, context.b, True), (context.b, context.a, False)):
        for noun, heads in _SAME_THINGS:
            if next(_counted(view, heads), None) is not None:
                continue
            vague = next(_vague(view, noun), None)
            figure = next(_counted(other, heads), None)
            if vague is None or figure is None or {vague[0].id, figure[0].id} & context.copied:
                continue
            here, there = view.excerpt(*vague), other.excerpt(*figure)
            text = f"{other.name} gives a figure (“{there.text}”); {view.name} has “{here.text}” and no figure."
            sides = (here, there) if left else (there, here)
            yield Difference("numbers", *sides, text, 0.4, details={"kind": "vague"})


def _vague(view: View, noun: re.Pattern[str]) -> Iterator[tuple[Passage, Range]]:
    for passage in view.passages:
        for match in _VAGUE.finditer(passage.text):
            if match["size"] and noun.search(match.group()):
                yield passage, match.span()


def _counted(view: View, heads: Collection[str]) -> Iterator[tuple[Passage, Range]]:
    for passage in view.passages:
        for q in find_quantities(passage.text):
            if q.kind is QuantityKind.COUNT and q.low >= _MANY and q.head in heads:
                yield passage, with_head(passage.text, q)


_TOLD = (QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.POINTS)
_MINIMISERS = ("just ", "only ", "merely ", "a mere ", "barely ", "a handful")
_MAXIMISERS = (
    "at least",
    "more than",
    "over ",
    "as many as",
    "up to",
    "no fewer than",
    "upwards of",
    "fully ",
    "a staggering",
    "a whopping",
    "a record",
)


_VAGUE = re.compile(
    r"\b(?:(?:a|an)\s+(?P<size>small|large|limited|tiny|huge|vast|massive|significant|sizeable|substantial|modest|record)\b(?:\s(?!of\b)[\w-]+){0,2}?\s"
    r"(?:numbers?|groups?|crowds?|contingent|force|team|band|share|parts?|portion|sums?|amounts?|proportion|fraction|turnout|rise|fall|increase|drop|cut)"
    r"(?:\sof\s[\w-]+)?|a\shandful(?:\sof\s[\w-]+)?"
    r"|(?:the|a)\s+(?:vast\s+|large\s+|clear\s+|narrow\s+)?(?:majority|minority)(?:\s+of\s+(?:the\s+)?[\w-]+)?"
    r"|(?:twice|double|three times|half)\s+(?:as\s+(?:many|much)|the)(?:\s[\w-]+){1,3}"
    r"|(?:very\s+)?(?:few|many|countless|scores of|crowds of|droves of|a number of|several|numerous)\s+[\w-]+)",
    re.IGNORECASE,
)
"""An amount without a figure."""


def _for_vague(text: str, figures: list[Quantity], others: list[Quantity], match: re.Match[str]) -> Quantity | None:
    """The figure that the vague amount most likely stands for: votes for a majority, a share or count that the other lacks."""
    words = match.group().lower()
    if "majority" in words or "minority" in words:
        return next((q for q in find_quantities(text) if _decided(q) or TALLY.match(text, q.span.start)), None)
    kinds = (QuantityKind.PERCENT,) if match["size"] is None and " as " in words else (QuantityKind.COUNT,)
    alone = [
        q
        for q in figures
        if q.kind in kinds
        and (q.head or q.kind is QuantityKind.PERCENT)
        and not any(q.overlaps(p) and q.kind is p.kind for p in others)
    ]
    return alone[0] if alone else None


def _decided(q: Quantity) -> bool:
    """Whether it is a vote that one side won."""
    return q.kind is QuantityKind.TALLY and q.low < q.high


def _told(text: str) -> list[Quantity]:
    return [quantity for quantity in find_quantities(text) if quantity.kind in _TOLD]


def _slant(text: str, quantity: Quantity) -> int:
    """-1 where the words around make the figure small, 1 where they make it great, else 0."""
    around = text[max(0, quantity.span.start - 14) : quantity.span.end].lower()
    return (
        1 if any(word in around for word in _MAXIMISERS) else -1 if any(word in around for word in _MINIMISERS) else 0
    )


_OTHER = "another figure"


def _contrast(pair: Pair, a: Quantity, b: Quantity) -> tuple[str, float] | None:
    other_fate = bool(a.fate and b.fate) and a.fate != b.fate  # three people missing, thirteen people dead
    same_thing = bool(a.head) and a.head == b.head and not other_fate
    shares = (a.kind in (QuantityKind.PERCENT, QuantityKind.POINTS)) + (
        b.kind in (QuantityKind.PERCENT, QuantityKind.POINTS)
    )
    if shares == 1 and same_thing:
        return "a share against a count", 0.55
    unnamed = a.kind in (QuantityKind.MONEY, QuantityKind.PERCENT) and a.overlaps(b)
    if (
        a.kind is b.kind is QuantityKind.PERCENT
        and is_fraction(pair.a.text, a) != is_fraction(pair.b.text, b)
        and _close(a, b)
    ):
        return "a percentage against a fraction", 0.35
    if {a.kind, b.kind} == {QuantityKind.PERCENT, QuantityKind.COUNT} and _shares_object(pair, a, b):
        return "a share against a count", 0.45
    if a.kind is not b.kind or a.unit != b.unit or not (same_thing or unnamed or a.kind is QuantityKind.MONEY):
        return None
    slant_a, slant_b = _slant(pair.a.text, a), _slant(pair.b.text, b)
    if a.overlaps(b) and slant_a * slant_b < 0:
        return "one makes it small, the other large", 0.6
    if a.overlaps(b) and (slant_a != slant_b) and min(slant_a, slant_b) < 0:
        return "one makes it small, the other does not", 0.5
    exact = (a.low == a.high) + (b.low == b.high)
    if a.overlaps(b) and exact == 1 and (a.approximate or b.approximate or slant_a != slant_b):
        return "exact against rounded", 0.3 if (a.low, a.high) != (b.low, b.high) and a.span.of(
            pair.a.text
        ) != b.span.of(pair.b.text) else 0.0
    if slant_a != slant_b and a.overlaps(b) and not exact and a.kind is QuantityKind.PERCENT:
        return "only one says that it is more", 0.3
    if not a.overlaps(b) and same_thing:
        return _OTHER, 0.45
    return None


def _close(a: Quantity, b: Quantity) -> bool:
    return a.overlaps(b) or min(abs(a.low - b.high), abs(b.low - a.high)) <= 0.15 * max(
        a.high if a.high < 1e9 else a.low, 1.0
    )


def _shares_object(pair: Pair, a: Quantity, b: Quantity) -> bool:
    """Whether the noun of the count stands close behind the share: `412 schools`, `four fifths of the country's schools`."""
    count, share, text = (a, b, pair.b.text) if a.kind is QuantityKind.COUNT else (b, a, pair.a.text)
    near = text[share.span.end : share.span.end + 40].lower()
    return len(count.head) > 3 and bool(re.search(rf"\b{re.escape(count.head[:5])}", near))
