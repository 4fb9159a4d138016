"""Patterns and small helpers of reading who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.language.quote_marks import Marked
from framing.language.wordlists import word_set
from framing.model import Span

NOT_PERSONS = word_set(
    "House News Senate Congress Department Times Post Journal Committee Court Party Street Director President Secretary Minister Governor "
    "Sunday University County City State States Republican Democrat Independent Chairman Speaker Leader"
)
"""Last words of capitalised runs that name no person."""
OPENING_PRONOUN = re.compile(r"(?:[^“]*,\s)?\s*(?P<who>[Hh]e|[Ss]he|[Tt]hey)\b")
PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s+(?:\w+ly\s+)?$")
BY = re.compile(r"\s+by\s+")
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|must|may|might|\w+ed|\w+n['’]t|came|went|fell|rose|took|made|knew|"
    r"saw|lost|won|began|got|gave|became|kept|broke|drove|fled|died|grew|ran|stood|spoke|wanted)\b"
)
BREAK = re.compile(r"[.!?]\s")
ADD_TO = re.compile(
    r"\b(?:called|calls|calling|dubbed|labelled|labeled|described|branded|termed|deemed|cited|citing|joked|"
    r"referred|referring|compared|ruled|used|using|offered|gave|issued|released|sent|saying|promising|acting)\b",
    re.IGNORECASE,
)
"""Verbs whose object a quotation may be."""


def masked(text: str, outer: Sequence[Marked]) -> str:
    """`text` with the words inside quotation marks replaced by a filler, offsets kept."""
    parts, at = [], 0
    for item in outer:
        if item.span.start < at:
            continue
        parts.append(text[at : item.span.start])
        parts.append("“" + "\u2027" * (len(item.span) - 1))
        at = item.span.end
    parts.append(text[at:])
    return "".join(parts)


SPACE = re.compile(r"\s+")
THAT = re.compile(r"\s+(?:[^\s,;“]+\s+){0,12}?that\s+")
TURN = re.compile(r",\s+(?:while|but|and|whereas|although|though)\s+")
"""Where a sentence may hand over to another speaker."""
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|could|should|did|does)\b")
CLAUSE_GROUPS = frozenset(("plain-saying", "explaining", "doubting", "arguing", "tentative", "opinion", "factive"))
SHARP_GROUPS = frozenset(("combative", "stressing"))
NO_CLAUSE = word_set("in at on by during after before to with as about for from over of “ when while")


def without_end(text: str, span: Span) -> Span:
    """The span without end stops and blanks at its end."""
    end = span.end
    while end > span.start and text[end - 1] in ".!? ":
        end -= 1
    return Span(span.start, end)


def clause_mark(text: str, verb: str, start: int, end: int) -> re.Match[str] | None:
    """`that` behind a reporting verb; None where it only goes on with a clause that began without it."""
    found = THAT.match(text, start, end)
    if found is None or verb.lower().startswith(("tell", "told")) or found.group().split()[0].lower() in NO_CLAUSE:
        return found
    return None if _AUXILIARY.search(found.group()) else found


def opens_clause(group: str, verb: str, rest: str) -> bool:
    """Whether what follows a reporting verb of `group`, without `that`, is the reported clause."""
    words = rest.split()
    if not words or words[0][0] in ",;:":
        return False
    plain = group in CLAUSE_GROUPS and words[0].lower() not in NO_CLAUSE and FINITE.search(rest)
    return bool(plain) or (group in SHARP_GROUPS and verb.lower().endswith("ed"))


_ROLE = re.compile(r",\s+(?:the|a|an|its|his|her|their)\s[^,]{3,80}$")


def without_role(head: str) -> str:
    """`head` without a description of the speaker that follows it: `…, the chief inspector`, where a clause stays."""
    role = _ROLE.search(head)
    if role is None or FINITE.search(role.group()) or not FINITE.search(head, 0, role.start()):
        return head
    return head[: role.start()]


def same_name(name: str, other: str) -> bool:
    """Whether two names end in one surname."""
    return bool(name and other) and name.split()[-1] == other.split()[-1]
