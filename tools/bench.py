"""Start-up, cold and warm comparison, memory and the pipeline's own cost, as seconds and as ratios of one run.

    python tools/bench.py [A B] [--rounds 3] [--check]

Compares the two files given, else the two seed pages beside FRAMING_EVAL, else two accounts of a sample
event. Every figure is the best of the rounds; seconds are wall time and processor time of a whole process.
Ratios are of processor time and hold better from machine to machine than seconds do: the unit is `encode
alone`, a process that only encodes the same passages. On a machine that does other work wall time says little;
that is told. `--check` exits 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRAMING = (sys.executable, "-m", "framing")


@dataclass(frozen=True)
class Cost:
    """What one process cost."""

    wall: float
    cpu: float
    peak_mb: float
    code: int
    output: str


def main() -> int:
    """Runs all measurements, prints the table, returns the exit code."""
    options = arguments()
    files = options.files or sample_files()
    print(f"{files[0].name} and {files[1].name}, best of {options.rounds}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(files, Path(folder), options.rounds)
    unit = rows["encode alone"][0].cpu
    missed = []
    print(f"{'':<24}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}{'ratio':>8}  bar")
    for name, (cost, bar) in rows.items():
        print(f"{name:<24}{cost.wall:>8.2f}{cost.cpu:>8.2f}{cost.peak_mb:>9.0f}{cost.cpu / unit:>8.2f}  {bar or ''}")
        if bar and cost.wall > bar:
            missed.append(f"{name}: {cost.wall:.2f} s, bar {bar}")
    peak = rows["diff, cold"][0].peak_mb
    if peak > 600:
        missed.append(f"peak memory of a cold diff: {peak:.0f} MB, bar 600")
    inner = inside(files, options.rounds)
    print(f"pipeline over its model calls: {inner:.2f}  1.3")
    if inner > 1.3:
        missed.append(f"pipeline over its model calls: {inner:.2f}, bar 1.3")
    for line in missed:
        print("missed:", line)
    alone = rows["python alone"][0]
    if alone.wall > 3 * alone.cpu + 0.05:
        print("this machine is busy with other work: judge by processor seconds")
    return 1 if missed and options.check else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if len(options.files) not in (0, 2):
        parser.error("give two files or none")
    return options


def sample_files() -> list[Path]:
    """The seed pages where they are, else the first two accounts of the first sample event."""
    gold = Path(os.environ.get("FRAMING_EVAL", ROOT.parent / "shared" / "eval"))
    seeds = sorted((gold.parent / "seeds").glob("*.txt"))
    if len(seeds) == 2:
        return seeds
    return sorted(next(path for path in sorted((ROOT / "corpora").iterdir()) if path.is_dir()).glob("*.txt"))[:2]


def measure(files: list[Path], folder: Path, rounds: int) -> dict[str, tuple[Cost, float | None]]:
    """Every whole-process figure with its bar in seconds, where it has one."""
    texts = folder / "texts.json"
    texts.write_text(json.dumps(passages(files)), encoding="utf-8")
    encode = "import json,sys; from framing.embed.minilm import MiniLM; MiniLM().encode(json.load(open(sys.argv[1])))"
    diff = (*FRAMING, "diff", *map(str, files), "--format", "json")
    return {
        "python alone": (best(rounds, (sys.executable, "-c", "pass")), None),
        "framing --help": (best(rounds, (*FRAMING, "--help")), 0.3),
        "encode alone": (best(rounds, (sys.executable, "-c", encode, str(texts))), None),
        "diff, cold": (min((run(diff, folder / f"cold{i}") for i in range(rounds)), key=lambda c: c.wall), 2.5),
        "diff, second run": (best(rounds + 1, diff, folder / "warm"), 0.8),
    }


def passages(files: list[Path]) -> list[str]:
    """The texts that a comparison of `files` encodes."""
    from framing.ingest import read
    from framing.segment import segment

    return [passage.text for file in files for passage in segment(read(file))]


def best(rounds: int, command: tuple[str, ...], cache: Path | None = None) -> Cost:
    """The cheapest of `rounds` runs with one cache."""
    return min((run(command, cache) for _ in range(rounds)), key=lambda cost: cost.wall)


def run(command: tuple[str, ...], cache: Path | None = None) -> Cost:
    """One process from start to end; a failing one is an error, findings (exit 1) and different events are not."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "FRAMING_CACHE": str(cache) if cache else "off"}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as process:
        assert process.stdout
        output = process.stdout.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in (0, 1, 4):
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{output[-2000:]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, process.returncode, output)


def inside(files: list[Path], rounds: int) -> float:
    """Processor time of a comparison in one warmed-up process, over that of the model calls inside it."""
    os.environ["FRAMING_CACHE"] = "off"
    from framing.embed.minilm import MiniLM
    from framing.ingest import read
    from framing.pipeline import compare_articles

    spent = 0.0
    real = MiniLM._run

    def timed(self, texts, output, progress):  # type: ignore[no-untyped-def]
        nonlocal spent
        start = time.process_time()
        results = list(real(self, texts, output, progress))
        spent += time.process_time() - start
        return iter(results)

    MiniLM._run = timed  # type: ignore[method-assign]
    ratios = []
    for _ in range(rounds + 1):
        spent, start = 0.0, time.process_time()
        compare_articles([read(file) for file in files])
        ratios.append((time.process_time() - start) / spent)
    return min(ratios[1:])


if __name__ == "__main__":
    raise SystemExit(main())
