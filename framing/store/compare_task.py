"""One event compared, in whatever process: a pure function of the corpus folder and the settings kept in it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from framing.config import Settings
from framing.errors import FramingError
from framing.model import ModelUse
from framing.store.comparing import pack
from framing.store.corpus import Corpus
from framing.store.files import store_shard
from framing.store.state import Failure, Shard
from framing.store.tables import arrow, parquet_bytes
from framing.store.work import Outcome, Task


def compare_task(task: Task) -> Outcome:
    """A shard of one row, or of none where the comparison failed: then the reason is in the outcome."""
    name, *members = task.payload
    rows, failures = [], []
    try:
        rows.append({"event": name, "articles": members, "comparison": _compare(task.root, members)})
    except FramingError as error:
        failures.append(Failure(name, "compare", str(error)))
    except Exception as error:  # one event must not stop ten thousand
        failures.append(Failure(name, "compare", f"{type(error).__name__}: {error}"))
    pa = arrow()
    schema = pa.schema([("event", pa.string()), ("articles", pa.list_(pa.string())), ("comparison", pa.string())])
    data = parquet_bytes(pa.Table.from_pylist(rows, schema))
    shard = store_shard(Path(task.root), "results", data)
    return Outcome(task, Shard(shard, "results", len(rows), len(data)), 0.0, failures=tuple(failures))


def _compare(root: str, members: list[str]) -> str:
    from framing.compare import Clock, Setting, compare
    from framing.embed import raw_embedder

    corpus = _corpus(root)
    meta = corpus.state.meta()
    settings = settings_of(meta["settings"])
    embedder = raw_embedder(Settings(model=meta["model"], precision=meta["precision"]))
    use = ModelUse("passages", embedder.name, embedder.weights_hash, embedder.precision)
    setting = Setting(settings, "", "", (use,))
    return pack(compare(corpus.prepared(members), setting, Clock()))


@lru_cache(maxsize=2)
def _corpus(root: str) -> Corpus:
    """One open corpus a process, kept from task to task."""
    return Corpus.open(root)


def settings_of(text: str) -> Settings:
    """The settings that a run kept."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(text).items()}
    return replace(Settings(), **values)
