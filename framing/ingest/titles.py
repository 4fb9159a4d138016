"""The headline of a page without tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from framing.ingest.bylines import bare_byline, read_byline
from framing.ingest.outlets import SUFFIX
from framing.ingest.patterns import CREDIT, PHRASES, WORD
from framing.ingest.published import find_date
from framing.ingest.teasers import headline_like
from framing.model import BlockKind

if TYPE_CHECKING:
    from framing.ingest.page import Draft

MAX_HEADLINE = 40
"""A headline has at most so many words."""
_NEVER = ("nav", "signup", "listen")


def without_outlet(line: str) -> str:
    """A page title without ` - Outlet` or ` | Outlet` at its end."""
    match = SUFFIX.search(line)
    return line[: match.start()] if match and len(WORD.findall(line[: match.start()])) >= 3 else line


def _key(line: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in WORD.findall(line[:400]))


def find_headline(drafts: Sequence[Draft], first: int, title: str = "", tags: Sequence[str] = ()) -> int | None:
    """Index of the headline: an only `h1`, the last line above the text that repeats the page's title, or the last headline-like one."""
    marked = [i for i, tag in enumerate(tags) if tag == "h1" and drafts[i].words >= 3]
    if len(marked) == 1:
        return marked[0]
    top = range(min(first + 1, len(drafts)))
    source, wanted = _page_title(drafts, title)
    matches = [i for i in top if _may_be_headline(drafts[i]) and _matches(_key(drafts[i].text), wanted)]
    if matches and (title or matches[-1] != source):
        return matches[-1]
    bylines = [
        i
        for i in top
        if read_byline(drafts[i].text)
        or (drafts[i].words <= 14 and find_date(drafts[i].text))
        or bare_byline(drafts[i].text)[1]
    ]
    for end in (bylines[-1] if bylines else first, first):
        for i in range(end - 1, max(-1, end - 8), -1):
            if _could_be_headline(drafts[i]):
                return i
    return matches[-1] if matches else None


def _page_title(drafts: Sequence[Draft], title: str) -> tuple[int, tuple[str, ...]]:
    """Index and words of the page's title: given, or the first of the first lines that reads like one; -1 where none does."""
    if title:
        return -1, _key(title)
    for i, draft in enumerate(drafts[:3]):
        if 4 <= draft.words <= MAX_HEADLINE + 10 and not _is_menu(draft):
            return i, _key(without_outlet(draft.text))
    return -1, ()


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
    if draft.kind is BlockKind.TEASER or not headline_like(draft) or CREDIT.search(draft.text):
        return False
    names = read_byline(draft.text) or bare_byline(draft.text)[1]
    return not names and find_date(draft.text) is None and not _is_menu(draft)


def _is_menu(draft: Draft) -> bool:
    """Words of navigation or sign-up, or a row of labels: many words and hardly one in lower case."""
    if any(PHRASES[name].search(draft.text) for name in (PHRASES if draft.words <= 6 else _NEVER)):
        return True
    words = draft.text.split()
    return len(words) >= 8 and sum(word[:1].islower() for word in words) < 0.1 * len(words)
