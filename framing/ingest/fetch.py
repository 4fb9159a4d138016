"""Pages from the network, only when asked for: robots respected, rate, size and time bounded, raw bytes kept.

Every address, at every redirect, must be public; a test that runs its own server names it in `allowed`.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urljoin, urlunsplit
from urllib.robotparser import RobotFileParser

from framing import __version__
from framing.errors import InputError, TooLarge
from framing.ingest.addresses import checked, connect
from framing.ingest.overrides import Overrides
from framing.ingest.reader import read_bytes
from framing.model import Article
from framing.text import sha256

AGENT = f"framing/{__version__} (media research; reads single pages, keeps robots.txt)"
MAX_PAGE = 8 * 1024 * 1024
"""Bytes of a page, packed and unpacked."""
MAX_ROBOTS = 512 * 1024
MAX_SECONDS = 30.0
"""For a page with all its redirects."""
MAX_REDIRECTS = 5
INTERVAL = 1.0
"""Seconds between two requests to one host, or more where its robots.txt asks for more."""
MAX_INTERVAL = 60.0
TEXTS = (
    "text/", "application/xhtml", "application/json", "application/xml", "application/rss", "application/atom",
    "application/rdf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """The raw bytes of a page, where they came from in the end, and when."""

    url: str
    final_url: str
    data: bytes
    content_type: str
    time: str


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one at a time. `cache`: folder for raw bytes, or None for none."""

    cache: Path | None = None
    allowed: frozenset[str] = frozenset()
    """Numeric addresses that may be fetched though they are not public: for servers that a test starts."""
    interval: float = INTERVAL
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, fresh: bool = False) -> Fetched:
        """The page at `url`, from the cache where it is there; `fresh` asks the server in any case.

        Raises Refused for an address that is not public or not http, TooLarge, and InputError where robots.txt
        forbids it, the server does not answer in time, or the answer is no text.
        """
        checked(url)
        kept = None if fresh else self._kept(url)
        if kept is not None:
            return kept
        deadline = self.clock() + MAX_SECONDS
        current = url
        for _ in range(MAX_REDIRECTS + 1):
            self._ask_robots(current, deadline)
            status, headers, data = self._request(current, deadline, MAX_PAGE)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                current = urljoin(current, headers["location"])
                checked(current)
                continue
            return self._done(url, current, status, headers, data)
        raise InputError(f"{url}: more than {MAX_REDIRECTS} redirects")

    def _done(self, url: str, final: str, status: int, headers: dict[str, str], data: bytes) -> Fetched:
        kind = headers.get("content-type", "")
        if status != 200:
            raise InputError(f"{url}: the server answers {status}")
        if kind and not kind.casefold().startswith(TEXTS):
            raise InputError(f"{url}: not a page but {kind.split(';')[0][:60]}")
        fetched = Fetched(url, final, data, kind, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
        self._keep(fetched)
        return fetched

    def _ask_robots(self, url: str, deadline: float) -> None:
        """Raise InputError where the host's robots.txt forbids the page; a host without one allows all."""
        parts = checked(url)
        root = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if root not in self._robots:
            self._robots[root] = self._read_robots(root, deadline)
        rules = self._robots[root]
        if rules is None:
            raise InputError(f"{url}: the server's robots.txt cannot be read now, so the page is not fetched")
        if not rules.can_fetch(AGENT, url):
            raise InputError(f"{url}: the server's robots.txt asks not to fetch this page")
        delay = rules.crawl_delay(AGENT)
        self._wait(parts.netloc, min(MAX_INTERVAL, max(self.interval, float(delay or 0))))

    def _read_robots(self, root: str, deadline: float) -> RobotFileParser | None:
        """The rules; all allowed on 4xx, none known (None) on 5xx, as RFC 9309, section 2.3.1, has it."""
        rules = RobotFileParser(root)
        current = root
        for _ in range(MAX_REDIRECTS + 1):
            status, headers, data = self._request(current, deadline, MAX_ROBOTS)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                current = urljoin(current, headers["location"])
                continue
            if status >= 500:
                return None
            rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
            return rules
        return None

    def _wait(self, host: str, interval: float) -> None:
        last = self._last.get(host)
        if last is not None and self.clock() - last < interval:
            self.sleep(interval - (self.clock() - last))
        self._last[host] = self.clock()

    def _request(self, url: str, deadline: float, bound: int) -> tuple[int, dict[str, str], bytes]:
        """(status, headers with lower-case names, unpacked body) of one GET within the deadline and the bound."""
        parts = checked(url)
        left = deadline - self.clock()
        if left <= 0:
            raise InputError(f"{url}: no answer within {MAX_SECONDS:g} seconds")
        connection = connect(parts, min(left, 10.0), self.allowed)
        try:
            path = urlunsplit(("", "", parts.path or "/", parts.query, "")).encode("utf-8")
            target = "".join(chr(byte) if 32 < byte < 127 else f"%{byte:02X}" for byte in path)
            connection.request(
                "GET", target, headers={"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "text/html,*/*;q=0.5"}
            )
            response = connection.getresponse()
            headers = {name.casefold(): value for name, value in response.getheaders()}
            data = self._body(response, url, deadline, bound)
        except (OSError, HTTPException) as error:
            raise InputError(f"{url}: {type(error).__name__}: {error}") from error
        finally:
            connection.close()
        return response.status, headers, _unpacked(data, headers.get("content-encoding", ""), url, bound)

    def _body(self, response: HTTPResponse, url: str, deadline: float, bound: int) -> bytes:
        parts, size = [], 0
        while chunk := response.read1(65_536):
            parts.append(chunk)
            size += len(chunk)
            if size > bound:
                raise TooLarge(f"{url}: over {bound:,} bytes")
            if self.clock() > deadline:
                raise InputError(f"{url}: no full answer within {MAX_SECONDS:g} seconds")
        return b"".join(parts)

    def _place(self, url: str) -> Path | None:
        return self.cache / sha256(url) if self.cache is not None else None

    def _kept(self, url: str) -> Fetched | None:
        place = self._place(url)
        if place is None or not place.with_suffix(".json").is_file():
            return None
        try:
            about = json.loads(place.with_suffix(".json").read_text(encoding="utf-8"))
            data = place.with_suffix(".bin").read_bytes()
            whole = about["sha256"] == sha256(data)
            return Fetched(url, about["final_url"], data, about["content_type"], about["time"]) if whole else None
        except (OSError, ValueError, KeyError):
            return None

    def _keep(self, fetched: Fetched) -> None:
        """Write bytes, then the note that vouches for them, each renamed into place."""
        place = self._place(fetched.url)
        if place is None:
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        about = {
            "url": fetched.url, "final_url": fetched.final_url, "content_type": fetched.content_type,
            "time": fetched.time, "sha256": sha256(fetched.data),
        }  # fmt: skip
        for suffix, data in ((".bin", fetched.data), (".json", json.dumps(about).encode())):
            part = place.with_suffix(suffix + ".part")
            part.write_bytes(data)
            part.replace(place.with_suffix(suffix))


def _unpacked(data: bytes, encoding: str, url: str, bound: int) -> bytes:
    if encoding.casefold() not in ("gzip", "x-gzip", "deflate"):
        return data
    try:
        unpacker = zlib.decompressobj(47)
        out = unpacker.decompress(data, bound + 1)
    except zlib.error as error:
        raise InputError(f"{url}: damaged answer: {error}") from error
    if len(out) > bound:
        raise TooLarge(f"{url}: unpacks to more than {bound:,} bytes")
    return out


def read_url(url: str, *, overrides: Overrides | None = None, fetcher: Fetcher | None = None) -> Article:
    """The article at an address; its URL is the one that answered in the end. Raises as `Fetcher.fetch` and `read_bytes`."""
    fetched = (fetcher or Fetcher(default_cache())).fetch(url)
    given = dict((overrides or Overrides()).given())
    given.setdefault("url", fetched.final_url)
    return read_bytes(fetched.data, page_name(fetched), overrides=Overrides(**given), path=url)


def page_name(fetched: Fetched) -> str:
    """A file name that tells the page's form."""
    if "json" in fetched.content_type:
        return "page.json"
    return "page.txt" if "text/plain" in fetched.content_type else "page.html"


def default_cache() -> Path:
    """Folder for fetched pages: `FRAMING_CACHE`, or the user's cache folder."""
    import os

    from platformdirs import user_cache_dir

    return Path(os.environ.get("FRAMING_CACHE") or user_cache_dir("framing")) / "pages"
