"""Sources are read once while they stay the same; what cannot be read is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.cli.main import main
from framing.errors import BinaryInput, MissingExtra
from framing.model import Article
from framing.store import sources
from framing.store.corpus import Corpus
from framing.store.meter import Pace
from framing.store.sources import FETCHED, Source, file_stamp, ingest
from framing.store.state import Failure
from tests.store.making import article, articles


class Shelf:
    """Sources that count how often they are read."""

    def __init__(self, given: list[Article], stamp: str = "1") -> None:
        self.reads = 0
        self.sources = [self._source(each, stamp) for each in given]

    def _source(self, each: Article, stamp: str) -> Source:
        def read() -> Iterator[Article]:
            self.reads += 1
            yield each

        return Source(each.provenance.path, stamp, read)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.create(tmp_path / "corpus")


def test_an_unchanged_source_is_not_read_again(corpus: Corpus) -> None:
    shelf = Shelf(articles(3))
    assert ingest(corpus, shelf.sources).new == 3
    second = ingest(corpus, shelf.sources)
    assert (second.new, second.skipped, shelf.reads) == (0, 3, 3)


def test_a_changed_source_is_read_again(corpus: Corpus) -> None:
    ingest(corpus, Shelf(articles(1)).sources)
    changed = Shelf([article(0, text="Another text about the bridge of Arvo.", identifier="other")], stamp="2")
    assert ingest(corpus, changed.sources).new == 1


def test_a_source_without_a_stamp_is_always_read(corpus: Corpus) -> None:
    shelf = Shelf(articles(1), stamp="")
    ingest(corpus, shelf.sources)
    assert ingest(corpus, shelf.sources).duplicates == 1


@pytest.mark.parametrize(
    ("error", "reason"), [(BinaryInput("not text"), "not text"), (RuntimeError("odd"), "RuntimeError: odd")]
)
def test_a_source_that_fails_is_set_aside_and_the_rest_goes_on(corpus: Corpus, error: Exception, reason: str) -> None:
    def broken() -> Iterator[Article]:
        yield article(7)
        raise error

    added = ingest(corpus, [Source("bad", "1", broken), *Shelf(articles(2)).sources])
    assert (added.new, added.failed) == (3, 1)
    assert [(each.source, each.reason) for each in corpus.failures()] == [("bad", reason)]


def test_a_failed_source_is_read_again_only_when_asked_for(corpus: Corpus) -> None:
    reads = []

    def broken() -> Iterator[Article]:
        reads.append(1)
        raise BinaryInput("not text")
        yield

    source = Source("bad", "1", broken)
    ingest(corpus, [source])
    ingest(corpus, [source])
    assert len(reads) == 1
    ingest(corpus, [source], retry=True)
    assert len(reads) == 2


def test_reading_a_table_again_says_anew_which_rows_fail(corpus: Corpus) -> None:
    reasons = iter(["no text", ""])

    def rows() -> Iterator[Article | Failure]:
        yield article(1)
        reason = next(reasons)
        yield Failure("table.csv#row 3", "ingest", reason) if reason else article(3)

    source = Source("table.csv", "1", rows)
    assert ingest(corpus, [source]).failed == 1
    assert ingest(corpus, [source]).skipped == 1
    assert ingest(corpus, [source], retry=True).new == 1
    assert corpus.failures() == []


def test_what_was_fetched_once_is_not_read_again_without_fetching(corpus: Corpus) -> None:
    shelf, again = Shelf(articles(1), "1" + FETCHED), Shelf(articles(1), "1")
    ingest(corpus, shelf.sources)
    assert ingest(corpus, again.sources).skipped == 1
    ingest(corpus, Shelf(articles(2)[1:], "1").sources)
    assert ingest(corpus, Shelf(articles(2)[1:], "1" + FETCHED).sources).skipped == 0


def test_a_source_that_needs_a_missing_part_is_read_again_next_time(corpus: Corpus) -> None:
    reads = []

    def needs() -> Iterator[Article]:
        reads.append(1)
        raise MissingExtra("reading PDF", "ingest")
        yield

    for _ in range(2):
        ingest(corpus, [Source("paper.pdf", "1", needs)])
    assert len(reads) == 2
    assert "pip install" in corpus.failures()[0].reason


def test_failures_inside_a_table_name_their_row(corpus: Corpus) -> None:
    rows = [article(1), Failure("table.csv row 3", "ingest", "no text"), article(2)]
    added = ingest(corpus, [Source("table.csv", "1", lambda: rows)])
    assert (added.new, added.failed) == (2, 1)
    assert corpus.failures()[0].source == "table.csv row 3"


def test_progress_counts_sources(corpus: Corpus) -> None:
    told: list[Pace] = []
    ingest(corpus, Shelf(articles(3)).sources, total=3, report=told.append)
    assert (told[-1].done, told[-1].total) == (3, 3)


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    before = file_stamp(path)
    path.write_text("three")
    assert file_stamp(path) != before


def test_progress_through_a_table_counts_its_articles(corpus: Corpus) -> None:
    told: list[Pace] = []
    table = Source("table.csv", "1", lambda: articles(40))
    ingest(corpus, [table], total=1, report=told.append)
    assert (told[-1].step, told[-1].done, told[-1].total) == ("ingest", 40, 0)


def test_an_interrupted_command_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("framing.store.sources.ingest", stop)
    (tmp_path / "a.csv").write_text("text\nThe council of Arvo opened the bridge.\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["ingest", str(tmp_path / "a.csv"), "--corpus", str(tmp_path / "c")])
    assert end.value.code == 130
    assert "run the same command again" in capsys.readouterr().err


def test_that_many_articles_are_being_read_is_told_once(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MANY", 3)
    told: list[int] = []
    ingest(corpus, Shelf(articles(2)).sources, many=lambda: told.append(1))
    assert told == []
    ingest(corpus, Shelf(articles(8, 2)).sources, many=lambda: told.append(1))
    assert told == [1]


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and standard error of a command."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(end.value.code or 0), capsys.readouterr().err


def test_what_concerns_a_table_as_a_whole_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.store.steps.run_steps", lambda *_, **__: [])
    table = tmp_path / "a.csv"
    table.write_bytes(
        b"date,body\n05/03/2024,The council of Arvo opened the bridge.\nsoon,The ferry of Arvo ran free.\n"
        + "2024-03-05,The café of Arvo closed.\n".encode("cp1252")
    )
    code, said = told(["ingest", str(table), "--corpus", str(tmp_path / "c")], capsys)
    assert code == 0
    assert 'columns guessed: text from "body", published from "date"' in said
    assert "the first line 4, are not UTF-8" in said
    assert "unreadable-date: 2 of the new articles; " in said
    assert said.count("day or month first") == 1


def test_links_in_a_folder_are_set_aside_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "outside.txt").write_text("The council of Arvo opened the bridge.", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "round").symlink_to(folder)
    code, said = told(["ingest", str(folder), "--corpus", str(tmp_path / "c")], capsys)
    assert code == 3
    assert said.count("is a symbolic link, not followed") == 2


def test_a_source_that_gives_nothing_is_an_error_for_a_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("foo,bar\n1,2\n", encoding="utf-8")
    code, said = told(["ingest", str(tmp_path / "a.csv"), "--corpus", str(tmp_path / "c")], capsys)
    assert (code, "no column for the text" in said) == (3, True)
