"""A plain-text page as lines (the unit that is classified), with hard-wrapped paragraphs joined.

A line here is what stood between two line breaks, trimmed; in hard-wrapped text (mail, old wire
copy) the lines of one paragraph are one unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.model import Span

_TRIM = " \t\r\f\v\xa0\u200b\u2060\ufeff\u3000\u2002\u2003\u2009"
_ENDS = re.compile(r"""[.!?…:]["'”’»)\]]*$""")


def split_lines(text: str) -> list[Span]:
    """Spans of all lines that hold something visible, trimmed, in order."""
    spans, at = [], 0
    for raw in text.split("\n"):
        line = raw.strip(_TRIM)
        if line:
            left = at + raw.index(line[0])
            spans.append(Span(left, left + len(line)))
        at += len(raw) + 1
    return join_wrapped(text, spans)


def join_wrapped(text: str, spans: Sequence[Span]) -> list[Span]:
    """Lines of one paragraph joined where the text is hard-wrapped; else unchanged."""
    groups = paragraphs(text, spans)
    if not _is_wrapped(text, groups):
        return list(spans)
    return [Span(group[0].start, group[-1].end) for group in groups]


def paragraphs(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Lines grouped by the blank lines between them."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and text.count("\n", groups[-1][-1].end, span.start) == 1:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _is_wrapped(text: str, groups: Sequence[Sequence[Span]]) -> bool:
    """Most lines that are not the last of their paragraph are nearly as long as the longest and end in mid-sentence."""
    inner = [span for group in groups for span in group[:-1]]
    if len(inner) < 6:
        return False
    widest = max(len(span) for group in groups for span in group)
    if not 40 <= widest <= 110:
        return False
    full = [span for span in inner if len(span) >= 0.75 * widest]
    running = [span for span in full if not _ENDS.search(text[max(span.start, span.end - 12) : span.end])]
    return len(full) >= 0.7 * len(inner) and len(running) >= 0.7 * len(full)
