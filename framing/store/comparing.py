"""The last step: each event that several outlets tell is compared, and the Comparison kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from framing import __version__
from framing.config import Settings
from framing.errors import NotFound
from framing.events import Event
from framing.model import Comparison
from framing.prepared import Prepared
from framing.store.codec import from_plain, to_plain
from framing.store.corpus import Corpus
from framing.store.engine import Engine, Here
from framing.store.files import exclusive, guarded
from framing.store.groups import event, events, events_in_order
from framing.store.meter import Meter, Report, silent
from framing.store.steps import StepReport, commit
from framing.store.work import Task, run_task, task_key

MOST = 12
"""Accounts compared at once; an event told by more outlets is compared over the first of them."""


def compare_events(
    corpus: Corpus, settings: Settings, *, engine: Engine | None = None, report: Report = silent, threads: int = 0
) -> StepReport:
    """Compares every event of two outlets and more that has not been compared in its present shape.

    One article stands for an outlet: the first that it published. Raises CorpusError, ModelError; an event
    that cannot be compared is set aside with its reason.
    """
    engine = engine or Here()
    threads = threads or engine.threads
    with guarded(corpus.root), exclusive(corpus.root / "steps.lock"):
        variant = compare_variant(corpus, settings)
        corpus.state.set_meta({"variant compare": variant, "settings": json.dumps(settings.as_dict())})
        done = {str(key) for (key,) in corpus.state.rows("SELECT key FROM done WHERE step = 'compare'")}
        tasks, reused = [], 0
        for each in events(corpus, least=2):
            members = accounts(corpus, each)
            if len(members) < 2:
                continue
            source = _source(each, members)
            key = task_key("compare", variant, source)
            if key in done:
                reused += 1
                continue
            payload = (each.id, *members)
            root = str(corpus.root)
            tasks.append(Task(key, "compare", root, variant, source, 1, threads=threads, payload=payload))
        result = StepReport("compare", reused=reused)
        meter = Meter("compare", len(tasks), report)
        for outcome in engine.map(run_task, tasks):
            commit(corpus, outcome)
            result.add(outcome)
            meter.add(1)
    return result


def compare_variant(corpus: Corpus, settings: Settings) -> str:
    """What a stored comparison depends on beside its articles."""
    meta = corpus.state.meta()
    parts = [__version__, meta.get("variant segment", ""), meta.get("variant embed", ""), settings.as_dict()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def accounts(corpus: Corpus, each: Event) -> list[str]:
    """The articles of an event that are compared: the first by each outlet, at most MOST, in order of publication."""
    found: dict[str, str] = {}
    for name in each.articles:
        (outlet,) = corpus.state.rows("SELECT outlet FROM article WHERE id = ?", (name,))[0]
        found.setdefault(str(outlet) or name, name)
    return list(found.values())[:MOST]


def comparisons(corpus: Corpus, *, largest_first: bool = True) -> Iterator[tuple[Event, Comparison]]:
    """Every event that has been compared in its present shape; in the order of the corpus it is faster."""
    for each in (events if largest_first else events_in_order)(corpus, least=2):
        try:
            yield each, comparison(corpus, each.id)
        except NotFound:
            continue


def comparison_key(corpus: Corpus, name: str) -> str:
    """Hash of an event's stored comparison; empty where it has not been compared in its present shape."""
    each = event(corpus, name)
    return corpus.output("compare", _source(each, accounts(corpus, each)))


def comparison(corpus: Corpus, name: str) -> Comparison:
    """The stored comparison of an event. Raises NotFound where there is none in its present shape."""
    each = event(corpus, name)
    members = accounts(corpus, each)
    shard = corpus.output("compare", _source(each, members))
    if not shard:
        raise NotFound(
            f"{corpus.root}: event {name} has not been compared; run: framing events {corpus.root} --compare"
        )
    (row,) = corpus.table("results", shard).to_pylist()
    return unpack(row["comparison"], corpus.prepared(members))


def pack(result: Comparison) -> str:
    """A comparison as JSON, without what the corpus holds anyway and without times: equal results, equal bytes."""
    run = replace(result.run, started="", seconds={}, command="")
    plain = to_plain(replace(result, articles=(), passages=(), run=run))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def unpack(text: str, prepared: Sequence[Prepared]) -> Comparison:
    """The comparison again, with the articles and passages of the corpus."""
    plain: dict[str, Any] = json.loads(text)
    bare = from_plain(Comparison, plain)
    passages = tuple(passage for each in prepared for passage in each.passages)
    return replace(bare, articles=tuple(each.article for each in prepared), passages=passages)


def _source(each: Event, members: Sequence[str]) -> str:
    """What stands for an event's present shape: the articles compared, in order. Ids end in their text's hash."""
    return f"event:{each.id}:" + hashlib.sha256("\n".join(members).encode()).hexdigest()[:16]
