"""Time and memory of grouping a synthetic corpus, once embedded: python tools/bench_events.py 1000 10000

Articles are drawn from invented words: an event has its own rare words, names, place, day and direction of
vectors; its reports share most of them. Prints articles, seconds for profiles, for grouping, and B-cubed F1.
All articles are held in memory, unless `--corpus DIR` is given: then they are written there and grouped from disk,
as `framing events` does it, and the peak memory is printed too. `--undated 0.1` takes the date from one in ten.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from framing.evaluate.events import score_groups
from framing.events.grouping import Event, group
from framing.events.profiles import MAX_VECTORS, profile
from framing.model import Article, Block, BlockKind, Passage, Provenance, Role, Span
from framing.prepared import Prepared

if TYPE_CHECKING:
    from framing.store.corpus import Corpus

DIMENSION = 384
SENTENCES = 30
"""Of a report, unless `--sentences` says otherwise."""
REPORTS = 4
"""Mean number of reports an event has."""
A_DAY = 100
"""Articles published a day, whatever the corpus's size."""
SYLLABLES = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "en", "i", "or", "u")]


def word(rng: random.Random) -> str:
    """An invented word."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


def reports(
    n: int, undated: float = 0.0, sentences: int = SENTENCES, seed: int = 1
) -> Iterator[tuple[Prepared, dict[str, str]]]:
    """n articles with their gold rows, event by event; a share of them without a date."""
    rng, vectors, lots = random.Random(seed), np.random.default_rng(seed), random.Random(seed + 1)
    common = [word(rng) for _ in range(3_000)]
    made = event = 0
    while made < n:
        own = [word(rng) for _ in range(40)]
        names = [f"{word(rng).capitalize()} {word(rng).capitalize()}" for _ in range(6)]
        centre = vectors.normal(size=DIMENSION)
        day = date(2020, 1, 1) + timedelta(days=made // A_DAY)
        for _ in range(min(n - made, 1 + min(int(rng.expovariate(1 / REPORTS)), 60))):
            told = report(f"a{made}", rng, vectors, common, own, names, centre, day, sentences)
            if lots.random() < undated:
                told = replace(told, article=replace(told.article, published=""))
            yield told, {"id": f"a{made}", "event_id": str(event)}
            made += 1
        event += 1


def report(
    name: str,
    rng: random.Random,
    vectors: np.random.Generator,
    common: list[str],
    own: list[str],
    names: list[str],
    centre: np.ndarray,
    day: date,
    sentences: int,
) -> Prepared:
    """One invented report of an event."""
    lines = [" ".join([*rng.sample(own, 4), rng.choice(names)]).capitalize()]
    for _ in range(sentences):
        words = rng.sample(common, 12) + rng.sample(own, 5)
        rng.shuffle(words)
        lines.append(f"{' '.join(words).capitalize()} {rng.choice(names)} {rng.choice(own)} on {day:%A}.")
    text, spans, at = "\n".join(lines), [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    blocks = tuple(Block(s, BlockKind.BODY if k else BlockKind.HEADLINE) for k, s in enumerate(spans))
    made = Article(name, "", lines[0], "", day.isoformat(), "", "en", "", text, blocks, Provenance())
    passages = tuple(
        Passage(f"{name}:{k}", name, k, s, s.of(text), Role.BODY if k else Role.HEADLINE) for k, s in enumerate(spans)
    )
    rows = np.zeros((len(spans), DIMENSION), dtype=np.float32)
    rows[MAX_VECTORS:, 0] = 1.0  # never looked at, but a corpus holds unit rows only
    few = len(rows[:MAX_VECTORS])
    rows[:few] = centre + 1.2 * vectors.normal(size=(few, DIMENSION))
    rows[:few] /= np.linalg.norm(rows[:few], axis=1, keepdims=True)
    return Prepared(made, passages, rows)


def in_memory(size: int, undated: float, sentences: int) -> None:
    """Profiles of all articles at once, grouped at once."""
    wall, used = time.perf_counter(), time.process_time()
    both = [(profile(told), row) for told, row in reports(size, undated, sentences)]
    middle, middle_used = time.perf_counter(), time.process_time()
    found = group([each for each, _ in both])
    end, end_used = time.perf_counter(), time.process_time()
    print(
        f"{size} articles: profiles {middle - wall:.1f} s ({middle_used - used:.1f} CPU), "
        f"grouping {end - middle:.1f} s ({end_used - middle_used:.1f} CPU), {told_of(found, [row for _, row in both])}",
        flush=True,
    )


def in_corpus(size: int, undated: float, sentences: int, folder: Path) -> None:
    """The articles as a corpus on disk, grouped as `framing events` does it: in chunks, with what is near them."""
    from framing.store.corpus import Corpus
    from framing.store.groups import events, group_events

    with Corpus.create(folder) as corpus:
        corpus.state.set_meta({"variant segment": "bench", "variant embed": "bench"})
        gold, batch = [], []
        for told, row in reports(size, undated, sentences):
            gold.append(row)
            batch.append(told)
            if len(batch) == 256 or len(gold) == size:
                put(corpus, batch)
                batch = []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wall, used = time.perf_counter(), time.process_time()
        group_events(corpus, lambda pace: print(pace, file=sys.stderr, flush=True))
        end, end_used = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(
            f"{size} articles, {undated:.0%} undated, on disk: profiles and grouping {end - wall:.1f} s ({end_used - used:.1f} CPU), "
            f"peak {peak / 1024:.0f} MB ({before / 1024:.0f} before), {told_of(list(events(corpus)), gold)}",
            flush=True,
        )


def put(corpus: Corpus, batch: list[Prepared]) -> None:
    """One shard of articles with the passages and vectors that they came with."""
    from framing.store.files import store_shard
    from framing.store.state import Shard
    from framing.store.steps import commit
    from framing.store.tables import parquet_bytes, passage_table, vector_bytes
    from framing.store.work import Outcome, Task

    corpus.add(told.article for told in batch)
    data = parquet_bytes(passage_table(passage for told in batch for passage in told.passages))
    vectors = vector_bytes(np.concatenate([told.vectors for told in batch]), "bf16")
    source = corpus.shards("articles")[-1].sha256
    for step, kind, content in (("segment", "passages", data), ("embed", "vectors", vectors)):
        made = Shard(
            store_shard(corpus.root, kind, content), kind, sum(len(told.passages) for told in batch), len(content)
        )
        commit(corpus, Outcome(Task(f"{step} {source}", step, "", "bench", source, 0), made, 0.0))
        source = made.sha256


def told_of(found: Sequence[Event], gold: list[dict[str, str]]) -> str:
    """How many events, and how well they are those that were made."""
    rows = [{"id": name, "cluster": event.id} for event in found for name in event.articles]
    return f"{len(found)} events, B-cubed {score_groups(gold, rows)['b3_f1']:.3f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000])
    parser.add_argument("--undated", type=float, default=0.0, help="share of articles without a date")
    parser.add_argument("--sentences", type=int, default=SENTENCES, help="sentences of a report, besides its title")
    parser.add_argument("--corpus", type=Path, help="go over a corpus made in this folder")
    options = parser.parse_args()
    for size in options.sizes:
        if options.corpus:
            in_corpus(size, options.undated, options.sentences, options.corpus / str(size))
        else:
            in_memory(size, options.undated, options.sentences)
