"""Names in news text: capitalised runs, and which of them stand for the same bearer.

Light on purpose (no parser): a name is a run of capitalised words with inner connectors, without leading
function words; the first word of a sentence counts only where it is part of a longer run or appears
capitalised elsewhere. Later mentions by surname, short form or acronym join the chain of the full name.
Precision on edge cases is bounded; lenses that need roles use the parser of `framing.language.parse`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from framing.language.dates import MONTHS, WEEKDAYS
from framing.language.places import look_up
from framing.model import Span


class NameKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NameMention:
    """`text` is the slice of the given text at `span`; a title before the name is in `title`, not in the span."""

    span: Span
    text: str
    title: str = ""
    starts_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """All mentions of one bearer. `key` compares across articles: folded surname, acronym or name."""

    key: str
    name: str
    """The longest form met."""
    kind: NameKind
    mentions: tuple[NameMention, ...]


_ABBREVIATED = r"(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Prof|Rev|Adm|Maj)\."
_WORD = rf"(?:{_ABBREVIATED}|" + r"[A-ZÀ-ÝŁŞŠŽĐİ](?:[\w’'&-]*[\w&]|\.(?=\s?[A-Z]))?)"
_RUN = re.compile(
    rf"(?<![\w’'@#/.]){_WORD}(?:\s(?:(?:of|for|de|da|del|della|di|du|van|von|der|den|bin|ibn|al|el|la|le)\s(?:the\s)?)?{_WORD})*"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|\n\s*|[\"“‘(]\s*|—\s*|–\s+|^\W+)$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mr mrs ms dr sir dame lord lady sen senator rep representative gov governor president vice minister prime chancellor "
    "secretary general gen colonel col lt lieutenant sgt sergeant capt captain adm admiral judge justice attorney ambassador "
    "chief king queen prince princess pope cardinal bishop archbishop rabbi imam sheriff mayor councilman congressman "
    "congresswoman speaker chairman chairwoman director professor prof officer detective commissioner foreign deputy "
    "spokesman spokeswoman spokesperson first lady former republican democrat democratic republicans democrats majority "
    "minority leader rev reverend coach ceo"
)
_FUNCTION = _words(
    "the a an in on at by for from to of with as and but or if when while after before since during under over he she it "
    "they we you i his her its their our your my this that these those there here who what which where why how not no yes "
    "however meanwhile although though because also still then now just only even some many most all both each every any "
    "more less much few several other another one two three four five six seven eight nine ten first last next early late "
    "according earlier later instead despite so such than too very once until without within about above against among "
    "around between into through more following asked said say says speaking under let is are was were be been do does did "
    "has have had can could will would should may might must perhaps yet again further moreover nor are additionally "
    "today yesterday tomorrow tonight read related photo image video news breaking update updated watch advertisement "
    "besides amid ahead among significantly following meanwhile whether rather click share sign like get make well good new"
)
_LINKING = frozenset({"of", "for", "the", "de", "del", "van", "von", "bin", "al"})
_SMALL = _words(
    "the and for with from over after into that than amid upon but not off out near under about against during before "
    "are was has its his her their who how why when what says via per onto between among since until while through"
)
_ORGANISATION = _words(
    "department ministry party committee court house senate congress commission council university college institute "
    "agency bureau office association union league bank group company corp corporation inc ltd llc army navy force forces "
    "police team club church foundation fund service services administration board authority organization organisation "
    "nations assembly parliament times post journal press news guard center centre hospital school network federation "
    "alliance coalition campaign cabinet pentagon kremlin nato fbi cia"
)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower case, without diacritics, possessive and stops: for comparing across outlets."""
    word = re.sub(r"['’]s?$", "", word)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.lower().replace(".", "").replace("’", "'").strip()


def find_names(text: str) -> tuple[NameMention, ...]:
    """Capitalised runs of `text` that can be names, in order, titles and function words taken off the front.

    Single words that only open a sentence are kept with `starts_sentence`; `chains` drops those that nothing
    else confirms.
    """
    found: list[NameMention] = []
    for match in _RUN.finditer(text):
        opens = bool(_SENTENCE_START.search(text[max(0, match.start() - 6) : match.start()]))
        for start, end in _pieces(match[0], match.start()):
            mention = _trim(text, start, end, opens and start == match.start())
            if mention is not None:
                found.append(mention)
    return tuple(found)


def _pieces(run: str, start: int) -> list[tuple[int, int]]:
    """A run cut after a possessive: `UK's | Foreign Secretary Elizabeth Truss`."""
    cuts = [0, *(m.end() for m in re.finditer(r"['’]s?\s", run)), len(run)]
    return [(start + a, start + b) for a, b in pairwise(cuts) if run[a:b].strip()]


def _trim(text: str, start: int, end: int, opens: bool) -> NameMention | None:
    words = [(start + w.start(), start + w.end()) for w in re.finditer(r"\S+", text[start:end])]
    folded = [fold(text[a:b]) for a, b in words]
    first = 0
    while first < len(words) and (folded[first] in _FUNCTION or folded[first] in WEEKDAYS or folded[first] in MONTHS):
        first += 1
    last = len(words)
    while last > first and (folded[last - 1] in WEEKDAYS or folded[last - 1] in MONTHS or folded[last - 1] in _LINKING):
        last -= 1
    name = first + _title_length(folded[first:last])
    if name >= last:
        return None
    begin, stop = words[name][0], words[last - 1][1]
    stop -= len(re.search(r"(?:['’]s?)?$", text[begin:stop])[0])  # type: ignore[index]
    word, title = fold(text[begin:stop]), text[words[first][0] : begin].strip()
    alone = last - name == 1
    if len(word) < 2 or (alone and (word in _FUNCTION or (word in TITLES and not text[begin:stop].isupper()))):
        return None
    return NameMention(Span(begin, stop), text[begin:stop], title, opens and not title and first == 0)


def _title_length(words: list[str]) -> int:
    """How many words before the name are its title: nationality, office, `of State`."""
    at = max((i for i, word in enumerate(words) if word in TITLES), default=-1)
    if at < 0 or (words[at] == "general" and at == 0):
        return 0
    if at + 1 < len(words) and words[at + 1] in ("of", "for"):
        if words[at] != "secretary":
            return 0
        at += 2 + (words[at + 2] in ("the", "homeland") if at + 2 < len(words) else 0)
    return at + 1 if 1 <= len(words) - at - 1 <= 3 else 0


def chains(texts: Sequence[str], offsets: Sequence[int] | None = None) -> tuple[Chain, ...]:
    """Names of the passages `texts`, joined into chains, in order of first mention.

    `offsets[i]` is added to the spans of `texts[i]`, so that they index the article's text.
    """
    shift = offsets or [0] * len(texts)
    mentions: list[NameMention] = []
    titled: list[NameMention] = []
    for text, by in zip(texts, shift, strict=True):
        found = [
            NameMention(Span(m.span.start + by, m.span.end + by), m.text, m.title, m.starts_sentence)
            for m in find_names(text)
        ]
        (titled if is_title_case(text) else mentions).extend(found)
    lower_words = set(re.findall(r"\b[a-z]{2,}\b", " ".join(texts)))
    inside = Counter(fold(m.text) for m in mentions if not m.starts_sentence)
    surnames = {fold(m.text).split()[-1] for m in mentions if " " in m.text}
    kept = [m for m in mentions if _is_name(m, inside, surnames, lower_words)]
    known = {fold(m.text) for m in kept} | {fold(m.text).split()[-1] for m in kept}
    for mention in titled:
        kept += _known_parts(mention, known)
    return _join(kept, _acronyms(texts))


def is_title_case(text: str) -> bool:
    """Whether most words are capitalised, as in a headline: capitals then tell nothing of names."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    capitals = sum(word[0].isupper() for word in words)
    plain = [word for word in words if word[0].islower() and word not in _SMALL]
    return capitals >= 3 and not plain


def _known_parts(mention: NameMention, known: set[str]) -> list[NameMention]:
    """The mention, or those of its words, that other passages use as names."""
    if fold(mention.text) in known:
        return [mention]
    return [
        NameMention(Span(mention.span.start + w.start(), mention.span.start + w.end()), w[0])
        for w in re.finditer(r"[^\W\d_][\w.]*", mention.text)
        if fold(w[0]) in known
    ]


def _is_name(mention: NameMention, inside: Counter[str], surnames: set[str], lower_words: set[str]) -> bool:
    word = fold(mention.text)
    if " " in word:
        return not all(part in lower_words for part in word.split())
    if mention.starts_sentence:
        return (inside[word] > 0 or word in surnames) and word not in lower_words
    return not (word in lower_words and inside[word] < 2) or mention.text.isupper()


def _acronyms(texts: Iterable[str]) -> dict[str, str]:
    """Acronyms that the text itself explains, `Office of Foreign Assets Control (OFAC)`, by folded long form."""
    table: dict[str, str] = {}
    for text in texts:
        for match in re.finditer(r"\(([A-Z][A-Z.&]{1,7})\)", text):
            before = [m for m in find_names(text[: match.start()]) if match.start() - m.span.end <= 2]
            letters = match[1].replace(".", "")
            if before and "".join(w[0] for w in before[-1].text.split() if w[0].isupper())[-len(letters) :] == letters:
                table[fold(before[-1].text)] = fold(match[1])
    return table


def _join(mentions: list[NameMention], acronyms: dict[str, str]) -> tuple[Chain, ...]:
    bearers: dict[str, list[NameMention]] = {}
    by_last: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda m: -len(m.text.split())):
        word = fold(mention.text)
        word = acronyms.get(word, word)
        home = word if word in bearers else by_last.get(word, word)
        bearers.setdefault(home, []).append(mention)
        parts = word.split()
        if len(parts) > 1 and _kind(mention, word) is not NameKind.PLACE:
            by_last.setdefault(parts[-1], home)
            by_last.setdefault(parts[0] + " " + parts[-1], home)
    made = []
    for home, members in bearers.items():
        members.sort(key=lambda m: m.span)
        longest = max(members, key=lambda m: (len(m.text), -m.span.start))
        kind = _kind(longest, home, any(m.title for m in members))
        key = home.split()[-1] if kind is NameKind.PERSON else home
        made.append(Chain(key, longest.text, kind, tuple(members)))
    return tuple(sorted(made, key=lambda chain: chain.mentions[0].span))


def _kind(mention: NameMention, word: str, titled: bool = False) -> NameKind:
    parts = set(word.split())
    if parts & _ORGANISATION or (mention.text.isupper() and 2 <= len(mention.text) <= 5 and not look_up(mention.text)):
        return NameKind.ORGANISATION
    if mention.title or titled:
        return NameKind.PERSON
    if look_up(mention.text):
        return NameKind.PLACE
    return NameKind.PERSON if 2 <= len(word.split()) <= 4 and not parts & {"of", "for", "the"} else NameKind.OTHER
