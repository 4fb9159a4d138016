"""The same quantity told in other figures: rounded, as a share, with another base, hedged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from framing.language.quantities import Quantity, QuantityKind, find_quantities
from framing.lenses.context import Context, Pair, View
from framing.lenses.protocol import Example
from framing.model import Difference


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
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Quantities of the same thing told in different ways, at most two a linked pair."""
        for pair in context.pairs:
            left, right = _told(pair.a.text), _told(pair.b.text)
            found = [each for q in left for p in right if (each := self._found(context, pair, q, p)) is not None]
            yield from sorted(found, key=lambda each: -each.strength)[:2]

    def _found(self, context: Context, pair: Pair, a: Quantity, b: Quantity) -> Difference | None:
        how = _contrast(pair, a, b)
        if how is None:
            return None
        note, strength = how
        words_a, words_b = _with_head(pair.a.text, a), _with_head(pair.b.text, b)
        text = f"{context.a.name} puts it as “{pair.a.text[slice(*words_a)]}”, {context.b.name} as “{pair.b.text[slice(*words_b)]}”: {note}."
        weight = strength * (0.6 + 0.4 * pair.link.probability)
        return context.difference(self.id, pair, words_a, words_b, text, weight, {"a": a.in_words(), "b": b.in_words()})

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


def _told(text: str) -> list[Quantity]:
    return [quantity for quantity in find_quantities(text) if quantity.kind in _TOLD]


def _slant(text: str, quantity: Quantity) -> int:
    """-1 where the words around make the figure small, 1 where they make it great, else 0."""
    around = text[max(0, quantity.span.start - 14) : quantity.span.end].lower()
    return (
        1 if any(word in around for word in _MAXIMISERS) else -1 if any(word in around for word in _MINIMISERS) else 0
    )


def _contrast(pair: Pair, a: Quantity, b: Quantity) -> tuple[str, float] | None:
    same_thing = bool(a.head) and a.head == b.head
    shares = (a.kind in (QuantityKind.PERCENT, QuantityKind.POINTS)) + (
        b.kind in (QuantityKind.PERCENT, QuantityKind.POINTS)
    )
    if shares == 1 and same_thing:
        return "a share against a count", 0.55
    unnamed = a.kind in (QuantityKind.MONEY, QuantityKind.PERCENT) and a.overlaps(b)
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
    if not a.overlaps(b) and same_thing:
        return "another figure", 0.45
    return None


def _with_head(text: str, quantity: Quantity) -> tuple[int, int]:
    """The quantity with the noun it counts, where that follows within three words."""
    start, end = quantity.span.start, quantity.span.end
    tail: Sequence[str] = text[end : end + 40].split()[:3]
    at = end
    for word in tail:
        place = text.find(word, at, at + len(word) + 2)
        if place < 0 or not quantity.head:
            break
        at = place + len(word)
        bare = word.strip(".,;:”\"’'!?").lower()
        if bare.startswith(quantity.head[:4]):
            return start, place + len(word.rstrip(".,;:”\"’'!?"))
    return start, end
