"""Rebuilds the shipped aligners: `python -m framing.train.align GOLD_FOLDER WORK_FOLDER [STAGE ...]`.

Stages, each resumable from WORK_FOLDER: `teacher` (all-mpnet-base-v2 on the gold pairs and on our codings), `lessons`
(what it says of every pair, coded, unlabelled and of different events, with its token vectors: 5 GB in WORK_FOLDER),
`small` (the same encoder, slimmed, learns from that; one worker a core), `export` (packs both, fits curves on the
pairs kept out and writes framing/data).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch

from framing.align.encoder import WORDS
from framing.align.integers import Words
from framing.align.tokens import Special
from framing.train.codings import coded
from framing.train.deep import Log, Plan, example, run, standardise, strangers
from framing.train.encoder import Encoder
from framing.train.gold import KEPT_OUT, Labels, read_rows
from framing.train.meeting import Meeting
from framing.train.missed import missed
from framing.train.network import Aligner, Example
from framing.train.slim import as_slim, slim
from framing.train.small import INNER, attend, four_bit_words, in_our_order, objective
from framing.train.stories import HELD_OUT, pairs, stories
from framing.train.unlabelled import different, unlabelled


@dataclass(frozen=True)
class Base:
    """A published encoder to start from."""

    name: str
    tensors: Any
    tokenizer: Any
    special: Special
    plan: Plan
    drop: float = 0.1


def large() -> Base:
    """all-mpnet-base-v2."""
    from framing.align.mpnet import tensors, tokenizer

    return Base(
        "all-mpnet-base-v2", tensors(), tokenizer(), Special(0, 2, 1), Plan(epochs=2, rate=3.5e-5, window=192, seed=12)
    )


def small_words() -> Words:
    """The word vectors of the small encoder."""
    return four_bit_words(large().tensors, OURS.begin, OURS.end, OURS.padding)


OURS = Special(101, 102, 0)
"""The default tokeniser's own tokens."""


def small() -> Base:
    """all-mpnet-base-v2 behind the default tokeniser, to be made slim."""
    from framing.embed.tokens import load_tokenizer

    tokenizer = load_tokenizer()
    tokenizer.no_truncation()
    kept = dict(large().tensors)
    kept[WORDS] = small_words()(np.arange(tokenizer.get_vocab_size()))
    plan = Plan(epochs=1, rate=5e-5, head_rate=3e-4, window=192, before=16, seed=31, warm_up=0.06)
    return Base("all-mpnet-base-v2", kept, tokenizer, OURS, plan, 0.05)


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
        """The other training pairs, and our codings."""
        return [row for row in self.rows if row["pair"] not in KEPT_OUT] + coded(self.gold)

    @cached_property
    def plain(self) -> list[Any]:
        """Uncoded pairs that share no text with pairs kept back."""
        dev, known = read_rows(self.gold / "pairs" / "dev.jsonl"), {row["pair"] for row in self.learnt}
        found = unlabelled(self.gold, [*dev, *self.kept_out])
        return [row for row in found if "|".join(row["names"]) not in known]

    def items(self, base: Base) -> list[Example]:
        """Gold pairs and pairs of strangers, as the network takes them."""
        rows = [*self.learnt, *strangers(self.learnt, int(len(self.learnt) * base.plan.strangers), base.plan.seed)]
        return [example(base.tokenizer, base.special, row, base.plan) for row in rows]

    def model(self, base: Base, name: str = "") -> Aligner:
        """A fresh network over the base, or one that a stage left behind."""
        aligner = Aligner(Encoder(base.tensors, drop=base.drop), rarity(self, base))
        if name:
            state = torch.load(self.folder / f"{name}.pt", weights_only=True)
            as_slim(aligner.enc, state)
            aligner.load_state_dict(state, strict=False)
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


def teacher(work: Work) -> None:
    """The large encoder on the gold pairs; leaves teacher.pt."""
    base = large()
    items, model = work.items(base), work.model(base)
    standardise(model, items)
    run(model, items, base.plan, work.folder / "teacher.checkpoint", work.log)
    work.keep(model, "teacher")


def pupils(work: Work, base: Base) -> list[tuple[Example, bool]]:
    """All pairs that the small encoder has lessons for, and whether the teacher's judgement counts on them.

    Not on pairs of strangers and of different events: there nothing is linked, and the teacher never saw such.
    """
    kept = [*read_rows(work.gold / "pairs" / "dev.jsonl"), *work.kept_out]
    rows = [(row, True) for row in (*work.learnt, *work.plain)]
    rows += [(row, False) for row in strangers(work.learnt, 30, base.plan.seed)]
    told = [(example(base.tokenizer, base.special, row, base.plan), counts) for row, counts in rows]
    for (item, _), both in zip(told, missed(work.learnt), strict=False):
        item.missed = both
    return told + [(unlinked(base, row), False) for row in different(work.gold, kept, seed=1)]


def told_otherwise(work: Work, base: Base) -> list[Example]:
    """What the small encoder learns from codes alone: our stories, each event and its like, and further different events."""
    known = [story for story in stories() if story["id"] not in HELD_OUT]
    told = [example(base.tokenizer, base.special, row, base.plan) for row in pairs(known)]
    kept = [*read_rows(work.gold / "pairs" / "dev.jsonl"), *work.kept_out]
    return told + [unlinked(base, row) for seed in (2, 3) for row in different(work.gold, kept, seed)]


def lessons(work: Work) -> None:
    """What the teacher says of every pair, one file each in the work folder."""
    base = large()
    model = work.model(base, "teacher")
    (work.folder / "lessons").mkdir(exist_ok=True)
    items = pupils(work, base)
    for index, (item, _) in enumerate(items):
        file = work.folder / "lessons" / f"{index}.pt"
        if not file.is_file():
            torch.save(attend(model, item), file.with_suffix(".part"))
            file.with_suffix(".part").replace(file)
        if index % 50 == 0:
            work.log(f"lesson {index} of {len(items)}")


@dataclass
class Lessons(Sequence[Example]):
    """Examples whose token vectors are read from disk when they are needed, and after them those without."""

    items: list[tuple[Example, bool]]
    folder: Path
    others: list[Example]

    def __len__(self) -> int:
        return len(self.items) + len(self.others)

    def __getitem__(self, index: Any) -> Any:
        if index >= len(self.items):
            return self.others[index - len(self.items)]
        item, counts = self.items[index]
        told = torch.load(self.folder / f"{index}.pt", weights_only=True)
        return replace(item, states=told["states"], teacher=told["teacher"] if counts else None)


def small_from_teacher(work: Work, base: Base) -> Aligner:
    """The small network as it begins: the teacher, slimmed."""
    model, taught = work.model(base), torch.load(work.folder / "teacher.pt", weights_only=True)
    state = dict(taught)
    state["sidf"] = torch.tensor(in_our_order(taught["sidf"].numpy(), OURS.begin, OURS.end, OURS.padding))
    model.load_state_dict(state, strict=False)
    slim(model.enc, [example(base.tokenizer, base.special, row, base.plan) for row in work.learnt[:20]], INNER)
    return model


def worker(work: Work, rank: int, workers: int) -> None:
    """One of the workers that train the small encoder; the first leaves small.pt."""
    torch.set_num_threads(1)
    base = small()
    model = small_from_teacher(work, base)
    folder = work.folder / "meeting"
    folder.mkdir(exist_ok=True)
    items = Lessons(pupils(work, base), work.folder / "lessons", told_otherwise(work, base))
    meeting = Meeting(folder, rank, workers) if workers > 1 else None
    run(model, items, base.plan, work.folder / f"small-{rank}.checkpoint", work.log, objective, meeting)
    if rank == 0:
        work.keep(model, "small")


def train_small(work: Work) -> None:
    """Run a worker on every core, at most four. Raises RuntimeError where one fails."""
    workers = max(1, min(4, os.cpu_count() or 1))
    place = [str(work.gold), str(work.folder)]
    running = [
        subprocess.Popen([sys.executable, "-m", "framing.train.align", *place, f"worker:{rank}:{workers}"])
        for rank in range(workers)
    ]
    ended = [process.wait() for process in running]
    if any(ended):
        raise RuntimeError("a worker failed; see its output above")


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


def main(arguments: Sequence[str]) -> None:
    """Run the named stages, or all of them."""
    from framing.train.export import export

    gold, folder, *stages = arguments
    work = Work(Path(gold), Path(folder), lambda line: print(line, flush=True))  # noqa: T201
    work.folder.mkdir(parents=True, exist_ok=True)
    steps = {"teacher": teacher, "lessons": lessons, "small": train_small, "export": export}
    for stage in stages or list(steps):
        if stage.startswith("worker:"):
            worker(work, *(int(number) for number in stage.split(":")[1:]))
        else:
            steps[stage](work)


if __name__ == "__main__":
    main(sys.argv[1:])
