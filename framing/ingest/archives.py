"""ZIP archives: members one at a time, with guards against bombs, traversal, links and nesting."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from framing.errors import MalformedInput, TooLarge
from framing.ingest.failure import Failure

MAX_MEMBERS = 100_000
MAX_TOTAL = 4 * 1024**3
"""Bytes that all members together may unpack to."""
MAX_MEMBER = 256 * 1024 * 1024
"""Bytes that one member may unpack to."""
MAX_RATIO = 200
"""A member over 1 MB that unpacks to more than this many times its packed size is taken for a bomb."""


def check_archive(stream: BinaryIO, name: str) -> None:
    """Raise TooLarge where an office file would unpack past the bounds, MalformedInput where it is no archive."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise MalformedInput(f"{name}: damaged or not what its name says: {error}") from error
    finally:
        stream.seek(0)
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_TOTAL // 4:
        raise TooLarge(f"{name}: would unpack past the size bound")
    if any(_is_bomb(info) for info in infos):
        raise TooLarge(f"{name}: packed far too tightly to be a document (an archive bomb?)")


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(1, info.compress_size)


def members(stream: BinaryIO, name: str) -> Iterator[tuple[str, BinaryIO] | Failure]:
    """(member name, its bytes) of every safe member in order; a Failure for every other one.

    Raises MalformedInput where the archive cannot be opened, TooLarge where it as a whole is past the bounds.
    """
    try:
        archive = zipfile.ZipFile(stream)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise MalformedInput(f"{name}: not a readable ZIP archive: {error}") from error
    if len(infos) > MAX_MEMBERS:
        raise TooLarge(f"{name}: {len(infos):,} members; at most {MAX_MEMBERS:,}")
    total = 0
    with archive:
        for info in infos:
            if info.is_dir() or PurePosixPath(info.filename).name.startswith((".", "__MACOSX")):
                continue
            problem = _problem(info)
            if problem is not None:
                yield Failure(f"{name}!{info.filename}", problem[1], problem[0])
                continue
            total += info.file_size
            if total > MAX_TOTAL:
                raise TooLarge(f"{name}: unpacks to more than {MAX_TOTAL:,} bytes")
            yield _unpacked(archive, info, name)


def _problem(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        return "unsafe", "points outside the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "unsafe", "is a symbolic link"
    if info.flag_bits & 0x1:
        return "unreadable", "is encrypted"
    if path.suffix.casefold() == ".zip":
        return "unsafe", "is an archive inside an archive"
    if info.file_size > MAX_MEMBER or _is_bomb(info):
        return "too-large", f"would unpack to {info.file_size:,} bytes"
    return None


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> tuple[str, BinaryIO] | Failure:
    try:
        with archive.open(info) as member:
            data = member.read(MAX_MEMBER + 1)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        return Failure(f"{name}!{info.filename}", f"damaged: {error}")
    if len(data) > min(MAX_MEMBER, info.file_size):
        return Failure(f"{name}!{info.filename}", "unpacks to more than it says", "too-large")
    return info.filename, BytesIO(data)
