"""From what is named on the command line to sources of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import NotFound, UsageError
from framing.model import Article
from framing.store.sources import FETCHED, Source, file_stamp
from framing.store.state import Failure

if TYPE_CHECKING:
    from framing.ingest.failure import Item, Tell
    from framing.ingest.fetch import Fetcher


def sources_of(names: Sequence[str], mapping: Path | None, fetch: bool, tell: Tell) -> list[Source]:
    """One source a file; folders give their files, in order of name; links are set aside, hidden files left out.

    `tell` is given what concerns a file as a whole, such as the guess of a table's columns. Raises NotFound for a name that is none, UsageError for a URL without `fetch`.
    """
    found: list[Source] = []
    fetcher = _fetcher() if fetch else None
    for name in names:
        if name.startswith(("http://", "https://")):
            if fetcher is None:
                raise UsageError(f"{name}: reading from the network is off; add --fetch to allow it")
            found.append(Source(name, "", partial(_fetched, name, fetcher)))
            continue
        path = Path(name)
        if not path.exists():
            raise NotFound(f"{name}: no such file or folder")
        for file in _files(path) if path.is_dir() else [path]:
            inside = path.is_dir()
            found.append(_link(file) if inside and file.is_symlink() else _file(file, mapping, fetcher, tell))
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if not path.name.startswith(".") and (path.is_symlink() or path.is_file()):
            yield path


def _link(path: Path) -> Source:
    """A link inside a folder may lead anywhere, also round in a circle; what it names can be given by itself."""
    name = str(path.absolute())
    return Source(name, "link", lambda: [Failure(name, "ingest", "is a symbolic link, not followed")])


def _file(path: Path, mapping: Path | None, fetcher: Fetcher | None, tell: Tell) -> Source:
    stamp = file_stamp(path) + (FETCHED if fetcher else "")
    return Source(str(path.resolve()), stamp, partial(_read, path, mapping, fetcher, tell))


def _read(path: Path, mapping: Path | None, fetcher: Fetcher | None, tell: Tell) -> Iterable[Article | Failure]:
    from framing.ingest.many import read_many

    items: Iterable[Item] = read_many(path, mapping=mapping, tell=tell)
    if fetcher:
        from framing.ingest.following import follow

        items = follow(items, fetcher)
    # Failures are named as the source is, so that reading it again finds them wherever it is run.
    return (_kept(item, str(path), str(path.resolve())) for item in items)


def _fetched(url: str, fetcher: Fetcher) -> Iterable[Article | Failure]:
    from framing.ingest.following import read_address

    return (_kept(item, url, url) for item in read_address(url, fetcher))


def _kept(item: Item, given: str, name: str) -> Article | Failure:
    if isinstance(item, Article):
        return item
    return Failure(name + item.source.removeprefix(given), "ingest", item.reason)


def _fetcher() -> Fetcher:
    from framing.ingest.fetch import Fetcher, default_cache

    return Fetcher(default_cache())
