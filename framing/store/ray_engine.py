"""Ray runs the tasks on this machine or on a cluster that shares the corpus folder.

Ray only schedules: a task reads and writes content-addressed shards in the corpus folder, which every node
must see under the same path. A worker or node that dies costs the repetition of its task, not a result.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from framing.errors import CorpusError, MissingExtra
from framing.store.engine import TRIES, Run
from framing.store.work import Outcome, Task, load_encoder


class RayEngine:
    """Joins the cluster that RAY_ADDRESS names; without it, starts `workers` workers on this machine."""

    def __init__(self, workers: int) -> None:
        """Raises MissingExtra where Ray is not installed."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        # Without this Ray rebuilds the environment of `uv run`, from the network, in every worker.
        os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
        try:
            import ray
        except ImportError as error:
            raise MissingExtra("--engine ray", "ray") from error
        self.threads = 1
        self._ray: Any = ray
        self._workers = workers
        self._warming: list[Any] = []
        if not ray.is_initialized():
            address = os.environ.get("RAY_ADDRESS", "local")
            own = {"num_cpus": workers, "include_dashboard": False} if address == "local" else {}
            ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)

    def map(self, run: Run, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Outcomes as they come; at most four tasks a worker are handed out at once, so memory is bounded."""
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=TRIES)(run)
        waiting = list(reversed(tasks))
        running: list[Any] = []
        limit = 4 * max(self._workers, int(ray.cluster_resources().get("CPU", 1)))
        while waiting or running:
            while waiting and len(running) < limit:
                running.append(remote.remote(waiting.pop()))
            ready, running = ray.wait(running, num_returns=1)
            try:
                yield from ray.get(ready)
            except ray.exceptions.WorkerCrashedError as error:
                raise CorpusError(
                    f"a Ray worker died {TRIES + 1} times on one task; is there enough memory?"
                ) from error
            except ray.exceptions.RayTaskError as error:
                raise error.as_instanceof_cause() from error

    def warm(self, model: str, precision: str) -> None:
        """Each worker of this machine starts and loads the encoder; the answers are not waited for."""
        load = self._ray.remote(num_cpus=1, max_retries=0)(load_encoder)
        self._warming = [load.remote(model, precision, self.threads) for _ in range(self._workers)]

    def close(self) -> None:
        """Leaves the cluster; a local one ends."""
        self._ray.shutdown()
