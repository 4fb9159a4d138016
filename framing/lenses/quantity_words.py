"""The words of a quantity with the noun that it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.language.quantities import Quantity


def with_head(text: str, quantity: Quantity) -> tuple[int, int]:
    """The quantity with the noun it counts, where that follows within three words."""
    start, end = quantity.span.start, quantity.span.end
    tail: Sequence[str] = text[end : end + 40].split()[:3]
    at = end
    for word in tail:
        place = text.find(word, at, at + len(word) + 2)
        if place < 0 or not quantity.head:
            break
        at = place + len(word)
        bare = word.strip(".,;:”\"’'!?").lower()
        if bare.startswith(quantity.head[:4]):
            return start, place + len(word.rstrip(".,;:”\"’'!?"))
    counted = re.match(rf"(?:\s[\w'’-]+){{{len(quantity.modifiers) + 1}}}", text[end:]) if quantity.head else None
    return start, end + counted.end() if counted else end
