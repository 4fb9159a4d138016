"""Who is quoted: attribution patterns around a quotation, carried speakers, pronouns, indirect speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from framing.language.quote_marks import Marked
from framing.language.quote_sentences import sentence_at
from framing.language.speaker_patterns import (
    ADD_TO,
    BREAK,
    BY,
    FINITE,
    NOT_PERSONS,
    OPENING_PRONOUN,
    PASSIVE,
    SPACE,
    TURN,
    clause_mark,
    masked,
    opens_clause,
    same_name,
    without_end,
    without_role,
)
from framing.language.speaker_phrases import Phrase, is_noun, name_of, phrase_after, phrase_before
from framing.language.verbs import reporting_forms, reporting_pattern
from framing.language.wordlists import word_set
from framing.model import Span

_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_NAMES = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.\s+)?[A-Z][a-zà-ÿ]+(?:[-'’][A-Z]?[a-zà-ÿ]+)*(?:\s+[A-Z]\.)?"
    r"(?:\s+(?:de |van |von |al |bin )?[A-Z][A-Za-zà-ÿ'’-]+)*"
)
_NOT_NAMES = word_set(
    "The A An In On At But And He She They It We I If When While After Before As For To Of This That These Those There His Her "
    "Their Its Our My Not No Yes So Then Now Also Still Yet Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    "February March April May June July August September October November December Congress Senate House Republicans Democrats "
    "Republican Democratic Americans American"
)
_SKIP_AFTER = re.compile(r"[\s,—–-]*")
_MANY = 60
"""Quotations of one sentence beyond which it is no prose and nobody is looked for."""
_WINDOW = 600
"""Code points around a quotation in which its attribution must stand; keeps hostile sentences linear."""
_SOON = 40
"""Code points within which a new speaker follows the conjunction."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Speaker and reporting verb of one quotation."""

    speaker: str
    speaker_span: Span | None
    verb: str
    verb_span: Span | None
    sure: bool = True


class Speakers:
    """Reads attributions in one text; remembers who was named."""

    def __init__(
        self, text: str, sentences: Sequence[Span], outer: Sequence[Marked], known: Sequence[str] = ()
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._outer = sorted(outer, key=lambda item: item.span.start)
        self._starts = [item.span.start for item in self._outer]
        self._masked = masked(text, self._outer)
        self._known = list(known)
        self._last = known[-1] if known else ""
        self._seen: dict[int, int] = {}
        self._midwords = frozenset(re.findall(r"(?<=[a-z,] )[A-Z][\w-]+", self._masked))

    def attribute(self, item: Marked, carry: Attribution | None) -> Attribution | None:
        """Speaker of `item`: a pattern in its sentence, else carried, else the last named; None where nobody is near."""
        index = sentence_at(self._sentences, item.span.start)
        self._seen[index] = self._seen.get(index, 0) + 1
        if self._seen[index] > _MANY:
            return None
        found = self._after(item) or self._before(item) or self._closing(item) or self._according(item)
        if found is not None:
            return self._remember(found)
        if carry is not None and self._goes_on(item):
            return carry
        if item.continued and carry is not None:
            return carry
        if carry is not None and self._follows(item):
            return replace(carry, sure=False)
        return self._introduced(item, carry)

    def _goes_on(self, item: Marked) -> bool:
        """Whether the quotation goes on after its attribution: `“We came,” said Ann Doe, “and we saw.”`"""
        place = bisect_left(self._starts, item.span.start)
        if not place:
            return False
        between = self._text[self._outer[place - 1].span.end : item.span.start]
        return len(between) < 120 and between.rstrip().endswith(",") and not BREAK.search(between)

    def _remember(self, found: Attribution) -> Attribution:
        if found.speaker.lower() not in ("he", "she", "they", "it", "we", "i", "who", "you"):
            self._last = found.speaker
        return found

    def _resolved(self, phrase: Phrase, verb: re.Match[str] | None) -> Attribution:
        name = phrase.name
        if phrase.pronoun:
            name = self._antecedent(phrase) or phrase.name
        span = Span(*verb.span()) if verb else None
        return Attribution(name, phrase.span, verb.group() if verb else "", span)

    def _antecedent(self, phrase: Phrase) -> str:
        """The name a pronoun stands for: first named in its own or the sentence before, else the last speaker."""
        if phrase.name.lower() in ("i", "we", "you", "it"):
            return self._last
        here = sentence_at(self._sentences, phrase.span.start)
        for index in (here, here - 1):
            if index < 0:
                break
            span = self._sentences[index]
            end = phrase.span.start if index == here else span.end
            names = [name_of(match.group()) for match in self._person_names(span.start, end)]
            if names:
                return self._last if any(same_name(name, self._last) for name in names) else names[0]
        return self._last

    def _verbs(self, start: int, end: int) -> list[tuple[re.Match[str], Phrase]]:
        """Reporting verbs with a subject in [start, end), left to right; nouns of the same form left out."""
        found = []
        for verb in reporting_pattern().finditer(self._masked, start, end):
            passive = PASSIVE.search(self._masked, max(start, verb.start() - 30), verb.start())
            phrase = self._by(verb, end) if passive else self._subject(start, verb)
            if phrase is not None and not is_noun(phrase, verb.group(), self._masked):
                found.append((verb, phrase))
        return found

    def _by(self, verb: re.Match[str], end: int) -> Phrase | None:
        """The agent of a passive: `was described by one director as`; None where nobody is named."""
        by = BY.match(self._masked, verb.end(), end)
        return phrase_after(self._masked, by.end(), min(end, by.end() + 60)) if by else None

    def _subject(self, start: int, verb: re.Match[str]) -> Phrase | None:
        before = self._masked[start : verb.start()].rstrip()
        if verb.group().lower().endswith("ing"):
            return self._main_subject(start, start + len(before)) if before.endswith((",", "…")) or not before else None
        phrase = phrase_before(self._masked, start, verb.start())
        if phrase is not None and phrase.name.endswith(" and"):
            # `he paused and said`: whoever opens the clause
            opening = OPENING_PRONOUN.match(self._masked, start, verb.start())
            if opening is None:
                return self._main_subject(start, start + len(before))
            return Phrase(Span(*opening.span("who")), opening["who"], pronoun=True)
        return phrase

    def _main_subject(self, start: int, end: int) -> Phrase | None:
        """Whom a participle (`…, saying`) belongs to: the first reporting verb's subject, else the first name."""
        for verb in reporting_pattern().finditer(self._masked, start, end):
            phrase = None if verb.group().lower().endswith("ing") else phrase_before(self._masked, start, verb.start())
            if phrase is not None and not is_noun(phrase, verb.group(), self._masked):
                return phrase
        names = self._person_names(start, end)
        return Phrase(Span(*names[0].span()), name_of(names[0].group())) if names else None

    def _person_names(self, start: int, end: int) -> list[re.Match[str]]:
        """Names in [start, end): two words, or one that is capitalised inside some sentence; no possessives."""
        found = []
        for match in _NAMES.finditer(self._masked, start, end):
            first = match.group().split()[0]
            if match.group() in _NOT_NAMES or match.group().endswith(("'s", "’s")) or first in _NOT_NAMES:
                continue
            river = " " not in match.group() and self._masked[max(0, match.start() - 4) : match.start()] in (
                "the ",
                "The ",
            )
            if river or match.group().split()[-1] in NOT_PERSONS:
                continue
            if " " in match.group() or match.group() in self._midwords:
                found.append(match)
        return found

    def _window_after(self, item: Marked) -> tuple[int, int]:
        start = item.span.end
        place = bisect_left(self._starts, start)
        later = self._starts[place] if place < len(self._starts) else len(self._text)
        line_end = self._text.find("\n", start)
        end = min(later, line_end if line_end >= 0 else len(self._text), start + 400)
        index = sentence_at(self._sentences, start)
        sentence = self._sentences[index] if self._sentences else Span(start, end)
        if sentence.end <= start + 1 and index + 1 < len(self._sentences):
            # `Really?” Ann Doe said.`: the mark inside the quotation ended our sentence too early.
            sentence = self._sentences[index + 1]
        return start, min(end, sentence.end)

    def _after(self, item: Marked) -> Attribution | None:
        inner = item.inner.of(self._text).rstrip()
        if item.continues or not inner:
            return None
        start, end = self._window_after(item)
        begin = _SKIP_AFTER.match(self._text, start, end)
        begin_at = begin.end() if begin else start
        if not ("," in self._text[start:begin_at] or inner[-1] in ",?!…—-"):
            return None
        for verb in reporting_pattern().finditer(self._masked, begin_at, end):
            if verb.start() == begin_at:
                phrase = phrase_after(self._masked, verb.end(), end)
            else:
                phrase = phrase_before(self._masked, begin_at, verb.start())
                if phrase is not None and (
                    phrase.span.start > begin_at + 60 or is_noun(phrase, verb.group(), self._masked)
                ):
                    continue
            if phrase is not None:
                return self._resolved(phrase, verb)
        return None

    def _before(self, item: Marked) -> Attribution | None:
        start = self._clause_start(item)
        found = self._verbs(start, item.span.start)
        for verb in ADD_TO.finditer(self._masked, start, item.span.start):
            phrase = self._subject(start, verb)
            if phrase is not None:
                found.append((verb, phrase))
        if not found:
            return None
        verb, phrase = max(found, key=lambda pair: pair[0].start())
        return self._resolved(phrase, verb)

    def _closing(self, item: Marked) -> Attribution | None:
        """A sentence that ends in its attribution: `India’s “ties” have “grown”, Ann Doe said on Friday.`"""
        if not self._sentences:
            return None
        sentence = self._sentences[sentence_at(self._sentences, item.span.start)]
        for verb, phrase in reversed(self._verbs(max(item.span.end, sentence.end - 300), sentence.end)):
            before = self._masked[sentence.start : phrase.span.start].rstrip()
            if before.endswith((",", "\u2027")) and sentence.end - verb.end() < 60:
                return self._resolved(phrase, verb)
        return None

    def _clause_start(self, item: Marked) -> int:
        if not self._sentences:
            return 0
        sentence = self._sentences[sentence_at(self._sentences, item.span.start)]
        return max(min(sentence.start, item.span.start), item.span.start - _WINDOW)

    def _according(self, item: Marked) -> Attribution | None:
        if not self._sentences:
            return None
        sentence = self._sentences[sentence_at(self._sentences, item.span.start)]
        end = max(sentence.end, self._window_after(item)[1])
        start = max(sentence.start, item.span.start - _WINDOW)
        for match in _ACCORDING.finditer(self._masked, start, min(end, item.span.end + _WINDOW)):
            phrase = phrase_after(self._masked, match.end(), end)
            if phrase is not None:
                return replace(self._resolved(phrase, None), verb="according to", verb_span=Span(*match.span()))
        return None

    def _follows(self, item: Marked) -> bool:
        """Whether only a few words stand between the quotation before and this one, which opens its sentence."""
        place = bisect_left(self._starts, item.span.start)
        if not place or not self._whole_sentence(item):
            return False
        between = self._text[self._outer[place - 1].span.end : item.span.start]
        return len(between) < 300 and between.count("\n\n") <= 1 and len(BREAK.findall(between)) <= 1

    def _whole_sentence(self, item: Marked) -> bool:
        """Whether the quotation opens its sentence, so that somebody must be speaking."""
        return not self._text[self._clause_start(item) : item.span.start].strip()

    def _introduced(self, item: Marked, carry: Attribution | None) -> Attribution | None:
        """A quotation standing alone: the speaker is whom the sentence before names."""
        inner = item.inner.of(self._text)
        colon = self._masked[max(0, item.span.start - 3) : item.span.start].rstrip().endswith(":")
        if not colon and (not self._whole_sentence(item) or len(inner.split()) < 3):
            return None
        index = sentence_at(self._sentences, item.span.start)
        for back in (index, index - 1) if colon else (index - 1, index - 2):
            if back < 0:
                break
            span = self._sentences[back]
            names = self._person_names(span.start, min(span.end, item.span.start))
            if names:
                return self._remember(Attribution(name_of(names[0].group()), None, "", None, sure=False))
        return replace(carry, sure=False) if carry is not None else None

    def indirect(self, limit: int) -> Iterator[tuple[Span, Attribution]]:
        """Reported speech without marks: `Ann Doe said that …`, `…, Ann Doe said`, `according to …, …`."""
        for sentence in self._sentences:
            if sentence.start >= limit:
                return
            for part in self._coordinate(sentence):
                found = self._indirect(part)
                if found is not None:
                    yield found

    def _coordinate(self, sentence: Span) -> list[Span]:
        """The sentence cut where another speaker takes over: `the town said 20 came, while the union said 90 did`."""
        parts, start = [], sentence.start
        for turn in TURN.finditer(self._masked, sentence.start, min(sentence.end, sentence.start + 2 * _WINDOW)):
            following = self._verbs(turn.end(), min(sentence.end, turn.end() + _WINDOW))
            if following and following[0][1].span.start - turn.end() < _SOON:
                parts.append(Span(start, turn.start()))
                start = turn.end()
        return [*parts, Span(start, sentence.end)]

    def _indirect(self, sentence: Span) -> tuple[Span, Attribution] | None:
        text, masked = self._text, self._masked
        first: tuple[Span, Attribution] | None = None
        for verb, phrase in self._verbs(sentence.start, min(sentence.end, sentence.start + 2 * _WINDOW)):
            entry = reporting_forms()[verb.group().lower()]
            that = clause_mark(masked, verb.group(), verb.end(), sentence.end)
            space = SPACE.match(masked, verb.end(), sentence.end)
            rest = Span((that or space or verb).end(), sentence.end)
            words = rest.of(masked).split()
            clause = that or opens_clause(entry.group, verb.group(), rest.of(masked))
            if first is None and clause and len(words) >= 2 and not words[0].startswith("“\u2027"):
                first = without_end(text, rest), self._resolved(phrase, verb)
                if entry.group == "plain-saying":
                    break
            head = masked[sentence.start : phrase.span.start].rstrip()
            short = len(masked[verb.end() : sentence.end]) < 60
            said = first is None or entry.group == "plain-saying"  # `divers found …, the guard told reporters`
            if said and head.endswith(",") and len(head.split()) >= 3 and short and FINITE.search(head):
                content = Span(sentence.start, sentence.start + len(without_role(head[:-1])))
                return content, self._remember(self._resolved(phrase, verb))
        if first is not None:
            return first[0], self._remember(first[1])
        return self._indirect_according(sentence)

    def _indirect_according(self, sentence: Span) -> tuple[Span, Attribution] | None:
        match = _ACCORDING.search(self._masked, sentence.start, sentence.end)
        phrase = phrase_after(self._masked, match.end(), sentence.end) if match else None
        if match is None or phrase is None:
            return None
        found = replace(self._resolved(phrase, None), verb="according to", verb_span=Span(*match.span()))
        before = self._masked[sentence.start : match.start()].rstrip(" ,")
        if len(before.split()) >= 4:
            return Span(sentence.start, sentence.start + len(before)), found
        comma = self._masked.find(",", phrase.span.end, sentence.end)
        if comma < 0 or len(self._masked[comma : sentence.end].split()) < 4:
            return None
        start = comma + 1
        while self._text[start].isspace():
            start += 1
        return without_end(self._text, Span(start, sentence.end)), found
