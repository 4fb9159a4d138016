# mypy: disable-error-code="misc"
"""The aligner in torch: what `framing.align` evaluates with numpy, with gradients.

Feature for feature the same as `framing.align.interaction` and `framing.align.head`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from framing.align.interaction import FEATURES as NEURAL
from framing.align.lexical import FEATURES as LEXICAL
from framing.align.stretches import HALF, LOCAL, WIDTHS
from framing.align.tokens import Packed
from framing.train.encoder import Encoder
from framing.train.gold import Labels
from framing.train.missed import Missed

_FAR, _CLIP = 8.0, 6.0


@dataclass(slots=True)
class Example:
    """One article pair ready for the network; gold labels, or a teacher's probabilities, or neither."""

    a: Packed
    b: Packed
    lexical: Tensor
    gold: Labels | None = None
    teacher: tuple[Tensor, Tensor, Tensor] | None = None
    """Probabilities: (n, m, 2) link and same, (n,) and (m,) covered."""
    states: list[dict[int, Tensor]] | None = None
    """Of the teacher, a and b: layer to the vectors (t, d) of the passages' tokens."""
    missed: tuple[Missed | None, Missed | None] = (None, None)
    """What a reader would miss of a in b, and of b in a, where somebody said so."""


def windows(packed: Packed) -> tuple[Tensor, Tensor]:
    """Ids and presence of an article's tokens, as the encoder takes them."""
    return torch.tensor(packed.ids), torch.tensor(packed.mask).bool()


class Aligner(nn.Module):
    """Encoder, late interaction and head."""

    def __init__(self, encoder: Encoder, rarity: Any, hidden: int = 32) -> None:
        super().__init__()
        self.enc = encoder
        width = encoder.pos.weight.shape[1]
        self.register_buffer("sidf", torch.tensor(np.asarray(rarity, dtype=np.float32)))
        self.wt = nn.Linear(width, 1)
        self.wi, self.beta, self.tau = (nn.Parameter(torch.tensor(v)) for v in (0.5, 10.0, 0.6))
        count = 3 * (len(NEURAL) + len(LEXICAL)) + 3
        self.register_buffer("mu", torch.zeros(count))
        self.register_buffer("sd", torch.ones(count))
        self.lin = nn.Linear(count, 2)
        self.mlp, self.nb = _mlp(count, hidden, 2), _mlp(11, 16, 2)
        self.cv, self.cl = _mlp(7, 16, 1), nn.Linear(7, 1)
        self.salience = nn.Parameter(torch.zeros(width))
        for part in (self.wt, self.lin, self.cl, self.mlp[2], self.nb[2], self.cv[2]):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)
        self.cl.weight.data[0, 0] = 1.0
        self.lin.weight.data[:, 0] = 0.7
        self.lin.bias.data = torch.tensor([-3.0, -4.0])

    def forward(self, example: Example) -> tuple[Tensor, Tensor, Tensor]:
        """Log-odds: (n, m, 2) link and same, (n,) and (m,) covered."""
        return self.judge(example, [self.enc(*windows(p)) for p in (example.a, example.b)])

    def judge(self, example: Example, states: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """As `forward`, from the encoder's output on both articles' windows."""
        features, found = self.features(example, states)
        z = self.head(features)
        return z, self.covered(z, found[0], 1), self.covered(z, found[1], 0)

    def features(self, example: Example, states: Sequence[Tensor]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """What the head sees of all passage pairs, and how much of each passage is found anywhere."""
        sides = [self.side(p, x) for p, x in zip((example.a, example.b), states, strict=True)]
        tokens, vectors, weight, present = zip(*sides, strict=True)
        (n, ta, _), (m, tb, _) = tokens[0].shape, tokens[1].shape
        cosine = (tokens[0].flatten(0, 1) @ tokens[1].flatten(0, 1).T).view(n, ta, m, tb)
        both = present[0][:, :, None, None] & present[1][None, None]
        cosine = cosine.masked_fill(~both, -1.0)
        of_a, of_b = cosine.amax(3).transpose(1, 2), cosine.amax(1)
        count = [p.sum(1).float() for p in present]
        forth = self.measures(of_a, weight[0][:, None, :], count[0][:, None])
        back = self.measures(of_b, weight[1][None], count[1][None])
        likeness = torch.sigmoid(self.beta * (cosine - self.tau))
        near = _local(likeness, weight[0]), _local(likeness.permute(2, 3, 0, 1), weight[1]).T
        pairs = [*zip(forth, back, strict=True), near, (near[0] - forth[2], near[1] - back[2])]
        parts = [vectors[0] @ vectors[1].T]
        for one, other in pairs:
            parts += [torch.minimum(one, other), torch.maximum(one, other)]
        features = torch.cat([torch.stack(parts, -1), example.lexical], -1)
        found = (self.anywhere(of_a.amax(1), weight[0]), self.anywhere(of_b.amax(0), weight[1]))
        return _in_context(features), found

    def side(self, packed: Packed, states: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Unit token vectors, unit passage vectors, token weights, presence."""
        x = states.reshape(-1, states.shape[-1])[torch.tensor(packed.where)].float()
        present = torch.tensor(packed.present)
        mean = (x * present[..., None]).sum(1) / present.sum(1)[:, None]
        rare = self.sidf[torch.tensor(packed.tokens)] - 2
        weight = functional.softplus(self.wt(x)[..., 0] + self.wi * rare) * present
        return functional.normalize(x, dim=-1), functional.normalize(mean, dim=-1), weight, present

    def shares(self, best: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Mean best counterpart, share of weight found, logarithm of the weight found."""
        total = weight.sum(-1).clamp(min=1e-3)
        found = (weight * torch.sigmoid(self.beta * (best - self.tau))).sum(-1)
        return (weight * best).sum(-1) / total, found / total, torch.log1p(found)

    def measures(self, best: Tensor, weight: Tensor, count: Tensor) -> list[Tensor]:
        """`shares`, then for each width the densest stretch and the most found in one (`framing.align.stretches`)."""
        found = weight * torch.sigmoid(self.beta * (best - self.tau))
        total = weight.sum(-1).clamp(min=1e-3)
        out = [*self.shares(best, weight)]
        for width in WIDTHS:
            usual = (total * torch.clamp(width / count, max=1.0))[..., None]
            most = _stretch(found, width)
            out += [(most / (_stretch(weight, width) + 0.5 * usual + 1e-2)).amax(-1), torch.log1p(most.amax(-1))]
        return out

    def anywhere(self, best: Tensor, weight: Tensor) -> Tensor:
        """(n, 3), as `framing.align.interaction.found_anywhere`."""
        mean, share, _ = self.shares(best, weight)
        return torch.stack([mean, share, torch.log1p(weight.sum(-1).clamp(min=1e-3))], -1)

    def head(self, features: Tensor) -> Tensor:
        """Log-odds (n, m, 2) from features, then once more with the scores around each pair."""
        x = ((features.float() - self.mu) / self.sd).clamp(-_CLIP, _CLIP)
        z = self.lin(x) + self.mlp(x)
        out: Tensor = z + self.nb(_around(z) / 3)
        return out.float()

    def covered(self, z: Tensor, found: Tensor, axis: int) -> Tensor:
        """Log-odds that each passage along the other axis is stated anywhere along `axis`."""
        link = z[..., 0]
        top = link.topk(min(2, link.shape[axis]), axis).values
        first = top.select(axis, 0)
        second = top.select(axis, 1) if top.shape[axis] > 1 else first - 3
        scores = torch.stack([torch.logsumexp(link, axis), first, second, z[..., 1].amax(axis)], -1).clamp(-_FAR, _FAR)
        x = torch.cat([scores, found[:, :2] * 4, found[:, 2:]], -1).float()
        out: Tensor = (self.cl(x) + self.cv(x / 3))[:, 0]
        return out


def _stretch(values: Tensor, width: int, axis: int = -1) -> Tensor:
    """Sum of `width` tokens along `axis` from each on; fewer at the end."""
    x = values.float().movedim(axis, -1)
    summed = functional.pad(x.cumsum(-1), (1, 0))
    summed = torch.cat([summed, summed[..., -1:].expand(*summed.shape[:-1], width - 1)], -1)
    return (summed[..., width:] - summed[..., :-width]).movedim(-1, axis)


def _local(likeness: Tensor, weight: Tensor) -> Tensor:
    """(n, m), as `framing.align.stretches.local`, from (n, t, m, u) likeness of tokens and (n, t) weights."""
    runs = functional.pad(likeness, (0, -likeness.shape[3] % HALF))
    best = runs.reshape(*likeness.shape[:3], -1, HALF).amax(-1)
    best = torch.maximum(best, functional.pad(best[..., 1:], (0, 1)))
    most = _stretch(best.float() * weight[:, :, None, None], LOCAL, axis=1)
    return torch.log1p(most.amax((1, 3)))


def _mlp(inputs: int, hidden: int, outputs: int) -> Any:
    return nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, outputs))


def _rival(values: Tensor, axis: int, alone: Tensor | float) -> Tensor:
    if values.shape[axis] < 2:
        return torch.as_tensor(alone).expand_as(values)
    top = values.topk(2, axis).values
    best, second = top.select(axis, 0).unsqueeze(axis), top.select(axis, 1).unsqueeze(axis)
    return torch.where(values >= best, second, best)


def _in_context(f: Tensor) -> Tensor:
    n, m = f.shape[:2]
    centred = f - f.mean(0, keepdim=True) - f.mean(1, keepdim=True) + f.mean((0, 1), keepdim=True)
    above = torch.minimum(f - _rival(f, 0, f), f - _rival(f, 1, f))
    first = (torch.arange(n) / max(1, n - 1))[:, None].expand(n, m)
    second = (torch.arange(m) / max(1, m - 1))[None].expand(n, m)
    place = torch.stack([(first - second).abs(), torch.minimum(first, second), torch.maximum(first, second)], -1)
    return torch.cat([f, centred, above, place], -1)


def _around(z: Tensor) -> Tensor:
    link, same = z[..., 0], z[..., 1]
    n, m = link.shape
    padded = functional.pad(link[None, None], (1, 1, 1, 1), value=-_CLIP)[0, 0].clamp(-_FAR, _FAR)

    def shifted(down: int, right: int) -> Tensor:
        return padded[1 + down : 1 + down + n, 1 + right : 1 + right + m]

    along = torch.stack([shifted(1, 1), shifted(-1, -1)])
    across = torch.maximum(shifted(1, -1), shifted(-1, 1))
    beside = torch.stack([shifted(0, 1), shifted(0, -1), shifted(1, 0), shifted(-1, 0)])
    others = [_rival(score, axis, -_FAR) for score in (link, same) for axis in (0, 1)]
    parts = [link, same, along.amax(0), along.amin(0), across, beside.amax(0), beside.mean(0)]
    for one, other in (others[:2], others[2:]):
        parts += [torch.minimum(one, other), torch.maximum(one, other)]
    return torch.stack(parts, -1).clamp(-_FAR, _FAR)
