"""The steps after ingest, each over shards that have not been through it: segment, then embed.

A step's result is known by a key over the step, its version, the model and the input shard, so a run with
nothing new does nothing, a resumed run does what is missing, and a change of model makes new shards beside
the old ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.config import Settings
from framing.embed import best_precision, raw_embedder
from framing.store.corpus import Corpus
from framing.store.engine import Engine, Here
from framing.store.files import exclusive, guarded
from framing.store.meter import Meter, Report, silent
from framing.store.sources import MANY
from framing.store.state import Shard, record_failures, record_shard
from framing.store.work import Outcome, Task, run_task, task_key

VERSIONS = {"segment": "1", "embed": "1"}
"""Raised when a step would give another result for the same input: then it runs anew."""


@dataclass(slots=True)
class StepReport:
    """What a step did in this run."""

    step: str
    shards: int = 0
    rows: int = 0
    """Of the output."""
    seconds: float = 0.0
    """Summed over tasks, so over workers."""
    encoder_seconds: float = 0.0
    failed: int = 0
    reused: int = 0
    """Shards that had been through the step before."""

    def add(self, outcome: Outcome) -> None:
        """Counts one task's outcome."""
        self.shards += 1
        self.rows += outcome.shard.rows
        self.seconds += outcome.seconds
        self.encoder_seconds += outcome.encoder_seconds
        self.failed += len(outcome.failures)


def run_steps(
    corpus: Corpus, settings: Settings, *, engine: Engine | None = None, report: Report = silent, threads: int = 0
) -> list[StepReport]:
    """Segments and embeds what is new. Raises CorpusError, ModelError; what was done until then is kept.

    One process at a time works on a corpus; a second waits here, and then finds the work done.
    """
    engine = engine or Here()
    threads = threads or engine.threads
    with guarded(corpus.root), exclusive(corpus.root / "steps.lock"):
        settings = settle_precision(corpus, settings)
        embedder = raw_embedder(settings)
        variants = {
            "segment": VERSIONS["segment"],
            "embed": f"{VERSIONS['embed']} {embedder.weights_hash} {embedder.precision}",
        }
        corpus.state.set_meta({f"variant {step}": variant for step, variant in variants.items()})
        cut = _run(corpus, "segment", variants, corpus.shards("articles"), settings, engine, report, threads)
        current = {corpus.output("segment", shard.sha256) for shard in corpus.shards("articles")}
        passages = [shard for shard in corpus.shards("passages") if shard.sha256 in current]
        embedded = _run(corpus, "embed", variants, passages, settings, engine, report, threads)
    return [cut, embedded]


def settle_precision(corpus: Corpus, settings: Settings) -> Settings:
    """The corpus's own model and precision: set by the first run, the same ever after.

    A large first ingest takes bf16 where the processor has it; a small one fp32, which loads in a second.
    Settings that name another model than the corpus's take effect: all is then encoded anew.
    """
    articles = len(corpus)
    precision = expected_precision(corpus, settings, articles)
    if articles:
        corpus.state.set_meta({"model": settings.model, "precision": precision})
    return replace(settings, precision=precision)


def expected_precision(corpus: Corpus, settings: Settings, articles: int) -> str:
    """What `settle_precision` will settle on once the corpus holds so many articles."""
    meta = corpus.state.meta()
    held = meta.get("precision", "") if meta.get("model") == settings.model else ""
    if held and settings.precision in ("fp32", held):
        return held
    return best_precision() if settings.precision == "fp32" and articles >= MANY else settings.precision


def warm(corpus: Corpus, settings: Settings, engine: Engine) -> None:
    """Lets the engine's workers load the encoder that a corpus of MANY articles and more will be worked on with."""
    chosen = expected_precision(corpus, settings, MANY)
    engine.warm(settings.model, chosen)


def _run(
    corpus: Corpus,
    step: str,
    variants: dict[str, str],
    inputs: Sequence[Shard],
    settings: Settings,
    engine: Engine,
    report: Report,
    threads: int,
) -> StepReport:
    done = {str(key) for (key,) in corpus.state.rows("SELECT key FROM done WHERE step = ?", (step,))}
    tasks = []
    for shard in inputs:
        key = task_key(step, variants[step], shard.sha256)
        if key not in done:
            name = (settings.model, settings.precision) if step == "embed" else ("", "")
            tasks.append(Task(key, step, str(corpus.root), variants[step], shard.sha256, shard.rows, *name, threads))
    result = StepReport(step, reused=len(inputs) - len(tasks))
    meter = Meter(step, sum(task.units for task in tasks), report)
    for outcome in engine.map(run_task, tasks):
        commit(corpus, outcome)
        result.add(outcome)
        meter.add(outcome.task.units)
    return result


def commit(corpus: Corpus, outcome: Outcome) -> None:
    """Only now is the task done: its shard is on disk, and this makes it known."""
    task = outcome.task
    with corpus.state.transaction() as connection:
        record_shard(connection, outcome.shard)
        record_failures(connection, list(outcome.failures))
        connection.execute(
            "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?)",
            (task.key, task.step, task.variant, task.input, outcome.shard.sha256, outcome.seconds),
        )
