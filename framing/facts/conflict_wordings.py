"""One utterance quoted in different words by two outlets: both cannot have it verbatim.

Only a word exchanged for another inside a long common run of quoted words counts. Shortened quotations, editors'
brackets, dots, contractions, synonyms and other forms of a word are no contradiction: outlets cut and tidy what
they quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from framing.facts.lexicon import Kin, meanings
from framing.facts.pairings import Pairing, Side
from framing.facts.words import content_stems
from framing.language.quote_marks import marked_spans
from framing.model import Conflict, ConflictKind, ConflictVerdict, Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_EDITED = re.compile(r"[\[\](){}*…]|\.\s?\.|[—–]|\s-\s|--")
LEAST_COMMON = 4
"""Words in common, in order, right beside the exchanged ones."""
LONGEST_CHANGE = 4
"""Exchanged words on either side."""
LEAST_SHARE = 0.7
"""Words in common as a share of the shorter quotation."""
SPELLING = 0.75
"""Likeness of two words from which one is a form or a spelling of the other."""
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million)\b", re.IGNORECASE
)
_LONGEST = 120
"""Words of one quotation that are compared."""

Words = list[tuple[str, Span]]


def wording_conflicts(pairing: Pairing) -> Iterator[Conflict]:
    """At most one: a word that stands for another inside the same quotation."""
    if not pairing.same:
        return
    for one in _quoted(pairing.a):
        for two in _quoted(pairing.b):
            for a, b in _exchanged(one, two, pairing):
                if _has(pairing.a, pairing.others_a, pairing.b, b) or _has(pairing.b, pairing.others_b, pairing.a, a):
                    continue
                yield Conflict(
                    kind=ConflictKind.ATTRIBUTION,
                    verdict=ConflictVerdict.CONFLICT,
                    a=pairing.a.excerpt(a),
                    b=pairing.b.excerpt(b),
                    values=(a.of(pairing.a.text), b.of(pairing.b.text)),
                    explanation="the same quotation is given in different words",
                    probability=0.7,
                )
                return


def _has(side: Side, others: Sequence[Side], home: Side, span: Span) -> bool:
    """Whether an article has the other's words too, with the three words before them: it quotes both versions."""
    before = [m.group() for m in _WORD.finditer(home.text[: span.start])][-3:]
    wanted = " ".join((*before, span.of(home.text))).lower()
    return any(wanted in passage.text.lower() for passage in (side, *others))


def _quoted(side: Side) -> list[Words]:
    """Words of each outermost quotation of the passage, lower-case, with their spans."""
    found = []
    for marked in marked_spans(side.text):
        if marked.depth == 0:
            words = [
                (m.group().lower().replace("’", "'"), Span(*m.span()))
                for m in _WORD.finditer(side.text, marked.inner.start, marked.inner.end)
            ]
            found.append(words[:_LONGEST])
    return [words for words in found if len(words) > LEAST_COMMON]


def _exchanged(one: Words, two: Words, pairing: Pairing) -> Iterator[tuple[Span, Span]]:
    """Places where words of one version stand for words of the other, all around them being the same."""
    matcher = SequenceMatcher(None, [w for w, _ in one], [w for w, _ in two], autojunk=False)
    steps = matcher.get_opcodes()
    if sum(block.size for block in matcher.get_matching_blocks()) < LEAST_SHARE * min(len(one), len(two)):
        return
    for at, (tag, i1, i2, j1, j2) in enumerate(steps):
        if tag != "replace" or max(i2 - i1, j2 - j1) > LONGEST_CHANGE:
            continue
        before = steps[at - 1][2] - steps[at - 1][1] if at else 0
        after = steps[at + 1][2] - steps[at + 1][1] if at + 1 < len(steps) else 0
        ends = i2 == len(one) and j2 == len(two)
        if before + after < LEAST_COMMON or not before or not (after or ends):
            continue
        a, b = _cover(one, i1, i2), _cover(two, j1, j2)
        if _is_other(a.of(pairing.a.text), b.of(pairing.b.text)) and not (
            _is_edited(pairing.a, one, i1, i2) or _is_edited(pairing.b, two, j1, j2)
        ):
            yield a, b


def _cover(words: Sequence[tuple[str, Span]], first: int, last: int) -> Span:
    return Span(words[first][1].start, words[last - 1][1].end)


def _is_other(a: str, b: str) -> bool:
    """Whether both sides have a content word of another meaning: no form, spelling, synonym or number of the other's."""
    first, second = set(content_stems(a)), set(content_stems(b))
    if not first or not second or first & second or _NUMBER.search(a) or _NUMBER.search(b):
        return False
    if _is_name(a) != _is_name(b) or a.isupper() or b.isupper():  # `this state` for `Minnesota` is an explanation
        return False
    if _letters(a) == _letters(b):  # `flagpole`, `flag pole`
        return False
    known = meanings(second)
    if any(known.kin(stem) is not Kin.NONE for stem in first):
        return False
    return not any(SequenceMatcher(None, x, y).ratio() >= SPELLING for x in first for y in second)


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _is_name(text: str) -> bool:
    return any(word[0].isupper() for word in text.split())


def _is_edited(side: Side, words: Words, first: int, last: int) -> bool:
    """Whether brackets, dots or dashes stand around the exchanged words: the outlet says that it changed something."""
    start = words[first - 1][1].start if first else words[first][1].start
    end = words[last][1].end if last < len(words) else words[last - 1][1].end
    return _EDITED.search(side.text, max(0, start - 2), min(len(side.text), end + 2)) is not None
