"""Reported statements of a passage: who is made answerable, by which verb or noun, for which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from framing.language.quotes import Quote, QuoteKind
from framing.language.verbs import ReportingVerb, reporting_forms, reporting_pattern
from framing.language.wordlists import word_set
from framing.lenses.context import Range, View, inside
from framing.lenses.cues import cues
from framing.lenses.wording import Alignment, words_in
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


_UNNAMED = re.compile(
    r",?\s+(?:who|speaking|told)\b[^.;“”\"]{0,40}?(?:anonym|not to be (?:named|identified)|declined to (?:be named|give)|not authori[sz]ed)"
)
"""Behind a speaker: `a diver who asked not to be named`."""


def says_so(text: str, part: Range) -> bool:
    """Whether a verb that leaves a statement to its speaker stands at `part`: `said`, `claimed`."""
    words = [match.group() for match in reporting_pattern().finditer(text, *part) if match.group().islower()]
    return any(reporting_forms()[word].group in _GIVING and word != reporting_forms()[word].base for word in words)


_BETWEEN = 40
"""Code points between speaker and verb: further apart, other clauses stand between them."""


def _beside(text: str, speaker: Span, anchor: Span) -> bool:
    between = text[min(speaker.end, anchor.end) : max(speaker.start, anchor.start)]
    return len(between) < _BETWEEN and not re.search(r"\b(?:while|but|whereas|although|though|and)\b", between)


def _report(quote: Quote, passage: Passage, whole: Span) -> Report:
    named = passage.text[slice(*inside(quote.speaker_span, passage))] if quote.speaker_span else quote.speaker
    hidden = quote.speaker_span and _UNNAMED.match(passage.text, inside(quote.speaker_span, passage)[1])
    words, content = inside(whole, passage), inside(quote.inner, passage)
    return Report(
        words,
        _shown(passage.text, words, content),
        content,
        quote.speaker,
        quote.verb.lower(),
        reporting_forms().get(quote.verb.lower()),
        bool(hidden)
        or (cues("anonymous_sources").has(named) and not any(word[:1].isupper() for word in named.split()[1:])),
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


def same_speaker(a: Report, b: Report) -> bool:
    """Whether two reports name one speaker: the last word of the name, or a proper name within (`the Acme bosses`)."""
    one, two = a.speaker.split(), b.speaker.split()
    if not one or not two:
        return False
    return one[-1].lower() == two[-1].lower() or bool(_proper(one) & _proper(two))


def _proper(words: list[str]) -> set[str]:
    return {word for word in words if word[0].isupper() and len(word) > 2} - _OFFICES


_OFFICES = word_set(
    "The President Minister Prime Foreign Secretary Senator Representative Governor Mayor Chief Police Department House Senate White "
    "Republican Democratic Republicans Democrats Party Court Supreme General Justice State National American Transport Union"
)


def matched_reports(alignment: Alignment, one: list[Report], two: list[Report]) -> list[tuple[Report, Report]]:
    """Reports of the same words: those of one speaker first, then those whose words are nearest; each once."""
    scored = [
        (nearness(alignment, a, b) + same_speaker(a, b) + _one_figure(alignment, a, b), i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(two)
    ]
    kept: list[tuple[Report, Report]] = []
    left, right = set(range(len(one))), set(range(len(two)))
    for _, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if i in left and j in right:
            kept.append((one[i], two[j]))
            left.remove(i)
            right.remove(j)
    return kept


def _one_figure(alignment: Alignment, a: Report, b: Report) -> bool:
    """Whether the same figure of two digits or more stands in what both report."""
    one, two = (
        set(_FIGURE.findall(side.text[slice(*each.content)])) for side, each in ((alignment.a, a), (alignment.b, b))
    )
    return bool(one & two)


_FIGURE = re.compile(r"(?<![\d.,])\d[\d.,]*\d")


def nearness(alignment: Alignment, a: Report, b: Report) -> float:
    """How near the reported words are, in [0, 1]."""
    rows, columns = (words_in(side, part) for side, part in ((alignment.a, a.content), (alignment.b, b.content)))
    block = np.where(alignment.same, 1.0, alignment.similarity)[slice(*rows), slice(*columns)]
    open_rows = ~alignment.a.function[slice(*rows)]
    if not block.size or not open_rows.any():
        return 0.0
    return float(block[open_rows].max(axis=1).mean())
