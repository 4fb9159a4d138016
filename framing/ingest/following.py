"""From addresses to articles: pages, feeds, and what a table, a list or a feed names without holding its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from io import BytesIO

from framing.errors import InputError, TooLarge
from framing.ingest.failure import TO_FETCH, Failure, Item
from framing.ingest.fetch import Fetched, Fetcher, page_name
from framing.ingest.news_xml import feed_items
from framing.ingest.overrides import Overrides
from framing.ingest.reader import read_bytes

_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|rdf:rdf|(?:\w+:)?feed)[\s>]", re.I | re.S)
_FIELDS = frozenset(field.name for field in fields(Overrides)) - {"url"}


def read_address(url: str, fetcher: Fetcher) -> Iterator[Item]:
    """The article at `url`, or where a feed is there all its entries, summaries followed to their pages.

    The address is asked anew, also where its bytes are kept: it may have changed. What cannot be had is a Failure.
    """
    try:
        fetched = fetcher.fetch(url, fresh=True)
    except InputError as error:
        yield _failure(url, url, error)
        return
    if is_feed(fetched):
        yield from follow(feed_items(BytesIO(fetched.data), url, Overrides()), fetcher)
        return
    yield _article(fetched, url, Overrides())


def follow(items: Iterable[Item], fetcher: Fetcher) -> Iterator[Item]:
    """`items`, and in the place of those that only name a page the page's article, or why it cannot be had.

    What the row or entry says of its article (outlet, title, date ...) wins over what the page says.
    """
    for item in items:
        if not isinstance(item, Failure) or item.code != TO_FETCH or not item.url:
            yield item
            continue
        try:
            fetched = fetcher.fetch(item.url)
        except InputError as error:
            yield _failure(item.source, item.url, error)
            continue
        yield _article(fetched, item.source, Overrides(**{k: v for k, v in item.known.items() if k in _FIELDS}))


def is_feed(fetched: Fetched) -> bool:
    """Whether RSS or Atom came, by its first element: servers call it by many types."""
    return bool(_FEED.match(fetched.data[:4_096].removeprefix(b"\xef\xbb\xbf")))


def _article(fetched: Fetched, source: str, known: Overrides) -> Item:
    given = Overrides(**{**dict(known.given()), "url": fetched.final_url})
    try:
        return read_bytes(fetched.data, page_name(fetched), overrides=given, path=source)
    except InputError as error:
        return _failure(source, fetched.url, error)


def _failure(source: str, url: str, error: InputError) -> Failure:
    reason = str(error).removeprefix(f"{source}: ")
    return Failure(source, reason, "too-large" if isinstance(error, TooLarge) else "unreadable", url)
