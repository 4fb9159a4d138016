"""Reported statements of a passage: who is made answerable, by which verb or noun, for which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.language.quotes import Quote, QuoteKind
from framing.language.verbs import ReportingVerb, reporting_forms
from framing.lenses.context import Range, View, inside
from framing.lenses.cues import cues
from framing.model import Passage, Span


@dataclass(frozen=True, slots=True)
class Report:
    """One reported statement in a passage; parts are relative to it."""

    words: Range
    """Speaker and verb: `the clerk claimed`."""
    shown: Range
    """These with the first words of what is reported, where they follow."""
    content: Range
    speaker: str
    verb: str
    entry: ReportingVerb | None
    unnamed: bool

    @property
    def gives_away(self) -> bool:
        """Whether the verb leaves the statement to its speaker: said, claimed; not showed, expects."""
        return self.entry is None or self.entry.group in _GIVING


_SHOWN = 50
"""Code points of the reported words that an excerpt shows; it ends with a whole word."""
_GIVING = frozenset(("plain-saying", "doubting", "arguing", "tentative", "explaining"))
_MOST_WORDS = 16


_CLAUSE = r"(?P<content>[^,;:.“”\"()]{3,120})"
_BLAMES = re.compile(
    r"(?<![\w’'-])(?P<words>(?P<speaker>(?:\b(?i:the|an?|his|her|their|its)\s+)?[\w’'-]+(?:\s+[A-Z][\w’'-]+|\s+[a-z]\w+s\b){0,3})\s+(?:(?:has|have|had)\s+)?"
    r"(?P<verb>(?:(?:tried|sought|attempted|rushed|was quick)\s+to\s+)?blam(?:e[sd]?|ing)))\s+" + _CLAUSE
)
"""`X blamed Y`: an account of the cause that is X's."""
_ACCOUNTS = re.compile(
    r"(?<![\w’'-])(?P<words>(?P<speaker>(?:\b(?i:the|an?)\s+)?[\w-]+(?:\s[\w-]+){0,2})(?:['’]s|s['’])\s+(?:[\w-]+\s+)?"
    r"(?P<verb>claims?|accounts?|version|assertions?|allegations?|accusations?|explanation|insistence|contention|denial|story))\s+(?:of|that)\s+"
    + _CLAUSE
)
"""`the operator's account of …`: attribution by a noun."""


def reports(view: View, passage: Passage) -> list[Report]:
    """Attributions whose words stand in `passage`, one a verb, in order."""
    found: dict[tuple[int, int], Report] = {}
    for quote in view.quotes_in(passage):
        anchor = quote.verb_span or quote.speaker_span
        if anchor is None or quote.kind is QuoteKind.SCARE or not anchor.overlaps(passage.span):
            continue
        whole = Span(anchor.start, anchor.end)
        speaker = quote.speaker_span
        if speaker and speaker.overlaps(passage.span) and _beside(view.article.text, speaker, anchor):
            whole = Span(min(speaker.start, anchor.start), max(speaker.end, anchor.end))
        key = inside(anchor, passage)
        found.setdefault(key, _report(quote, passage, whole))
    for pattern, base in ((_BLAMES, "argue"), (_ACCOUNTS, "claim")):
        for match in pattern.finditer(passage.text):
            if not any(key[0] < match.end() and match.start("verb") < key[1] for key in found):
                found[match.span("verb")] = _by_pattern(match, base)
    kept = [found[key] for key in sorted(found)]
    return [report for report in kept if len(_cut(passage, report.words).split()) <= _MOST_WORDS]


_BETWEEN = 40
"""Code points between speaker and verb: further apart, other clauses stand between them."""


def _beside(text: str, speaker: Span, anchor: Span) -> bool:
    between = text[min(speaker.end, anchor.end) : max(speaker.start, anchor.start)]
    return len(between) < _BETWEEN and not re.search(r"\b(?:while|but|whereas|although|though|and)\b", between)


def _report(quote: Quote, passage: Passage, whole: Span) -> Report:
    named = passage.text[slice(*inside(quote.speaker_span, passage))] if quote.speaker_span else quote.speaker
    words, content = inside(whole, passage), inside(quote.inner, passage)
    return Report(
        words,
        _shown(passage.text, words, content),
        content,
        quote.speaker,
        quote.verb.lower(),
        reporting_forms().get(quote.verb.lower()),
        cues("anonymous_sources").has(named) and not any(word[:1].isupper() for word in named.split()[1:]),
    )


def _by_pattern(match: re.Match[str], base: str) -> Report:
    speaker = match["speaker"]
    unnamed = cues("anonymous_sources").has(speaker)
    words, content = match.span("words"), match.span("content")
    return Report(words, words, content, speaker, match["verb"], reporting_forms().get(base), unnamed)


def _shown(text: str, words: Range, content: Range) -> Range:
    if not 0 <= content[0] - words[1] <= 12:
        return words
    end = min(content[1], content[0] + _SHOWN)
    while end < content[1] and not text[end].isspace():
        end += 1
    return words[0], max(words[1], end)


def _cut(passage: Passage, part: Range) -> str:
    return passage.text[slice(*part)]
