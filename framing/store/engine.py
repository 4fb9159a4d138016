"""Who runs the tasks: this process, processes beside it, or Ray. None of them decides anything about results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Protocol, TypeAlias

from framing.embed.session import threads
from framing.errors import CorpusError, SettingsError
from framing.store.work import Outcome, Task, load_encoder

Run: TypeAlias = Callable[[Task], Outcome]
ENGINES = ("local", "ray")
TRIES = 3
"""Times a task is tried where its process dies; a task that kills three processes would kill a fourth."""


class Engine(Protocol):
    """Runs idempotent tasks and yields their outcomes in any order."""

    threads: int
    """Threads that each task should use; 0 leaves it to the libraries."""

    def map(self, run: Run, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """One outcome a task. Raises what a task raises; CorpusError where its process keeps dying."""

    def warm(self, model: str, precision: str) -> None:
        """Lets idle workers load this encoder, which takes seconds, while the caller does something else."""

    def close(self) -> None:
        """Frees the workers."""


def engine(name: str = "local", workers: int = 1) -> Engine:
    """The engine of this name. Raises SettingsError on an unknown one, MissingExtra where Ray is absent."""
    if name == "ray":
        from framing.store.ray_engine import RayEngine

        return RayEngine(workers)
    if name != "local":
        raise SettingsError(f"--engine {name!r}: use one of {', '.join(ENGINES)}")
    return Here() if workers <= 1 else Processes(workers)


class Here:
    """In this process, one after the other."""

    threads = 0

    def map(self, run: Run, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Outcomes in the order of the tasks."""
        for task in tasks:
            yield run(task)

    def warm(self, model: str, precision: str) -> None:
        """Nothing: this process is busy with what the caller does."""

    def close(self) -> None:
        """Nothing to free."""


class Processes:
    """Worker processes on this machine. A killed worker breaks its pool: the pool is made anew, the task repeated."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        # Together the workers use the processors once: more threads than that cost a third of the speed.
        self.threads = max(1, threads() // workers)
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        # spawn: a forked child would inherit the parent's encoder threads in an undefined state.
        return ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))

    def map(self, run: Run, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Outcomes as they come, with two tasks waiting for each worker and no more."""
        waiting, tries = deque(tasks), dict.fromkeys((task.key for task in tasks), 0)
        running: dict[Future[Outcome], Task] = {}
        while waiting or running:
            try:
                while waiting and len(running) < 2 * self._workers:
                    running[self._pool.submit(run, waiting[0])] = waiting[0]
                    waiting.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    del running[future]
                    yield outcome
            except BrokenProcessPool as error:
                lost = list(running.values())
                for task in lost:
                    tries[task.key] += 1
                    if tries[task.key] >= TRIES:
                        raise CorpusError(
                            f"a worker process died {TRIES} times in step `{task.step}`; "
                            "is there enough memory? run again with --workers 1"
                        ) from error
                waiting.extendleft(reversed(lost))
                running.clear()
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._new()

    def warm(self, model: str, precision: str) -> None:
        """Each worker starts and loads the encoder. What goes wrong there is told when a task needs it."""
        for _ in range(self._workers):
            self._pool.submit(load_encoder, model, precision, self.threads)

    def close(self) -> None:
        """Ends the workers."""
        self._pool.shutdown(wait=True, cancel_futures=True)
