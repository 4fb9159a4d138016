"""Kills a corpus at random moments and looks whether anything that was reported is lost.

    python tools/crash.py --rounds 50

A child process ingests and works through 200 small articles in shards of 8 and prints every number that is
reported as done. It is killed with SIGKILL at a random moment, again and again, until the work is done; each
time the corpus must open, hold what was reported, and pass its check. In the end it must equal, bit for bit,
a corpus that was never disturbed. Exits 1 where it does not.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 200
SHARD = 8


@dataclass
class Tally:
    """What was seen over all rounds."""

    kills: int = 0
    completed: int = 0
    reported: int = 0


def main() -> int:
    """Runs the rounds and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child)
    chance, tally = random.Random(options.seed), Tally()
    with tempfile.TemporaryDirectory() as folder:
        calm = Path(folder) / "calm"
        start = time.monotonic()
        finish(calm)
        usual = time.monotonic() - start
        number = 0
        while tally.kills < options.rounds:
            number += 1
            disturbed = Path(folder) / f"disturbed{number}"
            while tally.kills < options.rounds and disturb(disturbed, chance.uniform(0.2, 1.0) * usual, tally):
                pass
            finish(disturbed)
            if content(disturbed) != content(calm):
                print(f"corpus {number} differs from the undisturbed one")
                return 1
    print(
        f"{tally.kills} kills over {number} corpora, {tally.reported} reports, none lost; all equal the undisturbed one"
    )
    return 0


def disturb(folder: Path, after: float, tally: Tally) -> bool:
    """One child, killed after `after` seconds; False where it was done before."""
    command = [sys.executable, __file__, "--child", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            output, _ = process.communicate(timeout=after)
            killed = False
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            killed = True
    if not killed and process.returncode:
        raise SystemExit(f"the child failed:\n{output}")
    tally.kills += killed
    verify(folder, output, tally)
    return killed


def verify(folder: Path, output: str, tally: Tally) -> None:
    """What the child reported is there, and the corpus is sound but for leftovers."""
    from framing.store.check import check
    from framing.store.corpus import Corpus
    from framing.store.state import FILE

    lines = [line.split() for line in output.splitlines() if line.endswith(".")]
    tally.reported += len(lines)
    if not (folder / FILE).is_file():
        if lines:
            raise SystemExit("the corpus is gone")
        return
    try:
        corpus = Corpus.open(folder)
    except Exception as error:
        # Killed while the state was being made: nothing was reported, and the next run makes it.
        if lines:
            raise SystemExit(f"the corpus does not open: {error}") from error
        return
    with corpus:
        held = {"ingest": len(corpus), **{name: done(corpus, name) for name in ("segment", "embed")}}
        for name, number, _ in lines:
            if held[name] < int(number):
                raise SystemExit(f"{name} reported {number}, the corpus holds {held[name]}")
        wrong = [problem for problem in check(corpus) if "left over" not in problem.what]
        if wrong:
            raise SystemExit(f"after a kill: {wrong}")


def done(corpus, step: str) -> int:  # type: ignore[no-untyped-def]
    """Shards that have been through a step."""
    return int(corpus.state.rows("SELECT count(*) FROM done WHERE step = ?", (step,))[0][0])


def finish(folder: Path) -> None:
    """The work, undisturbed."""
    subprocess.run([sys.executable, __file__, "--child", str(folder)], check=True, stdout=subprocess.DEVNULL)


def content(folder: Path) -> dict[str, bytes]:
    """Texts, passages and vectors of every article."""
    from framing.store.corpus import Corpus

    with Corpus.open(folder) as corpus:
        return {
            each.article.id: "\n".join(each.texts).encode() + each.vectors.tobytes()
            for each in corpus.prepared(corpus.ids())
        }


def child(folder: Path) -> int:
    """Ingests and works, and prints what is reported as done: a line ends with a point once it is whole."""
    from framing.config import Settings
    from framing.store import adding
    from framing.store.corpus import Corpus
    from framing.store.steps import run_steps
    from tests.store.making import articles

    adding.SHARD_ARTICLES = SHARD
    corpus = Corpus.open_or_create(folder)
    for start in range(0, ARTICLES, SHARD):
        corpus.add(articles(SHARD, start))
        print("ingest", len(corpus), ".", flush=True)
        if start % (5 * SHARD) == 0:
            work(corpus, run_steps, Settings())
    work(corpus, run_steps, Settings())
    return 0


def work(corpus, run_steps, settings) -> None:  # type: ignore[no-untyped-def]
    """The steps, each report printed."""
    for step in run_steps(
        corpus, settings, report=lambda pace: print(pace.step, done(corpus, pace.step), ".", flush=True)
    ):
        print(step.step, done(corpus, step.step), ".", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
