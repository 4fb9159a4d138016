"""Sentence ends inside plain news prose, for reading attributions: marks, abbreviations, quotations.

Lighter than the segmenter that makes passages: here a wrong cut only narrows where a speaker is looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from framing.model import Span

_END = re.compile(r"""[.!?…]+[)\]”"'’»]*(?=\s+["“‘'«(\[—–-]*[^\W\d_a-z]|\s+["“‘'«(]*\d|\s*$)""")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Hon|St|Jr|Sr|"
    r"Pres|Sec|Supt|Insp|Det|Mt|Ft|No|vs|Vs|Inc|Corp|Co|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|"
    r"[A-Z][a-z]{2,3}|U\.S|U\.K|U\.N|D\.C|a\.m|p\.m|Ph\.D|[A-Z]\.[A-Z])\.$"
)
_SHORT_STATE = re.compile(r"(?:^|[\s(“\"‘])[A-Z][a-z]{2,3}\.$")


def sentence_spans(text: str) -> list[Span]:
    """Sentences of `text`, in order, without surrounding white space. A line feed always ends one."""
    spans: list[Span] = []
    for match in re.finditer(r"[^\n]+", text):
        spans.extend(_line(text, match.start(), match.end()))
    return spans


def _line(text: str, start: int, end: int) -> list[Span]:
    spans, begin = [], start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if match.group().startswith(".") and len(match.group()) == 1 and _is_abbreviation(text, match.end(), end):
            continue
        spans.append((begin, stop))
        begin = stop
    spans.append((begin, end))
    return [span for span in (_trim(text, *pair) for pair in spans) if len(span)]


def _is_abbreviation(text: str, stop: int, end: int) -> bool:
    tail = text[max(0, stop - 12) : stop]
    if not _ABBREVIATION.search(tail):
        return False
    if _SHORT_STATE.search(tail) and not re.search(
        r"(?:Mrs?|Ms|Dr|Prof|Sens?|Reps?|Govs?|Gen|Col|Sgt|Capt|Maj|Rev|Hon|Sec|Adm|Sept?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Oct|Nov|Dec|"
        r"Calif|Fla|Tex|Ala|Ariz|Ark|Colo|Conn|Del|Ill|Ind|Kan|Mass|Mich|Minn|Miss|Mont|Neb|Nev|Okla|Ore|Tenn|Vt|Va|Wash|Wis|Wyo)\.$",
        tail,
    ):
        return False  # "Bob." ends a sentence; "Fla." does not
    return bool(text[stop:end].strip())


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def sentence_at(sentences: Sequence[Span], offset: int) -> int:
    """Index of the sentence that holds `offset` or, between two, of the one before it; 0 where none is."""
    return max(0, bisect_right(sentences, offset, key=lambda span: span.start) - 1)
