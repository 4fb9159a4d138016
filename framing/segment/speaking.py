"""How much of a sentence is quoted speech, and whose: quotations that run over several sentences keep their speaker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from framing.language.quotes import Quote, QuoteKind, find_quotes
from framing.model import Span

MAX_TEXT = 200_000
"""Quotations are looked for in the first so many code points of an article's running text."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """The direct quotations of an article in order, as spans of its text."""

    quotes: tuple[tuple[Span, str, bool], ...]
    """(span with marks, speaker, whether a whole clause)."""
    starts: tuple[int, ...]

    def of(self, span: Span) -> tuple[float, str]:
        """Share of the sentence's characters inside direct quotations (whole clauses), and the speaker of the longest one."""
        inside, longest, speaker = 0, 0, ""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        for quote, name, direct in self.quotes[first:]:
            if quote.start >= span.end:
                break
            overlap = min(quote.end, span.end) - max(quote.start, span.start)
            if overlap <= 0:
                continue
            if not direct:
                continue
            inside += overlap
            if overlap > longest:
                longest, speaker = overlap, name
        return inside / max(1, len(span)), speaker


def listen(text: str, stretches: Sequence[Span]) -> Speaking:
    """Quotations in the running text; `stretches` are its paragraphs in order."""
    parts, starts, at = [], [], 0
    for stretch in stretches:
        if at + len(stretch) > MAX_TEXT:
            break
        parts.append(stretch.of(text))
        starts.append(at)
        at += len(stretch) + 1
    found = find_quotes("\n".join(parts), indirect=False) if parts else ()
    mapped = [item for quote in found if (item := _mapped(quote, starts, stretches))]
    mapped.sort(key=lambda item: (item[0].start, item[0].end))
    return Speaking(tuple(mapped), tuple(item[0].start for item in mapped))


def _mapped(quote: Quote, starts: Sequence[int], stretches: Sequence[Span]) -> tuple[Span, str, bool] | None:
    """A quotation found in the joined paragraphs, moved to the article's text; nested and scare quotes do not count."""
    if quote.depth or quote.kind not in (QuoteKind.DIRECT, QuoteKind.PARTIAL):
        return None
    left = _place(quote.span.start, starts, stretches)
    right = _place(max(quote.span.start, quote.span.end - 1), starts, stretches) + 1
    return (Span(left, right), quote.speaker, quote.kind is QuoteKind.DIRECT) if right > left else None


def _place(offset: int, starts: Sequence[int], stretches: Sequence[Span]) -> int:
    i = bisect_right(starts, offset) - 1
    return min(stretches[i].start + offset - starts[i], stretches[i].end)
