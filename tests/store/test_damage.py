"""A damaged, full, read-only or foreign corpus: a clear error that names the mend, and nothing lost beside it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from framing.cli.main import main
from framing.config import Settings
from framing.errors import CorpusError
from framing.store import adding, files
from framing.store.check import check, repair
from framing.store.corpus import Corpus
from framing.store.export import export
from framing.store.files import shard_path, write_atomic
from framing.store.sources import Source, ingest
from framing.store.steps import run_steps
from tests.store.making import articles


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus.create(tmp_path / "corpus")
    corpus.add(articles(3))
    corpus.add(articles(2, 3))
    return corpus


def file_of(corpus: Corpus, kind: str, number: int = 0) -> Path:
    return shard_path(corpus.root, kind, corpus.shards(kind)[number].sha256)


def test_a_sound_corpus_has_no_problems(corpus: Corpus) -> None:
    assert check(corpus) == []


@pytest.mark.parametrize("keep", [0, 10, 500])
def test_a_truncated_shard_is_found_and_named(corpus: Corpus, keep: int) -> None:
    path = file_of(corpus, "articles")
    path.write_bytes(path.read_bytes()[:keep])
    (problem,) = check(corpus)
    assert problem.where == str(path)
    assert problem.articles == tuple(each.id for each in articles(3))
    with pytest.raises(CorpusError, match="corpus check --repair"):
        list(Corpus.open(corpus.root).articles())


def test_a_missing_shard_is_found(corpus: Corpus) -> None:
    file_of(corpus, "articles").unlink()
    assert [problem.what for problem in check(corpus)] == ["is missing"]
    with pytest.raises(CorpusError, match="is missing"):
        list(Corpus.open(corpus.root).articles())


def test_one_flipped_bit_is_found(corpus: Corpus) -> None:
    path = file_of(corpus, "articles")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert "has changed" in check(corpus)[0].what


def test_repair_brings_articles_back_from_their_sources(tmp_path: Path) -> None:
    given = articles(3)
    sources = [Source(f"{n}.txt", "1", lambda each=each: [each]) for n, each in enumerate(given)]  # type: ignore[misc]
    corpus = Corpus.create(tmp_path / "c")
    ingest(corpus, sources)
    file_of(corpus, "articles").write_bytes(b"PAR1")
    repair(corpus)
    assert len(corpus) == 0
    assert ingest(corpus, sources).new == 3
    assert list(Corpus.open(corpus.root).articles()) == given
    assert check(corpus) == []


@pytest.mark.model
@pytest.mark.parametrize("kind", ["passages", "vectors"])
def test_repair_makes_derived_shards_anew(corpus: Corpus, kind: str) -> None:
    run_steps(corpus, Settings())
    before = {shard.sha256 for shard in corpus.shards()}
    file_of(corpus, kind).write_bytes(b"rubbish")
    assert len(repair(corpus)) == 1
    run_steps(corpus, Settings())
    assert {shard.sha256 for shard in corpus.shards()} == before
    assert check(corpus) == []


def test_what_a_crash_left_over_is_found_and_deleted(corpus: Corpus) -> None:
    stray = corpus.root / "articles" / "00" / ".part-1-abc"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"half")
    assert [problem.where for problem in check(corpus)] == [str(stray)]
    repair(corpus)
    assert check(corpus) == []
    assert not stray.exists()


def test_a_newer_corpus_asks_for_a_newer_framing(corpus: Corpus) -> None:
    corpus.state.set_meta({"format": "99"})
    corpus.close()
    with pytest.raises(CorpusError, match="pip install -U"):
        Corpus.open(corpus.root)


@pytest.mark.parametrize("content", [b"", b"not a database at all " * 200])
def test_a_foreign_state_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.sqlite").write_bytes(content)
    with pytest.raises(CorpusError, match="restore the folder"):
        Corpus.open(tmp_path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    with pytest.raises(CorpusError, match="not a corpus"):
        Corpus.open(tmp_path)


def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_grow(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    reader = Corpus.open(corpus.root)
    assert len(list(reader.articles())) == 5
    with pytest.raises(CorpusError, match="copy the corpus"):
        reader.add(articles(1, 9))
    assert reader.state.read_only


def test_a_read_only_folder_can_be_handed_on(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.close()
    real = Path.open

    def denied(self: Path, *given: Any, **named: Any) -> Any:
        if self.name == "steps.lock":
            raise OSError(errno.EROFS, "Read-only file system")
        return real(self, *given, **named)

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "open", denied)
    assert export(Corpus.open(corpus.root), tmp_path / "copy.zip").is_file()
    monkeypatch.undo()
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "copy")
    assert len(Corpus.open(tmp_path / "copy")) == 5


def test_facts_that_are_known_are_not_written_again(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.state.set_meta({"model": "a"})
    monkeypatch.setattr(corpus.state, "read_only", True)
    corpus.state.set_meta({"model": "a"})
    with pytest.raises(CorpusError, match="may not be written"):
        corpus.state.set_meta({"model": "b"})


def test_a_full_disk_loses_nothing_and_the_run_can_be_repeated(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(adding, "store_shard", full)
        with pytest.raises(CorpusError, match="disk is full"):
            corpus.add(articles(4, 5))
    assert len(corpus) == 5
    assert corpus.add(articles(4, 5)).new == 4
    assert check(corpus) == []


def fill(corpus: Corpus) -> int:
    """Adds until the disk is full; the number of articles reported as added."""
    held = 0
    for start in range(0, 100_000, 20):
        try:
            held += corpus.add(articles(20, start)).new
        except CorpusError as error:
            assert "disk is full" in str(error)  # noqa: PT017 - the loop ends here
            return held
    raise AssertionError("the disk never filled")


@pytest.mark.skipif(not Path("/dev/shm").is_dir() or os.geteuid() != 0, reason="needs a small file system of its own")
def test_a_really_full_disk(tmp_path: Path) -> None:
    mount = tmp_path / "small"
    mount.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("may not mount a small file system")
    try:
        corpus = Corpus.create(mount / "c")
        held = fill(corpus)
        assert len(corpus) == held
        corpus.close()
        copy = shutil.copytree(mount / "c", tmp_path / "copy")
        moved = Corpus.open(copy)
        assert len(list(moved.articles())) == held
        assert moved.add(articles(20, held)).new == 20
        moved.close()
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=False)


def test_a_failed_write_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(files.os, "fsync", fails)
    with pytest.raises(OSError, match="broken"):
        write_atomic(tmp_path / "x", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_pyarrow_names_the_command_that_installs_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from framing.store.corpus import Corpus\n"
        "from framing.errors import MissingExtra\n"
        "try:\n    Corpus.create(sys.argv[1])\n"
        "except MissingExtra as error:\n    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "c")], capture_output=True, text=True, check=True
    )
    assert "pip install" in result.stdout
    assert "[corpus]" in result.stdout


def test_the_command_tells_what_is_wrong_and_what_mends_it(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus.root / "articles" / "ab").mkdir(exist_ok=True)
    (corpus.root / "articles" / "ab" / f"{'ab' * 32}.parquet").write_bytes(b"half")
    corpus.close()
    with pytest.raises(SystemExit) as end:
        main(["corpus", "check", str(corpus.root)])
    assert end.value.code == 5
    said = capsys.readouterr().out
    assert "parquet is left over from an interrupted run; framing corpus check --repair deletes it" in said
    assert "1 problem\n" in said
    assert "Problem(" not in said
