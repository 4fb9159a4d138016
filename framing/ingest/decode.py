"""Raw bytes to text: which encoding was used is always said, and nothing undecodable is dropped silently."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from framing.errors import BinaryInput, EmptyInput, EncodingError, TooLarge
from framing.model import Notice
from framing.text import BIDI_CONTROLS, ZERO_WIDTH

MAX_BYTES = 32 * 1024 * 1024
"""Largest single article file; corpora come as tables, feeds or folders."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"PAR1": "a Parquet table",
    b"SQLite format": "a SQLite database",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_INVISIBLE = re.compile("[" + "".join(sorted(ZERO_WIDTH - {"\u200c", "\u200d", "\u00ad"} | BIDI_CONTROLS)) + "]")
_UNUSED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that Windows-1252 leaves undefined."""
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}charset=|\?xml[^>]{0,200}encoding=)["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read as, and what a reader should know about it."""

    text: str
    encoding: str
    notices: tuple[Notice, ...]


def decode(data: bytes, name: str) -> Decoded:
    """Text of `data`; `name` is only used in messages.

    UTF-8 first; then a byte-order mark, an encoding declared in HTML or XML, a guess. Lines that are
    not in the encoding of the rest are read one by one as Windows-1252 and a `mixed-encoding` notice is given.
    Raises EmptyInput, BinaryInput, TooLarge, EncodingError.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: {len(data):,} bytes; an article may have at most {MAX_BYTES:,}")
    if not data.strip():
        raise EmptyInput(f"{name}: the file is empty")
    refuse_binary(data, name)
    text, encoding, notices = _decode(data, name)
    notices += _character_notices(text, name)
    if not text.strip("\ufeff\u200b\u2060 \n\r\t\x00\xa0"):
        raise EmptyInput(f"{name}: the file holds only blank or invisible characters")
    return Decoded(text, encoding, tuple(notices))


def refuse_binary(data: bytes, name: str) -> None:
    """Raise BinaryInput where the bytes are a known binary format or mostly control characters."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise BinaryInput(f"{name}: not text but {what}")
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return
    sample = data[:65536]
    control = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 27))
    if control > len(sample) // 10 and not _wide(sample):
        raise BinaryInput(f"{name}: not text ({control} control characters in the first {len(sample):,} bytes)")


def _wide(sample: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where every other byte is NUL, as in UTF-16 without a mark; else empty."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _decode(data: bytes, name: str) -> tuple[str, str, list[Notice]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig"), []
            except UnicodeDecodeError:
                break
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, name)
    wide = _wide(data[:65536])
    return (data.decode(wide, "replace"), wide, []) if wide else (text, "utf-8", [])


def _decode_other(data: bytes, name: str) -> tuple[str, str, list[Notice]]:
    wide = _wide(data[:65536])
    if wide:
        return data.decode(wide, "replace"), wide, []
    mixed = _decode_mixed(data, name)
    if mixed:
        return mixed
    encoding = _declared(data) or _guess(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise EncodingError(f"{name}: neither UTF-8 nor {encoding}: {error}") from error
    message = f"not UTF-8: read as {encoding}"
    return text, encoding, [Notice("encoding", message, name)]


def _decode_mixed(data: bytes, name: str) -> tuple[str, str, list[Notice]] | None:
    """Line by line where some non-ASCII lines are valid UTF-8 and others are not; None where none is valid."""
    good, bad, first = 0, 0, 0
    out: list[str] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            out.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            bad += 1
            first = first or number
            out.append(line.decode("cp1252", "replace"))
    if not good:
        return None
    message = f"mixed encodings: {bad} line(s), the first line {first}, are not UTF-8 and were read as windows-1252"
    return "\n".join(out), "utf-8 and windows-1252", [Notice("mixed-encoding", message, name)]


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    if not found:
        return ""
    try:
        return codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return ""


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[:200_000]
    if sum(byte > 127 for byte in sample) < 0.04 * len(sample) and not any(byte in sample for byte in _UNUSED):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _character_notices(text: str, name: str) -> list[Notice]:
    notices = []
    nul = text.count("\x00")
    if nul:
        notices.append(Notice("nul-characters", f"{nul} NUL character(s) shown as U+FFFD", name))
    if text.isascii():
        return notices
    body = text.removeprefix("\ufeff")
    bidi = sum(body.count(char) for char in BIDI_CONTROLS)
    hidden = len(_INVISIBLE.findall(body)) - bidi
    if bidi:
        notices.append(Notice("bidi-controls", f"{bidi} bidirectional control character(s) kept as evidence", name))
    if hidden > 0:
        notices.append(Notice("zero-width", f"{hidden} zero-width character(s) kept as evidence", name))
    return notices
