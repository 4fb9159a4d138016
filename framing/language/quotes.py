"""Quotations of a plain text: direct, partial, scare and indirect, each with speaker and reporting verb.

`find_quotes` needs no parser and no model. Speakers are read by attribution patterns around the marks,
as in Pareti et al. 2013 and the Gender Gap Tracker (Asr et al. 2021), and by taking over the speaker of
the quotation before it or the last-named speaker where the text has a pronoun or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from framing.language.quote_marks import Marked, marked_spans
from framing.language.quote_sentences import sentence_spans
from framing.language.quote_speakers import Attribution, Speakers
from framing.model import Span


class QuoteKind(StrEnum):
    """How much of a speaker's words stands in the text."""

    DIRECT = "direct"
    """A whole clause or more between marks."""
    PARTIAL = "partial"
    """Some of the speaker's words, built into the writer's sentence."""
    SCARE = "scare"
    """Up to three words between marks that nobody near is said to have spoken."""
    INDIRECT = "indirect"
    """A report of what was said, without marks."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation. Spans index the text that was searched."""

    span: Span
    """With the marks, where there are any."""
    inner: Span
    """Without them."""
    kind: QuoteKind
    depth: int = 0
    """0 for a quotation of its own, 1 for one inside another."""
    balanced: bool = True
    continued: bool = False
    """Goes on from the paragraph before, under the same speaker."""
    speaker: str = ""
    """As named in the text; for a pronoun, the last-named speaker it stands for."""
    speaker_span: Span | None = None
    """The words that name the speaker here (for a pronoun, the pronoun)."""
    verb: str = ""
    verb_span: Span | None = None


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VERBLIKE = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|will|would|can|could|should|must|may|might|"
    r"not|n['’]t|\w+['’](?:s|re|ve|ll|m|d)|need|want|think|know|believe|go|going|get|let|make|take|see|look)\b",
    re.IGNORECASE,
)
_LONG = 400_000
"""Texts longer than this are searched in full for marks, but indirect speech is looked for only up to here."""


def find_quotes(text: str, *, indirect: bool = True, speakers: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Quotations of `text` in order of their start; marks first found, then speakers, then indirect speech.

    `text` may be a whole article or one sentence; paragraphs are separated by line feeds. `speakers` are names
    already introduced (the article before this text). Unbalanced marks give `balanced=False`, never an error.
    """
    marked = marked_spans(text)
    sentences = sentence_spans(text)
    finder = Speakers(text, sentences, [m for m in marked if m.depth == 0], known=speakers)
    outer: dict[int, Quote] = {}
    quotes: list[Quote] = []
    previous: Quote | None = None
    for item in marked:
        if item.depth:
            quotes.append(_nested(text, item, quotes))
            continue
        quote = _quote(text, item, finder.attribute(item, carry=_carry(previous, item)))
        outer[item.span.start] = quote
        quotes.append(quote)
        previous = quote
    if indirect:
        quotes.extend(_indirect(text, finder, [q.span for q in quotes]))
    return tuple(sorted(quotes, key=lambda quote: (quote.span.start, -quote.span.end)))


def _carry(previous: Quote | None, item: Marked) -> Attribution | None:
    if previous is None or not previous.speaker:
        return None
    return Attribution(previous.speaker, previous.speaker_span, "", None, sure=item.continued)


_SMALL = frozenset(("the", "a", "an", "of", "in", "on", "for", "and", "to", "with", "at", "from"))
_LEAD = 40
"""Code points before a quotation in which the mark that leads to it stands."""
_PROGRAMME = re.compile(r"\s+(?:show|programme|program|column|podcast)\b")


def _is_title(text: str, item: Marked, inner: str) -> bool:
    """Whether the marks hold the name of a show, a book, a motto: `on NBC's "Meet the Press."`; nobody says it."""
    words = _WORD.findall(inner)
    if not 1 <= len(words) <= 8 or not words[0][0].isupper():
        return False
    if _PROGRAMME.match(text, item.span.end):
        return True
    lead = text[max(0, item.span.start - _LEAD) : item.span.start].rstrip()[-1:]
    named = all(word[0].isupper() or word in _SMALL for word in words)
    return len(words) >= 2 and named and not words[-1].isupper() and lead.isalpha() and words[-1][0].isupper()


def _kind(text: str, item: Marked, attributed: bool) -> QuoteKind:
    inner = item.inner.of(text)
    words = len(_WORD.findall(inner))
    if _is_title(text, item, inner):
        return QuoteKind.SCARE
    if words <= 3 and not attributed and not inner.rstrip().endswith((",", ".", "!", "?")):
        return QuoteKind.SCARE
    ends = inner.rstrip().endswith((",", ".", "!", "?", "…", "—")) or not item.balanced or item.continues
    starts = inner[:1].isupper() or item.continued
    if words >= 4 and (ends or starts) and (starts or _VERBLIKE.search(inner)):
        return QuoteKind.DIRECT
    lead = text[max(0, item.span.start - _LEAD) : item.span.start].rstrip()[-1:]
    if words >= 8 and lead in (",", ":") and _VERBLIKE.search(inner):
        return QuoteKind.DIRECT
    if starts and ends and attributed and words >= 1:
        return QuoteKind.DIRECT
    return QuoteKind.PARTIAL


def _quote(text: str, item: Marked, found: Attribution | None) -> Quote:
    base = Quote(item.span, item.inner, _kind(text, item, found is not None), item.depth, item.balanced, item.continued)
    if found is None or base.kind is QuoteKind.SCARE:
        return base
    return replace(
        base,
        speaker=found.speaker,
        speaker_span=found.speaker_span,
        verb=found.verb,
        verb_span=found.verb_span,
    )


def _nested(text: str, item: Marked, before: Sequence[Quote]) -> Quote:
    """A quotation inside another: its speaker is not looked for, the outer one's is not its own."""
    kind = QuoteKind.SCARE if len(_WORD.findall(item.inner.of(text))) <= 3 else QuoteKind.PARTIAL
    return Quote(item.span, item.inner, kind, item.depth, item.balanced)


def _indirect(text: str, finder: Speakers, taken: Sequence[Span]) -> list[Quote]:
    found = []
    for content, attribution in finder.indirect(limit=_LONG):
        if any(content.overlaps(span) and len(span) * 2 > len(content) for span in taken):
            continue
        found.append(
            Quote(
                content,
                content,
                QuoteKind.INDIRECT,
                speaker=attribution.speaker,
                speaker_span=attribution.speaker_span,
                verb=attribution.verb,
                verb_span=attribution.verb_span,
            )
        )
    return found
