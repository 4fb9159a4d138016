"""A corpus in figures, its digest, its run record, and the copy that is handed on."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from framing.config import Settings
from framing.errors import CorpusError
from framing.store.check import check
from framing.store.corpus import Corpus
from framing.store.export import export
from framing.store.files import shard_path
from framing.store.manifest import RunRecord, digest, info
from framing.store.state import Failure
from framing.store.steps import run_steps
from tests.store.making import articles


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus.create(tmp_path / "corpus")
    corpus.add([*articles(6), Failure("bad.txt", "ingest", "binary")])
    return corpus


def test_info_counts_what_is_there(corpus: Corpus) -> None:
    found = info(corpus)
    assert (found.articles, found.passages, found.embedded, found.set_aside) == (6, 0, 0, 1)
    assert found.outlets == {"Paper 0": 2, "Paper 1": 1, "Paper 2": 1, "Paper 3": 1, "Paper 4": 1}
    assert (found.first, found.last, found.undated) == ("2024-03-01", "2024-03-06", 0)
    assert found.bytes > 0


@pytest.mark.model
def test_info_counts_passages_and_vectors(corpus: Corpus) -> None:
    run_steps(corpus, Settings())
    found = info(corpus)
    assert (found.passages, found.embedded, found.precision) == (18, 18, "fp32")


def test_the_digest_names_the_articles_and_not_the_way_they_came(corpus: Corpus, tmp_path: Path) -> None:
    other = Corpus.create(tmp_path / "other")
    for each in reversed(articles(6)):
        other.add([each])
    assert digest(other) == digest(corpus)
    other.add(articles(1, 6))
    assert digest(other) != digest(corpus)


def test_a_run_record_says_how_it_was_made(corpus: Corpus) -> None:
    record = RunRecord(corpus, "framing ingest x", Settings())
    record.write([], interrupted=True)
    read = json.loads((corpus.root / "run.json").read_text())
    assert read["command"] == "framing ingest x"
    assert read["interrupted"] is True
    assert read["digest"] == digest(corpus)
    assert read["settings"]["model"] == "all-MiniLM-L6-v2"
    assert read["set_aside"] == [{"source": "bad.txt", "step": "ingest", "reason": "binary"}]


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_a_copy_opens_with_the_same_digest_and_its_sums_hold(corpus: Corpus, tmp_path: Path, name: str) -> None:
    target = export(corpus, tmp_path / name)
    folder = target
    if name.endswith(".zip"):
        folder = tmp_path / "unpacked"
        with zipfile.ZipFile(target) as archive:
            archive.extractall(folder)
    summed = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert summed.returncode == 0, summed.stderr
    copy = Corpus.open(folder)
    assert digest(copy) == digest(corpus)
    assert list(copy.articles()) == articles(6)
    assert copy.add(articles(1, 6)).new == 1
    assert check(copy) == []


def test_a_copy_does_not_overwrite(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(CorpusError, match="there already"):
        export(corpus, tmp_path / "there")


def test_a_damaged_corpus_is_not_handed_on(corpus: Corpus, tmp_path: Path) -> None:
    shard_path(corpus.root, "articles", corpus.shards("articles")[0].sha256).write_bytes(b"")
    with pytest.raises(CorpusError, match="repair"):
        export(corpus, tmp_path / "copy.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus"]
