"""Which outlet a page without tags is from: page title, promoted boxes, masthead line, copyright line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from framing.ingest.patterns import PHRASES, WORD
from framing.model import BlockKind, Read, Span

if TYPE_CHECKING:
    from framing.ingest.page import Draft

SUFFIX = re.compile(r"\s+(?:[|–—·»-]|::)\s+(?P<outlet>[^|–—·»]{2,60})$")
_OWNER = re.compile(
    r"(?:©|\((?i:c)\)|(?i:copyright))\s*(?:(?i:copyright)\s*)?(?:(?:19|20)\d\d)?\s*(?:[-–]\s*(?:19|20)\d\d)?\s*,?\s*(?:(?i:by)\s+)?"
    r"(?P<outlet>[A-Z][\w&'’-]*(?:[ .](?:[A-Z&][\w&'’-]*|of|the|and|for|com|net|org))*)"
)
_COMPANY = re.compile(
    r"\s(?:Inc|LLC|Ltd|Limited|Corp|Company|Co|GmbH|AG|plc|All Rights Reserved|All rights)\b.*$", re.I
)
_PAPER = re.compile(
    r"\b(?:Chronicle|Herald|Times|Post|Courier|Gazette|Mercury|Echo|News|Tribune|Journal|Independent|Guardian|Telegraph|Observer|Ledger|Star|Sun|"
    r"Mirror|Dispatch|Wire|Today|Agency|Press|Voice|Standard|Express|Mail|Record|Globe|Review|Register|Monitor|Examiner|Inquirer|Bulletin|Argus|"
    r"Sentinel|Citizen|Advertiser|Leader|Broadcasting|Radio|Network|Magazine|Lantern|Daily|Weekly|Examiner)\b"
)
_GENERIC = frozenset(
    [
        "local",
        "world",
        "latest",
        "top",
        "breaking",
        "national",
        "more",
        "all",
        "business",
        "sports",
        "sport",
        "tech",
        "technology",
        "international",
        "politics",
        "your",
        "our",
        "our",
        "daily",
        "weekly",
        "weather",
        "video",
        "read",
        "today",
        "news",
        "press",
        "radio",
        "voice",
        "magazine",
        "newsletter",
        "newsletters",
        "with",
        "from",
        "for",
        "this",
        "in",
        "on",
        "to",
        "and",
        "us",
    ]
)
MASTHEAD_WORDS = 5


@lru_cache(maxsize=1)
def known_outlets() -> frozenset[str]:
    """Widely known outlets and agencies."""
    text = (files("framing.data") / "furniture_outlets.txt").read_text(encoding="utf-8")
    names = (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return frozenset(names)


def find_outlet(drafts: Sequence[Draft], head: int | None) -> Read | None:
    """The outlet with the line it was read from; None where nothing tells it."""
    for find in (_from_title, _from_boxes, _from_known_line, _from_masthead, _from_copyright):
        read = find(drafts, head)
        if read is not None:
            return read
    return None


def _from_title(drafts: Sequence[Draft], head: int | None) -> Read | None:
    """`Headline - Outlet` on one of the first lines."""
    wanted = set(WORD.findall(drafts[head].text.casefold())) if head is not None else set()
    for draft in drafts[:3]:
        match = SUFFIX.search(draft.text)
        if match is None or draft.words < 4:
            continue
        words = set(WORD.findall(draft.text[: match.start()].casefold()))
        if words and len(words & wanted) >= 0.5 * len(words):
            return _read(draft, match["outlet"].strip(), "page title")
    return None


def _from_boxes(drafts: Sequence[Draft], head: int | None) -> Read | None:
    """The outlet run together with an author at the end of a promoted story."""
    names = Counter(name for draft in drafts for name in _glued(draft))
    if not names:
        return None
    name = names.most_common(1)[0][0]
    return next((_read(draft, name, "dump") for draft in drafts if name in draft.text), None)


def _glued(draft: Draft) -> list[str]:
    if draft.kind is not BlockKind.TEASER or draft.words > 8:
        return []
    parts = re.split(r"(?<=[a-z])(?=[A-Z])", draft.text)
    return [parts[0].strip()] if len(parts) == 2 else []


def _from_known_line(drafts: Sequence[Draft], head: int | None) -> Read | None:
    """A line that is nothing but the name of a known outlet, the nearest to the headline."""
    known = known_outlets()
    at = head if head is not None else 0
    hits = [i for i, draft in enumerate(drafts) if draft.text in known]
    best = min(hits, key=lambda i: abs(i - at), default=None)
    return None if best is None else _read(drafts[best], drafts[best].text, "dump")


def _from_masthead(drafts: Sequence[Draft], head: int | None) -> Read | None:
    """A line that reads like a paper's name and is spoken of elsewhere on the page."""
    text = "\n".join(draft.text for draft in drafts[:2_000])
    first = next((i for i, draft in enumerate(drafts) if draft.kind is BlockKind.BODY), len(drafts))
    found: list[tuple[int, int, Draft]] = []
    for i, draft in enumerate(drafts):
        above = i < (head if head is not None else first) or (i < first and draft.text.startswith("The "))
        if draft.kind is BlockKind.FURNITURE and above and is_masthead(draft.text):
            found.append((text.count(draft.text), -i, draft))
    if not found:
        return None
    _, _, draft = max(found, key=lambda item: item[:2])
    return _read(draft, draft.text, "dump")


def is_masthead(line: str) -> bool:
    """Whether a line is nothing but what reads like the name of a paper, an agency or a station."""
    words = line.split()
    if not 2 <= len(words) <= MASTHEAD_WORDS or not line[-1].isalpha():
        return False
    if not _PAPER.search(line.title() if line.isupper() else line):
        return False
    if not all(word[:1].isupper() or word in ("of", "the", "and") for word in words):
        return False
    if any(pattern.search(line) for pattern in PHRASES.values()):
        return False
    return not all(word.casefold() in _GENERIC for word in words) and words[0].casefold() not in _GENERIC


def _from_copyright(drafts: Sequence[Draft], head: int | None) -> Read | None:
    for draft in drafts:
        match = _OWNER.search(draft.text[:400])
        if match:
            name = _COMPANY.sub("", match["outlet"]).strip(" .,")
            if len(name) > 1:
                return _read(draft, name, "copyright line")
    return None


def _read(draft: Draft, value: str, source: str) -> Read:
    at = draft.span.start + max(0, draft.text.find(value))
    return Read(value, source, Span(at, at + len(value)))
