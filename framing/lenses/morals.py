"""Moral words: whether a matter is told in terms of harm, justice, loyalty, order, purity or freedom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from framing.lenses.attribution import clause_of
from framing.lenses.context import Context, Pair, View, inside
from framing.lenses.cues import Hit, cues
from framing.lenses.protocol import Example
from framing.lenses.wording import aligned, counterpart, words_in
from framing.model import Difference, Relation


class Morals:
    """Moral foundations by words (Haidt and Graham 2007; Graham, Haidt and Nosek 2009; Iyer et al. 2012)."""

    id = "morals"
    title = "Moral words"
    definition = "One article puts the same fact in the words of a moral foundation that the other does not touch."
    source = ("haidt-graham-2007", "graham-2009", "iyer-2012")
    limits = "A word list of our own: it counts words, not moral judgement, and misses what is implied; passages of one main point only."
    needs_parse = False
    examples = (
        Example(
            "The cruel order drove the families from the village.",
            "The order moved the families from the village.",
            fires=True,
            a_words="cruel",
        ),
        Example("The order moved the families.", "The families were moved by the order.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """For each linked pair, the foundations that only one side touches; unasked, of pairs with one main point only."""
        for pair in context.pairs:
            if pair.link.relation is not Relation.SAME and not context.settings.all_scores:
                continue  # of sentences that share a clause, the word stands in another clause as a rule
            left, right = _hits(context.a, pair, True), _hits(context.b, pair, False)
            yield from self._only(context, pair, left, True)
            yield from self._only(context, pair, right, False)

    def _only(self, context: Context, pair: Pair, mine: list[Hit], left: bool) -> Iterable[Difference]:
        other_text = (pair.b if left else pair.a).text
        touched = {hit.group.id for hit in cues("moral_words").find(other_text)}  # quoted words touch it, too
        view, other = (context.a, context.b) if left else (context.b, context.a)
        alignment = aligned(context, pair) if left else aligned(context, pair).turned()
        seen: set[str] = set()
        for hit in mine:
            if hit.group.id in touched or hit.group.id in seen:
                continue
            seen.add(hit.group.id)
            start, end = words_in(alignment.a, (hit.start, hit.end))
            there = counterpart(alignment, max(0, start - 3), min(len(alignment.a), end + 3))
            if there is None:
                around = clause_of(alignment.a.text, (hit.start, hit.end))
                there = counterpart(alignment, *words_in(alignment.a, around))
            if there is None and pair.link.relation is not Relation.SAME:
                continue
            # what has no counterpart is missing from the whole clause, or from all that is said of the same point
            there = clause_of(alignment.b.text, there) if there else (0, len(alignment.b.text))
            text = f"{view.name} {hit.group.message} ({hit.group.id}: “{hit.text}”); {other.name} does not."
            here = (hit.start, hit.end)
            parts = (here, there) if left else (there, here)
            yield context.difference(
                self.id, pair, *parts, text, 0.14 * (0.6 + 0.4 * pair.link.probability), {"foundation": hit.group.id}
            )

    def profile(self, view: View) -> Mapping[str, float]:
        """Words of each foundation for a hundred words."""
        words = max(1, sum(len(passage.text.split()) for passage in view.passages))
        file = cues("moral_words")
        counts = dict.fromkeys(file.groups, 0.0)
        for passage in view.passages:
            for hit in file.find(passage.text):
                counts[hit.group.id] += 100 / words
        return {key: round(value, 3) for key, value in counts.items()}


def _hits(view: View, pair: Pair, left: bool) -> list[Hit]:
    """Moral words in the writer's own voice, not in quotations."""
    passage = pair.a if left else pair.b
    marked = [inside(quote.inner, passage) for quote in view.quotes_in(passage) if quote.verb or quote.balanced]
    quoted = [
        part
        for part, quote in zip(marked, view.quotes_in(passage), strict=False)
        if quote.kind.value in ("direct", "partial")
    ]
    return [
        hit
        for hit in cues("moral_words").find(passage.text)
        if not any(s <= hit.start < e for s, e in quoted) and not _names(passage.text, hit)
    ]


def _names(text: str, hit: Hit) -> bool:
    """Whether the word is part of a name or a term: `Justice Department`, `religious freedom law`, `court order`."""
    capital = hit.text[0].isupper() and hit.text[1:].islower() and not _OPENS.search(text[: hit.start])
    return capital or bool(_TERM_BEHIND.match(text, hit.end)) or bool(_TERM_BEFORE.search(text[: hit.start]))


_OPENS = re.compile(r"(?:^|[.!?:]\s|[“\"‘])\W*$")
_TERM_BEHIND = re.compile(
    r"['’]?\s(?:law|laws|bill|act|measure|amendment|department|ministry|secretary|system|systems|officials?|committee|council|groups?|"
    r"report|charges?|counts?|suit|lawsuit|case|investigation|test|inspection|inspector|regulations?|"
    r"advocates?|activists?|of (?:assembly|speech|religion|the press)|democrats?|republicans?)\b",
    re.IGNORECASE,
)
_TERM_BEFORE = re.compile(
    r"\b(?:court|executive|restraining|gag|school|public|road|food|workplace|civil|human|gun|voting|visa|mail|wire|tax|bank|religious|obstruction of)\s$",
    re.IGNORECASE,
)
"""Words that make a term of a moral word: `gun rights`, `school safety`, `visa fraud`."""
