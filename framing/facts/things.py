"""What a number is of, where its own words show that an event has one of it: the pages of a report, the pay that was offered,
the people whom one boat saved, all who were aboard."""

from __future__ import annotations

import re

from framing.facts.countable import PERSONS
from framing.facts.pairings import Side
from framing.language.names import fold
from framing.language.quantities import Quantity, QuantityKind

_PAPERS = (
    r"report|indictment|opinion|ruling|decision|bill|document|complaint|memo|memorandum|filing|letter|dossier|lawsuit|affidavit"
    r"|transcript|proposal|plan|order|manifesto|treaty|agreement|dissent|brief|summary"
)
_DOCUMENT = re.compile(rf"[\s-]pages? (?:(?:[A-Z]?[\w’'-]+) ){{0,3}}?(?P<thing>{_PAPERS})\b")
_RUNS_TO = re.compile(
    rf"\b(?P<thing>{_PAPERS}),?(?: [\w’'-]+){{0,3}} (?:runs? to|ran to|is|was|of|covers|spans|totals)(?: (?:more than|about|some|nearly|roughly))?\s$",
    re.IGNORECASE,
)
_ANY_PAPER = frozenset(("document", "report"))
"""Names that a document of any other name may be called by."""
_OFFER = re.compile(
    r"\b(?:offer(?:s|ed|ing)?|propos(?:al|als|ed|es|ing)|on the table|tabled|turned? (?:down|their noses up)|turned their noses|settle(?:d|ment)?)\b",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|want(?:s|ed)?|demand(?:s|ed|ing)?|claim(?:s|ed)?|seek(?:s|ing)?|sought|call(?:s|ed|ing)? for|needs?|inflation|prices?)\b",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"\b(?:pay|wages?|salar(?:y|ies)|rise|raise|increase|teachers?|workers?|union|staff|nurses?|strike)\b", re.I
)
_SAVING = re.compile(
    r"\b(?:rescu(?:ed?|es|ing)|sav(?:ed?|es|ing)|surviv(?:ed|ors?)|ow(?:es?|ed) (?:their|his|her) li(?:ves|fe)"
    r"|(?:haul|pull|pluck|fish|lift|winch|drag|pick|bring|brought|took|taken|take|got|help)(?:ed|ing|s)?\b[^.;!?]{0,40}?\b(?:on board|aboard|ashore|alive|to safety|from the (?:water|sea|river|lake)|over the side|up|out))\b",
    re.IGNORECASE,
)
_RESCUER = re.compile(
    r"\b(?:crew|men|boat|trawler|vessel|lifeboat|helicopter|ship|skipper|tug|team|tanker|yacht|ferry)\b(?: (?:of|called|named))?(?: the)?,? (?P<name>(?-i:[A-Z])[\w’'-]+)"
    r"|\bthe (?P<named>(?-i:[A-Z])[\w’'-]+), (?:[\w’'-]+ ){0,4}(?:boat|trawler|vessel|lifeboat|helicopter|ship|tug|crew)",
    re.IGNORECASE,
)
_SOULS = PERSONS | {"other", ""}
_CREW = re.compile(r"\s[a-z]+ of (?:the )?[A-Z]")
"""`the four men of the Tern`: those who saved, not those who were saved."""
REACH = 90
"""Characters on either side of a number in which it is told that pay is offered."""


def things_of(side: Side, quantity: Quantity) -> frozenset[str]:
    """Keys of what the number is of; two numbers that share one are of one thing. Empty where the words do not say."""
    keys = set()
    if document := document_of(side, quantity):
        keys |= {f"pages {name}" for name in (_PAPERS.split("|") if document in _ANY_PAPER else (document,))}
    if _is_offer(side, quantity):
        keys.add("offer " + (quantity.unit if quantity.kind is QuantityKind.PERCENT else "time"))
    saved = (
        quantity.kind is QuantityKind.COUNT
        and quantity.head in _SOULS
        and not _CREW.match(side.text, quantity.span.end)
    )
    if saved and _SAVING.search(side.text):
        keys |= {f"saved by {name}" for name in rescuers(side)}
    return frozenset(keys)


def same_thing(a: Side, one: Quantity, b: Side, two: Quantity) -> bool:
    """Whether both are of one thing that an event has once."""
    return bool(things_of(a, one) & things_of(b, two))


def rescuers(side: Side) -> frozenset[str]:
    """Names of boats and crews that saved somebody: `the crew of the Tern`, `the Tern, a fishing boat`."""
    return frozenset(fold(match["name"] or match["named"]) for match in _RESCUER.finditer(side.text))


def document_of(side: Side, quantity: Quantity) -> str:
    """The document whose pages are counted: `a 47-page indictment`, `the ruling runs to 118 pages`; empty for other counts."""
    if quantity.head != "page":
        return ""
    match = _DOCUMENT.match(side.text, quantity.span.end) or _RUNS_TO.search(side.text[: quantity.span.start])
    return match["thing"].lower() if match else ""


def _is_offer(side: Side, quantity: Quantity) -> bool:
    """Whether the words nearest to a share, or to weeks of pay, say that it is offered and not asked for."""
    weeks = quantity.kind is QuantityKind.MEASURE and quantity.head in ("pay", "money", "wage", "salary")
    if quantity.kind is not QuantityKind.PERCENT and not weeks:
        return False
    offered, asked = (_nearest(pattern, side.text, quantity) for pattern in (_OFFER, _ASK))
    return offered < asked and (weeks or _PAY.search(side.text) is not None)


def _nearest(pattern: re.Pattern[str], text: str, quantity: Quantity) -> float:
    """Characters to the nearest match within REACH in the same clause; infinite without one."""
    start, end = quantity.span.start, quantity.span.end
    gaps = [float("inf")]
    for match in pattern.finditer(text, max(0, start - REACH), min(len(text), end + REACH)):
        between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
        if not re.search(r"[;:.!?]\s", between):
            gaps.append(len(between) + 30 * bool(re.search(r", ", between)))
    return min(gaps)
