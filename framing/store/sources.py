"""Where articles come from, read once while they stay the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from framing.errors import FramingError, InputError
from framing.model import Article
from framing.store.adding import Added, Item, SourceRead
from framing.store.corpus import Corpus
from framing.store.files import guarded
from framing.store.meter import Meter, Report, silent
from framing.store.state import Failure

_PART = re.compile("[#!]")
FETCHED = "+fetched"
"""Ends the stamp of a source that was read with what it only names fetched: nothing is left to a run without."""
MANY = 1_000
"""Articles read in one run from which the encoder's bf16 is worth loading sentence-transformers for (seconds)."""
Reader: TypeAlias = Callable[[], Iterable[Article | Failure]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, page or feed: `read` gives its articles, and failures for those that cannot be read."""

    name: str
    stamp: str
    """Changes when the source does, such as `file_stamp`; empty for one that is always read again."""
    read: Reader


def file_stamp(path: Path) -> str:
    """Size and time of change: what tells, without reading it, that a file is another one. Raises OSError."""
    status = path.stat()
    return f"{status.st_size}-{status.st_mtime_ns}"


def ingest(
    corpus: Corpus,
    sources: Iterable[Source],
    *,
    total: int = 0,
    retry: bool = False,
    report: Report = silent,
    many: Callable[[], None] | None = None,
) -> Added:
    """Reads sources into the corpus, those only that are new or have changed.

    What cannot be read is set aside with its reason and the rest goes on; `retry` reads again what was set
    aside before. `total` is the number of sources, where it is known. `many` is called once, when MANY articles
    have been read. Raises CorpusError.
    """
    known = {str(a): str(b) for a, b in corpus.state.rows("SELECT name, stamp FROM source")}
    failed = {part for each in corpus.failures() if each.step == "ingest" for part in _owners(each.source)}
    skipped = read = 0
    meter = Meter("ingest", total, report)

    def items() -> Iterator[Item]:
        nonlocal skipped, read
        for source in sources:
            same = source.stamp and known.get(source.name) in (source.stamp, source.stamp + FETCHED)
            if same and not (retry and source.name in failed):
                skipped += 1
            else:
                if source.name in failed:
                    _forget(corpus, source.name)
                for number, item in enumerate(_read(source)):
                    if number and not isinstance(item, SourceRead):
                        # A table or an archive: counted by article, and how many there are is not known.
                        meter.endless()
                        meter.add(1)
                    read += isinstance(item, Article)
                    if many and read == MANY and isinstance(item, Article):
                        many()
                    yield item
            meter.add(1)

    added = corpus.add(items())
    meter.finish()
    added.skipped = skipped
    return added


def _forget(corpus: Corpus, name: str) -> None:
    """Reading a source again says anew what fails in it. Its stamp goes too: after a crash here it is read again."""
    with guarded(corpus.root), corpus.state.transaction() as connection:
        connection.execute("DELETE FROM source WHERE name = ?", (name,))
        connection.execute(
            "DELETE FROM failure WHERE step = 'ingest' AND (source = ?1 OR substr(source, 1, length(?1) + 1) IN "
            "(?1 || '#', ?1 || '!'))",
            (name,),
        )


def _owners(source: str) -> list[str]:
    """A failure's source and the files it may stand in: `a.zip!b.csv#row 3` is of `a.zip!b.csv` and of `a.zip`."""
    return [source, *(source[: mark.start()] for mark in _PART.finditer(source))]


def _read(source: Source) -> Iterator[Item]:
    count = 0
    stamp = source.stamp
    try:
        for item in source.read():
            count += isinstance(item, Article)
            yield item
    except InputError as error:
        yield Failure(source.name, "ingest", str(error))
    except FramingError as error:
        # Not the source's fault, such as a part that is not installed: the next run reads it again.
        stamp = ""
        yield Failure(source.name, "ingest", str(error))
    except Exception as error:  # one source must not stop ten thousand
        stamp = ""
        yield Failure(source.name, "ingest", f"{type(error).__name__}: {error}")
    if stamp:
        yield SourceRead(source.name, stamp, count)
