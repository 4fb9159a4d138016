"""From what is named on the command line to sources of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from framing.errors import NotFound, UsageError
from framing.model import Article
from framing.store.sources import Source, file_stamp
from framing.store.state import Failure


def sources_of(names: Sequence[str], mapping: Path | None, fetch: bool) -> list[Source]:
    """One source a file; folders give their files, in order of name, links out of the folder left aside.

    Raises NotFound for a name that is none, UsageError for a URL without `fetch`.
    """
    found: list[Source] = []
    for name in names:
        if name.startswith(("http://", "https://")):
            if not fetch:
                raise UsageError(f"{name}: reading from the network is off; add --fetch to allow it")
            found.append(Source(name, "", partial(_fetched, name)))
            continue
        path = Path(name)
        if not path.exists():
            raise NotFound(f"{name}: no such file or folder")
        found.extend(_file(file, mapping) for file in (_files(path) if path.is_dir() else [path]))
    return found


def _files(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(".") and path.resolve().is_relative_to(root):
            yield path


def _file(path: Path, mapping: Path | None) -> Source:
    return Source(str(path.resolve()), file_stamp(path), partial(_read, path, mapping))


def _read(path: Path, mapping: Path | None) -> Iterable[Article | Failure]:
    from framing.ingest.many import read_many

    for item in read_many(path, mapping=mapping):
        yield item if isinstance(item, Article) else Failure(item.source, "ingest", item.reason)


def _fetched(url: str) -> Iterable[Article | Failure]:
    from framing.ingest import fetch

    reader: Callable[[str], Article] = fetch.read_url
    yield reader(url)
