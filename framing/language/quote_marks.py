"""Finding quotation marks that belong together: curly, straight, single, guillemets, nested, unbalanced.

Plain rules over characters. News sets quotations in three ways that defeat pairing alone: a quotation
of several paragraphs opens each paragraph and closes only the last; a mark may be left out; the
apostrophe is the same character as the closing single mark. Each is decided within one paragraph
(a run without line feed), so that one missing mark never swallows the rest of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.model import Span

_DOUBLE_OPEN = "“„«"
_DOUBLE_CLOSE = "”»"
_SINGLE_OPEN = "‘‚"
_SINGLE = "'’"
_BEFORE_OPEN = " \t\n([{—–-/:…\u00a0\u2009\u200a"
_MARK = re.compile(f"""[{_DOUBLE_OPEN}{_DOUBLE_CLOSE}"＂{_SINGLE_OPEN}{_SINGLE}]""")
_DOUBLE_MARK = re.compile(f"""[{_DOUBLE_OPEN}{_DOUBLE_CLOSE}"＂]""")
_PARAGRAPH = re.compile(r"[^\n]+")
_ELISIONS = re.compile(r"(?:em|til|tis|twas|cause|bout|n|round|\d0s|\d\d)\b", re.IGNORECASE)
_AFTER_CLOSE = re.compile(r"""$|[\s.,;:!?)\]}—–\-/…"”»'’]""")
_MAX_OPEN = 4_000
"""A quotation longer than this in one paragraph is taken for a lost closing mark."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked stretch. `span` includes the marks, `inner` does not; `depth` 0 is the outermost."""

    span: Span
    inner: Span
    depth: int
    balanced: bool
    """False where a mark was missing and the paragraph's end stands for it."""
    continues: bool = False
    """True where the quotation goes on in the next paragraph."""
    continued: bool = False
    """True where the quotation began in an earlier paragraph."""
    single: bool = False


@dataclass(slots=True)
class _Open:
    at: int
    single: bool
    continued: bool = False


def marked_spans(text: str) -> list[Marked]:
    """All quotations by marks in `text`, in order of their opening mark. Linear in len(text)."""
    paragraphs = _joined(text, [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()])
    found: list[Marked] = []
    carried = False
    for index, (start, end) in enumerate(paragraphs):
        follower = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        opens_next = follower is not None and _opens(text, _first(text, follower[0]), follower[0])
        spans, carried = _paragraph(text, start, end, carried, opens_next)
        found.extend(spans)
    return sorted(found, key=lambda marked: (marked.span.start, -marked.span.end))


_MOST_LINES = 12
"""Lines that one quotation may run over without being opened anew."""


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines joined where a quotation opens in one and closes in a later one that does not open it anew.

    Text with a sentence a line (given sentences, verse) breaks inside quotations.
    """
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        start, end = lines[at]
        reach = at + 1
        while reach < len(lines) and reach - at < _MOST_LINES and _left_open(text, start, end):
            verdict = _closing_line(text, *lines[reach])
            if verdict is False:
                break
            reach += 1
            if verdict:
                end = lines[reach - 1][1]
        # lines without any mark were passed over in hope of a close: keep only those up to the last one that closed
        taken = max(index for index in range(at, reach) if lines[index][1] <= end)
        out.append((start, end))
        at = taken + 1
    return out


def _left_open(text: str, start: int, end: int) -> bool:
    return any(not opened.single for opened in _open_at_end(text, start, end))


def _open_at_end(text: str, start: int, end: int) -> list[_Open]:
    stack: list[_Open] = []
    for match in _DOUBLE_MARK.finditer(text, start, end):
        _double(text, match.start(), start, stack, [], False)
    return stack


def _closing_line(text: str, start: int, end: int) -> bool | None:
    """True where the line's first double mark closes, False where it opens, None without a mark."""
    match = _DOUBLE_MARK.search(text, start, end)
    if match is None:
        return None
    if match[0] in _DOUBLE_CLOSE:
        return True
    return False if match[0] in _DOUBLE_OPEN else not _opens(text, match.start(), start)


def _first(text: str, start: int) -> int:
    while start < len(text) and text[start] in " \t\u00a0":
        start += 1
    return start


def _opens(text: str, at: int, start: int) -> bool:
    """Whether the character at `at` can open a double quotation in a paragraph beginning at `start`."""
    if at >= len(text):
        return False
    char = text[at]
    if char in _DOUBLE_OPEN:
        return True
    if char not in '"＂':
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return before in _BEFORE_OPEN + _SINGLE_OPEN + _SINGLE and not after.isspace()


def _paragraph(text: str, start: int, end: int, carried: bool, opens_next: bool) -> tuple[list[Marked], bool]:
    stack: list[_Open] = []
    found: list[Marked] = []
    for mark in _MARK.finditer(text, start, end):
        at, char = mark.start(), mark.group()
        if char in _DOUBLE_OPEN or char in _DOUBLE_CLOSE or char in '"＂':
            _double(text, at, start, stack, found, carried and not found and at == _first(text, start))
        else:
            _single(text, at, start, end, stack, found)
    doubles = [opened for opened in stack if not opened.single]
    if not doubles:
        return found, False
    opened = doubles[0]
    goes_on = opens_next and end - opened.at > 1
    if goes_on or opened.at + _MAX_OPEN > end:
        stop = len(text[:end].rstrip()) if goes_on else _sentence_close(text, opened.at + 1, end)
        found.append(_make(opened, stop, stop, 0, goes_on, balanced=goes_on))
    return found, goes_on


_SAID = re.compile(r"[,?!](?=\s+(?:[\w.’'-]+\s){1,4}?(?:said|says|told|added|asked|wrote|warned)\b)")


def _sentence_close(text: str, start: int, end: int) -> int:
    """Where an unclosed quotation is taken to end: before `…, he said`, else at the paragraph's end."""
    said = _SAID.search(text, start, end)
    if said:
        return said.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _make(opened: _Open, inner_end: int, end: int, depth: int, goes_on: bool = False, *, balanced: bool) -> Marked:
    inner = Span(min(opened.at + 1, inner_end), inner_end)
    return Marked(Span(opened.at, end), inner, depth, balanced, goes_on, opened.continued, opened.single)


def _double(text: str, at: int, start: int, stack: list[_Open], found: list[Marked], continued: bool) -> None:
    opening = _opens(text, at, start)
    inside = next((i for i, opened in enumerate(stack) if not opened.single), None)
    if text[at] in _DOUBLE_OPEN or (opening and inside is None):
        if inside is not None and text[at] in _DOUBLE_OPEN and text[at] == text[stack[inside].at]:
            # Two openings of one kind without a close between: the first one was lost.
            _abandon(stack, inside, at, text, found)
        stack.append(_Open(at, single=False, continued=continued))
    elif inside is not None:
        position = max(i for i, opened in enumerate(stack) if not opened.single)
        opened = stack[position]
        del stack[position:]
        if at > opened.at + 1:
            found.append(_make(opened, at, at + 1, position, balanced=True))


def _abandon(stack: list[_Open], position: int, at: int, text: str, found: list[Marked]) -> None:
    """Close a lost quotation at the end of the last sentence before `at`, where there is one."""
    opened = stack[position]
    del stack[position:]
    stop = max(text.rfind(mark, opened.at, at) for mark in ".!?,")
    if stop > opened.at:
        found.append(_make(opened, stop + 1, stop + 1, position, balanced=False))


def _single(text: str, at: int, start: int, end: int, stack: list[_Open], found: list[Marked]) -> None:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    inside = bool(stack) and stack[-1].single
    can_open = before in _BEFORE_OPEN + _DOUBLE_OPEN + '"' and not after.isspace()
    if inside and text[at] not in _SINGLE_OPEN and not before.isspace() and _AFTER_CLOSE.match(text, at + 1, end):
        if _possessive(text, at, end):
            return
        opened = stack.pop()
        if at > opened.at + 1:
            found.append(_make(opened, at, at + 1, len(stack), balanced=True))
    elif can_open and not inside and not _ELISIONS.match(text, at + 1, end) and _closes_later(text, at, end):
        stack.append(_Open(at, single=True))


def _possessive(text: str, at: int, end: int) -> bool:
    """An apostrophe after s with a word behind, where another closing mark follows in the paragraph."""
    if text[at - 1] not in "sS" or at + 2 >= end or text[at + 1] != " " or not text[at + 2].islower():
        return False
    return _closes_later(text, at, end)


def _closes_later(text: str, at: int, end: int) -> bool:
    """Whether a single closing mark follows before another quotation opens: after a non-space, before a boundary."""
    limit = min(end, at + 1_000)
    for place in range(at + 2, limit):
        if text[place] in _SINGLE and not text[place - 1].isspace() and _AFTER_CLOSE.match(text, place + 1, end):
            return True
        if text[place] in _SINGLE_OPEN:
            return False
    return False
