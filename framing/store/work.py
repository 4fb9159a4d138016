"""The shard tasks: pure functions of their input shards that may run in any process, any number of times.

A task reads shards, writes one shard under the hash of its content and says what it wrote. Only the process
that holds the state commits that; a task that dies half-way has changed nothing.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.config import Settings
from framing.embed import Embedder, raw_embedder
from framing.errors import FramingError
from framing.model import Passage
from framing.segment import segment
from framing.store.collecting import seldom_collected
from framing.store.files import guarded, shard_path, store_shard
from framing.store.state import Failure, Shard
from framing.store.tables import article_of, parquet_bytes, passage_table, read_parquet, vector_bytes


@dataclass(frozen=True, slots=True)
class Task:
    """One shard's worth of one step. Equal keys mean equal results."""

    key: str
    step: str
    root: str
    variant: str
    """Version of the step and, where there is one, the model: part of the key."""
    input: str
    """Hash of the input shard."""
    units: int
    """Rows of the input, for progress."""
    model: str = ""
    precision: str = ""
    threads: int = 0
    """Threads inside the encoder; 0 leaves it to the library."""
    payload: tuple[str, ...] = ()
    """What a task works on that is not a shard: an event and its articles."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task wrote."""

    task: Task
    shard: Shard
    seconds: float
    """Wall time of the task."""
    encoder_seconds: float = 0.0
    """Of that, in the encoder's own call."""
    failures: tuple[Failure, ...] = ()


def task_key(step: str, variant: str, source: str) -> str:
    """What names the result of `step` in this variant on the shard `source`."""
    return hashlib.sha256(f"{step} {variant} {source}".encode()).hexdigest()


def run_task(task: Task) -> Outcome:
    """Does one task. Raises CorpusError, ModelError."""
    start = time.perf_counter()
    with guarded(Path(task.root)), seldom_collected():
        outcome = _STEPS[task.step](task)
    return Outcome(task, outcome.shard, time.perf_counter() - start, outcome.encoder_seconds, outcome.failures)


def _segment(task: Task) -> Outcome:
    root = Path(task.root)
    table = read_parquet(shard_path(root, "articles", task.input))
    passages: list[Passage] = []
    failures: list[Failure] = []
    for number in range(table.num_rows):
        article = article_of(table.slice(number, 1).to_pylist()[0])
        try:
            cut = segment(article)
        except FramingError as error:
            failures.append(Failure(article.id, "segment", str(error)))
            continue
        except Exception as error:  # one article must not stop ten thousand
            failures.append(Failure(article.id, "segment", f"{type(error).__name__}: {error}"))
            continue
        if not cut:
            failures.append(Failure(article.id, "segment", "no passages: only page furniture was found"))
        passages.extend(cut)
    data = parquet_bytes(passage_table(passages))
    shard = store_shard(root, "passages", data)
    return Outcome(task, Shard(shard, "passages", len(passages), len(data)), 0.0, failures=tuple(failures))


def _embed(task: Task) -> Outcome:
    root = Path(task.root)
    texts = read_parquet(shard_path(root, "passages", task.input), ["text"]).column("text").to_pylist()
    embedder = _embedder(task.model, task.precision, task.threads)
    start = time.perf_counter()
    vectors = _distinct(embedder, texts)
    spent = time.perf_counter() - start
    data = vector_bytes(vectors, task.precision)
    shard = store_shard(root, "vectors", data)
    return Outcome(task, Shard(shard, "vectors", len(texts), len(data)), 0.0, spent)


def _distinct(embedder: Embedder, texts: list[str]) -> NDArray[np.float32]:
    """Vectors of `texts`; those that occur twice, as in wire copies, are encoded once."""
    order = list(dict.fromkeys(texts))
    rows = {text: number for number, text in enumerate(order)}
    vectors = embedder.encode(order)
    return vectors[[rows[text] for text in texts]] if texts else vectors


@lru_cache(maxsize=2)
def _embedder(model: str, precision: str, threads: int) -> Embedder:
    """One encoder a process, kept from task to task."""
    if threads:
        os.environ["FRAMING_THREADS"] = str(threads)
    return raw_embedder(Settings(model=model, precision=precision))


def load_encoder(model: str, precision: str, threads: int) -> None:
    """Loads what `embed` tasks of this kind will need into this process. Raises ModelError."""
    _embedder(model, precision, threads).encode(["."])


def _compare(task: Task) -> Outcome:
    from framing.store.compare_task import compare_task

    return compare_task(task)


_STEPS: dict[str, Callable[[Task], Outcome]] = {"segment": _segment, "embed": _embed, "compare": _compare}
