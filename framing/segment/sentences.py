"""Sentences of one paragraph, as exact half-open spans of code points.

Boundaries come from nupunkt (Bommarito, Katz and Bommarito 2025, *Precise Legal Sentence Boundary Detection
for Retrieval at Scale*; an unsupervised Punkt model after Kiss and Strunk 2006), then a few repairs for news:
initials and states in brackets, titles before names, questions quoted in mid-sentence, closing marks.
Time is linear: long paragraphs are read in stretches of CHUNK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.model import Span

MAX_CHARS = 1_500
"""A sentence longer than this (code points) is cut at spaces into pieces of at most this length."""
CHUNK = 20_000
"""Stretch of text given to the splitter at a time."""

_OPEN = "\"'“‘«„(["
_CLOSE = "\"'”’»)]"
_TITLE_END = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Hon|Sens?|Reps?|Govs?|Lt|Cmdr|Adm|Gen|Col|Maj|Capt|Sgts?|Pvt|Supt|Insp|Messrs|Pres|Sec|Atty|St|Mt|Ft|"
    r"No|Nos|vs|v|approx|Inc|Ltd|Co|Corp|Bros|Art|Sect|pp?|Vol|Fig|cf|al)\.$"
)
_INITIAL_END = re.compile(r"(?:^|[\s(“\"‘'.-])[A-Z]\.$")
_ACRONYM_END = re.compile(r"(?:\b[A-Za-z]\.){2,}[”\"’')]*$")
_SAID = (
    r"(?:said|says|say|saying|added|adds|asked|asks|told|tells|wrote|writes|tweeted|posted|continued|replied|responded|declared|insisted|argued|"
    r"exclaimed|shouted|yelled|cried|wondered|demanded|noted|explained|joked|quipped|recalled|concluded|warned|announced|answered|remarked|stated)"
)
_ATTRIBUTION = re.compile(rf"(?:(?:the|a|an)\s)?(?:[\w.'’-]+\s){{1,5}}?{_SAID}\b|{_SAID}\b")
_LOWER_NEXT = re.compile(r"[a-zà-öø-ÿ]")
_STRAIGHT_END = re.compile(r"""[.!?]["”](\s+)(?=[A-ZÀ-Þ“"])""")
_WORD_END = re.compile(r"""(?:[a-z]{5,}|\bno|\d\d)\.(\s+)(?=["“‘]?[A-ZÀ-Þ])""")
"""An ordinary word or number before the stop is no abbreviation, whatever the model learnt from law reports."""
_NATION = re.compile(r"\b(?:U\.S|U\.N|U\.K|E\.U)\.$")
_ROLE_NEXT = re.compile(
    r"(?:Sen|Rep|President|Ambassador|Attorney|Army|Navy|Air|House|Senate|Supreme|District|Department|Secretary|Treasury|Congress|Capitol|"
    r"Constitution|Embassy|Marine|Court|Justice|Government|Security|General|Special|Customs|Immigration|Forest|Coast|State|Envoy|Marshal|Central|Federal)"
)
_DOTS_END = re.compile(
    r"(?:\.{4}|\.\s\.\s\.\s\.|\.{3}|…)[\"”’')]*(\s+)(?=[\"“]?(?:I|He|She|It|We|They|You|The|But|And|In|This|That)\b)"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of the sentences in `text[start:end]`, trimmed, in order, none empty, none over MAX_CHARS."""
    end = len(text) if end is None else end
    at = start
    while at < end:
        stop = min(end, at + CHUNK)
        pieces = list(_split(text[at:stop]))
        if stop < end and len(pieces) > 1:
            stop = at + pieces[-1][0]
            pieces.pop()
        elif stop < end:
            stop = _last_space(text, at, stop)
            pieces = [(0, stop - at)]
        for left, right in pieces:
            yield from _bounded(text, at + left, at + right)
        at = stop


def _last_space(text: str, start: int, stop: int) -> int:
    """Just after the last space of `text[start:stop]` in its second half; `stop` where there is none."""
    space = text.rfind(" ", start + (stop - start) // 2, stop)
    return space + 1 if space > 0 else stop


def _split(text: str) -> Iterator[tuple[int, int]]:
    """Repaired sentence boundaries of one stretch; the ranges cover it without gaps."""
    import nupunkt

    cuts = {right for _, right in nupunkt.sent_spans(text) if right < len(text)}
    cuts |= {match.end() for match in _STRAIGHT_END.finditer(text)}
    cuts |= {match.end() for match in _DOTS_END.finditer(text)}
    cuts |= {match.end() for match in _WORD_END.finditer(text)}
    at = 0
    for cut in sorted(cuts):
        if _is_boundary(text, at, cut):
            yield at, cut
            at = cut
    if at < len(text):
        yield at, len(text)


def _is_boundary(text: str, at: int, cut: int) -> bool:
    """Whether the sentence begun at `at` really ends before `cut`."""
    before, after = text[at:cut].rstrip()[-60:], text[cut : cut + 80].lstrip()
    if not before or not after:
        return False
    first = after.lstrip(_OPEN)[:1]
    if after[0] in ")]}”’»,;:—–―" or (after[0] in "\"'" and after[1:2] in ("", " ")):
        return False
    bare = before.rstrip(_CLOSE)
    if _LOWER_NEXT.match(first) and after[0] not in _OPEN and not bare.endswith(("\n", ":")):
        return False
    if before == bare and (_TITLE_END.search(bare) or _INITIAL_END.search(bare)) and not _ACRONYM_END.search(bare):
        return False
    if before == bare and _NATION.search(bare) and _ROLE_NEXT.match(after):
        return False
    if before != bare and bare.endswith(("?", "!", "…", "...", "-", "–", "—")):
        return not _ATTRIBUTION.match(after)
    return True


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed range, cut at spaces where it is longer than MAX_CHARS."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_CHARS:
        space = max(text.rfind(" ", start, start + MAX_CHARS), text.rfind("\n", start, start + MAX_CHARS))
        stop = space if space > start else start + MAX_CHARS
        yield Span(start, stop)
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start, end)
