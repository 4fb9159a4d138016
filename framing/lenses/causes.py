"""Why it happened and what is to be done: reasons, blame, credit, purposes, remedies in the two accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from framing.lenses.context import Context, Pair, Range, View
from framing.lenses.cues import Hit, cues
from framing.lenses.protocol import Example
from framing.lenses.wording import FUNCTION_WORDS, aligned, counterpart, stem, words_in
from framing.model import Difference


@dataclass(frozen=True, slots=True)
class Tie:
    """A causal cue with the words it governs."""

    hit: Hit
    part: Range
    text: str


class Causes:
    """Causal interpretation and remedy (Entman 1993; Iyengar 1991): who or what is made answerable."""

    id = "causes"
    title = "Causes and remedies"
    definition = "The same fact is tied to another reason, to blame, to credit, to a motive or to a remedy, or only one article ties it at all."
    source = ("entman-1993", "iyengar-1991", "gamson-modigliani-1989")
    limits = "Only what a cue word marks is seen; a cause told by mere order of sentences is not."
    needs_parse = False
    examples = (
        Example(
            "The plant closes because of high energy costs.",
            "The plant closes because wages are lower in the south.",
            fires=True,
            a_words="high energy costs",
            b_words="wages are lower",
        ),
        Example(
            "He issued a statement on Friday, seeking to clarify his words.",
            "Trying to quell the anger, he issued a statement on Friday.",
            fires=True,
            a_words="seeking to clarify",
            b_words="Trying to quell",
        ),
        Example("The plant closes because of high costs.", "Because of high costs the plant closes.", fires=False),
        Example("The plant closes in May.", "In May the plant closes.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """At most two findings a linked pair."""
        for pair in context.pairs:
            left, right = ties(pair.a.text), ties(pair.b.text)
            found = [*self._both(context, pair, left, right), *self._one(context, pair, left, right)]
            yield from sorted(found, key=lambda each: -each.strength)[:2]

    def _both(self, context: Context, pair: Pair, left: list[Tie], right: list[Tie]) -> Iterator[Difference]:
        for a in left:
            for b in right:
                kin = a.hit.group.id == b.hit.group.id or {a.hit.group.id, b.hit.group.id} <= {
                    "reason",
                    "blame",
                    "credit",
                    "purpose",
                }
                if not kin or _alike(a.text, b.text):
                    continue
                text = f"{context.a.name} {a.hit.group.message} (“{a.text}”), {context.b.name} {b.hit.group.message} (“{b.text}”)."
                strength = (0.6 + 0.4 * pair.link.probability) * (0.3 if a.hit.group.id == b.hit.group.id else 0.22)
                yield context.difference(
                    self.id, pair, a.part, b.part, text, strength, {"a": a.hit.group.id, "b": b.hit.group.id}
                )

    def _one(self, context: Context, pair: Pair, left: list[Tie], right: list[Tie]) -> Iterator[Difference]:
        if bool(left) == bool(right):
            return
        alignment = aligned(context, pair) if left else aligned(context, pair).turned()
        view, other = (context.a, context.b) if left else (context.b, context.a)
        for tie in left or right:
            if tie.hit.group.id == "remedy" and _WANTED.search((pair.b if left else pair.a).text):
                continue  # there, too, somebody wants something done
            there = counterpart(alignment, *words_in(alignment.a, tie.part))
            if there is None:
                continue
            text = f"{view.name} {tie.hit.group.message} (“{tie.text}”); {other.name} does not."
            parts = (tie.part, there) if left else (there, tie.part)
            strength = (0.6 + 0.4 * pair.link.probability) * (0.08 + 0.06 * tie.hit.group.weight)
            yield context.difference(self.id, pair, *parts, text, strength, {"kind": tie.hit.group.id})

    def profile(self, view: View) -> Mapping[str, float]:
        """Ties of each kind for a hundred passages."""
        per = 100 / max(1, len(view.passages))
        counts = dict.fromkeys(cues("causes").groups, 0.0)
        for passage in view.passages:
            for tie in ties(passage.text):
                counts[tie.hit.group.id] += per
        return {key: round(value, 2) for key, value in counts.items()}


_PAST = re.compile(r"(?<=should)\s(?:not\s)?have\b|(?<=must)\shave\b", re.IGNORECASE)
"""`Should have been used` proposes nothing."""
_WANTED = re.compile(
    r"\b(?:suggest(?:s|ed|ion)?|call(?:s|ed|ing)? (?:for|on)|opposed|opposes|opposition|insist(?:s|ed)?|want(?:s|ed)?|seek(?:s|ing)?|sought|"
    r"recommend\w*|propos\w+|demand\w*|plan(?:s|ned)? to|push\w*|urg\w+|ask(?:s|ed|ing)?|would)\b",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.,;:!?—–()“”\"]|\s-\s|\b(?:but|while|although|though|which|who)\b")
_LONGEST = 12


def ties(text: str) -> list[Tie]:
    """Causal cues of a passage with the words after them, up to the next stop or twelve words."""
    found = []
    for hit in cues("causes").find(text):
        stop = _STOPS.search(text, hit.end)
        end = stop.start() if stop else len(text)
        words = [match.end() for match in re.finditer(r"\S+", text[hit.end : end])]
        if not words or _PAST.match(text, hit.end):
            continue
        end = hit.end + words[min(len(words), _LONGEST) - 1]
        found.append(Tie(hit, (hit.start, end), text[hit.start : end]))
    return found


def _alike(one: str, two: str) -> bool:
    a = {stem(word.strip(".,’'“”\"")) for word in one.split() if word.lower() not in FUNCTION_WORDS}
    b = {stem(word.strip(".,’'“”\"")) for word in two.split() if word.lower() not in FUNCTION_WORDS}
    return len(a & b) >= 0.6 * max(1, min(len(a), len(b)))
