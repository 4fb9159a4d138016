"""Names that cannot both be right: another person in the role, another place, another speaker of the same words.

Compared only where the rest agrees: near copies that differ in the name; the same title or office before
two different surnames; the same quotation given to two named speakers. A name that the other article
knows near by (as a second person, or under a longer form) is no conflict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.facts.lexicon import is_common
from framing.facts.pairings import Pairing, Side
from framing.facts.words import STOP_WORDS, content_stems, stem
from framing.language.names import TITLES, NameMention, find_names, fold
from framing.language.places import look_up
from framing.language.quotes import Quote, QuoteKind, find_quotes
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

_PLACING = re.compile(r"\b(?:in|at|near|outside|across|around|throughout)\s(?:the\s)?$")
_OFFICES = (
    r"president|prime minister|foreign minister|interior minister|defen[cs]e minister|minister|chancellor|governor|mayor"
    r"|secretary of state|secretary|attorney general|chief of staff|press secretary|director|chairman|chairwoman|chair"
    r"|spokesman|spokeswoman|spokesperson|chief executive|police chief|sheriff|ambassador|captain|general|judge|speaker"
    r"|lawyer|attorney|prosecutor|inspector|commissioner|superintendent|coach|bishop"
)
_ROLE = re.compile(
    rf"\b(?P<qualifier>(?:(?-i:[A-Z])[\w’'-]+\s|deputy\s|acting\s|former\s|state\s|police\s|White House\s|company\s)*)(?P<office>{_OFFICES})\s(?-i:(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]+){{0,2}}))",
    re.IGNORECASE,
)
LONG_QUOTE = 5
"""Words a quotation needs before two versions of it are taken for the same words."""

_INSTITUTION_WORDS = """
action administration agency army assembly association authority bank board bureau cabinet campaign caucus church city club
coalition commission committee company congress conservatives corporation council county court democrats department embassy
federation force foundation government group guard house institute journal labour league legislature media ministry nations
navy network news office organization organisation panel parliament party pentagon police post press program programme
project republicans school senate service society state station states team times treasury tribune union university
"""
_INSTITUTIONS = frozenset(_INSTITUTION_WORDS.split())
"""Words of no person's name: what a department says, its head says, and both may be named as the speaker."""


def name_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """Conflicts of person, place or speaker between the two passages."""
    yield from _changed_names(pairing)
    if not pairing.is_near_copy:
        yield from _roles(pairing)
        yield from _speakers(pairing)


def _changed_names(pairing: Pairing) -> Iterator[Conflict]:
    """Near copies in which one name stands for another; a headline in capitals shows no names."""
    if _in_capitals(pairing.a.text) or _in_capitals(pairing.b.text):
        return
    for change in pairing.changes:
        found = _one_name(pairing.a, change.a), _one_name(pairing.b, change.b)
        a, b = found
        if a is None or b is None or _same_name(a.text, b.text) or _variant(pairing, a, b):
            continue
        if _has_article(pairing.a, a.span) != _has_article(pairing.b, b.span):
            continue
        kind = _kind(pairing, a, b)
        yield _conflict(pairing, kind, a.span, b.span, (a.text, b.text), 0.85)


def _in_capitals(text: str) -> bool:
    """`Police Arrest Driver In Queens`: nearly every longer word is capitalised."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) >= LEAST_CAPITALS and sum(word[0].isupper() for word in words) >= CAPITALS * len(words)


LEAST_CAPITALS, CAPITALS = 5, 0.85
_RANK_WORDS = "const sgt lt det capt cpl insp gen sen rep gov rev sup supt maj col"
_RANKS = frozenset(_RANK_WORDS.split())
"""Ranks cut short at the end of a passage, of which the name is lost."""


def _one_name(side: Side, span: Span) -> NameMention | None:
    """The only name that overlaps `span`, where nothing else of content stands in it."""
    names = [n for n in find_names(side.text) if n.span.overlaps(span)]
    if len(names) != 1 or _opens_with_a_word(side, names[0]) or fold(names[0].text) in _RANKS:
        return None
    name = names[0].span
    rest = side.text[span.start : max(span.start, name.start)] + " " + side.text[min(span.end, name.end) : span.end]
    return names[0] if all(word in TITLES for word in content_words(rest)) else None


def _opens_with_a_word(side: Side, name: NameMention) -> bool:
    """`Demonstrators chanted`: a common word that is capitalised as the first of a sentence."""
    opens = not side.text[: name.span.start].strip("“\"'‘ ") or side.text[: name.span.start].rstrip("“\"'‘ ").endswith(
        (".", "!", "?")
    )
    return opens and " " not in name.text and is_common(stem(name.text.lower()))


def _has_article(side: Side, span: Span) -> bool:
    """`the Journal`: a thing or an office, not a person."""
    return re.search(r"\b[Tt]he\s$", side.text[: span.start]) is not None


def content_words(text: str) -> list[str]:
    """Words of `text` that are neither stop words nor capitalised."""
    words = re.findall(r"[^\W_]+", text)
    return [w.lower() for w in words if w.lower() not in STOP_WORDS and len(w) > 1 and not w[0].isupper()]


def _same_name(a: str, b: str) -> bool:
    """Whether one name is a form of the other: a shared word, an acronym, a demonym or a spelling variant."""
    first, second = fold(a).split(), fold(b).split()
    if len(first) == len(second) > 1 and first[:-1] == second[:-1] and {first[-1], second[-1]} <= _NUMERALS:
        return _NUMERAL_VALUES[first[-1]] == _NUMERAL_VALUES[second[-1]]
    if set(first) & set(second) and _spelt_alike(first[-1], second[-1]):
        return True
    if set(first) & set(second):
        return _surname_shared(first, second)
    short, long = sorted((first, second), key=len)
    if len(short) == 1 and len(long) > 1 and short[0] == "".join(w[0] for w in long):
        return True
    return _spelt_alike(short[-1], long[-1])


def _spelt_alike(one: str, two: str) -> bool:
    """`Adviser`, `Advisor`: the same beginning and about the same length."""
    return one[:4] == two[:4] and abs(len(one) - len(two)) <= 3


_NUMERAL_VALUES = {
    word: value
    for value, words in enumerate(("1 i one", "2 ii two", "3 iii three", "4 iv four", "5 v five", "6 vi six"), 1)
    for word in words.split()
}
_NUMERALS = frozenset(_NUMERAL_VALUES)
"""`World War II` is `World War Two`."""


def _surname_shared(first: list[str], second: list[str]) -> bool:
    """`Ida Quill` and `Quill` are one; `Ida Quill` and `Ida Moss` are two."""
    return first[-1] in second or second[-1] in first or len(first) != len(second)


def _variant(pairing: Pairing, a: NameMention, b: NameMention) -> bool:
    """Whether the wider text shows both names to belong together (`Quill` in one, `the mayor of Oldbridge` in both)."""
    return fold(a.text) in fold(pairing.b.text) or fold(b.text) in fold(pairing.a.text)


def _kind(pairing: Pairing, a: NameMention, b: NameMention) -> ConflictKind:
    if _is_speaker(pairing.a, a.span) and _is_speaker(pairing.b, b.span):
        return ConflictKind.ATTRIBUTION
    placed = [
        bool(look_up(n.text)) or bool(_PLACING.search(side.text[: n.span.start]))
        for side, n in ((pairing.a, a), (pairing.b, b))
    ]
    return ConflictKind.PLACE if all(placed) else ConflictKind.PERSON


def _is_speaker(side: Side, span: Span) -> bool:
    return any(q.speaker_span is not None and q.speaker_span.overlaps(span) for q in find_quotes(side.text))


def _roles(pairing: Pairing) -> Iterator[Conflict]:
    """The same office before two surnames, where neither article knows the other's name near by."""
    if not pairing.same:
        return
    for a in _ROLE.finditer(pairing.a.text):
        for b in _ROLE.finditer(pairing.b.text):
            if a["name"].isupper() or b["name"].isupper():  # `DIRECTOR TO STEP DOWN`: a line in capitals, no name
                continue
            same_office = a["office"].lower() == b["office"].lower()
            qualified = fold(a["qualifier"]) == fold(b["qualifier"])
            if same_office and qualified and _strangers(pairing, a["name"], b["name"]) and pairing.overlap >= 0.5:
                spans = Span(*a.span("name")), Span(*b.span("name"))
                yield _conflict(pairing, ConflictKind.PERSON, *spans, (a["name"], b["name"]), 0.65)


def _strangers(pairing: Pairing, a: str, b: str) -> bool:
    """Whether both surnames are new to the other side's surroundings."""
    if _same_name(a, b):
        return False
    return fold(a).split()[-1] not in fold(pairing.b.around) and fold(b).split()[-1] not in fold(pairing.a.around)


def _speakers(pairing: Pairing) -> Iterator[Conflict]:
    """The same quotation given to two named speakers."""
    for a in _spoken(pairing.a):
        for b in _spoken(pairing.b):
            if not _same_words(a.inner.of(pairing.a.text), b.inner.of(pairing.b.text)):
                continue
            if a.speaker_span and b.speaker_span and _strangers(pairing, a.speaker, b.speaker):
                values = a.speaker, b.speaker
                yield _conflict(pairing, ConflictKind.ATTRIBUTION, a.speaker_span, b.speaker_span, values, 0.7)


def _spoken(side: Side) -> list[Quote]:
    """Direct and partial quotations whose speaker is named in the passage itself by a personal name."""
    return [
        q
        for q in find_quotes(side.text, indirect=False)
        if q.kind in (QuoteKind.DIRECT, QuoteKind.PARTIAL)
        and q.speaker_span is not None
        and q.speaker
        and any(n.span.overlaps(q.speaker_span) for n in find_names(side.text))
        and q.speaker_span.of(side.text).split()[-1][:1].isupper()
        and not _INSTITUTIONS & set(fold(q.speaker).split())
    ]


def _same_words(a: str, b: str) -> bool:
    first, second = content_stems(a), content_stems(b)
    if min(len(a.split()), len(b.split())) < LONG_QUOTE or not first or not second:
        return False
    return len(set(first) & set(second)) >= 0.8 * min(len(set(first)), len(set(second)))


def _conflict(
    pairing: Pairing, kind: ConflictKind, a: Span, b: Span, values: tuple[str, str], probability: float
) -> Conflict:
    words = {
        ConflictKind.PERSON: "the same is told of two different names",
        ConflictKind.PLACE: "the same is told of two different places",
        ConflictKind.ATTRIBUTION: "the same statement is given to two different speakers",
    }
    return Conflict(
        kind=kind,
        verdict=ConflictVerdict.CONFLICT,
        a=pairing.a.excerpt(a),
        b=pairing.b.excerpt(b),
        values=values,
        explanation=words[kind],
        probability=probability,
    )
