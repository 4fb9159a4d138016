"""One side says that something is so, the other that it is not; or each gives another cause for it.

Negation is compared only between statements of the outlets' own voice (or both quoted), in plain
indicative clauses: a quotation that denies, a condition, a question, a plan is no denial by the outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.facts.lexicon import Kin, meanings, opposite_of
from framing.facts.pairings import Change, Pairing, Side
from framing.facts.words import content_stems
from framing.language.quote_marks import marked_spans
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

NEGATION = re.compile(
    r"\b(?:not|never|no longer|cannot|nobody|no one|none|neither|nor|(?:did|does|do|is|are|was|were|has|have|had|could|would|should|will|ca|wo)n['’]t"
    r"|no(?= [a-z]+\b)|fail(?:ed|s|ing)? to|refus(?:ed|es|ing) to|declin(?:ed|es|ing) to|den(?:ied|ies|ying)|ruled out)\b",
    re.IGNORECASE,
)
_SET_PHRASE = re.compile(
    r"\b(?:not only|no (?:doubt|matter|less|more|fewer|later)|not (?:just|least|merely|to mention)|whether or not|if not|nor)\b",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:if|unless|whether|would|could|might|(?-i:may)|should|had (?:he|she|it|they)|in case|provided that|suppose)\b|\?\s*[\"”’)]*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|whether)\b|\?\s*[\"”’)]*$", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|caused by|owing to|as a result of|blamed on|thanks to|triggered by|sparked by|attributed to|stemm(?:ed|ing) from)\s(?P<cause>[^.;:,“”\"()]{4,90})",
    re.IGNORECASE,
)
ENOUGH_OVERLAP = 0.8
"""Shared content words (share of the shorter side) from which two paraphrases make the same statement."""
ENOUGH_LONGER = 0.65
"""The same as a share of the longer side."""
ENOUGH_WORDS = 5


def negation_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """At most one: the same statement with and without its negation."""
    if pairing.is_near_copy:
        yield from _changed_polarity(pairing)
        return
    if not pairing.same or pairing.overlap < ENOUGH_OVERLAP:
        return
    if min(len(pairing.a.stems), len(pairing.b.stems)) < ENOUGH_WORDS:
        return
    first, second = negations(pairing.a), negations(pairing.b)
    if len(first) + len(second) != 1 or _unreal(pairing.a) or _unreal(pairing.b):
        return
    if len(pairing.a.stems & pairing.b.stems) < ENOUGH_LONGER * max(len(pairing.a.stems), len(pairing.b.stems)):
        return
    if any(
        span.overlaps(m.span)
        for side in (pairing.a, pairing.b)
        for m in marked_spans(side.text)
        for span in negations(side)
    ):
        return
    if first and (found := _counterpart(pairing.a, first[0], pairing.b)):
        yield _conflict(pairing, first[0], found, 0.55)
    elif second and (found := _counterpart(pairing.b, second[0], pairing.a)):
        yield _conflict(pairing, found, second[0], 0.55)


def negations(side: Side) -> list[Span]:
    """Negating words, those of set phrases such as `not only` left out."""
    apart = [Span(*m.span()) for m in _SET_PHRASE.finditer(side.text)]
    found = [Span(*m.span()) for m in NEGATION.finditer(side.text)]
    return [span for span in found if not any(span.overlaps(other) for other in apart)]


def _changed_polarity(pairing: Pairing) -> Iterator[Conflict]:
    """Near copies: a negating word stands in one of the places where they differ, and only on one side of it."""
    if _CONDITION.search(pairing.a.text) or _CONDITION.search(pairing.b.text):
        return
    first, second = negations(pairing.a), negations(pairing.b)
    for change in pairing.changes:
        if _opposed(pairing, change):
            yield _conflict(pairing, change.a, change.b, 0.8)
            return
        a = [span for span in first if _inside(span, change.a)]
        b = [span for span in second if _inside(span, change.b)]
        if bool(a) == bool(b) or not _short(pairing, change) or _adds_a_statement(pairing, change, [*a, *b]):
            continue
        if a:
            yield _conflict(pairing, a[0], _shown(change.b, pairing.b), 0.85)
        else:
            yield _conflict(pairing, _shown(change.a, pairing.a), b[0], 0.85)
        return


def _opposed(pairing: Pairing, change: Change) -> bool:
    """Whether one word stands in the place of its opposite: `accepted`, `rejected`."""
    a, b = content_stems(change.a.of(pairing.a.text)), content_stems(change.b.of(pairing.b.text))
    return len(a) == 1 == len(b) and opposite_of(a[0], frozenset(b)) is not None


def _inside(span: Span, change: Span) -> bool:
    return change.start <= span.end and span.start < change.end and len(change) > 0


def _short(pairing: Pairing, change: Change) -> bool:
    """Whether the places differ by a few words only, so that the rest of the clause is the same."""
    return max(len(change.a.of(pairing.a.text).split()), len(change.b.of(pairing.b.text).split())) <= 4


def _adds_a_statement(pairing: Pairing, change: Change, negating: Sequence[Span]) -> bool:
    """`We don't like him. We reject it` beside `We reject it`: what is denied there is not told here at all."""
    own, other = change.a.of(pairing.a.text), change.b.of(pairing.b.text)
    if not any(span.overlaps(change.a) for span in negating) or len(change.b) > len(change.a):
        own, other = other, own
    left = _AUXILIARY.sub(" ", NEGATION.sub(" ", own)).strip(" ,“”\"'’")
    return _SENTENCE_END.search(own) is not None or (not other.strip() and bool(left))


_SENTENCE_END = re.compile(r"[.!?;]\W*\s")
_AUXILIARY = re.compile(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|be|been|being|to|ever|any|yet|longer|that|it)\b", re.IGNORECASE
)


def _shown(span: Span, side: Side) -> Span:
    """The words at the place of the other's negation; for an empty place, the word behind it."""
    if len(span):
        return span
    match = re.compile(r"\s*[^\s]+").match(side.text, span.end)
    return Span(match.end() - len(match.group().strip()), match.end()) if match else Span(0, len(side.text))


def _counterpart(side: Side, negation: Span, other: Side) -> Span | None:
    """The word of the other side that says what the first content word behind the negation says; None without one.

    `isn't backing down` denies nothing that the other side says unless somebody there backs something.
    """
    behind = content_stems(side.text[negation.end :])
    wanted = meanings(behind[:1])
    for _, span in other.tokens:
        for stem in content_stems(span.of(other.text)):
            if behind and (stem == behind[0] or wanted.kin(stem) is Kin.SYNONYM):
                return span
    return None


def _unreal(side: Side) -> bool:
    return _UNREAL.search(side.text) is not None


def cause_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """At most one: both passages name a cause of the same thing, and the causes share no word."""
    if not pairing.same and not pairing.is_near_copy:
        return
    a, b = _CAUSE.search(pairing.a.text), _CAUSE.search(pairing.b.text)
    if a is None or b is None or _unreal(pairing.a) or _unreal(pairing.b):
        return
    if not pairing.is_near_copy and (_is_quoted(pairing.a, a) or _is_quoted(pairing.b, b)):
        return  # somebody's two reasons for one thing exclude nothing
    first, second = set(content_stems(a["cause"])), set(content_stems(b["cause"]))
    rest_a, rest_b = pairing.a.stems - first, pairing.b.stems - second
    least = min(len(rest_a), len(rest_b))
    if (
        not first
        or not second
        or first & second
        or least < (2 if pairing.is_near_copy else 3)
        or len(rest_a & rest_b) < 0.5 * least
    ):
        return
    if first & pairing.b.stems or second & pairing.a.stems:
        return
    spans = Span(*a.span("cause")), Span(*b.span("cause"))
    yield Conflict(
        kind=ConflictKind.CAUSE,
        verdict=ConflictVerdict.CONFLICT,
        a=pairing.a.excerpt(spans[0]),
        b=pairing.b.excerpt(spans[1]),
        values=(a["cause"].strip(), b["cause"].strip()),
        explanation="the same thing is given different causes",
        probability=0.85 if pairing.is_near_copy else 0.55,
    )


def _is_quoted(side: Side, match: re.Match[str]) -> bool:
    place = Span(*match.span())
    return any(place.overlaps(marked.span) for marked in marked_spans(side.text))


def _conflict(pairing: Pairing, a: Span, b: Span, probability: float) -> Conflict:
    return Conflict(
        kind=ConflictKind.NEGATION,
        verdict=ConflictVerdict.CONFLICT,
        a=pairing.a.excerpt(a),
        b=pairing.b.excerpt(b),
        values=(a.of(pairing.a.text), b.of(pairing.b.text)),
        explanation="one says that it is so, the other that it is not",
        probability=probability,
    )
