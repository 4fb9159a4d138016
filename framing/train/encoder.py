# mypy: disable-error-code="misc"
"""MPNet in torch, with gradients, from its verified published weights: all layers, or some of them.

Written out so that windows, not single sentences, go through it, and so that the trained tensors keep the
published names. Song et al. 2020 (relative position bias, section 3).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from framing.align.encoder import NORMAL, PARTS, POSITIONS, RELATIVE, WORDS, layer_count

MASKED = -10_000.0


class Layer(nn.Module):
    """One transformer layer, normalised after each residual."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.ln1, self.ln2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.f1, self.f2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor, bias: Tensor, drop: float) -> Tensor:
        return self.raised(self.attended(x, bias, drop), drop)

    def attended(self, x: Tensor, bias: Tensor, drop: float) -> Tensor:
        """The first half: attention and its residual."""
        batch, length, width = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = self.o(mixed.transpose(1, 2).reshape(batch, length, width))
        out: Tensor = self.ln1(x + functional.dropout(mixed, drop, self.training))
        return out

    def raised(self, x: Tensor, drop: float) -> Tensor:
        """The second half: inner units and their residual."""
        inner = self.f2(functional.gelu(self.f1(x)))
        out: Tensor = self.ln2(x + functional.dropout(inner, drop, self.training))
        return out


class Encoder(nn.Module):
    """Windows of token ids (w, l) to token vectors (w, l, d). Word vectors and position bias stay as given."""

    def __init__(self, tensors: Mapping[str, Any], layers: Sequence[int] = (), drop: float = 0.1) -> None:
        super().__init__()
        self.drop = drop
        given = {name: torch.tensor(t) for name, t in tensors.items()}
        self.word = nn.Embedding.from_pretrained(given[WORDS], freeze=True)
        self.pos = nn.Embedding.from_pretrained(given[POSITIONS].clone(), freeze=False)
        self.rel = nn.Embedding.from_pretrained(given[RELATIVE], freeze=True)
        width = self.pos.weight.shape[1]
        self.ln = nn.LayerNorm(width, eps=1e-12)
        _fill(self.ln, given, NORMAL)
        self.layers = nn.ModuleList()
        for index in layers or range(layer_count(tensors)):
            place = f"encoder.layer.{index}"
            layer = Layer(width, len(given[f"{place}.{PARTS['f1']}.bias"]), self.rel.weight.shape[1])
            for own, name in PARTS.items():
                _fill(getattr(layer, own), given, f"{place}.{name}")
            self.layers.append(layer)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.states(ids, mask)[-1]

    def states(self, ids: Tensor, mask: Tensor) -> list[Tensor]:
        """The token vectors after every layer."""
        length = ids.shape[1]
        x = self.ln(self.word(ids) + self.pos(torch.arange(length))[None])
        x = functional.dropout(x, self.drop, self.training)
        bias = (~mask)[:, None, None, :].float() * MASKED + self.relative(length)
        out = []
        for layer in self.layers:
            x = layer(x, bias, self.drop)
            out.append(x)
        return out

    def relative(self, length: int) -> Tensor:
        """(1, heads, length, length) bias by distance, in 32 buckets (Raffel et al. 2020, section 2.1)."""
        place = torch.arange(length)
        distance = place[:, None] - place[None, :]
        near = distance.abs()
        far = 8 + (torch.log(near.clamp(min=1).float() / 8) / math.log(128 / 8) * 8).long()
        bucket = torch.where(near < 8, near, far.clamp(max=15)) + (distance < 0).long() * 16
        bias: Tensor = self.rel(bucket).permute(2, 0, 1)[None]
        return bias


def _fill(part: Any, published: Mapping[str, Tensor], name: str) -> None:
    part.weight.data = published[f"{name}.weight"].clone()
    part.bias.data = published[f"{name}.bias"].clone()
