"""Which line of a page is what: headline, stand-first, byline, date, caption, teaser, body, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from framing.ingest import teasers, titles
from framing.ingest.bylines import bare_byline, read_byline
from framing.ingest.gated import hits
from framing.ingest.outlets import find_outlet, is_masthead
from framing.ingest.patterns import ALWAYS_ASIDE, AUTHORS, BYLINE, CREDIT, CREDIT_ONLY, PHRASES, SIDES, TERMINAL, WORD
from framing.ingest.published import find_date
from framing.model import Block, BlockKind, Read, Span

BODY_AT = 0.5
MAX_GAP = 3
HEAD = 2_000
"""Patterns look at so many code points of a line: time stays linear however long a line is."""


@dataclass(slots=True)
class Draft:
    """One line on its way to a Block."""

    span: Span
    text: str
    """The line, of a very long one its first HEAD code points and its end."""
    probability: float
    kind: BlockKind = BlockKind.FURNITURE
    reason: str = ""
    words: int = field(init=False)
    """Number of words in the text looked at."""

    def __post_init__(self) -> None:
        self.words = len(WORD.findall(self.text))

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence ends."""
        return bool(TERMINAL.search(self.text[-40:]))

    def mark(self, kind: BlockKind, reason: str) -> None:
        """Decide what this line is."""
        self.kind, self.reason = kind, reason


def label_blocks(
    text: str,
    spans: Sequence[Span],
    probabilities: Sequence[float],
    title: str = "",
    outlet: str = "",
    tags: Sequence[str] = (),
) -> tuple[tuple[Block, ...], dict[str, Read]]:
    """Blocks in page order, one a line, and the metadata read from them.

    `title` and `outlet`, where known from elsewhere, help to find the headline; `tags`, where the page had any,
    is the telling HTML tag of each line.
    """
    drafts = [Draft(s, _looked_at(text, s), p) for s, p in zip(spans, probabilities, strict=True)]
    for draft in drafts:
        if draft.probability >= BODY_AT:
            draft.mark(BlockKind.BODY, "")
        if draft.words <= 14 and not (draft.is_sentence and draft.words > 8) and ALWAYS_ASIDE.search(draft.text):
            draft.mark(BlockKind.FURNITURE, _why(draft))
    teasers.mark_teasers(drafts)
    _fill_gaps(drafts)
    reads: dict[str, Read] = {}
    first = _first_body(drafts)
    head = titles.find_headline(drafts, first, title, tags)
    if head is not None:
        drafts[head].mark(BlockKind.HEADLINE, "the page's headline")
        reads["title"] = Read(titles.without_outlet(drafts[head].text), "dump", drafts[head].span)
        first = _first_body(drafts)
    _mark_top(drafts, head, first, reads)
    _mark_captions(drafts)
    for draft, tag in zip(drafts, tags, strict=False):
        if tag == "figcaption":
            draft.mark(BlockKind.CAPTION, "picture caption")
    _read_outlet(drafts, reads, head, outlet)
    _explain(drafts)
    blocks = tuple(Block(d.span, d.kind, d.reason, round(d.probability, 4)) for d in drafts)
    return blocks, reads


def _fill_gaps(drafts: Sequence[Draft]) -> None:
    """Up to MAX_GAP plain sentences between two lines of body are body: the classifier trusts short paragraphs too little."""
    last = -1
    for i, draft in enumerate(drafts):
        if draft.kind is not BlockKind.BODY:
            continue
        between = drafts[last + 1 : i]
        if (
            last >= 0
            and 0 < len(between) <= MAX_GAP
            and all(_is_plain(d) for d in between)
            and drafts[last].is_sentence
        ):
            for plain in between:
                plain.mark(BlockKind.BODY, "")
        last = i


def _is_plain(draft: Draft) -> bool:
    """A sentence of five words and more without the phrases of menus and notices."""
    if draft.kind is not BlockKind.FURNITURE or draft.words < 5 or not draft.is_sentence:
        return False
    return not any(pattern.search(draft.text) for pattern in PHRASES.values())


def _looked_at(text: str, span: Span) -> str:
    return (
        span.of(text)
        if len(span) <= HEAD
        else f"{text[span.start : span.start + HEAD]} … {text[span.end - 80 : span.end]}"
    )


def _first_body(drafts: Sequence[Draft]) -> int:
    """Index of the first line of body; the number of lines where there is none."""
    return next((i for i, d in enumerate(drafts) if d.kind is BlockKind.BODY), len(drafts))


def _mark_top(drafts: list[Draft], head: int | None, first: int, reads: dict[str, Read]) -> None:
    """Byline, date and stand-first between the headline and a little after the first body line; author lines anywhere."""
    start = head + 1 if head is not None else max(0, first - 8)
    for i, draft in enumerate(drafts):
        near = start <= i <= max(first + 3, start + 6)
        if near or AUTHORS.match(draft.text):
            _mark_byline_or_date(draft, reads)
    _mark_bare_byline(drafts, head, first, reads)
    if "published" not in reads:
        _any_date(drafts, reads, head)
    if head is None:
        return
    for draft in drafts[head + 1 : first + 1]:
        if draft.kind is BlockKind.BODY or (
            draft.kind is BlockKind.FURNITURE and draft.words >= 8 and draft.is_sentence
        ):
            _mark_standfirst(drafts, draft, head)
            return


def _mark_standfirst(drafts: list[Draft], draft: Draft, head: int) -> None:
    """The sentence under the headline is a stand-first where byline, date or outlet line comes between it and the text."""
    i = drafts.index(draft)
    if any(d.kind in (BlockKind.BYLINE, BlockKind.DATELINE) for d in drafts[head + 1 : i]):
        return
    after = drafts[i + 1 : i + 5]
    body = next((k for k, d in enumerate(after) if d.kind is BlockKind.BODY), None)
    if body is None or body == 0 or CREDIT.search(draft.text):
        return
    if any(d.kind in (BlockKind.BYLINE, BlockKind.DATELINE) or d.words <= 4 for d in after[:body]):
        draft.mark(BlockKind.STANDFIRST, "sentence under the headline, set off from the text")


def _mark_byline_or_date(draft: Draft, reads: dict[str, Read]) -> None:
    if (
        draft.words > 40
        or (draft.is_sentence and draft.words > 12)
        or draft.kind in (BlockKind.HEADLINE, BlockKind.TEASER)
    ):
        return
    found = find_date(draft.text)
    name = read_byline(draft.text)
    if found and draft.words <= 25 and (not draft.is_sentence or draft.words <= 12) and not CREDIT.search(draft.text):
        span = Span(draft.span.start + found.start, draft.span.start + found.end)
        reads.setdefault("published", Read(found.iso, "dump", span))
        draft.mark(BlockKind.DATELINE, "date of publication")
        _read_beside_date(draft, draft.text[: found.start].strip(" ,|·•–—-"), reads)
    if name and (draft.words <= 25) and not CREDIT.search(draft.text):
        at = draft.span.start + draft.text.find(name)
        reads.setdefault("byline", Read(name, "dump", Span(at, at + len(name))))
        draft.mark(BlockKind.BYLINE, "names the author" + (" and the date" if found else ""))


def _read_beside_date(draft: Draft, beside: str, reads: dict[str, Read]) -> None:
    """The outlet or the author where nothing else stands before the date."""
    start = draft.span.start + draft.text.find(beside)
    here = Span(start, start + len(beside))
    if is_masthead(beside):
        reads.setdefault("outlet", Read(beside, "dump", here))
    elif not read_byline(draft.text) and bare_byline(beside)[0]:
        reads.setdefault("byline", Read(beside, "dump", here))


def _mark_bare_byline(drafts: list[Draft], head: int | None, first: int, reads: dict[str, Read]) -> None:
    """A line of names without `By`, under the headline or the stand-first."""
    if head is None or "byline" in reads:
        return
    for i in range(head + 1, min(first + 2, head + 6, len(drafts))):
        names, sure = bare_byline(drafts[i].text)
        dated = any(d.kind is BlockKind.DATELINE for d in drafts[max(0, i - 1) : i + 2])
        if names and drafts[i].kind is not BlockKind.TEASER and (sure or dated):
            start = drafts[i].span.start
            reads["byline"] = Read(names, "dump", Span(start, start + len(names)))
            drafts[i].mark(BlockKind.BYLINE, "names the author")
            return


_DATED = re.compile(r"\b(?:published|updated|posted|date)\b", re.I)


def _any_date(drafts: Sequence[Draft], reads: dict[str, Read], head: int | None) -> None:
    """A short line with a full date above the text, nearest to the headline; below it only where the line says what the date is."""
    near = head if head is not None else 0
    first = _first_body(drafts)
    dated = []
    for i, draft in enumerate(drafts):
        if i > first and not _DATED.search(draft.text[:80]):
            continue
        if draft.words <= 14 and draft.kind in (BlockKind.FURNITURE, BlockKind.DATELINE, BlockKind.BYLINE):
            found = find_date(draft.text)
            if found:
                dated.append((abs(i - near), i, found))
    if dated:
        _, i, found = min(dated, key=lambda item: item[:2])
        at = drafts[i].span.start
        reads["published"] = Read(found.iso, "dump", Span(at + found.start, at + found.end))


def _mark_captions(drafts: Sequence[Draft]) -> None:
    """Lines that end in a picture credit, and a label right above a line that is only a credit."""
    for before, draft in pairwise([Draft(Span(0, 0), "", 0.0), *drafts]):
        if draft.kind not in (BlockKind.BODY, BlockKind.FURNITURE) or draft.words > 80:
            continue
        credit = CREDIT.search(draft.text)
        at_end = credit is not None and credit.end() >= len(draft.text) - 45
        if draft.words <= 12 and CREDIT_ONLY.match(draft.text):
            draft.mark(BlockKind.FURNITURE, "picture credit")
            if (
                4 <= before.words <= 40
                and before.kind in (BlockKind.BODY, BlockKind.FURNITURE)
                and not before.is_sentence
            ):
                before.mark(BlockKind.CAPTION, "stands above a picture credit")
            continue
        if draft.words < 4:
            continue
        bare = not draft.is_sentence or draft.text.endswith((")", "]"))
        if at_end and (draft.kind is BlockKind.FURNITURE or bare or SIDES.search(draft.text)):
            draft.mark(BlockKind.CAPTION, "picture caption with a credit")


def _read_outlet(drafts: Sequence[Draft], reads: dict[str, Read], head: int | None, outlet: str) -> None:
    if outlet or "outlet" in reads:
        return
    found = find_outlet(drafts, head)
    if found is None:
        return
    reads["outlet"] = found
    for draft in drafts:
        if draft.kind is BlockKind.BODY and draft.text == found.value:
            draft.mark(BlockKind.FURNITURE, "the outlet's name")


def _explain(drafts: Sequence[Draft]) -> None:
    """Reasons in words for every line set aside."""
    aside = [draft for draft in drafts if draft.kind is BlockKind.FURNITURE and not draft.reason]
    for draft, found in zip(aside, hits(list(PHRASES.values()), [draft.text for draft in aside]), strict=True):
        name = next((name for name, hit in zip(PHRASES, found, strict=True) if hit), "")
        draft.reason = _WORDS_FOR[name] if name else _shape(draft)


_WORDS_FOR = {
    "social": "sharing links",
    "legal": "legal or advertising notice",
    "signup": "sign-up or support request",
    "nav": "navigation",
    "related": "pointer to other stories",
    "comment": "comments section",
    "listen": "media player or page control",
}


def _why(draft: Draft) -> str:
    for name, pattern in PHRASES.items():
        if pattern.search(draft.text):
            return _WORDS_FOR[name]
    return _shape(draft)


def _shape(draft: Draft) -> str:
    if BYLINE.match(draft.text):
        return "author line of another story"
    if draft.words <= 8 and not draft.is_sentence:
        return "short label or link"
    return "stands apart from the article's text"
