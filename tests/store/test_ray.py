"""Ray schedules and decides nothing: the same shards as in one process, also when a worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.config import Settings
from framing.errors import CorpusError
from framing.store.corpus import Corpus
from framing.store.engine import Engine, engine
from framing.store.state import Shard
from framing.store.steps import run_steps
from framing.store.work import Outcome, Task
from tests.store.making import articles

pytest.importorskip("ray")
pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def runner() -> Iterator[Engine]:
    made = engine("ray", 2)
    yield made
    made.close()


def filled(folder: Path) -> Corpus:
    corpus = Corpus.create(folder)
    for start in range(0, 12, 3):
        corpus.add(articles(3, start))
    return corpus


def test_the_shards_are_those_of_one_process(tmp_path: Path, runner: Engine) -> None:
    alone, spread = filled(tmp_path / "alone"), filled(tmp_path / "spread")
    run_steps(alone, Settings())
    run_steps(spread, Settings(), engine=runner)
    assert {shard.sha256 for shard in spread.shards()} == {shard.sha256 for shard in alone.shards()}


def dies_once(task: Task) -> Outcome:
    mark = Path(task.root) / "died"
    if task.key == "2" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with (Path(task.root) / f"ran-{task.key}").open("a") as file:
        file.write("x")
    return Outcome(task, Shard(task.key, "passages", 1, 1), 0.0)


def test_a_killed_worker_costs_one_repetition_and_no_result(tmp_path: Path, runner: Engine) -> None:
    tasks = [Task(str(number), "x", str(tmp_path), "v", str(number), 1) for number in range(8)]
    outcomes = list(runner.map(dies_once, tasks))
    assert (tmp_path / "died").exists()
    assert sorted(outcome.shard.sha256 for outcome in outcomes) == sorted(task.key for task in tasks)
    assert sum(len(path.read_text()) for path in tmp_path.glob("ran-*")) <= len(tasks) + 1


def fails(task: Task) -> Outcome:
    raise CorpusError(f"{task.key}: this part of the corpus is damaged")


def test_what_a_task_raises_reaches_the_caller(tmp_path: Path, runner: Engine) -> None:
    with pytest.raises(CorpusError, match="damaged"):
        list(runner.map(fails, [Task("k", "x", str(tmp_path), "v", "i", 1)]))
