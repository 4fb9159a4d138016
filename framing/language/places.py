"""Place names in news text with their spans and what the words around say of them.

Names come from a gazetteer of 20,000 cities, capitals, states, regions and countries (framing/data/places.tsv,
derived from GeoNames). A name is taken as a place where the whole capitalised run is one (`Moscow`, not
`Moscow State University`); a small town's name counts only after a preposition of place or with its state or
country (`Lincoln, Nebraska`), since most of them are surnames too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from framing.model import Probability, Span


class PlaceKind(StrEnum):
    CITY = "city"
    CAPITAL = "capital"
    STATE = "state"
    REGION = "region"
    COUNTRY = "country"


class PlaceRole(StrEnum):
    """What the words around the name say of the place."""

    DATELINE = "dateline"
    """Filed from there."""
    LOCATED = "located"
    """Something is said to be or happen there: `in`, `at`, `near` it."""
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry; `population` in thousands, 0 where unknown; `country` is an ISO 3166 code or empty."""

    name: str
    kind: PlaceKind
    country: str
    population: int

    @property
    def is_settlement(self) -> bool:
        """A city or town, the grain at which an event has its place."""
        return self.kind in (PlaceKind.CITY, PlaceKind.CAPITAL)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """`text` is the slice of the given text at `span`; `place.name` the common form of the name."""

    span: Span
    text: str
    place: Place
    role: PlaceRole
    confidence: Probability


LARGE = 300
"""Thousands of people from which a city's name alone, without a preposition, is taken as the city."""

_RUN = re.compile(
    r"(?:D\.C\.|U\.S\.A?\.?|U\.K\.|L\.A\.|St\.\s|(?<![\w.])[A-ZÀ-ÝŁŞŠŽĐİ][\w'’-]*)"
    r"(?:[ \u00a0-](?:D\.C\.|[A-ZÀ-ÝŁŞŠŽĐİ][\w'’-]*|of(?=\s[A-Z])|the(?=\s[A-Z])))*"
)
_PREPOSITION = re.compile(
    r"\b(?P<word>in|at|near|outside|inside|across|around|throughout|from|to|into|toward|towards|for|through|over|of)\s"
    r"(?:(?:the|downtown|central|northern|southern|eastern|western|northeast|northwest|southeast|southwest|north|south|east|west|nearby|capital|city|state|port)\s(?:of\s)?)*$",
    re.I,
)
_LOCATING = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "throughout"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_PLACE_START = _words(
    "in at from near to the a an on as but and while when after before for with by since during under over he she it they "
    "if though although however meanwhile early late last this that these those monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december"
)
_COMMON_WORDS = _words(
    "date man mobile most nice police reading of best bath bar orange union enterprise independence liberty hope normal "
    "justice surprise troy male fort bay lima commerce temple independent imperial superior university central district "
    "media moses deal born young along sale split same much center king hall park industry republic progress "
    "centre green page lake marina champion franklin gap born van hit con big many metro post mission"
)
_NOT_PLACES = _words(
    "parliament congress senate house court supreme english french spanish german arabic russian chinese christ god jesus "
    "democratic republican republicans democrats trump obama biden twitter facebook youtube instagram google apple tesla "
    "act party committee council department ministry university college school hospital church street st avenue road "
    "section article title chapter phase round game series week day cup league olympics world war spring summer autumn fall "
    "winter ramadan christmas easter thanksgiving islam christianity judaism north south east west western eastern northern "
    "southern central middle cabinet government opposition time times post journal news today part general special mr mrs "
    "ms dr sir what which that this there all both some many most his her their its our your my gop gmt est covid covid-19 "
    "american americans british europe european congressional federal state local public national international bill "
    "operation treaty agreement deal pact constitution amendment medicare medicaid obamacare bitcoin"
)
_AFTER = re.compile(r",\s(?P<next>[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2})")
_STATE_SHORT = _words(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev N.H N.J N.M N.Y N.C N.D "
    "Okla Ore Pa R.I S.C S.D Tenn Tex Vt Va Wash W.Va Wis Wyo D.C"
)


@lru_cache(maxsize=1)
def _rows() -> dict[str, str]:
    """The gazetteer's lines by name, unparsed: making 20,000 records would cost a tenth of a second."""
    text = files("framing.data").joinpath("places.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines())


@lru_cache(maxsize=4_096)
def look_up(name: str) -> Place | None:
    """The place of that name; all capitals are read as title case. None where it is none."""
    row = _rows().get(name)
    if row is None and name.isupper() and len(name) > 3:
        name = _title(name)
        row = _rows().get(name)
    if row is None:
        return None
    kind, canonical, country, people = row.split("\t")
    return Place(canonical or name, PlaceKind(kind), country, int(people))


def _title(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """Places in `text`, in order. Datelines are found by `framing.events.where`, which knows the article."""
    found: list[PlaceMention] = []
    for match in _RUN.finditer(text):
        for start, end in _parts(text, match.start(), match.end()):
            mention = _mention(text, start, end)
            if mention is not None and (not found or not mention.span.overlaps(found[-1].span)):
                found.append(mention)
    return tuple(found)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The run without leading function words and possessive, cut at weekdays and months inside it."""
    parts: list[tuple[int, int]] = []
    at: int | None = None
    last = start
    for word in re.finditer(r"\S+", text[start:end]):
        low, begin = word[0].lower().strip("'’"), start + word.start()
        if low in _NOT_PLACE_START and (at is None or low not in ("the", "of", "in")):
            if at is not None:
                parts.append((at, last))
            at = None
        elif at is None:
            at = begin
        last = start + word.end()
    if at is not None:
        parts.append((at, last))
    return [(a, b - len(re.search(r"(?:['’]s?)?$", text[a:b])[0])) for a, b in parts]  # type: ignore[index]


def _mention(text: str, start: int, end: int) -> PlaceMention | None:
    name = text[start:end].replace("\u00a0", " ")
    place = look_up(name)
    if start and text[start - 1] in "-–":
        return None
    before = _PREPOSITION.search(text[max(0, start - 40) : start])
    word = before["word"].lower() if before else ""
    qualified = _qualifier(text, end)
    if place is None:
        return _unlisted(text, start, end, word, qualified)
    small = place.kind is PlaceKind.CITY and place.population < LARGE
    common = name.lower() in _COMMON_WORDS
    if (common and not qualified) or (
        small and not qualified and word not in _LOCATING and word not in ("from", "to", "of")
    ):
        return None
    if name == "US" and not re.search(r"[a-z]", text):
        return None
    role = PlaceRole.LOCATED if word in _LOCATING else PlaceRole.MENTIONED
    confidence = 0.95 if qualified or not small else 0.6
    return PlaceMention(Span(start, end), text[start:end], place, role, confidence)


def _unlisted(text: str, start: int, end: int, word: str, qualified: bool) -> PlaceMention | None:
    """A place the gazetteer does not know: after `in`, `near` or `outside`, surer with its state or country."""
    name = text[start:end]
    words = name.split()
    if word not in ("in", "near", "outside") or len(words) > 3 or len(name) < 4 or name.isupper():
        return None
    if any(part.lower().strip(".") in _NOT_PLACES for part in words) or re.match(r"\s[A-Z]|['’]s\s", text[end:]):
        return None
    place = Place(name, PlaceKind.CITY, "", 0)
    return PlaceMention(Span(start, end), name, place, PlaceRole.LOCATED, 0.8 if qualified else 0.35)


def _qualifier(text: str, end: int) -> bool:
    """Whether a state or country follows after a comma: `Lincoln, Nebraska`."""
    after = _AFTER.match(text, end)
    if after is None:
        return False
    word = after["next"]
    if word.rstrip(".") in _STATE_SHORT:
        return True
    place = look_up(word) or look_up(word.split()[0])
    return place is not None and place.kind in (PlaceKind.STATE, PlaceKind.COUNTRY)
