"""Makes an encoder's layers slimmer: inner units that cost least are left out, what they gave is folded into the rest.

A unit's cost is the squared error of the layer's output without it after the best linear repair (optimal brain
surgeon: Hassibi and Stork 1993; for transformers Frantar and Alistarh 2022, arXiv:2208.11580). Of 3,072 inner units
1,536 carry 94 to 99.98 % of the output's power in the layers of the small encoder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from framing.train.encoder import MASKED, Encoder
from framing.train.network import Example, windows

ROUNDS = 4
"""Units are left out in so many rounds, each with fresh costs."""
_RIDGE = 1e-3
"""Of the mean power of a unit, added to the diagonal."""


def slim(encoder: Encoder, items: Sequence[Example], keep: int) -> None:
    """Leave `keep` inner units in every layer, in place, judged by what `items` make them do."""
    with torch.no_grad():
        states = [_start(encoder, *windows(packed)) for item in items for packed in (item.a, item.b)]
        for layer in encoder.layers:
            _slim_layer(layer, states, keep)


def as_slim(encoder: Encoder, state: Mapping[str, Tensor]) -> None:
    """Give the layers as many inner units as those of `state`, so that it can be loaded."""
    for index, layer in enumerate(encoder.layers):
        units = len(state[f"enc.layers.{index}.f1.bias"])
        layer.f1, layer.f2 = nn.Linear(layer.f1.in_features, units), nn.Linear(units, layer.f2.out_features)


def _start(encoder: Encoder, ids: Tensor, mask: Tensor) -> list[Tensor]:
    """Word vectors, attention bias and presence of one article's windows."""
    length = ids.shape[1]
    x = encoder.ln(encoder.word(ids) + encoder.pos(torch.arange(length))[None])
    return [x, (~mask)[:, None, None, :].float() * MASKED + encoder.relative(length), mask]


def _slim_layer(layer: Any, states: list[list[Tensor]], keep: int) -> None:
    """Slim one layer and move the states on through it."""
    units = layer.f1.out_features
    power, count = torch.zeros(units, units), 0
    for state in states:
        state[0] = layer.attended(state[0], state[1], 0.0)
        inner = functional.gelu(layer.f1(state[0][state[2]]))
        power += inner.T @ inner
        count += len(inner)
    kept, out = chosen(power / max(1, count), layer.f2.weight, keep)
    first, second = nn.Linear(layer.f1.in_features, len(kept)), nn.Linear(len(kept), layer.f2.out_features)
    first.weight.data, first.bias.data = layer.f1.weight[kept].clone(), layer.f1.bias[kept].clone()
    second.weight.data, second.bias.data = out, layer.f2.bias.clone()
    layer.f1, layer.f2 = first, second
    for state in states:
        state[0] = layer.raised(state[0], 0.0)


def chosen(power: Tensor, weight: Tensor, keep: int) -> tuple[Tensor, Tensor]:
    """Units to keep, in order, and the matrix (out, keep) that gives nearly what `weight` (out, units) gave.

    `power` (units, units) is the mean outer product of the units' activity.
    """
    kept = torch.arange(len(power))
    ridge = _RIDGE * power.diag().mean()
    for part in range(1, ROUNDS + 1):
        wanted = len(power) - (len(power) - keep) * part // ROUNDS
        among = power[kept][:, kept] + ridge * torch.eye(len(kept))
        repaired = torch.linalg.solve(among, power[kept] @ weight.T)
        cost = (repaired**2).sum(1) / torch.linalg.inv(among).diag()
        kept = kept[cost.topk(wanted).indices.sort().values]
    among = power[kept][:, kept] + ridge * torch.eye(len(kept))
    return kept, torch.linalg.solve(among, power[kept] @ weight.T).T.contiguous()
