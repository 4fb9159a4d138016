"""Boxes that promote another story in the middle of a text: its headline, its stand-first, its byline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from framing.ingest.patterns import CLOCK, GLUED_NAME, NAME, TERMINAL
from framing.model import BlockKind

if TYPE_CHECKING:
    from framing.ingest.page import Draft

import re

_ONLY_NAMES = re.compile(rf"^{NAME}(?:\s*,?\s+{NAME}){{1,7}}$")


def mark_teasers(drafts: Sequence[Draft]) -> None:
    """Mark the lines of promoted stories as TEASER, in place.

    Two shapes count. (1) A headline, up to three sentences and a line of names only (often the outlet and the
    author run together). (2) A short label that also stands elsewhere on the page, then a headline.
    """
    for i in range(len(drafts)):
        last = _box_end(drafts, i)
        if last is not None:
            for draft in drafts[i : last + 1]:
                draft.mark(BlockKind.TEASER, "headline, stand-first and byline of another story")
    _mark_labelled(drafts)


def _box_end(drafts: Sequence[Draft], i: int) -> int | None:
    """Index of the byline that closes a box opened by a headline at `i`; None where there is no box."""
    if not headline_like(drafts[i]):
        return None
    for j in range(i + 2, min(i + 5, len(drafts))):
        if any(d.words < 8 for d in drafts[i + 1 : j]):
            return None
        if _is_byline(drafts[j].text):
            return j
    return None


def _is_byline(line: str) -> bool:
    return (
        len(line) <= 80
        and bool(GLUED_NAME.match(line))
        and bool(_ONLY_NAMES.match(re.sub(r"([a-z])([A-Z])", r"\1 \2", line)))
    )


def headline_like(draft: Draft) -> bool:
    """Four to thirty words without a full stop at the end."""
    line = draft.text
    if not 4 <= draft.words <= 30 or len(line) > 240 or line.endswith((":", ",", ";")):
        return False
    ends = TERMINAL.search(line) is not None and not line.rstrip("'\"’”").endswith(("?", "!"))
    return not ends


def _mark_labelled(drafts: Sequence[Draft]) -> None:
    """A section label that stands above headlines elsewhere on the page, then a headline, between body lines."""
    seen: dict[str, int] = {}
    for draft in drafts:
        seen[draft.text] = seen.get(draft.text, 0) + 1
    for at, (label, title) in enumerate(pairwise(drafts)):
        if label.words > 3 or seen[label.text] < 2 or label.is_sentence or label.kind is BlockKind.TEASER:
            continue
        if headline_like(title) and title.words >= 5 and _follows_body(drafts, at):
            label.mark(BlockKind.TEASER, "section label of another story")
            title.mark(BlockKind.TEASER, "headline of another story")
            after = drafts[at + 2] if at + 2 < len(drafts) else None
            if after is not None and after.words <= 7 and not after.is_sentence and CLOCK.search(after.text):
                after.mark(BlockKind.TEASER, "date of another story")


def _follows_body(drafts: Sequence[Draft], at: int) -> bool:
    return any(draft.kind is BlockKind.BODY for draft in drafts[max(0, at - 3) : at])
