"""Which wordings across articles stand for one person, group or country: names, roles, demonyms, head nouns.

Coreference-light, in the steps of Hamborg et al. 2019: proper names by surname or acronym; a role (`the
president`) for the person most often named with it; demonyms and capitals for their state; else the head noun.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from framing.language.names import fold
from framing.language.places import PlaceKind, look_up
from framing.language.speaker_phrases import name_of
from framing.language.wordlists import word_set

_DETERMINERS = word_set(
    "the a an this that these those his her its their our my your some many several two three most all other"
)
_COURTESY = word_set("mr mrs ms dr sen rep gov sir")
_ROLES = word_set(
    "president director minister secretary senator governor chancellor leader chairman chairwoman dictator chief spokesman "
    "spokeswoman counsel general ambassador judge mayor king queen commissioner supreme adviser advisor premier envoy"
)
_POSSESSIVE = re.compile(r"^(?P<owner>.+?)(?:['’]s|s['’])\s+(?P<rest>.+)$")
_PHRASE_END = re.compile(r"\s(?:of|for|in|on|from|with|at|by|to|who|that|which|and)\s|,")
_GOVERNED = word_set(
    "government officials official regime administration troops forces people leaders leadership authorities military nation country state"
)


def group_mentions(mentions: Sequence[str]) -> list[str]:
    """A key for each mention of one event's articles; equal keys stand for one referent."""
    surnames = _surnames(mentions)
    roles = _role_bearers(mentions, surnames)
    return [_key(mention, surnames, roles) for mention in mentions]


def _bare(mention: str) -> list[str]:
    words = [word.strip(".,;:“”\"'‘’()") for word in mention.split()]
    words = [word for word in words if word]
    while words and words[0].lower() in _DETERMINERS:
        words.pop(0)
    return words


def _surnames(mentions: Sequence[str]) -> frozenset[str]:
    """Last words of capitalised mentions that stand with a courtesy title, a role or a first name."""
    found: Counter[str] = Counter()
    for mention in mentions:
        words = _bare(re.sub(r"['’]s$", "", mention))
        if len(words) < 2 or not words[-1][:1].isupper() or look_up(words[-1]) or look_up(" ".join(words)):
            continue
        before = words[-2].lower()
        if before in _COURTESY or before in _ROLES or (words[-2][:1].isupper() and len(words) <= 3):
            found[fold(words[-1])] += 1
    single = Counter(fold(_bare(mention)[0]) for mention in mentions if len(_bare(mention)) == 1)
    return frozenset(name for name in found if single[name] or found[name] > 1)


def _role_bearers(mentions: Sequence[str], surnames: frozenset[str]) -> dict[str, str]:
    """For each role, the person most often named with it."""
    counts: dict[str, Counter[str]] = {}
    for mention in mentions:
        words = [fold(word) for word in _bare(mention)]
        if words and words[-1] in surnames:
            for word in words[:-1]:
                if word in _ROLES:
                    counts.setdefault(word, Counter())[words[-1]] += 1
    return {role: found.most_common(1)[0][0] for role, found in counts.items()}


def _key(mention: str, surnames: frozenset[str], roles: dict[str, str]) -> str:
    whole = re.sub(r"['’]s?$", "", mention.strip())
    head = _PHRASE_END.split(whole)[0]
    words = _bare(head)
    if not words:
        return fold(mention)
    folded = [fold(word) for word in words]
    for name in reversed(folded):
        if name in surnames:
            return f"person {name}"
    owner = _POSSESSIVE.match(whole)
    if owner is not None and fold(owner["rest"].split()[-1]) not in _ROLES:
        state = _state(owner["owner"])
        if state and fold(owner["rest"].split()[-1]) in _GOVERNED:
            return state
    if folded[-1] in _ROLES and folded[-1] in roles:
        return f"person {roles[folded[-1]]}"
    state = _state(head) or (_state(words[0]) if folded[-1] in _GOVERNED else "")
    if state:
        return state
    if all(word[:1].isupper() for word in words):
        named = fold(name_of(" ".join(words)).split()[-1])
        return f"name {named.removesuffix('s')}"
    return f"noun {folded[-1].removesuffix('s')}"


_IRREGULAR = {
    "american": "United States", "americans": "United States", "america": "United States", "u.s": "United States", "us": "United States",
    "white house": "United States", "kremlin": "Russia", "french": "France", "british": "United Kingdom", "german": "Germany",
    "greek": "Greece", "dutch": "Netherlands", "spanish": "Spain", "chinese": "China", "turkish": "Turkey", "polish": "Poland",
    "north": "North Korea", "south": "South Korea", "swiss": "Switzerland", "ukrainian": "Ukraine", "washington": "United States",
}  # fmt: skip


def _state(words: str) -> str:
    """The state that a country, capital or demonym stands for; empty where it stands for none."""
    bare = " ".join(_bare(words)).removesuffix(".")
    if not bare[:1].isupper():
        return ""
    low = bare.lower()
    for candidate in (
        _IRREGULAR.get(low, bare),
        *(bare.removesuffix(end) for end in ("n", "ns", "an", "ans", "ian", "ians", "ese", "i", "is")),
    ):
        place = look_up(candidate)
        if place is not None and place.country and place.kind in (PlaceKind.COUNTRY, PlaceKind.CAPITAL):
            return f"state {place.country}"
    return ""
