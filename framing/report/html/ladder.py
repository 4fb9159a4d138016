"""The ladder of labels: for each person, group or act, the names that accounts give it, the hardest on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from framing.language.verbs import cue_file
from framing.model import ArticleId, Difference
from framing.report.lookup import Lookup

_LADDERS, _RUNGS = 6, 8
_TONES = (("hard", 1), ("plain", 0), ("soft", -1))
_RAIL = 100.0


@dataclass(frozen=True, slots=True)
class Step:
    """One account's use of a name; `x` is its stile in a drawing 100 wide."""

    letter: str
    hue: int
    x: float
    count: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One name and who uses it. `tone`: `hard`, `plain`, `soft`, or empty where the lists do not grade it."""

    words: str
    tone: str
    steps: tuple[Step, ...]

    @property
    def reach(self) -> tuple[float, float]:
        """Where the rung begins and ends: at the outermost accounts that use the name."""
        used = [step.x for step in self.steps if step.count]
        return min(used), max(used)


@dataclass(frozen=True, slots=True)
class Ladder:
    """One referent with its names."""

    title: str
    rungs: tuple[Rung, ...]


def ladders(lookup: Lookup, numbered: Sequence[tuple[int, Difference]]) -> list[Ladder]:
    """Ladders of the referents that the labels lens found named apart, the strongest finding first.

    An act's names come from the lens's counts over whole accounts; a person's or group's from its findings.
    """
    made: dict[tuple[str, str], Ladder] = {}
    descriptions: dict[str, dict[str, dict[ArticleId, int]]] = defaultdict(lambda: defaultdict(dict))
    for _, difference in numbered:
        bearer = str(difference.details.get("bearer", ""))
        for side in (difference.a, difference.b):
            if bearer and side is not None:
                descriptions[bearer][" ".join(side.text.split())][lookup.owner(side)] = 1
    for _, difference in numbered:
        family, bearer = str(difference.details.get("family", "")), str(difference.details.get("bearer", ""))
        if family and ("family", family) not in made:
            made["family", family] = _act(lookup, family)
        elif bearer and ("bearer", bearer) not in made:
            rungs = [_rung(lookup, words, "", used) for words, used in descriptions[bearer].items()]
            made["bearer", bearer] = Ladder(bearer.title(), tuple(rungs[:_RUNGS]))
    return [ladder for ladder in made.values() if len(ladder.rungs) > 1][:_LADDERS]


def _act(lookup: Lookup, family: str) -> Ladder:
    title, tones = graded().get(family, (family.replace("-", " "), {}))
    counts: dict[str, dict[ArticleId, int]] = defaultdict(dict)
    for article, names in lookup.comparison.profiles.get("labels", {}).items():
        for name, count in names.items():
            kind, _, words = name.partition(": ")
            if kind == family and article in lookup.order:
                counts[words][article] = round(count)
    rungs = [_rung(lookup, words, tones.get(words, ""), used) for words, used in counts.items()]
    order = [name for name, _ in _TONES] + [""]
    rungs.sort(key=lambda rung: (order.index(rung.tone), -sum(step.count for step in rung.steps), rung.words))
    return Ladder(title[:1].upper() + title[1:], tuple(rungs[:_RUNGS]))


def _rung(lookup: Lookup, words: str, tone: str, used: Mapping[ArticleId, int]) -> Rung:
    room = _RAIL / len(lookup.order)
    steps = [Step(lookup.letter(a), i % 8, round((i + 0.5) * room, 1), used.get(a, 0)) for a, i in lookup.order.items()]
    return Rung(words, tone, tuple(steps))


@lru_cache(maxsize=1)
def graded() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Families of names for one act: what they name, and how each name is graded."""
    return {
        table["id"]: (table["message"], {word.lower(): tone for tone, _ in _TONES for word in table[tone]})
        for table in cue_file("act_families")["family"]
    }
