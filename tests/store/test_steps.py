"""Steps do what is new, once, and give the same whatever ran them."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from framing.config import Settings
from framing.errors import CorpusError, NotFound
from framing.store import steps
from framing.store.check import check
from framing.store.compact import compact
from framing.store.corpus import Corpus
from framing.store.engine import Processes, engine
from framing.store.meter import Pace
from framing.store.work import Outcome, Task, run_task
from tests.store.making import article, articles

pytestmark = pytest.mark.model


def filled(folder: Path, *counts: int) -> Corpus:
    corpus = Corpus.create(folder)
    start = 0
    for count in counts:
        corpus.add(articles(count, start))
        start += count
    return corpus


def everything(corpus: Corpus) -> dict[str, bytes]:
    """Passages and vectors of every article: what a resumed run must give again, bit for bit."""
    found = {}
    for prepared in corpus.prepared(corpus.ids()):
        texts = "\n".join(prepared.texts).encode()
        found[prepared.article.id] = texts + prepared.vectors.tobytes()
    return found


def test_every_passage_gets_its_own_vector(tmp_path: Path) -> None:
    from framing.embed.minilm import MiniLM

    corpus = filled(tmp_path / "c", 4)
    steps.run_steps(corpus, Settings())
    for prepared in corpus.prepared(corpus.ids()):
        assert len(prepared.passages) >= 3
        assert all(p.text == p.span.of(prepared.article.text) for p in prepared.passages)
        assert np.abs(MiniLM().encode(prepared.texts) - prepared.vectors).max() < 1e-6


def test_a_second_run_does_nothing(tmp_path: Path) -> None:
    corpus = filled(tmp_path / "c", 3)
    first = steps.run_steps(corpus, Settings())
    second = steps.run_steps(corpus, Settings())
    assert [(step.shards, step.reused) for step in first] == [(1, 0), (1, 0)]
    assert [(step.shards, step.reused) for step in second] == [(0, 1), (0, 1)]


def test_only_what_is_added_is_worked_on(tmp_path: Path) -> None:
    corpus = filled(tmp_path / "c", 3)
    steps.run_steps(corpus, Settings())
    corpus.add(articles(2, 3))
    assert [step.rows for step in steps.run_steps(corpus, Settings())] == [6, 6]


def test_a_new_version_of_a_step_runs_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = filled(tmp_path / "c", 2)
    steps.run_steps(corpus, Settings())
    monkeypatch.setitem(steps.VERSIONS, "segment", "next")
    assert [step.shards for step in steps.run_steps(corpus, Settings())] == [1, 0]


def test_progress_tells_rate_and_time_left(tmp_path: Path) -> None:
    told: list[Pace] = []
    steps.run_steps(filled(tmp_path / "c", 3), Settings(), report=told.append)
    assert [(pace.step, pace.done, pace.total) for pace in told] == [("segment", 3, 3), ("embed", 9, 9)]
    assert all(pace.rate > 0 and pace.left == 0 for pace in told)


def test_an_article_without_passages_is_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "c")
    from dataclasses import replace

    empty = replace(article(1), blocks=())
    corpus.add([article(0), empty, article(2)])
    steps.run_steps(corpus, Settings())
    assert [(failure.source, failure.step) for failure in corpus.failures()] == [(empty.id, "segment")]
    assert len(corpus.prepared([article(0).id, article(2).id])) == 2
    with pytest.raises(NotFound, match="set aside"):
        corpus.prepared([empty.id])


def test_what_is_not_embedded_yet_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="not embedded yet"):
        filled(tmp_path / "c", 1).prepared([article(0).id])


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    one, two = filled(tmp_path / "one", 3, 3, 3), filled(tmp_path / "two", 3, 3, 3)
    steps.run_steps(one, Settings())
    pool = engine("local", 2)
    steps.run_steps(two, Settings(), engine=pool, threads=1)
    pool.close()
    assert everything(one) == everything(two)


def test_a_killed_worker_costs_a_repetition(tmp_path: Path) -> None:
    pool = Processes(2)
    tasks = [Task(str(n), "x", str(tmp_path), "v", str(n), 1) for n in range(6)]
    outcomes = list(pool.map(die_once, tasks))
    pool.close()
    assert sorted(outcome.task.key for outcome in outcomes) == [str(n) for n in range(6)]
    assert (tmp_path / "died").exists()


def test_warm_workers_work_as_cold_ones_do(tmp_path: Path) -> None:
    cold, warm = filled(tmp_path / "cold", 3, 3), filled(tmp_path / "warm", 3, 3)
    steps.run_steps(cold, Settings())
    pool = engine("local", 2)
    steps.warm(warm, Settings(precision="fp32"), pool)
    steps.run_steps(warm, Settings(), engine=pool, threads=1)
    pool.close()
    assert everything(cold) == everything(warm)


def test_the_collector_is_as_before_once_a_task_is_done(tmp_path: Path) -> None:
    before = gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()
    steps.run_steps(filled(tmp_path / "c", 2), Settings())
    assert (gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()) == before


def test_a_worker_that_always_dies_is_an_error_with_advice(tmp_path: Path) -> None:
    pool = Processes(1)
    with pytest.raises(CorpusError, match="enough memory"):
        list(pool.map(die_always, [Task("k", "x", str(tmp_path), "v", "i", 1)]))
    pool.close()


def die_once(task: Task) -> Outcome:
    import os
    import signal

    from framing.store.state import Shard

    mark = Path(task.root) / "died"
    if task.key == "2" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(task, Shard("", "passages", 0, 0), 0.0)


def die_always(task: Task) -> Outcome:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_task_done_twice_writes_one_file(tmp_path: Path) -> None:
    corpus = filled(tmp_path / "c", 2)
    (shard,) = corpus.shards("articles")
    task = Task("k", "segment", str(corpus.root), "1", shard.sha256, 2)
    assert run_task(task).shard == run_task(task).shard
    assert len(list((corpus.root / "passages").glob("*/*"))) == 1


def test_compacting_keeps_everything_and_computes_nothing(tmp_path: Path) -> None:
    corpus = filled(tmp_path / "c", 2, 2, 2, 2)
    steps.run_steps(corpus, Settings())
    before, ids = everything(corpus), corpus.ids()
    done = compact(corpus)
    assert (done.shards_before, done.shards_after) == (12, 3)
    assert corpus.ids() == ids
    assert everything(corpus) == before
    assert [step.shards for step in steps.run_steps(corpus, Settings())] == [0, 0]
    assert check(corpus) == []


def test_compacting_a_corpus_that_is_not_embedded_keeps_its_articles(tmp_path: Path) -> None:
    corpus = filled(tmp_path / "c", 2, 2)
    compact(corpus)
    assert list(corpus.articles()) == articles(4)


def test_a_large_first_ingest_takes_the_faster_precision_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MANY", 3)
    monkeypatch.setattr(steps, "best_precision", lambda: "bf16")
    corpus = filled(tmp_path / "c", 2)
    assert steps.settle_precision(corpus, Settings()).precision == "fp32"
    corpus.add(articles(5, 2))
    assert steps.settle_precision(corpus, Settings()).precision == "fp32"
    large = Corpus.create(tmp_path / "d")
    steps.settle_precision(large, Settings())
    large.add(articles(7))
    assert steps.settle_precision(large, Settings()).precision == "bf16"
    assert steps.settle_precision(large, Settings()).precision == "bf16"
