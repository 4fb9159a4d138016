"""Fetching: robots, rate, bounds, no way to a private address; against a server that the test starts."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from framing.errors import InputError, TooLarge
from framing.ingest import fetch
from framing.ingest.addresses import Refused, is_public
from framing.ingest.failure import Failure
from framing.ingest.fetch import Fetcher, read_url
from framing.ingest.following import follow, read_address
from framing.ingest.many import read_many
from framing.model import Article
from tests.ingest.pages import TITLE, html

LOCAL = frozenset({"127.0.0.1"})


class Site(BaseHTTPRequestHandler):
    """Pages by path; `seen` counts requests."""

    seen: list[str]
    robots = b"User-agent: *\nDisallow: /private\n"
    robots_status = 200

    def do_GET(self) -> None:
        type(self).seen.append(self.path)
        if self.path == "/robots.txt":
            self._answer(self.robots_status, "text/plain", self.robots)
        elif self.path == "/story":
            self._answer(200, "text/html; charset=utf-8", html().encode())
        elif self.path == "/packed":
            self._answer(200, "text/html", gzip.compress(html().encode()), {"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self._answer(200, "text/html", gzip.compress(b"0" * 50_000_000), {"Content-Encoding": "gzip"})
        elif self.path == "/feed":
            self._answer(200, "application/rss+xml", self._feed())
        elif self.path == "/picture":
            self._answer(200, "image/png", b"x")
        elif self.path.startswith("/to?"):
            self._answer(302, "text/html", b"", {"Location": self.path.partition("?")[2]})
        elif self.path == "/loop":
            self._answer(302, "text/html", b"", {"Location": "/loop"})
        elif self.path == "/endless":
            self._endless()
        else:
            self._answer(404, "text/html", b"no")

    def _feed(self) -> bytes:
        here = f"http://{self.headers['Host']}"
        entries = "".join(
            f"<item><title>{title}</title><link>{here}{path}</link><description>In short.</description>"
            "<pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate></item>"
            for title, path in ((TITLE, "/story"), ("Gone", "/absent"))
        )
        return f"<rss version='2.0'><channel><title>The Feed Courier</title>{entries}</channel></rss>".encode()

    def _answer(self, status: int, kind: str, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"<item>again</item>" * 4_000)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.seen, Site.robots_status = [], 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetcher(cache: Path | None = None) -> Fetcher:
    return Fetcher(cache, LOCAL, interval=0.0)


@pytest.mark.parametrize("path", ["/story", "/packed", "/to?/story"])
def test_a_page_is_read_as_an_article(site: str, path: str) -> None:
    article = read_url(site + path, fetcher=fetcher())
    assert article.title == TITLE
    assert article.url == site + (path if path != "/to?/story" else "/story")


def test_the_raw_bytes_are_kept_and_read_again_without_asking(site: str, tmp_path: Path) -> None:
    first = fetcher(tmp_path).fetch(f"{site}/story")
    asked = len(Site.seen)
    again = fetcher(tmp_path).fetch(f"{site}/story")
    assert again == first
    assert len(Site.seen) == asked
    next(tmp_path.glob("*.bin")).write_bytes(b"changed")
    assert fetcher(tmp_path).fetch(f"{site}/story").data == first.data


def test_robots_are_respected(site: str) -> None:
    with pytest.raises(InputError, match=r"robots\.txt asks not"):
        fetcher().fetch(f"{site}/private/story")
    assert Site.seen == ["/robots.txt"]


def test_without_readable_robots_nothing_is_fetched(site: str) -> None:
    Site.robots_status = 503
    with pytest.raises(InputError, match="cannot be read now"):
        fetcher().fetch(f"{site}/story")
    Site.robots_status = 404
    assert fetcher().fetch(f"{site}/story").data


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/absent", InputError, "404"),
        ("/picture", InputError, "image/png"),
        ("/loop", InputError, "redirects"),
        ("/bomb", TooLarge, "unpacks"),
        ("/endless", TooLarge, "over"),
    ],
)
def test_bad_answers_are_named_errors(site: str, path: str, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words):
        fetcher().fetch(site + path)


def test_an_answer_that_takes_too_long_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_PAGE", 10**12)
    times = iter(range(10_000))
    slow = Fetcher(None, LOCAL, 0.0, clock=lambda: float(next(times)))
    with pytest.raises(InputError, match="within 30 seconds"):
        slow.fetch(f"{site}/endless")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]/x", "http://10.0.0.8/", "http://169.254.169.254/latest", "http://0.0.0.0/",
     "http://[::ffff:127.0.0.1]/", "http://2130706433/", "file:///etc/passwd", "ftp://example.org/", "http://user@example.org/", "http:///x"],
)  # fmt: skip
def test_private_addresses_and_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        Fetcher().fetch(url)


@pytest.mark.parametrize(
    "target", ["http://10.0.0.8/", "http://[::1]/", "file:///etc/passwd", "http://169.254.169.254/"]
)
def test_redirects_to_private_addresses_are_refused(site: str, target: str) -> None:
    with pytest.raises(Refused):
        fetcher().fetch(f"{site}/to?{target}")


def test_requests_to_one_host_keep_their_distance(site: str) -> None:
    slept: list[float] = []
    polite = Fetcher(None, LOCAL, interval=5.0, clock=lambda: 0.0, sleep=slept.append)
    polite.fetch(f"{site}/story")
    polite.fetch(f"{site}/packed")
    assert slept == [5.0]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("fc00::1", False),
        ("224.0.0.1", False),
        ("2606:4700::1111", True),
    ],
)
def test_public_addresses_are_told_apart(address: str, public: bool) -> None:
    assert is_public(address) is public


def fetched_failures(items: list[Article | Failure]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Failure)]


def test_a_feed_gives_its_entries_and_follows_summaries_to_their_pages(site: str) -> None:
    items = list(read_address(f"{site}/feed", fetcher()))
    articles = [item for item in items if isinstance(item, Article)]
    assert [(article.title, article.outlet, article.url) for article in articles] == [
        (TITLE, "The Feed Courier", f"{site}/story")
    ]
    assert articles[0].published == "2024-03-04T10:00:00+00:00"
    (absent,) = fetched_failures(items)
    assert "404" in absent


def test_an_address_named_directly_is_asked_anew(site: str, tmp_path: Path) -> None:
    for _ in range(2):
        assert isinstance(next(read_address(f"{site}/story", fetcher(tmp_path))), Article)
    assert Site.seen.count("/story") == 2


def test_pages_that_a_list_names_are_fetched_in_its_order_and_named_by_their_line(site: str, tmp_path: Path) -> None:
    listed = tmp_path / "pages.urls"
    listed.write_text(f"{site}/story\n{site}/absent\n")
    items = list(follow(read_many(listed), fetcher()))
    assert isinstance(items[0], Article)
    assert items[0].provenance.path == f"{listed}#line 1"
    assert isinstance(items[1], Failure)
    assert items[1].source == f"{listed}#line 2"


def test_a_feed_that_never_ends_is_one_failure(site: str) -> None:
    (item,) = read_address(f"{site}/endless", fetcher())
    assert isinstance(item, Failure)
    assert item.code == "too-large"


def test_a_page_that_sends_on_to_a_private_address_is_a_failure(site: str) -> None:
    (item,) = read_address(f"{site}/to?http://127.0.0.2/", fetcher())
    assert isinstance(item, Failure)
    assert "not a public address" in item.reason
