"""Time of grouping a synthetic corpus, once embedded: python tools/bench_events.py 1000 10000 50000

Articles are drawn from invented words: an event has its own rare words, names, place, day and direction of
vectors; its reports share most of them. Prints articles, seconds for profiles, for grouping, and B-cubed F1.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta

import numpy as np

from framing.evaluate.events import score_groups
from framing.events.grouping import group
from framing.events.profiles import MAX_VECTORS, Profile, profile
from framing.model import Article, Block, BlockKind, Passage, Provenance, Role, Span
from framing.prepared import Prepared

DIMENSION = 384
SENTENCES = 30
REPORTS = 4
"""Mean number of reports an event has."""
A_DAY = 100
"""Articles published a day, whatever the corpus's size."""
SYLLABLES = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "en", "i", "or", "u")]


def word(rng: random.Random) -> str:
    """An invented word."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


def corpus(n: int, seed: int = 1) -> tuple[list[Profile], list[dict[str, str]]]:
    """Profiles of n articles and their gold rows."""
    rng, vectors = random.Random(seed), np.random.default_rng(seed)
    common = [word(rng) for _ in range(3_000)]
    profiles: list[Profile] = []
    gold: list[dict[str, str]] = []
    event = 0
    while len(profiles) < n:
        own = [word(rng) for _ in range(40)]
        names = [f"{word(rng).capitalize()} {word(rng).capitalize()}" for _ in range(6)]
        centre = vectors.normal(size=DIMENSION)
        day = date(2020, 1, 1) + timedelta(days=len(profiles) // A_DAY)
        for _ in range(min(n - len(profiles), 1 + min(int(rng.expovariate(1 / REPORTS)), 60))):
            name = f"a{len(profiles)}"
            profiles.append(profile(report(name, rng, vectors, common, own, names, centre, day)))
            gold.append({"id": name, "event_id": str(event)})
        event += 1
    return profiles, gold


def report(
    name: str,
    rng: random.Random,
    vectors: np.random.Generator,
    common: list[str],
    own: list[str],
    names: list[str],
    centre: np.ndarray,
    day: date,
) -> Prepared:
    """One invented report of an event."""
    lines = [" ".join([*rng.sample(own, 4), rng.choice(names)]).capitalize()]
    for _ in range(SENTENCES):
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
    rows[:MAX_VECTORS] = centre + 1.2 * vectors.normal(size=(MAX_VECTORS, DIMENSION))
    rows[:MAX_VECTORS] /= np.linalg.norm(rows[:MAX_VECTORS], axis=1, keepdims=True)
    return Prepared(made, passages, rows)


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["1000"]):
        wall, used = time.perf_counter(), time.process_time()
        profiles, gold = corpus(size)
        middle, middle_used = time.perf_counter(), time.process_time()
        events = group(profiles)
        end, end_used = time.perf_counter(), time.process_time()
        rows = [{"id": name, "cluster": event.id} for event in events for name in event.articles]
        print(
            f"{size} articles: profiles {middle - wall:.1f} s ({middle_used - used:.1f} CPU), "
            f"grouping {end - middle:.1f} s ({end_used - middle_used:.1f} CPU), {len(events)} events, "
            f"B-cubed {score_groups(gold, rows)['b3_f1']:.3f}",
            flush=True,
        )
