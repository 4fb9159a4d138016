"""Sentences split into claims by dependency parse: who did what, when, where, how many, said by whom.

Each clause with a verb of its own becomes a proposition; a clause that only completes its governor
("wants to leave") stays with it. Words are never rewritten: a proposition is a set of spans of the
sentence, with the spans of its parts. After Corro & Gemulla 2013 (ClausIE), reduced to what the fact
sheet needs. Parser: framing.language.parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from framing.language.dates import find_dates
from framing.language.parse import MAX_CHARS, parse
from framing.language.places import find_places
from framing.language.quantities import find_quantities
from framing.model import Span

_OWN_CLAUSE = frozenset(("ROOT", "conj", "ccomp", "advcl", "relcl", "acl", "parataxis", "appos", "csubj"))
_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
_OBJECT = frozenset(("dobj", "attr", "oprd", "dative", "obj", "iobj", "acomp", "agent"))
_PREDICATE = frozenset(("aux", "auxpass", "neg", "prt", "xcomp"))
_SAYING_WORDS = (
    "say tell announce add report claim state argue write tweet note insist declare warn allege acknowledge confirm "
    "deny explain admit believe think suggest stress maintain contend assert reveal call ask predict promise vow"
)
_SAYING = frozenset(_SAYING_WORDS.split())
_NEGATION = re.compile(r"\b(?:not|never|no|nobody|none|neither|nor)\b|n['’]t\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to (?P<who>[^,.;”\"]{2,80})", re.IGNORECASE)
LEAST_TOKENS = 3
"""Clauses of fewer words are no claim of their own and stay with their governor."""


@dataclass(frozen=True, slots=True)
class Proposition:
    """One claim. Spans index the given text; `spans` are its words in order, without embedded claims."""

    spans: tuple[Span, ...]
    subject: Span | None
    predicate: Span
    object: Span | None
    times: tuple[Span, ...]
    places: tuple[Span, ...]
    quantities: tuple[Span, ...]
    negated: bool
    attribution: Span | None
    """Who is said to have said it; None in the writer's own voice."""

    @property
    def span(self) -> Span:
        """From its first to its last word, embedded claims included."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def words(self, text: str) -> str:
        """Its words, pieces joined by a space; the subject first where it stands outside the clause."""
        own = " ".join(span.of(text) for span in self.spans)
        outside = self.subject is not None and not any(span.overlaps(self.subject) for span in self.spans)
        return f"{self.subject.of(text)} {own}" if outside and self.subject else own


def propositions(texts: Sequence[str]) -> list[tuple[Proposition, ...]]:
    """The claims of each text in order. Loads the parser on first use; only the first 5,000 characters are read."""
    return [tuple(_of(doc, text[:MAX_CHARS])) for doc, text in zip(parse(texts), texts, strict=True)]


def _of(doc: Any, text: str) -> Iterator[Proposition]:
    heads = [token for token in doc if _is_head(token)]
    if not heads and text.strip():
        words = [token for token in doc if not token.is_space]
        if words:
            yield _make(text, words, words[0].sent.root, None, None)
        return
    marks = {head.i for head in heads}
    for head in heads:
        words = [token for token in _clause(head, marks) if not token.is_space]
        while words and (words[-1].is_punct or words[-1].dep_ == "cc"):
            words.pop()
        while words and (words[0].is_punct or words[0].dep_ == "cc"):
            words.pop(0)
        if words:
            yield _make(text, words, head, _subject(head), _speaker(head, text))


def _is_head(token: Any) -> bool:
    """Whether `token` governs a clause that makes a claim of its own."""
    if token.dep_ == "ROOT":
        return not token.is_space and not token.is_punct
    if token.dep_ not in _OWN_CLAUSE or token.pos_ not in ("VERB", "AUX"):
        return False
    if token.dep_ in ("conj", "acl", "advcl", "relcl", "ccomp") or any(c.dep_ in _SUBJECT for c in token.children):
        return sum(not t.is_punct for t in token.subtree) >= LEAST_TOKENS
    return False


def _clause(head: Any, heads: set[int]) -> list[Any]:
    """The head's subtree without the subtrees of other heads, in order of the text."""
    found, stack = [], [head]
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(child for child in token.children if child.i not in heads)
    return sorted(found, key=lambda token: token.i)


def _subject(head: Any) -> Any | None:
    """The subject token: its own, that of the clause it is joined to, or the noun that it qualifies."""
    token = head
    for _ in range(8):
        for child in token.children:
            if child.dep_ in _SUBJECT:
                relative = child.tag_ in ("WDT", "WP") and token.dep_ == "relcl"
                return token.head if relative else child
        if token.dep_ in ("acl", "relcl"):
            return token.head
        if token.dep_ not in ("conj", "xcomp", "advcl") or token.head is token:
            return None
        token = token.head
    return None


def _speaker(head: Any, text: str) -> Span | None:
    """Who says it: the subject of the verb of saying that governs the clause, or `according to`."""
    token = head
    for _ in range(6):
        governor = token.head
        if governor is token:
            break
        if token.dep_ in ("ccomp", "parataxis") and governor.lemma_.lower() in _SAYING:
            subject = _subject(governor)
            return _phrase(subject) if subject is not None else None
        token = governor
    for child in head.children:  # "..., the mayor said" hung below the clause it reports
        if child.dep_ == "parataxis" and child.lemma_.lower() in _SAYING and child.i > head.i:
            subject = _subject(child)
            return _phrase(subject) if subject is not None else None
    start, end = head.sent.start_char, head.sent.end_char
    according = _ACCORDING.search(text, start, end)
    return Span(*according.span("who")) if according else None


def _phrase(token: Any) -> Span:
    """The token's noun phrase, without relative clauses behind it."""
    kept = [t for t in token.subtree if not any(a.dep_ in ("relcl", "acl", "appos") for a in _between(t, token))]
    words = [t for t in kept if not t.is_punct] or [token]
    first, last = min(words, key=lambda t: t.i), max(words, key=lambda t: t.i)
    return Span(first.idx, last.idx + len(last))


def _between(token: Any, top: Any) -> Iterator[Any]:
    """`token` and its governors below `top`."""
    while token.i != top.i:
        yield token
        if token.head is token:
            return
        token = token.head


def _make(text: str, words: Sequence[Any], head: Any, subject: Any | None, speaker: Span | None) -> Proposition:
    spans = tuple(_runs(words))
    own = {t.i for t in words}
    predicate = [t for t in [head, *head.children] if t is head or (t.dep_ in _PREDICATE and t.i in own)]
    found = [child for child in head.children if child.dep_ in _OBJECT and child.i in own]
    inside = [Span(span.start, span.end) for span in spans]
    return Proposition(
        spans=spans,
        subject=_phrase(subject) if subject is not None else None,
        predicate=Span(min(t.idx for t in predicate), max(t.idx + len(t) for t in predicate)),
        object=_phrase(found[0]) if found else None,
        times=_within((m.span for m in find_dates(text)), inside),
        places=_within((m.span for m in find_places(text)), inside),
        quantities=_within((q.span for q in find_quantities(text)), inside),
        negated=any(_NEGATION.search(span.of(text)) for span in spans),
        attribution=speaker,
    )


def _runs(words: Sequence[Any]) -> Iterator[Span]:
    """Spans of words that stand together."""
    start, last = words[0], words[0]
    for token in words[1:]:
        if token.i > last.i + 1:
            yield Span(start.idx, last.idx + len(last))
            start = token
        last = token
    yield Span(start.idx, last.idx + len(last))


def _within(spans: Iterator[Span], inside: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if any(o.start <= span.start and span.end <= o.end for o in inside))
