"""Whether a number is told as a rise or a fall: two moves of two directions, or a move and a level, are no contradiction."""

from __future__ import annotations

import re

from framing.facts.countable import same_fate
from framing.facts.pairings import Pairing, Side
from framing.language.quantities import Quantity

_UP = re.compile(
    r"\b(?:up|rose|risen|rise|rising|climb\w*|gain\w*|increas\w*|higher|jump\w*|surg\w*|grew|grown|rally|rallied)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:down|fell|fallen|falls?|falling|dropp?\w*|lost|lower|declin\w*|decreas\w*|slid|plung\w*|shrank|cut)\b",
    re.IGNORECASE,
)
_TUMBLED = re.compile(
    r"\b(?:tumbl\w*|slump\w*|sank|sunk|slipp?\w*|shed|soar\w*|leap\w*|leapt|spik\w*|shot up)\b", re.IGNORECASE
)
_COMPARED = re.compile(r"\s(?:more|less|fewer|better|worse|cheaper|dearer)\b", re.IGNORECASE)


def turned(pairing: Pairing, a: Quantity, b: Quantity) -> bool:
    """Whether one is a rise and the other a fall, and so of two different moves."""
    if same_fate(a, b):  # `lost their lives` is no fall, and a toll that rose is the toll
        return False
    near = _near(pairing.a, a), _near(pairing.b, b)
    up, down = ([pattern.search(text) is not None for text in near] for pattern in (_UP, _DOWN))
    return (up[0] and not down[0] and down[1] and not up[1]) or (down[0] and not up[0] and up[1] and not down[1])


def moves(side: Side, quantity: Quantity) -> bool:
    """Whether the words around tell a rise, a fall or a comparison: `20 percent less`."""
    near = _near(side, quantity)
    return any(pattern.search(near) for pattern in (_UP, _DOWN, _TUMBLED)) or bool(
        _COMPARED.match(side.text, quantity.span.end)
    )


def _near(side: Side, quantity: Quantity) -> str:
    return side.text[max(0, quantity.span.start - 45) : quantity.span.end + 20]
