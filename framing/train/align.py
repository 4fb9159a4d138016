"""Rebuilds the shipped aligners: `python -m framing.train.align GOLD_FOLDER WORK_FOLDER [STAGE ...]`.

Stages, each resumable from WORK_FOLDER: `teacher` (all-mpnet-base-v2 on the gold pairs), `student`
(all-MiniLM-L6-v2 on the gold pairs), `labels` (both label unlabelled pairs of one event), `distilled`
(the student again, on gold, on those labels and on pairs of different events that are easily taken for
one), `export` (calibrates on the pairs kept out and writes framing/data).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch

from framing.align.tokens import Special
from framing.train.deep import Log, Plan, example, run, standardise, strangers, teach
from framing.train.encoder import BERT, MPNET, Encoder
from framing.train.gold import KEPT_OUT, Labels, read_rows
from framing.train.network import Aligner, Example
from framing.train.unlabelled import different, key, unlabelled, without


@dataclass(frozen=True)
class Base:
    """A published encoder to start from."""

    name: str
    tensors: Any
    tokenizer: Any
    special: Special
    plan: Plan


def bert() -> Base:
    """all-MiniLM-L6-v2."""
    from framing.embed.tokens import load_tokenizer
    from framing.embed.weights import default_tensors

    tokenizer = load_tokenizer()
    tokenizer.no_truncation()
    return Base("minilm", default_tensors(), tokenizer, Special(101, 102, 0), Plan(epochs=3, rate=1e-4, seed=1))


def mpnet() -> Base:
    """all-mpnet-base-v2."""
    from framing.align.mpnet import tensors, tokenizer

    return Base("mpnet", tensors(), tokenizer(), Special(0, 2, 1), Plan(epochs=1, rate=3.5e-5, window=192, seed=12))


@dataclass
class Work:
    """The gold, the folder that stages leave their results in, and where progress goes."""

    gold: Path
    folder: Path
    log: Log

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Training pairs."""
        return read_rows(self.gold / "pairs" / "train.jsonl")

    @cached_property
    def kept_out(self) -> list[dict[str, Any]]:
        """Training pairs that no stage learns from: calibration and figures rest on them."""
        return [row for row in self.rows if row["pair"] in KEPT_OUT]

    @cached_property
    def learnt(self) -> list[dict[str, Any]]:
        """The other training pairs."""
        return [row for row in self.rows if row["pair"] not in KEPT_OUT]

    @cached_property
    def plain(self) -> list[Any]:
        """Unlabelled pairs that share no text with pairs kept back."""
        dev = read_rows(self.gold / "pairs" / "dev.jsonl")
        found = unlabelled(self.gold, [*dev, *self.kept_out])
        known = {key(s) for row in self.learnt for side in "ab" for s in row[side]["sentences"] if len(s) > 40}
        return list(without(found, known))

    def items(self, base: Base) -> list[Example]:
        """Gold pairs and pairs of strangers, as the network takes them."""
        rows = [*self.learnt, *strangers(self.learnt, int(len(self.learnt) * base.plan.strangers), base.plan.seed)]
        return [example(base.tokenizer, base.special, row, base.plan) for row in rows]

    def model(self, base: Base, name: str = "") -> Aligner:
        """A fresh network over the base, or one that a stage left behind."""
        aligner = Aligner(Encoder(BERT if base.name == "minilm" else MPNET, base.tensors), rarity(self, base))
        if name:
            aligner.load_state_dict(torch.load(self.folder / f"{name}.pt", weights_only=True), strict=False)
        aligner.eval()
        return aligner

    def keep(self, model: Aligner, name: str) -> None:
        """Leave a stage's weights behind, without the frozen word vectors."""
        state = {k: v for k, v in model.state_dict().items() if k != "enc.word.weight"}
        torch.save(state, self.folder / f"{name}.pt")


def rarity(work: Work, base: Base) -> Any:
    """ln of inverse document frequency of each token, over the training and unlabelled articles."""
    articles = [row[side]["sentences"] for row in (*work.rows, *work.plain) for side in "ab"]
    df = np.zeros(base.tokenizer.get_vocab_size())
    for texts in articles:
        found = {i for item in base.tokenizer.encode_batch(texts, add_special_tokens=False) for i in item.ids}
        df[sorted(found)] += 1
    return np.log((len(articles) + 1) / (df + 1)).astype(np.float32)


def train(work: Work, base: Base, name: str, extra: Sequence[Example] = (), start: str = "") -> None:
    """Train from `start` or the published weights on gold and `extra`; leaves NAME.pt."""
    items = work.items(base)
    model = work.model(base, start)
    if not start:
        standardise(model, items)
    run(model, [*items, *extra], base.plan, work.folder / f"{name}.checkpoint", work.log)
    work.keep(model, name)


def label(work: Work) -> None:
    """Teacher and student label the unlabelled pairs; their mean probabilities go to labels.pt."""
    answers = []
    for base, name in ((mpnet(), "teacher"), (bert(), "student")):
        model = work.model(base, name)
        answers.append(teach(model, [example(base.tokenizer, base.special, row, base.plan) for row in work.plain]))
    mean = [tuple((a + b) / 2 for a, b in zip(*pair, strict=True)) for pair in zip(*answers, strict=True)]
    torch.save(mean, work.folder / "labels.pt")


def taught(work: Work, base: Base) -> list[Example]:
    """The labelled pairs as examples with a teacher."""
    extra = []
    for row, answer in zip(work.plain, torch.load(work.folder / "labels.pt", weights_only=True), strict=True):
        item = example(base.tokenizer, base.special, row, base.plan)
        item.teacher = answer
        extra.append(item)
    return extra


def distilled(work: Work) -> None:
    """The student again, from where it was; two orders, weights averaged.

    It learns from gold, from the labelled pairs, and from pairs of different events, where nothing is linked.
    """
    base = bert()
    kept = [*read_rows(work.gold / "pairs" / "dev.jsonl"), *work.kept_out]
    for seed in (2, 3):
        again = replace(base, plan=Plan(epochs=1, rate=6e-5, seed=seed))
        apart = [unlinked(again, row) for row in different(work.gold, kept, seed=1)]
        train(work, again, f"distilled-{seed}", [*taught(work, again), *apart], start="student")
    average(work, ("distilled-2", "distilled-3"), "distilled")


SAME_WORDS = 0.45
"""Cosine of rare words from which a sentence pair of different events is left unjudged: background, told alike."""


def unlinked(base: Base, row: Mapping[str, Any]) -> Example:
    """A pair of different events: nothing linked, nothing covered, but where the words are the same."""
    item = example(base.tokenizer, base.special, row, base.plan)
    alike = item.lexical[..., 0].numpy() > SAME_WORDS
    links = np.where(alike, -1, 0).astype(np.int8)
    covered = (np.where(alike.any(axis), -1, 0).astype(np.int8) for axis in (1, 0))
    item.gold = Labels(links, *covered)
    return item


def average(work: Work, names: Sequence[str], name: str) -> None:
    """The mean of several runs' weights (model soup: Wortsman et al. 2022)."""
    states = [torch.load(work.folder / f"{n}.pt", weights_only=True) for n in names]
    torch.save({k: sum(s[k].float() for s in states) / len(states) for k in states[0]}, work.folder / f"{name}.pt")


def main(arguments: Sequence[str]) -> None:
    """Run the named stages, or all of them."""
    from framing.train.export import export

    gold, folder, *stages = arguments
    work = Work(Path(gold), Path(folder), lambda line: print(line, flush=True))  # noqa: T201
    work.folder.mkdir(parents=True, exist_ok=True)
    steps = {
        "teacher": lambda: train(work, mpnet(), "teacher"),
        "student": lambda: train(work, bert(), "student"),
        "labels": lambda: label(work),
        "distilled": lambda: distilled(work),
        "export": lambda: export(work),
    }
    for stage in stages or list(steps):
        steps[stage]()


if __name__ == "__main__":
    main(sys.argv[1:])
