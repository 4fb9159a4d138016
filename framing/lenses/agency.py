"""Who is made the actor of the same act: active, passive, passive without an agent, a noun without an actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from framing.language.predicates import Predicate, Voice, compelled
from framing.language.quotes import QuoteKind
from framing.lenses.acts import MAIN, NEAREST, SAME_VERB, SHARED, Matched, acts, done_to, matched_acts, stems
from framing.lenses.context import Context, Pair, Range, View, inside
from framing.lenses.protocol import Example
from framing.model import Difference, Passage

_HIDDEN = (Voice.PASSIVE, Voice.NOUN)


class Agency:
    """Agency by syntax (Fowler 1991; Trew 1979; van Leeuwen 1996): transitivity, passive, nominalisation."""

    id = "agency"
    title = "Agency"
    definition = "The same act is told with its actor in one article and without in the other (passive, noun), or with another actor."
    source = ("fowler-1991", "trew-1979", "van-leeuwen-1996")
    limits = "Acts are matched by verb, by nouns made from it, by nearness of the verbs, by what they share, or as main acts of the same point; each step down is less sure and weighs less. Rests on a small parser."
    needs_parse = True
    examples = (
        Example(
            "The soldiers opened the gates at night.",
            "The gates were opened at night.",
            fires=True,
            a_words="The soldiers opened",
            b_words="were opened",
        ),
        Example(
            "Halden closes the old plant in May.",
            "The closure of the old plant was announced for May.",
            fires=True,
            a_words="Halden closes",
            b_words="closure",
        ),
        Example("The gates were opened by soldiers.", "The gates were opened.", fires=True),
        Example("The soldiers opened the gates.", "At night the soldiers opened the gates.", fires=False),
        Example("Rain again today.", "More rain today.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """One finding an act, at most two a linked pair."""
        for pair in context.pairs:
            found = [
                each for act in matched_acts(context, pair) if (each := self._found(context, pair, act)) is not None
            ]
            yield from sorted(found, key=lambda each: -each.strength)[:2]

    def _found(self, context: Context, pair: Pair, matched: Matched) -> Difference | None:
        a, b = matched.a, matched.b
        if _is_quoted(context.a, pair.a, a) and _is_quoted(context.b, pair.b, b):
            return None  # both let a speaker tell it
        note, strength = _forced(context, pair, a, b) or _contrast(context, pair, matched)
        if not note:
            return None
        text = f"{context.a.name}: “{_cut(pair.a, a.whole)}” ({_told(a)}); {context.b.name}: “{_cut(pair.b, b.whole)}” ({_told(b)}): {note}."
        details = {
            "a_voice": a.voice.value,
            "b_voice": b.voice.value,
            "act": min(a.lemma, b.lemma),
            "sure": matched.sure,
            "shared": len(done_to(pair, a, b)),
        }
        weight = strength * matched.sure * (0.6 + 0.4 * pair.link.probability)
        return context.difference(self.id, pair, a.whole, b.whole, text, weight, details)

    def profile(self, view: View) -> Mapping[str, float]:
        """Shares of acts by voice, and of passives without an agent among passives."""
        found = [act for passage in view.passages for act in acts(view, passage)]
        total = max(1, len(found))
        shares = {voice.value: round(sum(act.voice is voice for act in found) / total, 4) for voice in Voice}
        return {"acts": float(len(found)), **shares}


def _is_quoted(view: View, passage: Passage, act: Predicate) -> bool:
    quotes = (quote for quote in view.quotes_in(passage) if quote.kind is not QuoteKind.INDIRECT)
    parts = (inside(quote.inner, passage) for quote in quotes)
    return any(start <= act.part[0] and act.part[1] <= end for start, end in parts)


def _told(act: Predicate) -> str:
    return (
        "passive without an agent"
        if act.voice is Voice.PASSIVE
        else "as a noun"
        if act.voice is Voice.NOUN
        else act.voice.value
    )


def _forced(context: Context, pair: Pair, a: Predicate, b: Predicate) -> tuple[str, float] | None:
    forced = compelled(context.a.doc(pair.a), a), compelled(context.b.doc(pair.b), b)
    return ("only one says that the actor was forced", 0.5) if forced[0] != forced[1] else None


def _hides(view: View, passage: Passage, act: Predicate) -> bool:
    """Whether nobody is named as doing it: no agent, or an act for one (`affected by the closure`)."""
    if act.voice in _HIDDEN and act.actor is None:
        return True
    if act.voice is not Voice.PASSIVE_WITH_AGENT or act.actor is None:
        return False
    return any(other.voice is Voice.NOUN and other.part[1] == act.actor[1] for other in acts(view, passage))


def _contrast(context: Context, pair: Pair, matched: Matched) -> tuple[str, float]:
    a, b = matched.a, matched.b
    hidden_a, hidden_b = _hides(context.a, pair.a, a), _hides(context.b, pair.b, b)
    if hidden_a != hidden_b:
        told = b if hidden_a else a
        return _named_or_not(pair, matched, told is a)
    if {a.voice, b.voice} == {Voice.ACTIVE, Voice.PASSIVE_WITH_AGENT} and matched.sure >= SHARED:
        return "another part of the act comes first", 0.4
    if a.voice is not Voice.ACTIVE or b.voice is not Voice.ACTIVE or not a.actor or not b.actor:
        return "", 0.0
    return _actors(pair, matched)


def _named_or_not(pair: Pair, matched: Matched, told_a: bool) -> tuple[str, float]:
    """A telling with an actor beside one without."""
    (told, here), (hidden, there) = (
        ((matched.a, pair.a), (matched.b, pair.b)) if told_a else ((matched.b, pair.b), (matched.a, pair.a))
    )
    if told.actor is None:
        return "", 0.0
    if told.voice is Voice.ACTIVE and matched.sure < SAME_VERB:
        if stems(here, told.actor) & stems(there, hidden.acted_upon):
            return "who acts in one is acted upon in the other", 0.5
        if told.acted_upon is None:
            return "", 0.0  # `rolled over` beside `were hurled`: its subject did nothing to anyone
    return "only one names who did it", 0.62 if Voice.NOUN not in (matched.a.voice, matched.b.voice) else 0.45


def _actors(pair: Pair, matched: Matched) -> tuple[str, float]:
    """Two active tellings with different actors."""
    a, b = matched.a, matched.b
    one, two = stems(pair.a, a.actor), stems(pair.b, b.actor)
    if not one or not two or len(one & two) > len(one | two) / 3:
        return "", 0.0
    done_a, done_b = stems(pair.a, a.acted_upon), stems(pair.b, b.acted_upon)
    if one & done_b - done_a or two & done_a - done_b:
        return "who acts in one is acted upon in the other", 0.6
    if (matched.sure >= SHARED and done_a & done_b) or (matched.sure == MAIN and (done_a or done_b)):
        return "another actor", 0.3 if one & two else 0.4
    if matched.sure >= NEAREST and one & two and (done_a or done_b):
        return "another actor of the same body", 0.3  # the ministry gave a waiver, the minister's men a get-out
    return "", 0.0


def _cut(passage: Passage, part: Range) -> str:
    return passage.text[slice(*part)]
