"""What a corpus costs: `python tools/bench_corpus.py FOLDER_OF_TEXTS --corpus DIR [--shards N]`.

Each phase is a process of its own, so its peak memory is its own: reading and cleaning, segmenting, embedding
(over the first N article shards where `--shards` is given), a second run with nothing new, and adding a second
folder (`--add FOLDER`). `pipeline / encoder` is all processor time over the processor time inside the encoder.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Runs the phases and prints one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--add", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="read only the first files")
    parser.add_argument("--shards", type=int, default=0, help="embed only the first shards")
    parser.add_argument("--precision", default="bf16")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        print(json.dumps(PHASES[options.phase](options)))
        return 0
    print(f"{'':<12}{'units':>9}{'wall s':>9}{'cpu s':>9}{'encoder':>9}{'peak MB':>9}")
    total, inside = 0.0, 0.0
    for name in ("ingest", "segment", "embed", "again", *(("add",) if options.add else ())):
        found = phase(name)
        print(
            f"{name:<12}{found['units']:>9}{found['wall']:>9.1f}{found['cpu']:>9.1f}{found['encoder']:>9.1f}"
            f"{found['peak']:>9.0f}  {found.get('note', '')}",
            flush=True,
        )
        if name in ("ingest", "segment", "embed"):
            total += found["cpu"]
            inside += found["encoder"]
    if inside and not options.shards:
        print(f"pipeline / encoder: {total / inside:.3f}")
    return 0


def phase(name: str) -> dict:  # type: ignore[type-arg]
    """One phase in a process of its own."""
    command = [sys.executable, *sys.argv, "--phase", name]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "FRAMING_CACHE": "off"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    result: dict = json.loads(done.stdout.splitlines()[-1])  # type: ignore[type-arg]
    return result


def cost(start: float, units: int, encoder: float = 0.0, note: str = "") -> dict:  # type: ignore[type-arg]
    """The cost of this process so far, its children's included."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = sum(each.ru_utime + each.ru_stime for each in (own, children))
    peak = max(own.ru_maxrss, children.ru_maxrss) / 1024
    return {
        "units": units,
        "wall": time.perf_counter() - start,
        "cpu": cpu,
        "encoder": encoder,
        "peak": peak,
        "note": note,
    }


def ingest(options, folder: Path | None = None) -> dict:  # type: ignore[no-untyped-def, type-arg]
    """Reads the files into the corpus."""
    from framing.ingest import read
    from framing.store.corpus import Corpus
    from framing.store.sources import Source, file_stamp
    from framing.store.sources import ingest as take

    start = time.perf_counter()
    files = sorted((folder or options.folder).glob("*.txt"))[: options.limit or None]
    with Corpus.open_or_create(options.corpus) as corpus:
        sources = (Source(str(file), file_stamp(file), lambda file=file: [read(file)]) for file in files)
        added = take(corpus, sources)
        bytes_ = sum(shard.bytes for shard in corpus.shards("articles"))
    return cost(start, added.new, note=f"{added.failed} set aside, {added.duplicates} twice, {bytes_ / 1e6:.1f} MB")


def steps(options, only: str) -> dict:  # type: ignore[no-untyped-def, type-arg]
    """Runs the steps; the encoder's processor time is taken inside its call."""
    import framing.store.work as work
    from framing.config import Settings
    from framing.store.corpus import Corpus
    from framing.store.engine import engine
    from framing.store.steps import run_steps

    start, spent = time.perf_counter(), 0.0
    real = work._distinct

    def timed(embedder, texts):  # type: ignore[no-untyped-def]
        nonlocal spent
        embedder.encode(texts[:1])
        before = time.process_time()
        result = real(embedder, texts)
        spent += time.process_time() - before
        return result

    work._distinct = timed
    with Corpus.open(options.corpus) as corpus:
        if only == "segment":
            corpus.shards = _first(corpus.shards, {"passages": 0})  # type: ignore[method-assign]
        elif options.shards:
            corpus.shards = _first(corpus.shards, {"passages": options.shards})  # type: ignore[method-assign]
        runner = engine(options.engine, options.workers)
        done = run_steps(corpus, Settings(precision=options.precision), engine=runner, threads=1)
        runner.close()
    segmented, embedded = done
    units = segmented.rows if only == "segment" else embedded.rows
    return cost(start, units, spent, note=f"{segmented.failed} articles without passages" if segmented.failed else "")


def _first(real, limits: dict[str, int]):  # type: ignore[no-untyped-def]
    return lambda kind="": real(kind)[: limits.get(kind)]


def again(options) -> dict:  # type: ignore[no-untyped-def, type-arg]
    """Everything once more: nothing is new."""
    start = time.perf_counter()
    ingest(options)
    steps(options, "embed")
    return cost(start, 0)


def add(options) -> dict:  # type: ignore[no-untyped-def, type-arg]
    """A second folder into the same corpus."""
    start = time.perf_counter()
    found = ingest(options, options.add)
    done = steps(options, "embed")
    return cost(start, found["units"], done["encoder"], note=f"{done['units']} passages")


PHASES = {
    "ingest": ingest,
    "segment": lambda options: steps(options, "segment"),
    "embed": lambda options: steps(options, "embed"),
    "again": again,
    "add": add,
}

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
