"""How likely each line of a plain-text page is article body."""

from __future__ import annotations

import math
from collections.abc import Sequence

from framing.ingest.patterns import PHRASES, TERMINAL, WORD
from framing.model import Span


def body_probabilities(text: str, spans: Sequence[Span]) -> list[float]:
    """One probability in [0, 1] a line."""
    out = []
    for span in spans:
        line = span.of(text)
        words = len(WORD.findall(line[:5000]))
        score = 0.35 * (words - 12) + (2.5 if TERMINAL.search(line) else -1.5)
        if words < 40:
            score -= 3 * sum(bool(p.search(line)) for p in PHRASES.values())
        out.append(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))))
    return out
