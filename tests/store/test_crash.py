"""SIGKILL at random moments, and two processes at once. `tools/crash.py --rounds 50` is the long form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from framing.store.check import check
from framing.store.corpus import Corpus
from tests.conftest import ROOT
from tests.store.making import articles


@pytest.mark.model
@pytest.mark.slow
def test_nothing_reported_is_lost_when_the_process_is_killed() -> None:
    command = [sys.executable, str(ROOT / "tools" / "crash.py"), "--rounds", "3"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "none lost" in result.stdout


WRITER = """
import sys
from pathlib import Path
from framing.store import adding
from framing.store.corpus import Corpus
from tests.store.making import articles
adding.SHARD_ARTICLES = 7
with Corpus.open_or_create(sys.argv[1]) as corpus:
    added = corpus.add(articles(int(sys.argv[3]), int(sys.argv[2])))
    print(added.new, added.duplicates)
"""


def test_two_processes_ingest_at_once_and_no_article_is_lost_or_doubled(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    Corpus.create(folder).close()
    ranges = [(0, 120), (80, 120)]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(start), str(count)], stdout=subprocess.PIPE, cwd=ROOT
        )
        for start, count in ranges
    ]
    outputs = [worker.communicate()[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    new, twice = (sum(int(output[place]) for output in outputs) for place in (0, 1))
    assert (new, twice) == (200, 40)
    with Corpus.open(folder) as corpus:
        assert sorted(corpus.ids()) == sorted(each.id for each in articles(200))
        assert {each.id: each for each in corpus.articles()} == {each.id: each for each in articles(200)}
        assert check(corpus) == []


def test_two_processes_may_create_the_same_corpus(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(start), "30"], stdout=subprocess.PIPE, cwd=ROOT
        )
        for start in (0, 30)
    ]
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0]
    with Corpus.open(folder) as corpus:
        assert len(corpus) == 60
