"""Flat denials against what they deny: `no casualties` against two dead, `without warning` against a warning issued.

A denial of this form rarely resembles its counterpart enough to be linked as one statement, so both sides are
read for closed sets of words, and the article that denies must not tell the count or the warning itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.facts.pairings import Pairing, Side
from framing.facts.words import content_stems
from framing.language.quantities import Quantity
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

_NONE = r"(?:no|without (?:a single|any)|zero|not a single)"
_NOBODY = r"(?:nobody|no[ -]one|none (?:of \w+ \w+ )?(?:was|were))"
DENIED = {
    "death": re.compile(
        rf"\b(?:{_NONE} (?:\w+ )?(?:casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|loss of life)|{_NOBODY} (?:\w+ ){{0,2}}(?:killed|died|dead|hurt))\b",
        re.IGNORECASE,
    ),
    "injury": re.compile(
        rf"\b(?:{_NONE} (?:\w+ )?(?:casualt(?:y|ies)|injur(?:y|ies))|{_NOBODY} (?:\w+ ){{0,2}}(?:hurt|injured|wounded|harmed))\b",
        re.IGNORECASE,
    ),
}
"""By fate, the words that deny it of everybody."""
_HARM = re.compile(r"\b(?:killed|dead|died|deaths?|wounded|injured|hurt)\b", re.IGNORECASE)
_GIVEN = r"(?:issued|gave|given|received|sent|granted|obtained|posted|raised|broadcast|sounded|had|has|have)"
_THINGS = {
    "warning": r"(?:warnings?|alarms?)",
    "notice": r"(?:notices?|notifications?)",
    "permission": r"(?:permissions?|permits?|authori[sz]ations?|consents?)",
}
_MARCH = r"(?:march|rally|gathering|protest|demonstration|assembly|parade|vigil|strike|walkout)"
_LACKED = {"permission": rf"|\b(?:unauthori[sz]ed|unsanctioned|unregistered|unpermitted|illegal|unlawful) {_MARCH}\b"}
_HAD = {
    "warning": r"|\b(?:had|have|has) warned of\b|\bwarnings? (?:went up|was hoisted|had gone up|was up)\b",
    "notice": r"|\bnotices? (?:had been|was|were|has been) (?:hanging|pinned|displayed|published|up)\b"
    r"|\bletters? (?:announcing|informing|notifying|giving notice)\b|\b(?:one|it) (?:had been|was|has been) received\b",
    "permission": rf"|\b(?:according to a|lists? a|listed a|holds? a|held a) permit\b|\b{_MARCH} (?:was|had been|has been|were) (?:authori[sz]ed|registered|permitted|approved|licensed)\b",
}
"""Other words for the lack of a thing, and for having it."""
_LACKING = {
    name: re.compile(
        rf"\b(?:without (?:any |a |prior )*|no (?:prior |such )?){thing}\b" + _LACKED.get(name, ""), re.IGNORECASE
    )
    for name, thing in _THINGS.items()
}
_HAVING = {
    name: re.compile(
        rf"\b{_GIVEN} (?:an? |the |its |two |three |several |repeated )(?:[\w’'-]+ ){{0,2}}{thing}\b"
        rf"|\b{thing} (?:[\w’'-]+ ){{0,3}}(?:was|were|had been|has been) (?:issued|given|sent|granted|in force|received|posted)\b"
        + _HAD.get(name, ""),
        re.IGNORECASE,
    )
    for name, thing in _THINGS.items()
}
_GATHERING = re.compile(rf"\b{_MARCH}\b", re.IGNORECASE)
_WEATHER = re.compile(
    r"\b(?:weather|gales?|storms?|winds?|forecast(?:s|ers?)?|floods?|flooding|hurricanes?|tornado(?:es)?|blizzards?|waves?|avalanches?)\b",
    re.IGNORECASE,
)
_UNREAL = re.compile(r"\b(?:if|unless|whether|would|could|might|should)\b|\?", re.IGNORECASE)


def denial_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """At most one: a toll or a warning that one passage tells and the other flatly denies."""
    if _UNREAL.search(pairing.a.text) or _UNREAL.search(pairing.b.text):
        return
    for a, b in (*_tolls(pairing), *_things(pairing)):
        yield Conflict(
            kind=ConflictKind.NEGATION,
            verdict=ConflictVerdict.CONFLICT,
            a=pairing.a.excerpt(a),
            b=pairing.b.excerpt(b),
            values=(a.of(pairing.a.text), b.of(pairing.b.text)),
            explanation="one flatly denies what the other tells",
            probability=0.6,
        )
        return


def denies(side: Side) -> bool:
    """Whether the passage denies a toll, a warning, a notice or a permission."""
    return any(pattern.search(side.text) for pattern in (*DENIED.values(), *_LACKING.values()))


CLASHES = (frozenset(("lacked", "had")), frozenset(("unwarned", "warned")))
"""Of which an event has one: a permission for its march, a warning of its weather."""


def permission(side: Side) -> frozenset[str]:
    """Members of CLASHES that the passage tells: a permission for a march `lacked` or `had`, weather `unwarned` or `warned`."""
    told = set()
    for topic, thing, names in (
        (_GATHERING, "permission", ("lacked", "had")),
        (_WEATHER, "warning", ("unwarned", "warned")),
    ):
        if topic.search(side.text):
            patterns = _LACKING[thing], _HAVING[thing]
            told |= {name for name, pattern in zip(names, patterns, strict=True) if pattern.search(side.text)}
    return frozenset(told)


def _tolls(pairing: Pairing) -> Iterator[tuple[Span, Span]]:
    for fate, pattern in DENIED.items():
        if (match := pattern.search(pairing.a.text)) and not _tells([pairing.a, *pairing.others_a]):
            for quantity in _counts(fate, pairing.b):
                yield Span(*match.span()), _counted(pairing.b, quantity)
        if (match := pattern.search(pairing.b.text)) and not _tells([pairing.b, *pairing.others_b]):
            for quantity in _counts(fate, pairing.a):
                yield _counted(pairing.a, quantity), Span(*match.span())


_NOUN = re.compile(
    r"(?:\s(?!(?:of|was|were|is|are|be|been|has|had|have|who|in|on|at|and|or|by|died|dead|killed|injured|wounded|hurt)\b)[\w’'-]+){1,3}"
)


def _counted(side: Side, quantity: Quantity) -> Span:
    """The number with what it counts: `two border guards`."""
    match = _NOUN.match(side.text, quantity.span.end)
    return Span(quantity.span.start, match.end()) if match else quantity.span


def _counts(fate: str, side: Side) -> list[Quantity]:
    return [q for q in side.quantities if q.fate == fate and q.low >= 1]


def _tells(article: Sequence[Side]) -> bool:
    """Whether the article tells of dead or hurt itself: it then only reports that somebody denies them."""
    return any(_HARM.search(side.text) and not any(p.search(side.text) for p in DENIED.values()) for side in article)


def _things(pairing: Pairing) -> Iterator[tuple[Span, Span]]:
    for name, lacking in _LACKING.items():
        a, b = lacking.search(pairing.a.text), lacking.search(pairing.b.text)
        if bool(a) == bool(b):
            continue
        if a and (found := _has(name, pairing.b)) and not any(_has(name, s) for s in pairing.others_a):
            spans = Span(*a.span()), found
        elif b and (found := _has(name, pairing.a)) and not any(_has(name, s) for s in pairing.others_b):
            spans = found, Span(*b.span())
        else:
            continue
        if _shares(pairing, f"{spans[0].of(pairing.a.text)} {spans[1].of(pairing.b.text)}"):
            yield spans


def _has(name: str, side: Side) -> Span | None:
    match = _HAVING[name].search(side.text)
    return Span(*match.span()) if match else None


def _shares(pairing: Pairing, apart: str) -> bool:
    """Whether the passages share a content word beyond the denial itself, or both tell of a march or of the weather."""
    if _WEATHER.search(pairing.a.text) and _WEATHER.search(pairing.b.text):
        return True
    if _GATHERING.search(pairing.a.text) and _GATHERING.search(pairing.b.text):
        return True
    return bool((pairing.a.stems & pairing.b.stems) - set(content_stems(apart)))
