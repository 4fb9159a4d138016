"""Plants one change in one sentence: a number, a day, a name, a negation or a speaker. Seeded and exact."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from framing.language.dates import WEEKDAYS
from framing.language.names import NameKind, chains

_DIGITS = re.compile(
    r"(?<![\w.,/:#$£€-])\d{1,3}(?:,\d{3})*(?![\w.,:/-]*\d)(?!\s?(?:[ap]\.?m|GMT|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Nov|Sept|Oct|Dec))"
)
_COUNTS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_WORDS = _COUNTS.split()
_NUMBER_WORD = re.compile(rf"(?<!-)\b(?:{'|'.join(_WORDS)})\b(?![-\s](?:thousand|hundred|million|in\b))", re.IGNORECASE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Sept\.|Oct\.|Nov\.|Dec\.)"
_DAY = re.compile(rf"\b(?:\d{{1,2}}(?= {_MONTH})|(?<={'Nov. '})\d{{1,2}}\b)")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_AUXILIARY = re.compile(r"\b(?:was|were|is|are|had|has|have|will|can)\b(?! (?:not|no|never)\b)(?=\s[a-z])")
_NOT = re.compile(r"\b(?<=[a-z]) (?:not)(?=\s[a-z])")
_SPEAKER = re.compile(
    r"(?:\bsaid (?P<after>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+))|(?P<before>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:said|told)\b"
)


@dataclass(frozen=True, slots=True)
class Planted:
    """Sentence `index` changed at [start, end) of the original; `old` became `new`."""

    kind: str
    index: int
    start: int
    end: int
    old: str
    new: str

    def apply(self, sentences: Sequence[str]) -> list[str]:
        """The sentences with the change made."""
        changed = list(sentences)
        text = changed[self.index]
        changed[self.index] = text[: self.start] + self.new + text[self.end :]
        return changed


def plant(kind: str, sentences: Sequence[str], rng: random.Random) -> Planted | None:
    """One change of this kind somewhere in the sentences; None where none is possible."""
    options = list(_PLANTERS[kind](sentences, rng))
    return rng.choice(options) if options else None


def _numbers(sentences: Sequence[str], rng: random.Random) -> list[Planted]:
    found = []
    for index, text in enumerate(sentences):
        for match in _DIGITS.finditer(text):
            value = int(match[0].replace(",", ""))
            if 1900 <= value <= 2100 and "," not in match[0]:
                continue
            new = value + rng.choice([1, 2, 3, 5]) if value < 20 else int(value * rng.choice([0.5, 0.7, 1.4, 2]))
            found.append(Planted("number", index, *match.span(), match[0], f"{new:,}"))
        for match in _NUMBER_WORD.finditer(text):
            new_word = rng.choice([w for w in _WORDS if w != match[0].lower()])
            new_word = new_word.capitalize() if match[0][0].isupper() else new_word
            found.append(Planted("number", index, *match.span(), match[0], new_word))
    return found


def _dates(sentences: Sequence[str], rng: random.Random) -> list[Planted]:
    found = []
    for index, text in enumerate(sentences):
        for match in _WEEKDAY.finditer(text):
            others = [day.capitalize() for day in WEEKDAYS if day != match[0].lower()]
            found.append(Planted("date", index, *match.span(), match[0], rng.choice(others)))
        for match in _DAY.finditer(text):
            new = (int(match[0]) + rng.randint(2, 20)) % 28 + 1
            if new != int(match[0]):
                found.append(Planted("date", index, *match.span(), match[0], str(new)))
    return found


def _persons(sentences: Sequence[str]) -> list[str]:
    return sorted({c.name for c in chains(sentences) if c.kind is NameKind.PERSON and len(c.name.split()) == 2})


def _names(sentences: Sequence[str], rng: random.Random) -> list[Planted]:
    found = []
    persons = _persons(sentences)
    for index, text in enumerate(sentences):
        for name in persons:
            others = [other for other in persons if other.split()[-1] not in text]
            at = text.find(name)
            if at >= 0 and others and not _SPEAKER.search(text):
                found.append(Planted("name", index, at, at + len(name), name, rng.choice(others)))
    return found


def _negations(sentences: Sequence[str], rng: random.Random) -> list[Planted]:
    found = []
    for index, text in enumerate(sentences):
        if re.search(r"[“”\"?]|\b(?:if|unless|not|no|never)\b", text):
            continue
        found += [Planted("negation", index, m.end(), m.end(), "", " not") for m in _AUXILIARY.finditer(text)]
    for index, text in enumerate(sentences):
        if not re.search(r"[“”\"?]|\bif\b", text):
            found += [Planted("negation", index, *m.span(), m[0], "") for m in _NOT.finditer(text)]
    return found


def _speakers(sentences: Sequence[str], rng: random.Random) -> list[Planted]:
    found = []
    persons = _persons(sentences)
    for index, text in enumerate(sentences):
        for match in _SPEAKER.finditer(text):
            group = "after" if match["after"] else "before"
            others = [other for other in persons if other.split()[-1] not in text]
            if others and any(match[group].split()[-1] == p.split()[-1] for p in persons):
                found.append(Planted("attribution", index, *match.span(group), match[group], rng.choice(others)))
    return found


_PLANTERS: dict[str, Callable[[Sequence[str], random.Random], list[Planted]]] = {
    "number": _numbers,
    "date": _dates,
    "name": _names,
    "negation": _negations,
    "attribution": _speakers,
}
KINDS = tuple(_PLANTERS)
