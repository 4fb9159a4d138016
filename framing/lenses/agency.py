"""Who is made the actor of the same act: active, passive, passive without an agent, a noun without an actor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from framing.language.predicates import Predicate, Voice, predicates, same_act
from framing.lenses.context import Context, Pair, Range, View
from framing.lenses.protocol import Example
from framing.lenses.wording import Alignment, aligned, stem, words_in
from framing.model import Difference, Passage

_HIDDEN = (Voice.PASSIVE, Voice.NOUN)


class Agency:
    """Agency by syntax (Fowler 1991; Trew 1979; van Leeuwen 1996): transitivity, passive, nominalisation."""

    id = "agency"
    title = "Agency"
    definition = "The same act is told with its actor in one article and without in the other (passive, noun), or with another actor."
    source = ("fowler-1991", "trew-1979", "van-leeuwen-1996")
    limits = "Acts are matched by verb and by nouns made from it; an act told with another verb is left to word choice. Rests on a small parser."
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
            left, right = _acts(context.a, pair.a), _acts(context.b, pair.b)
            found = list(self._pair(context, pair, left, right))
            yield from sorted(found, key=lambda each: -each.strength)[:2]

    def _pair(
        self, context: Context, pair: Pair, left: list[Predicate], right: list[Predicate]
    ) -> Iterator[Difference]:
        for a in left:
            for b in right:
                verb = same_act(a, b)
                if not verb and not _stand_for_each_other(aligned(context, pair), a, b):
                    continue
                note, strength = _contrast(pair, a, b)
                strength *= 1.0 if verb else 0.5
                if note:
                    text = f"{context.a.name}: “{_cut(pair.a, a.whole)}” ({_told(a)}); {context.b.name}: “{_cut(pair.b, b.whole)}” ({_told(b)}): {note}."
                    details = {"a_voice": a.voice.value, "b_voice": b.voice.value, "act": min(a.lemma, b.lemma)}
                    weight = strength * (0.6 + 0.4 * pair.link.probability)
                    yield context.difference(self.id, pair, a.whole, b.whole, text, weight, details)

    def profile(self, view: View) -> Mapping[str, float]:
        """Shares of acts by voice, and of passives without an agent among passives."""
        found = [act for passage in view.passages for act in _acts(view, passage)]
        total = max(1, len(found))
        shares = {voice.value: round(sum(act.voice is voice for act in found) / total, 4) for voice in Voice}
        return {"acts": float(len(found)), **shares}


_NEAR = 0.5


def _stand_for_each_other(alignment: Alignment, a: Predicate, b: Predicate) -> bool:
    """Two verbs, each the other's nearest word in its passage."""
    if Voice.NOUN in (a.voice, b.voice) or not alignment.similarity.size:
        return False
    row, column = words_in(alignment.a, a.part)[1] - 1, words_in(alignment.b, b.part)[1] - 1
    near = alignment.similarity
    if row < 0 or column < 0 or near[row, column] < _NEAR:
        return False
    return int(near[row].argmax()) == column and int(near[:, column].argmax()) == row


def _acts(view: View, passage: Passage) -> list[Predicate]:
    memo: dict[str, list[Predicate]] = view.memo.setdefault("acts", {})
    if passage.id not in memo:
        memo[passage.id] = predicates(view.doc(passage))
    return memo[passage.id]


def _told(act: Predicate) -> str:
    return (
        "passive without an agent"
        if act.voice is Voice.PASSIVE
        else "as a noun"
        if act.voice is Voice.NOUN
        else act.voice.value
    )


def _contrast(pair: Pair, a: Predicate, b: Predicate) -> tuple[str, float]:
    hidden_a = a.voice in _HIDDEN and a.actor is None
    hidden_b = b.voice in _HIDDEN and b.actor is None
    if hidden_a != hidden_b:
        told = b if hidden_a else a
        if told.actor is None:
            return "", 0.0
        return "only one names who did it", 0.62 if Voice.NOUN not in (a.voice, b.voice) else 0.45
    if {a.voice, b.voice} == {Voice.ACTIVE, Voice.PASSIVE_WITH_AGENT}:
        return "another part of the act comes first", 0.4
    if a.actor and b.actor and a.voice is b.voice is Voice.ACTIVE and a.lemma == b.lemma:
        one, two = _stems(pair.a, a.actor), _stems(pair.b, b.actor)
        if (
            one
            and two
            and not one & two
            and a.acted_upon
            and b.acted_upon
            and _stems(pair.a, a.acted_upon) & _stems(pair.b, b.acted_upon)
        ):
            return "another actor", 0.4
    return "", 0.0


def _stems(passage: Passage, part: Range) -> set[str]:
    words = _cut(passage, part).lower().split()
    return {
        stem(word.strip(".,’'"))
        for word in words
        if word not in ("the", "a", "an", "he", "she", "they", "it", "who", "his", "her", "of")
    }


def _cut(passage: Passage, part: Range) -> str:
    return passage.text[slice(*part)]
