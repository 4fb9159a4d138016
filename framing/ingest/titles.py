"""Headline, byline and outlet of a page without tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from framing.ingest.patterns import AUTHORS, BYLINE, CREDIT, PHRASES, WORD
from framing.ingest.published import find_date
from framing.ingest.teasers import headline_like
from framing.model import BlockKind, Read, Span

if TYPE_CHECKING:
    from framing.ingest.page import Draft

MAX_HEADLINE = 40
"""A headline has at most so many words."""
_SUFFIX = re.compile(r"\s+[|–—·»-]\s+(?P<outlet>[^|–—·»]{2,60})$")
_NAMES = re.compile(
    r"^(?:(?:written|reported|posted|published|story|words|text|authors?|reporters?|reporting|editing)\s*)?(?:by|von|par|por|di|oleh|:)\s*:?\s*"
    r"(?P<names>[A-ZÀ-ÖØ-Þ][^|•·\d@]{2,80}?)"
    r"(?=\s*(?:[|•·@]|$|\d|[-–—]\s|,?\s(?:updated|published|posted|on\b)|,?\s(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b))",
    re.I,
)
_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright)?\s*(?:19|20)?\d{0,4}\s*[-–]?\s*(?:(?:19|20)\d\d)?\s*,?\s*(?:by\s+)?(?P<outlet>[A-Z][\w&'’. -]{2,50}?)(?=\s*(?:[,|.©(]|all rights|$|inc\b|llc\b|ltd\b))",
    re.I,
)


def read_byline(line: str) -> str:
    """The author names of a byline, or empty."""
    if not (BYLINE.match(line) or AUTHORS.match(line)):
        return ""
    found = _NAMES.match(line)
    return found["names"].strip(" ,.-–—") if found else ""


def without_outlet(line: str) -> str:
    """A page title without ` - Outlet` or ` | Outlet` at its end."""
    match = _SUFFIX.search(line)
    return line[: match.start()] if match and len(WORD.findall(line[: match.start()])) >= 3 else line


def _key(line: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in WORD.findall(line[:400]))


def find_headline(drafts: Sequence[Draft], first: int, title: str = "", tags: Sequence[str] = ()) -> int | None:
    """Index of the headline: an only `h1`, the last line above the text that repeats the page's title, or the last headline-like one."""
    marked = [i for i, tag in enumerate(tags) if tag == "h1" and drafts[i].words >= 3]
    if len(marked) == 1:
        return marked[0]
    wanted = (
        [_key(title)]
        if title
        else [_key(without_outlet(d.text)) for d in drafts[:3] if 4 <= d.words <= MAX_HEADLINE + 10][:1]
    )
    top = range(min(first + 1, len(drafts)))
    matches = [
        i for i in top if _may_be_headline(drafts[i]) and any(_matches(_key(drafts[i].text), key) for key in wanted)
    ]
    if matches and (title or len(matches) > 1 or first - matches[-1] <= 12):
        return matches[-1]
    bylines = [i for i in top if read_byline(drafts[i].text) or (drafts[i].words <= 14 and find_date(drafts[i].text))]
    for end in (bylines[-1] if bylines else first, first):
        for i in range(end - 1, max(-1, end - 8), -1):
            if _could_be_headline(drafts[i]):
                return i
    return matches[-1] if matches else None


def _may_be_headline(draft: Draft) -> bool:
    """Short enough, and not a sentence of the text itself."""
    return draft.words <= MAX_HEADLINE and not (
        draft.kind is BlockKind.BODY and draft.text.rstrip("'\"”’»)").endswith(".")
    )


def _matches(line: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Same words, or nearly: a headline often loses or gains a word against the page's title."""
    if len(line) < 3 or len(wanted) < 3:
        return False
    a, b = set(line), set(wanted)
    return (
        line == wanted or len(a & b) >= 0.75 * max(len(a), len(b)) or (len(line) >= 5 and wanted[: len(line)] == line)
    )


def _could_be_headline(draft: Draft) -> bool:
    if (
        draft.kind is BlockKind.TEASER
        or not headline_like(draft.text)
        or read_byline(draft.text)
        or CREDIT.search(draft.text)
    ):
        return False
    return find_date(draft.text) is None and not any(p.search(draft.text) for p in PHRASES.values())


def find_outlet(drafts: Sequence[Draft], head: int | None) -> Read | None:
    """The outlet, from the page title's end, a byline, a line that stands by itself near the headline, or the copyright line."""
    for draft in drafts[:3]:
        match = _SUFFIX.search(draft.text)
        if match and draft.words >= 4:
            return _read(draft, match["outlet"].strip(), "page title")
    glued = Counter(name for d in drafts for name in _glued(d))
    if glued:
        name = glued.most_common(1)[0][0]
        for draft in drafts:
            if name in draft.text:
                return _read(draft, name, "dump")
    if head is not None:
        for draft in drafts[head + 1 : head + 4]:
            if draft.words == 1 and draft.text.isalpha() and draft.text.istitle():
                return _read(draft, draft.text, "dump")
    for draft in drafts:
        match = _OWNER.search(draft.text[:400])
        if match:
            return _read(draft, match["outlet"].strip(), "copyright line")
    return None


def _glued(draft: Draft) -> list[str]:
    if draft.kind is not BlockKind.TEASER or draft.words > 8:
        return []
    parts = re.split(r"(?<=[a-z])(?=[A-Z])", draft.text)
    return [parts[0].strip()] if len(parts) == 2 else []


def _read(draft: Draft, value: str, source: str) -> Read:
    at = draft.span.start + draft.text.find(value)
    return Read(value, source, Span(at, at + len(value)))
