"""Tone toward a person or body that both linked passages speak of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from framing.language.names import NameKind, chains
from framing.language.wordlists import word_set
from framing.lenses.context import Context, Pair, Range, View, default_encoder
from framing.lenses.cues import whole_words
from framing.lenses.loaded import loaded
from framing.lenses.protocol import Example
from framing.lenses.tone import target_row, tone
from framing.lenses.wording import FUNCTION_WORDS, aligned, stem, words_in
from framing.model import Difference, PassageId

_GAP = 0.45
"""Difference of tone (probability of positive less that of negative) worth a word."""


class Sentiment:
    """Sentiment toward a target, not of a text (Hamborg and Donnay 2021)."""

    id = "sentiment"
    title = "Tone toward a target"
    definition = "Two linked passages speak of the same person or body in a different tone: one favourable, one not."
    source = ("hamborg-donnay-2021",)
    limits = "A small probe, right on about two targets in three; misfortune and a quoted speaker's words count as tone; weak contrasts with --all-scores only."
    needs_parse = False
    examples = (
        Example(
            "The heroic rescue made Ann Doe the pride of the nation and everyone praised Ann Doe warmly.",
            "Critics called Ann Doe a corrupt liar whose disgraceful failure shamed the nation.",
            fires=True,
        ),
        Example("Ann Doe spoke at noon.", "At noon Ann Doe spoke.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """One finding for each target of a linked pair whose tone differs by more than 0.45 of 2."""
        if not context.pairs:
            return
        left, right = _targets(context.a), _targets(context.b)
        for pair in context.pairs:
            for key in sorted(left[pair.a.id].keys() & right[pair.b.id].keys()):
                parts = left[pair.a.id][key], right[pair.b.id][key]
                found = self._found(context, pair, key, *parts) or self._epithets(context, pair, key, *parts)
                if found is not None:
                    yield found

    def _found(self, context: Context, pair: Pair, key: str, a: Range, b: Range) -> Difference | None:
        rows = np.stack([target_row(context.tokens(pair.a), a), target_row(context.tokens(pair.b), b)])
        p = tone().probabilities(rows)
        value = p[:, 2] - p[:, 0]
        gap = abs(float(value[0] - value[1]))
        if gap < _GAP:
            return None
        words_a, words_b = _telling(context, pair, a, True), _telling(context, pair, b, False)
        plain = value[0] * value[1] < 0 and abs(value).min() >= _PLAIN_TONE
        if (
            _kind(value[0]) == _kind(value[1])
            or not (plain or context.settings.all_scores)
            or max(_charge(context, pair, words_a, True), _charge(context, pair, words_b, False)) < _LOADED
        ):
            return None  # a tone that no loaded word carries is the probe's guess
        name = pair.a.text[slice(*a)]
        text = f"{name}: {context.a.name} {_in_words(value[0])} (“{pair.a.text[slice(*words_a)]}”), {context.b.name} {_in_words(value[1])} (“{pair.b.text[slice(*words_b)]}”)."
        details = {"target": key, "a_tone": round(float(value[0]), 3), "b_tone": round(float(value[1]), 3)}
        return context.difference(
            self.id, pair, words_a, words_b, text, min(0.6, 0.35 * gap) * (0.6 + 0.4 * pair.link.probability), details
        )

    def _epithets(self, context: Context, pair: Pair, key: str, a: Range, b: Range) -> Difference | None:
        """The words put before the same target, judged by themselves: `brave officers` beside `officers`."""
        named = with_epithets(pair.a.text, a), with_epithets(pair.b.text, b)
        if named == (a, b):
            return None
        phrases = [text[slice(*part)] for text, part in zip((pair.a.text, pair.b.text), named, strict=True)]
        targets = [(old[0] - new[0], old[1] - new[0]) for old, new in zip((a, b), named, strict=True)]
        encode = context.encoder or default_encoder()
        rows = [
            target_row(tokens, part) for tokens, part in zip(encode([p.lower() for p in phrases]), targets, strict=True)
        ]
        p = tone().probabilities(np.stack(rows))
        value = p[:, 2] - p[:, 0]
        if abs(float(value[0] - value[1])) < (_EPITHET_GAP if context.settings.all_scores else _PLAIN_EPITHET_GAP):
            return None
        text = f"{context.a.name} writes of “{phrases[0]}”, {context.b.name} of “{phrases[1]}”."
        details = {
            "target": key,
            "kind": "epithet",
            "a_tone": round(float(value[0]), 3),
            "b_tone": round(float(value[1]), 3),
        }
        return context.difference(
            self.id, pair, named[0], named[1], text, 0.3 * (0.6 + 0.4 * pair.link.probability), details
        )

    def profile(self, view: View) -> Mapping[str, float]:
        """Nothing by article alone: tone is compared only where both speak of a target."""
        del view
        return {}


_LOADED = 0.3
"""Loadedness of a word near the target from which a tone has something to rest on."""


def _kind(value: float) -> int:
    """1 well, -1 ill, 0 neither."""
    return int(value > _TONE) - int(value < -_TONE)


def _charge(context: Context, pair: Pair, part: Range, left: bool) -> float:
    """The most loaded word at `part`, in [0, 1]."""
    alignment = aligned(context, pair)
    side = alignment.a if left else alignment.b
    return float(loaded().words(side)[slice(*words_in(side, part))].max(initial=0.0))


_TONE = 0.2
_PLAIN_TONE = 0.4
"""From which a tone is plain: unasked, only a plainly favourable one beside a plainly unfavourable one is shown."""
_EPITHET_GAP, _PLAIN_EPITHET_GAP = 0.6, 0.8
"""The same for the words put before a target, judged without the sentence: with all scores, and unasked."""
_BEFORE = re.compile(r"(?:\b[a-z]+(?:-[a-z]+)?\s){1,2}$", re.IGNORECASE)


def with_epithets(text: str, part: Range) -> Range:
    """A target with the one or two describing words straight before it; articles and numbers are none."""
    match = _BEFORE.search(text[: part[0]])
    if match is None:
        return part
    start = part[0]
    for word in reversed(list(re.finditer(r"\S+", match.group()))):
        low = word.group().lower()
        if low in _NO_EPITHETS or (low.endswith(("ly", "ed", "ing")) and low not in _ADJECTIVES):
            break
        start = match.start() + word.start()
    return start, part[1]


_ADJECTIVES = word_set(
    "disgraced convicted embattled beloved respected admired celebrated decorated dedicated cowardly deadly costly ugly"
)
_NO_EPITHETS = FUNCTION_WORDS | word_set(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred dozens some many most all "
    "several few other more police said told says over between against what how why where when whose whom ask bring help let make tell see president senator mayor governor"
)


def _targets(view: View) -> dict[PassageId, dict[str, Range]]:
    """For each passage, the first mention of each person, body or group of people, relative to the passage.

    A passage that begins with `he` or `she` speaks of the person whom the passage before it names first.
    """
    known: dict[PassageId, dict[str, Range]] | None = view.memo.get("targets")
    if known is not None:
        return known
    found: dict[PassageId, dict[str, Range]] = defaultdict(dict)
    persons: dict[int, tuple[int, str]] = {}
    offsets = [passage.span.start for passage in view.passages]
    for chain in chains([passage.text for passage in view.passages], offsets):
        if chain.kind is NameKind.PLACE:
            continue
        for mention in chain.mentions:
            for passage in view.passages:
                if passage.span.start <= mention.span.start and mention.span.end <= passage.span.end:
                    part = mention.span.start - passage.span.start, mention.span.end - passage.span.start
                    found[passage.id].setdefault(chain.key, part)
                    if chain.kind is NameKind.PERSON:
                        persons[passage.index] = min(
                            persons.get(passage.index, (part[0], chain.key)), (part[0], chain.key)
                        )
    for passage in view.passages:
        for match in _GROUPS.finditer(passage.text):
            found[passage.id].setdefault(f"group: {stem(match.group())}", match.span())
        pronoun = _PRONOUN.match(passage.text)
        last = next((persons[index] for index in _before(passage.index) if index in persons), None)
        if pronoun and last:
            found[passage.id].setdefault(last[1], pronoun.span("word"))
    view.memo["targets"] = found
    return found


_GROUPS = whole_words(
    [
        "police",
        "officer",
        "officers",
        "soldier",
        "soldiers",
        "troops",
        "guard",
        "guards",
        "worker",
        "workers",
        "teacher",
        "teachers",
        "student",
        "students",
        "protester",
        "protesters",
        "demonstrator",
        "demonstrators",
        "marcher",
        "marchers",
        "migrant",
        "migrants",
        "refugee",
        "refugees",
        "immigrant",
        "immigrants",
        "boss",
        "bosses",
        "executive",
        "executives",
        "farmer",
        "farmers",
        "family",
        "families",
        "victim",
        "victims",
        "resident",
        "residents",
        "voter",
        "voters",
        "doctor",
        "doctors",
        "nurse",
        "nurses",
        "patient",
        "patients",
        "prisoner",
        "prisoners",
        "union",
        "unions",
        "company",
        "firm",
        "management",
        "government",
        "ministry",
        "opposition",
        "lawmakers",
        "judges",
    ]
)
"""Groups and bodies that news speaks well or ill of without a name."""
_PRONOUN = re.compile(r"[^\w]*(?P<word>He|She)\b")


def _before(index: int) -> range:
    """The three passages before, nearest first."""
    return range(index - 1, index - 4, -1)


def _telling(context: Context, pair: Pair, target: Range, left: bool) -> Range:
    """The target with the most loaded word within eight words of it."""
    alignment = aligned(context, pair)
    side = alignment.a if left else alignment.b
    p = loaded().words(side)
    rows = [row for row, (start, end) in enumerate(side.ranges) if start < target[1] and end > target[0]]
    if not rows:
        return target
    near = range(max(0, rows[0] - 8), min(len(side), rows[-1] + 9))
    best = max((row for row in near if row not in rows), key=lambda row: float(p[row]), default=rows[0])
    return side.range(min(rows[0], best), max(rows[-1], best) + 1)


def _in_words(value: float) -> str:
    return ("stays neutral", "speaks well of it", "speaks ill of it")[_kind(value)]
