"""A name that one outlet leaves to a speaker, between marks, and the other uses in its own voice.

`He called it a “limited peace operation”` beside `The operation was limited in purpose`: the words are the president's
in the first, the outlet's own in the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.language.quotes import Quote, QuoteKind
from framing.lenses.context import Context, Range, View, inside
from framing.lenses.reported import reports, says_so
from framing.lenses.wording import FUNCTION_WORDS, WORD, stem
from framing.model import Difference, Passage

_LONGEST = 5
"""Words between marks that can be a name; more are a statement."""
_TELLING = 5
"""Letters of its last word from which that word fixes what is named."""
_SUBJECT = 4
"""Words before a name at the head of a sentence: all that the sentence says is then said of it."""


def left_names(context: Context) -> Iterator[Difference]:
    """For each linked pair, names between marks that the other passage uses without."""
    for pair in context.pairs:
        for view, passage, other, theirs, left in (
            (context.a, pair.a, context.b, pair.b, True),
            (context.b, pair.b, context.a, pair.a, False),
        ):
            found = _left(view, passage, other, theirs)
            if found is None:
                continue
            here, there = found
            cut = passage.text[slice(*here)]
            text = f"{view.name} leaves the name to a speaker (“{cut}”); {other.name} uses it in its own voice."
            parts = (here, there) if left else (there, here)
            strength = 0.3 * (0.6 + 0.4 * pair.link.probability)
            yield context.difference("attribution", pair, *parts, text, strength, {"kind": "name"})


def _left(view: View, passage: Passage, other: View, theirs: Passage) -> tuple[Range, Range] | None:
    if reports(other, theirs):
        return None  # there, too, somebody speaks
    marked = [inside(quote.span, theirs) for quote in other.quotes_in(theirs) if quote.kind is not QuoteKind.INDIRECT]
    for quote in view.quotes_in(passage):
        head = _head(quote, passage, theirs)
        if head is None:
            continue
        for match in WORD.finditer(theirs.text):
            if stem(match.group()) != head or any(start <= match.start() < end for start, end in marked):
                continue
            there = _told_of_it(theirs.text, match.span())
            if not says_so(theirs.text, there):
                return _with_verb(passage.text, inside(quote.span, passage)), there
    return None


def _shared(words: list[str], theirs: Passage) -> bool:
    """Whether the other passage has at least two of the words: one alone is soon used of something else."""
    there = {stem(match.group()) for match in WORD.finditer(theirs.text)}
    return sum(stem(word) in there for word in words if word.lower() not in FUNCTION_WORDS) >= _BOTH


_BOTH = 2


def _head(quote: Quote, passage: Passage, theirs: Passage) -> str | None:
    """Stem of the last word of a name that somebody is said to give; None for other quotations."""
    if quote.kind not in (QuoteKind.PARTIAL, QuoteKind.SCARE) or quote.depth or not quote.span.overlaps(passage.span):
        return None
    part = inside(quote.inner, passage)
    words = [match.group() for match in WORD.finditer(passage.text, *part)]
    if not 0 < len(words) <= _LONGEST or words[0].lower() in FUNCTION_WORDS or len(words[-1]) < _TELLING:
        return None
    named = bool(_CALLS.search(passage.text, 0, part[0])) or (
        quote.speaker and len(words) > 1 and _shared(words, theirs)
    )
    if words[-1][0].isupper() or words[-1].lower() in FUNCTION_WORDS or not named:
        return None
    own = [match for match in WORD.finditer(passage.text) if not part[0] <= match.start() < part[1]]
    head = stem(words[-1])
    return None if head in {stem(match.group()) for match in own} else head


_CALLS = re.compile(
    r"\b(?:call(?:ed|s|ing)?|describ(?:ed|es|ing)|dubb(?:ed|ing)|term(?:ed|s|ing)|label(?:led|ed|s|ling|ing)|brand(?:ed|s|ing))\b"
    r"[^.;“”\"]{0,60}$"
)


def _with_verb(text: str, quoted: Range) -> Range:
    """The marked words with the verb of saying or calling before them, where one stands near."""
    matches = list(_VERB.finditer(text, max(0, quoted[0] - 90), quoted[0]))
    return (matches[-1].start(), quoted[1]) if matches else quoted


_VERB = re.compile(
    r"\b(?:said|says|told|called|calls|describe[ds]|dubbed|termed|labell?ed|branded|spoke of|speaks of|insisted|declared|announced)\b"
)


def _told_of_it(text: str, name: Range) -> Range:
    """The clause that holds the name; the whole sentence where the name opens it."""
    if len(text[: name[0]].split()) <= _SUBJECT:
        return 0, len(text.rstrip())
    before = [match.end() for match in _CLAUSE.finditer(text, 0, name[0])]
    after = _CLAUSE.search(text, name[1])
    start = before[-1] if before else 0
    start += len(text[start:]) - len(text[start:].lstrip())
    return start, after.start() if after else len(text.rstrip())


_CLAUSE = re.compile(r"[,;:.“”\"()—]")
