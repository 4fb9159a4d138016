"""One table of alignment methods, same gold, same run: `python -m framing.evaluate.methods GOLD_FOLDER`.

Every method's curves are fitted on training pairs (the networks': on the pairs kept out of their training),
then scored on pairs/dev.jsonl at 0.5. Each runs in a process of its own, so that its memory is its own.
"Without" rows take one part away from the finished model and fit the curves anew; nothing is retrained.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.head import Logits
from framing.align.interaction import FEATURES as NEURAL
from framing.align.lexical import FEATURES as LEXICAL
from framing.align.network import NetworkScorer, default_scorer
from framing.align.scores import Scores
from framing.evaluate.pairs import prediction, score_pairs
from framing.train.calibrate import fit
from framing.train.gold import labels, read_rows

Matrix = NDArray[np.floating[Any]]
Row = Mapping[str, Any]
Method = Callable[[Sequence[str], Sequence[str]], Logits]
COLUMNS = (
    "link_f1",
    "link_precision",
    "link_recall",
    "link_ap",
    "recall_same",
    "recall_partial",
    "same_ap",
    "omission_f1",
    "omission_auc",
    "omission_brier",
)


def from_matrix(z: Matrix) -> Logits:
    """A method that only knows one score a pair: coverage is the best score of the row or column."""
    return Logits(z, z, z.max(1), z.max(0))


def centred(z: Matrix) -> Matrix:
    """Less row and column means."""
    return np.asarray(z - z.mean(1, keepdims=True) - z.mean(0, keepdims=True) + z.mean())


def classic(name: str) -> Method:
    """Methods on the plain encoder and on words."""
    from framing.align import baselines
    from framing.embed.minilm import MiniLM

    embedder = MiniLM()

    def cosine(a: Sequence[str], b: Sequence[str]) -> Matrix:
        return baselines.cosine(embedder.encode(list(a)), embedder.encode(list(b)))

    def tokens(a: Sequence[str], b: Sequence[str]) -> Matrix:
        first, second = ([t.vectors for t in embedder.encode_tokens(list(x))] for x in (a, b))
        return baselines.token_matching(first, second)

    def both(a: Sequence[str], b: Sequence[str]) -> Matrix:
        return 7 * centred(cosine(a, b)) + 5 * centred(baselines.tfidf(a, b))

    table: dict[str, Callable[[Sequence[str], Sequence[str]], Matrix]] = {
        "cosine": cosine,
        "tf-idf": baselines.tfidf,
        "token matching": tokens,
        "monotone": lambda a, b: baselines.monotone(centred(cosine(a, b)), 0.1),
        "cosine + tf-idf, centred": both,
    }
    chosen = table[name]
    return lambda a, b: from_matrix(chosen(a, b))


def network(part: str) -> Method:
    """The default scorer, whole or without a part."""
    scorer = default_scorer()
    return cut(scorer, part).logits if part else scorer.logits


def cut(network: NetworkScorer, part: str) -> NetworkScorer:
    """A network without a part."""
    if part == "article context":
        return replace(network, window=1, before=0, _sides={})
    return replace(network, weights=without(network, part), _sides={})


def without(scorer: NetworkScorer, part: str) -> dict[str, Any]:
    """The head's weights with one group of inputs cut off."""
    weights = {name: np.array(value) for name, value in scorer.weights.items()}
    count = len(NEURAL) + len(LEXICAL)
    columns = {
        "words": [k + i for k in (0, count, 2 * count) for i in range(len(NEURAL), count)],
        "token interaction": [k + i for k in (0, count, 2 * count) for i in range(1, len(NEURAL))],
        "stretches": [k + i for k in (0, count, 2 * count) for i in range(NEURAL.index("dense_6_least"), len(NEURAL))],
        "rivals": list(range(count, 3 * count)),
        "positions": list(range(3 * count, 3 * count + 3)),
    }
    if part == "neighbours":
        weights["nb.2.weight"][:] = 0
        weights["nb.2.bias"][:] = 0
        return weights
    for name in ("lin.weight", "mlp.0.weight"):
        weights[name][:, columns[part]] = 0
    return weights


CLASSIC = ("cosine", "tf-idf", "token matching", "monotone", "cosine + tf-idf, centred")
PARTS = ("article context", "token interaction", "stretches", "words", "rivals", "neighbours", "positions")
METHODS = (*CLASSIC, "default", *(f"default without {part}" for part in PARTS), "accurate")


def method(name: str) -> Method:
    """The method of this name."""
    if name in CLASSIC:
        return classic(name)
    if name == "accurate":
        from framing.align.large import accurate_scorer

        return accurate_scorer().logits
    return network(name.removeprefix("default").removeprefix(" without "))


def measure(name: str, folder: Path) -> dict[str, float]:
    """Figures of one method on dev, with milliseconds a pair and peak megabytes of this process."""
    from framing.align.network import read_settings

    kept_out = set(read_settings("align_fast")["held_out"])
    train = [row for row in read_rows(folder / "pairs" / "train.jsonl") if row["pair"] in kept_out]
    dev = read_rows(folder / "pairs" / "dev.jsonl")
    score = method(name)
    logits = [score(row["a"]["sentences"], row["b"]["sentences"]) for row in train]
    curves = fit(logits, [labels(row) for row in train])
    started, made = time.process_time(), []
    for row in dev:
        z = score(row["a"]["sentences"], row["b"]["sentences"])
        p = Scores(curves.link(z.link), curves.same(z.same), curves.covered(z.covered_a), curves.covered(z.covered_b))
        made.append(prediction(row["pair"], p, *z.link.shape))
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**score_pairs(dev, made), "ms": 1000 * seconds / len(dev), "mb": memory}


def table(folder: Path, names: Sequence[str]) -> str:
    """The figures of all methods as a Markdown table."""
    heads = ["method", *(c.removeprefix("link_").replace("_", " ") for c in COLUMNS), "CPU ms a pair", "MB"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name in names:
        command = [sys.executable, "-m", "framing.evaluate.methods", str(folder), name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [""])[-1]
            lines.append(f"| {name} | not measured: {last} |")
            continue
        values = json.loads(done.stdout)
        figures = [f"{values[c]:.3f}" for c in COLUMNS] + [f"{values['ms']:.0f}", f"{values['mb']:.0f}"]
        lines.append("| " + " | ".join([name, *figures]) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> str:
    """`GOLD_FOLDER` for the table, `GOLD_FOLDER METHOD` for one method's figures as JSON."""
    folder = Path(arguments[0])
    if len(arguments) > 1:
        return json.dumps(measure(arguments[1], folder))
    return table(folder, METHODS)


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]) + "\n")
