"""Trains the aligner end to end: every passage pair of two articles is an example, every other pair a rival.

Loss of one article pair: weighted cross-entropy on link and same over the whole matrix, a softmax over each
row and column that holds a link, and cross-entropy on coverage. With a teacher, its probabilities take the
place of gold. Checkpointed after every hundred steps and resumable.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from framing.align.lexical import features as lexical_features
from framing.align.tokens import BEFORE, Special, pack, tokenise
from framing.train.gold import Labels, labels
from framing.train.meeting import Meeting
from framing.train.network import Aligner, Example, windows

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Hyperparameters of one run."""

    epochs: int
    rate: float
    """Peak learning rate of the encoder."""
    head_rate: float = 2e-3
    window: int = 160
    before: int = BEFORE
    seed: int = 0
    average: float = 0.98
    """Decay of the running mean of weights that is kept in the end."""
    strangers: float = 0.1
    """Pairs of unrelated articles added, as a share of the gold pairs."""
    warm_up: float = 0.08


def example(tokenizer: Any, special: Special, row: Mapping[str, Any], plan: Plan) -> Example:
    """A gold row, or a row of `a` and `b` alone, as the network takes it."""
    first, second = row["a"]["sentences"], row["b"]["sentences"]
    a, b = (pack(tokenise(tokenizer, texts), special, plan.window, plan.before) for texts in (first, second))
    lexical = torch.tensor(lexical_features(first, second))
    return Example(a, b, lexical, labels(row) if "gold" in row else None)


def strangers(rows: Sequence[Mapping[str, Any]], count: int, seed: int) -> list[dict[str, Any]]:
    """Pairs of articles of different pairs, with nothing linked and nothing covered."""
    chosen, out = np.random.default_rng(seed), []
    for _ in range(count):
        one, other = chosen.choice(len(rows), 2, replace=False)
        a, b = rows[one]["a"], rows[other]["b"]
        absent = [{str(i): "absent" for i in range(len(x["sentences"]))} for x in (a, b)]
        gold = {"links": [], "coverage_a": absent[0], "coverage_b": absent[1]}
        out.append({"a": a, "b": b, "gold": gold})
    return out


def loss(model: Aligner, item: Example) -> Tensor:
    """Loss of one article pair; gold counts where there is no teacher."""
    return judged(model(item), item)


def judged(answer: tuple[Tensor, Tensor, Tensor], item: Example) -> Tensor:
    """Loss of the network's log-odds on one article pair: against its teacher where it has one, else against gold."""
    z, covered_a, covered_b = answer
    if item.teacher is not None:
        return _from_teacher(z, (covered_a, covered_b), item.teacher)
    if item.gold is None:
        raise ValueError("an example needs gold or a teacher")
    return _from_gold(z, (covered_a, covered_b), item.gold)


def _from_gold(z: Tensor, covered: tuple[Tensor, Tensor], gold: Labels) -> Tensor:
    kind = torch.tensor(gold.links)
    linked, sure = (kind > 0).float(), (kind >= 0).float()
    weight = torch.tensor(3.0)
    bce = functional.binary_cross_entropy_with_logits
    total = 10 * (bce(z[..., 0], linked, pos_weight=weight, reduction="none") * sure).mean()
    doubt = torch.where(kind == 1, 0.3, 1.0) * sure
    total = total + 5 * (bce(z[..., 1], (kind == 2).float(), pos_weight=weight, reduction="none") * doubt).mean()
    rivals = z[..., 0].masked_fill(kind < 0, -30.0)  # what nobody judged is no rival
    total = total + _competition(rivals, linked * torch.where(kind == 2, 2.0, 1.0))
    for score, state in zip(covered, (gold.coverage_a, gold.coverage_b), strict=True):
        known = torch.tensor(state)
        if (known >= 0).any():
            total = total + 0.5 * bce(score[known >= 0], (known[known >= 0] > 0).float())
    return total


def _competition(link: Tensor, target: Tensor) -> Tensor:
    """Softmax over each row and column that holds a link, against the links in it."""
    total = link.new_zeros(())
    for axis in (0, 1):
        mass = target.sum(axis)
        share = target / mass.clamp(min=1e-6).unsqueeze(axis)
        fit = (share * functional.log_softmax(link, axis)).sum(axis) * mass.clamp(max=1)
        total = total - 0.25 * fit.sum() / link.shape[1 - axis]
    return total


def _from_teacher(z: Tensor, covered: tuple[Tensor, Tensor], teacher: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    wanted, of_a, of_b = teacher
    bce = functional.binary_cross_entropy_with_logits
    total = 10 * bce(z[..., 0], wanted[..., 0], weight=1 + 2 * wanted[..., 0])
    total = total + 5 * bce(z[..., 1], wanted[..., 1], weight=1 + 2 * wanted[..., 1])
    total = total + _competition(z[..., 0], wanted[..., 0])
    return total + 0.5 * bce(covered[0], of_a) + 0.5 * bce(covered[1], of_b)


def run(
    model: Aligner,
    items: Sequence[Example],
    plan: Plan,
    checkpoint: Path,
    log: Log,
    objective: Callable[[Aligner, Example, float], Tensor] = lambda model, item, _: loss(model, item),
    meeting: Meeting | None = None,
) -> None:
    """Train `model` in place; ends with the running mean of its weights. Resumes from `checkpoint`.

    `objective` gives the loss of an example, told how much of the run is done, 0 to 1. With a `meeting` this
    process takes its share of the steps and averages weights with the other workers.
    """
    torch.manual_seed(plan.seed)
    chance = np.random.default_rng(plan.seed)
    order = np.concatenate([chance.permutation(len(items)) for _ in range(plan.epochs)])
    if meeting is not None:
        torch.manual_seed(plan.seed + meeting.rank)
        order = order[: len(order) // meeting.workers * meeting.workers][meeting.rank :: meeting.workers]
    state = _State.begin(model, plan, len(order))
    done = state.resume(checkpoint)
    started, recent = time.perf_counter(), 0.0
    model.train()
    for step in range(done, state.total):
        recent += state.step(partial(objective, model, items[order[step]], step / state.total), step, plan.average)
        if meeting is not None and (step + 1) % meeting.every == 0:
            meeting.average(state.learnt, step + 1)
        if (step + 1) % EVERY == 0 or step + 1 == state.total:
            log(f"step {step + 1} of {state.total}, loss {recent / EVERY:.3f}, {time.perf_counter() - started:.0f} s")
            recent = 0.0
            state.save(checkpoint, step + 1)
    state.settle()
    if meeting is not None:
        meeting.average(state.learnt, state.total + meeting.every)
    model.eval()


EVERY = 100
"""Steps between checkpoints."""


@dataclass(slots=True)
class _State:
    """Model, optimiser and the running mean of the weights."""

    model: Aligner
    optimizer: Any
    schedule: Any
    learnt: list[Any]
    encoder: list[Any]
    mean: list[Tensor]
    total: int

    @classmethod
    def begin(cls, model: Aligner, plan: Plan, total: int) -> _State:
        learnt = [p for p in model.parameters() if p.requires_grad]
        encoder = [p for p in model.enc.parameters() if p.requires_grad]
        inside = {id(p) for p in encoder}
        groups = [
            {"params": encoder, "lr": plan.rate, "weight_decay": 0.01},
            {"params": [p for p in learnt if id(p) not in inside], "lr": plan.head_rate, "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        warm = max(1.0, plan.warm_up * total)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda i: min(1.0, (i + 1) / warm) * max(0.02, 1 - i / total)
        )
        return cls(model, optimizer, schedule, learnt, encoder, [p.detach().clone() for p in learnt], total)

    def step(self, objective: Callable[[], Tensor], number: int, average: float) -> float:
        """One article pair; its loss."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value = objective()
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.encoder, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.schedule.step()
        keep = min(average, (number + 1) / (number + 20))
        torch._foreach_lerp_(self.mean, [p.detach() for p in self.learnt], 1 - keep)
        return float(value.detach())

    def settle(self) -> None:
        """The model takes the running mean of its weights."""
        with torch.no_grad():
            for parameter, average in zip(self.learnt, self.mean, strict=True):
                parameter.copy_(average)

    def save(self, path: Path, step: int) -> None:
        """Write a checkpoint, complete or not at all."""
        parts = {"model": self.model, "optimizer": self.optimizer, "schedule": self.schedule}
        temporary = path.with_suffix(".part")
        torch.save({**{k: v.state_dict() for k, v in parts.items()}, "mean": self.mean, "step": step}, temporary)
        temporary.replace(path)

    def resume(self, path: Path) -> int:
        """Steps already done in `path`, whose state is taken; 0 where there is none."""
        if not path.is_file():
            return 0
        saved = torch.load(path, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        for own, kept in zip(self.mean, saved["mean"], strict=True):
            own.copy_(kept)
        return int(saved["step"])


def standardise(model: Aligner, items: Sequence[Example], count: int = 16) -> None:
    """Set the head's feature means and deviations from the untrained encoder on the first `count` pairs."""
    model.eval()
    with torch.no_grad():
        values = torch.cat([_features(model, item) for item in items[:count]])
    model.mu.copy_(values.mean(0))
    model.sd.copy_(values.std(0).clamp(min=1e-3))


def _features(model: Aligner, item: Example) -> Tensor:
    states = [model.enc(*windows(packed)) for packed in (item.a, item.b)]
    return model.features(item, states)[0].float().flatten(0, 1)
