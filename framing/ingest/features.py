"""What the furniture classifier sees of each line: its own shape, its neighbours, its place, its likeness to the article.

Text-density and context features follow Kohlschütter et al. 2010 (*Boilerplate Detection using Shallow Text
Features*, WSDM, section 3); likeness to the article's own centre and the teaser and end-mark counts are ours.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.ingest.gated import hits
from framing.ingest.languages import FUNCTION_WORDS
from framing.ingest.patterns import (
    AUTHORS,
    BYLINE,
    CLOCK,
    CREDIT,
    END_MARK,
    GLUED_NAME,
    HANDLE,
    MONTH_NAMES,
    PHRASES,
    TERMINAL,
    URL,
    WORD,
)
from framing.model import Span

Matrix = npt.NDArray[np.float64]

HEAD = 2_000
"""Only so many code points of a line are looked at: time stays linear however long a line is."""
BRIEF = 240
"""Furniture phrases are looked for in the first so many code points of a line and its very end."""
_INNER = re.compile(r"[.!?…。]['\"”’)]*\s+['\"“‘(]*[A-ZÀ-Þ0-9А-Я]")
_APOSTROPHE = re.compile("['’]")
_DIGIT = re.compile(r"\d")
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_QUOTE = re.compile('["“”«»„]')
_BULLET = re.compile(r"^(?:[•·▪►»›*–—-]\s|\(?\d{1,2}[.)]\s|#\d)")
_PLACE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,40}(?:\s*\([^)]{2,30}\))?\s*(?:—|–|-{1,2}|:)\s")

OWN = (
    "log_chars", "log_words", "terminal", "inner", "commas", "function_words", "capitals", "upper", "digits", "lower_start",
    "quote", "colon", "question", "pipe", "url", "handle", "month", "clock", "byline", "author", "credit", "glued", "bullet",
    "place_line", "end_mark", "word_length", *(f"phrase_{name}" for name in PHRASES),
)  # fmt: skip
_COLUMNS = [OWN.index(name) for name in ("url", "handle", *(f"phrase_{name}" for name in PHRASES))]
PLACE = (
    "repeats", "in_title", "title_share", "position", "char_position", "centre", "prose_before", "prose_after", "prose_share_before",
    "since_prose", "until_prose", "run_inside", "run_before", "run_after", "since_headline", "before_headline", "end_marks",
    "since_end_mark", "group_size", "group_position", "group_words", "group_prose", "lines", "page_prose",
)  # fmt: skip
SHIFTED = (
    "log_words",
    "terminal",
    "function_words",
    "capitals",
    "furniture",
    "prose",
    "group_break",
    "centre",
    "dated",
)
SHIFTS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (2, 5, 10)
NAMES = (
    *OWN,
    *PLACE,
    *(f"{name}{shift:+d}" for shift in SHIFTS for name in SHIFTED),
    *(
        f"{name}_{side}{width}"
        for width in WINDOWS
        for side in ("before", "after")
        for name in ("prose", "words", "centre")
    ),
)


def line_features(text: str, spans: Sequence[Span]) -> Matrix:
    """One row a line, one column a name of NAMES; finite numbers."""
    lines = [text[s.start : min(s.end, s.start + HEAD)] for s in spans]
    if not lines:
        return np.zeros((0, len(NAMES)))
    raw = [WORD.findall(line) for line in lines]
    words = [[word.casefold() for word in each] for each in raw]
    sizes = np.array([_size(line, w, len(s)) for line, w, s in zip(lines, words, spans, strict=True)])
    own = np.zeros((len(lines), len(OWN)))
    own[:, : -len(PHRASES)] = [
        _own(line, r, w, n, len(s)) for line, r, w, n, s in zip(lines, raw, words, sizes, spans, strict=True)
    ]
    terminal = np.array([float(bool(TERMINAL.search(text[max(s.start, s.end - 40) : s.end]))) for s in spans])
    own[:, OWN.index("terminal")] = terminal
    brief = [line if len(line) <= BRIEF else f"{line[:BRIEF]} … {line[-80:]}" for line in lines]
    own[:, _COLUMNS] = hits([URL, HANDLE, *PHRASES.values()], brief)
    furniture = own[:, [OWN.index(f"phrase_{name}") for name in PHRASES]].any(axis=1) & (sizes < 40)
    prose = ((sizes >= 8) & (terminal > 0) & ~furniture).astype(float)
    groups = _groups(text, spans)
    place = _place(lines, words, sizes, prose, own[:, OWN.index("end_mark")], groups)
    table = {name: own[:, i] for i, name in enumerate(OWN)}
    table |= {"furniture": furniture.astype(float), "prose": prose, "group_break": (groups[1] == 0).astype(float)}
    table["centre"] = centre = place[:, PLACE.index("centre")]
    table["dated"] = np.maximum(table["month"], table["clock"])
    shifted = _shifts(np.column_stack([table[name] for name in SHIFTED]))
    around = np.column_stack([prose, np.log1p(sizes), centre])
    windows = [_window(around, width, side) for width in WINDOWS for side in (-1, 1)]
    return np.column_stack([own, place, *shifted, *windows])


def _size(line: str, words: Sequence[str], length: int) -> float:
    """Words in the whole line; in scripts without spaces two characters count as a word."""
    cjk = 0 if line.isascii() else len(_CJK.findall(line))
    size = len(words) + cjk / 2 if cjk > len(line) / 4 else len(words)
    return size * max(1.0, length / max(1, len(line)))


def _own(line: str, raw: Sequence[str], words: Sequence[str], size: float, length: int) -> list[float]:
    """The columns of OWN up to the phrases; what is zero here is filled in for all lines together."""
    count = max(1, len(raw))
    short = size < 60
    return [
        math.log1p(length),
        math.log1p(size),
        0.0,
        len(_INNER.findall(line)),
        line.count(",") / count,
        sum(map(FUNCTION_WORDS.__contains__, words)) / count,
        sum([word[:1].isupper() for word in raw]) / count,
        sum([word.isupper() and len(word) > 1 for word in raw]) / count,
        len(_DIGIT.findall(line)) / max(1, len(line)),
        float(line[:1].islower()),
        float(bool(_QUOTE.search(line))),
        float(line.endswith(":")),
        float(line.endswith("?")),
        float(any(char in line for char in "|›»→▼▶/")),
        0.0,
        0.0,
        float(short and _names_month(words)),
        float(short and ":" in line and bool(CLOCK.search(line))),
        float(bool(BYLINE.match(line))) if short else 0.0,
        float(bool(AUTHORS.match(line))),
        float(size < 80 and bool(CREDIT.search(line))),
        float(bool(GLUED_NAME.match(line))) if size < 12 else 0.0,
        float(bool(_BULLET.match(line))),
        float(bool(_PLACE.match(line))),
        float(bool(END_MARK.match(line))) if size < 15 else 0.0,
        sum(map(len, words)) / count,
    ]


def _names_month(words: Sequence[str]) -> bool:
    """Whether a month's name stands as a word, also before an apostrophe (`May's`)."""
    return not MONTH_NAMES.isdisjoint(words) or any(
        not MONTH_NAMES.isdisjoint(_APOSTROPHE.split(word)) for word in words if "'" in word or "’" in word
    )


def _groups(text: str, spans: Sequence[Span]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Number of the blank-separated group each line stands in, and its place inside the group from zero."""
    group = np.zeros(len(spans), dtype=np.int64)
    place = np.zeros(len(spans), dtype=np.int64)
    for i in range(1, len(spans)):
        new = text.count("\n", spans[i - 1].end, spans[i].start) != 1
        group[i] = group[i - 1] + new
        place[i] = 0 if new else place[i - 1] + 1
    return group, place


def _place(
    lines: Sequence[str],
    words: Sequence[Sequence[str]],
    sizes: npt.NDArray[np.float64],
    prose: npt.NDArray[np.float64],
    marks: npt.NDArray[np.float64],
    groups: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
) -> Matrix:
    n = len(lines)
    index = np.arange(n)
    mass = prose * np.minimum(sizes, 200)
    total = max(1.0, mass.sum())
    counts = Counter(line.casefold() for line in lines)
    title, head = _title(words, prose)
    lengths = np.array([len(line) for line in lines])
    chars = np.cumsum(lengths)
    return np.column_stack([
        [math.log(counts[line.casefold()]) for line in lines],
        [float(i > 0 and tuple(w) == title) for i, w in enumerate(words)],
        [len(set(w) & set(title)) / max(1, len(set(w) | set(title))) for w in words],
        index / n,
        (chars - lengths) / max(1, chars[-1]),
        _centre(words, mass),
        (np.cumsum(prose) - prose).clip(0, 30),
        (prose[::-1].cumsum()[::-1] - prose).clip(0, 30),
        (np.cumsum(mass) - mass) / total,
        _distance(prose > 0),
        _distance((prose > 0)[::-1])[::-1],
        *_run_columns(index, head, sizes, prose, marks),
        *_group_columns(groups, sizes, prose),
        np.full(n, math.log(n)),
        np.full(n, math.log(total)),
    ]).astype(float)  # fmt: skip


def _run_columns(
    index: npt.NDArray[np.int64],
    head: int,
    sizes: npt.NDArray[np.float64],
    prose: npt.NDArray[np.float64],
    marks: npt.NDArray[np.float64],
) -> list[npt.NDArray[Any]]:
    """Place against the main stretch of prose, the headline at line `head`, and the marks that end articles."""
    start, end = _best_run(sizes, prose)
    after_start = np.where(index >= start, marks, 0.0)
    return [
        (index >= start) & (index <= end),
        np.log1p((start - index).clip(0)),
        np.log1p((index - end).clip(0)),
        np.log1p((index - head).clip(0)),
        np.log1p((head - index).clip(0)),
        (np.cumsum(after_start) - after_start).clip(0, 10),
        _distance(after_start > 0),
    ]


def _group_columns(
    groups: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    sizes: npt.NDArray[np.float64],
    prose: npt.NDArray[np.float64],
) -> list[npt.NDArray[Any]]:
    """The blank-separated group: its size, the place in it, its mean words and share of prose."""
    group, inside = groups
    lines = np.bincount(group)[group]
    return [
        np.log(lines),
        np.log1p(inside),
        np.log1p(np.bincount(group, sizes)[group] / lines),
        np.bincount(group, prose)[group] / lines,
    ]


def _distance(hits: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Log of the number of lines since the last hit before each line; a large value where there was none."""
    out, last = np.zeros(len(hits)), -10_000
    for i, hit in enumerate(hits):
        out[i] = math.log1p(min(500, i - last))
        if hit:
            last = i
    return out


def _title(words: Sequence[Sequence[str]], prose: npt.NDArray[np.float64]) -> tuple[tuple[str, ...], int]:
    """Words of the page title (the first line of four words and more) and the line that repeats it last before most of the text."""
    first = next((i for i, w in enumerate(words[:5]) if len(w) >= 4), 0)
    title = set(words[first])
    half = np.searchsorted(np.cumsum(prose), prose.sum() / 2) if prose.any() else len(words)
    head = first
    for i in range(first + 1, min(len(words), int(half) + 1)):
        line = set(words[i])
        if len(line) >= 3 and len(line & title) >= 0.8 * len(line) and len(line & title) >= 0.5 * len(title):
            head = i
    return tuple(words[head if head > first else first]), head


def _best_run(sizes: npt.NDArray[np.float64], prose: npt.NDArray[np.float64]) -> tuple[int, int]:
    """First and last line of the stretch with most prose against other lines (maximum subarray, linear time)."""
    score = np.where(prose > 0, np.minimum(sizes, 100.0), -np.minimum(8.0, 3 + sizes / 2))
    best, best_span, run, start = -math.inf, (0, len(score) - 1), 0.0, 0
    for i, value in enumerate(score):
        if run <= 0:
            run, start = 0.0, i
        run += value
        if run > best:
            best, best_span = run, (start, i)
    return best_span


def _centre(words: Sequence[Sequence[str]], mass: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Share of each line's content words that other prose lines of the page use too, rare words counting more."""
    lines_with: Counter[str] = Counter()
    for line, weight in zip(words, mass, strict=True):
        if weight:
            lines_with.update({word for word in line if word not in FUNCTION_WORDS})
    out = np.zeros(len(words))
    for i, line in enumerate(words):
        content = {word for word in line if word not in FUNCTION_WORDS and len(word) > 2}
        own = 1 if mass[i] else 0
        shared = sum(min(1.0, (lines_with[word] - own) / 2) for word in content)
        out[i] = shared / math.sqrt(len(content)) if content else 0.0
    return out


def _shifts(values: Matrix) -> list[Matrix]:
    """The columns of the line so many lines further on, for each of SHIFTS; -1 beyond the page."""
    far = max(map(abs, SHIFTS))
    padded = np.full((len(values) + 2 * far, values.shape[1]), -1.0)
    padded[far : far + len(values)] = values
    return [padded[far + shift : far + shift + len(values)] for shift in SHIFTS]


def _window(values: Matrix, width: int, side: int) -> Matrix:
    """Mean of each column over the `width` lines before (-1) or after (+1) each line."""
    flipped = values[::-1] if side > 0 else values
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(flipped, axis=0)])
    index = np.arange(len(values))
    low = (index - width).clip(0)
    means = (sums[index] - sums[low]) / np.maximum(1, index - low)[:, None]
    return np.asarray(means[::-1] if side > 0 else means)
