"""Normalising text once, and the only place where offsets of other kinds are converted.

Stored text has line feeds only and is in Unicode NFC; NUL is replaced by U+FFFD. Zero-width and
bidirectional control characters are kept, since the text is evidence; views neutralise them.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

BIDI_CONTROLS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def normalise(raw: str) -> str:
    """CRLF and CR to LF, NFC, NUL to U+FFFD, a leading byte-order mark dropped. Idempotent."""
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    return unicodedata.normalize("NFC", text)


def sound(text: str) -> str:
    """`text` with every lone surrogate as U+FFFD, one for one, so that it encodes and offsets stay."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text) if not _encodes(text) else text


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def sha256(data: bytes | str) -> str:
    """Hex digest; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()


def visible(text: str) -> str:
    """`text` safe for a terminal or a title: control, bidi and zero-width characters shown as U+FFFD or dropped.

    Line feeds and tabs become spaces. For display only: offsets into the result mean nothing.
    """
    out = []
    for char in text:
        if char in "\n\t\r":
            out.append(" ")
        elif char in ZERO_WIDTH or char in BIDI_CONTROLS:
            continue
        elif unicodedata.category(char) in ("Cc", "Cs", "Cn", "Co"):
            out.append("\ufffd")
        else:
            out.append(char)
    return "".join(out)


class Utf16Map:
    """Converts code-point offsets of one text to UTF-16 code units and back (JavaScript, Label Studio)."""

    def __init__(self, text: str) -> None:
        # Most texts have no character beyond the basic plane: there both counts are the same.
        simple = not text or max(text) <= "\uffff"
        units = (2 if ord(char) > 0xFFFF else 1 for char in text)
        self._starts: Sequence[int] = range(len(text) + 1) if simple else [0, *accumulate(units)]

    def to_utf16(self, offset: int) -> int:
        """UTF-16 offset of a code-point offset in [0, len(text)]."""
        return self._starts[offset]

    def to_code_points(self, offset: int) -> int:
        """Code-point offset of a UTF-16 offset; inside a surrogate pair, the character's start."""
        return bisect_right(self._starts, offset) - 1


class LineMap:
    """Converts code-point offsets of one text to 1-based line and column."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]

    def locate(self, offset: int) -> tuple[int, int]:
        """(line, column), both counted from one."""
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1
