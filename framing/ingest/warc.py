"""Web archives (WARC, also gzipped): the HTML pages that were fetched well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from framing.errors import InputError, MalformedInput
from framing.ingest.extras import optional
from framing.ingest.failure import Failure, Item
from framing.ingest.overrides import Overrides
from framing.ingest.reader import read_bytes

MAX_PAGE = 8 * 1024 * 1024
"""Largest page (bytes, unpacked) that is read."""


def warc_items(stream: BinaryIO, name: str, overrides: Overrides) -> Iterator[Item]:
    """Articles of the successful HTML responses in order; other records are passed over, bad pages set aside."""
    iterate = optional("warcio.archiveiterator", "reading WARC").ArchiveIterator
    damaged = optional("warcio.exceptions", "reading WARC").ArchiveLoadFailed
    if not stream.read(5).startswith((b"WARC/", b"\x1f\x8b")):
        raise MalformedInput(f"{name}: not a WARC file")
    stream.seek(0)
    number = 0
    try:
        for record in iterate(stream):
            number += 1
            if record.rec_type != "response" or record.http_headers is None:
                continue
            if record.http_headers.get_statuscode() != "200" or "html" not in (
                record.http_headers.get_header("Content-Type") or ""
            ):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            data = record.content_stream().read(MAX_PAGE + 1)
            yield _page(data, url, f"{name}#record {number}", overrides)
    except damaged as error:
        if not number:
            raise MalformedInput(f"{name}: not a WARC file: {error}") from error
        yield Failure(f"{name}#record {number + 1}", f"the archive is cut short or damaged: {error}")
    except (EOFError, OSError, ValueError) as error:
        yield Failure(f"{name}#record {number + 1}", f"the archive is cut short or damaged: {error}")
    if not number:
        raise MalformedInput(f"{name}: no record in it")


def _page(data: bytes, url: str, where: str, overrides: Overrides) -> Item:
    if len(data) > MAX_PAGE:
        return Failure(where, f"the page is over {MAX_PAGE:,} bytes", "too-large", url)
    given = Overrides(**{**dict(overrides.given()), "url": overrides.url or url})
    try:
        return read_bytes(data, "page.html", overrides=given, path=where)
    except InputError as error:
        return Failure(where, str(error).removeprefix(f"{where}: "), url=url)
