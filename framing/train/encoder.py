# mypy: disable-error-code="misc"
"""The encoders in torch, with gradients: BERT (MiniLM) and MPNet, from their verified published weights.

Written out so that windows, not single sentences, go through them, and so that the trained tensors keep the
published names. BERT: Devlin et al. 2019; MPNet: Song et al. 2020 (relative position bias, section 3).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Architecture:
    """Dimensions and names of one published encoder."""

    kind: str
    heads: int
    layers: int
    prefix: str
    """Of the attention's tensors in the state dict."""
    names: tuple[str, str, str, str, str]
    """Query, key, value, output, normalisation after attention."""


BERT = Architecture(
    "bert", 12, 6, "attention.", ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm")
)
MPNET = Architecture("mpnet", 12, 12, "attention.", ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm"))
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
        batch, length, width = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = self.o(mixed.transpose(1, 2).reshape(batch, length, width))
        x = self.ln1(x + functional.dropout(mixed, drop, self.training))
        inner = self.f2(functional.gelu(self.f1(x)))
        out: Tensor = self.ln2(x + functional.dropout(inner, drop, self.training))
        return out


class Encoder(nn.Module):
    """Windows of token ids (w, l) to token vectors (w, l, d). Word vectors stay as published."""

    def __init__(self, architecture: Architecture, tensors: Mapping[str, Any], drop: float = 0.1) -> None:
        super().__init__()
        self.architecture, self.drop = architecture, drop
        published = {name.removeprefix("bert.").removeprefix("mpnet."): torch.tensor(t) for name, t in tensors.items()}
        self.word = nn.Embedding.from_pretrained(published["embeddings.word_embeddings.weight"], freeze=True)
        positions = published["embeddings.position_embeddings.weight"]
        if architecture.kind == "bert":
            positions = positions + published["embeddings.token_type_embeddings.weight"][0]
        else:
            positions = positions[2:]
        self.pos = nn.Embedding.from_pretrained(positions.clone(), freeze=False)
        width = positions.shape[1]
        self.ln = nn.LayerNorm(width, eps=1e-12)
        _fill(self.ln, published, "embeddings.LayerNorm")
        if architecture.kind == "mpnet":
            self.rel = nn.Embedding.from_pretrained(published["encoder.relative_attention_bias.weight"], freeze=True)
        inner = published["encoder.layer.0.intermediate.dense.weight"].shape[0]
        self.layers = nn.ModuleList(Layer(width, inner, architecture.heads) for _ in range(architecture.layers))
        for index, layer in enumerate(self.layers):
            for own, name in published_names(architecture).items():
                _fill(getattr(layer, own), published, f"encoder.layer.{index}.{name}")

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        length = ids.shape[1]
        x = self.ln(self.word(ids) + self.pos(torch.arange(length))[None])
        x = functional.dropout(x, self.drop, self.training)
        bias = (~mask)[:, None, None, :].float() * MASKED
        bias = bias + self.relative(length) if self.architecture.kind == "mpnet" else bias.expand(-1, 1, length, -1)
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        return x

    def relative(self, length: int) -> Tensor:
        """(1, heads, length, length) bias by distance, in 32 buckets (Raffel et al. 2020, section 2.1)."""
        place = torch.arange(length)
        distance = place[:, None] - place[None, :]
        near = distance.abs()
        far = 8 + (torch.log(near.clamp(min=1).float() / 8) / math.log(128 / 8) * 8).long()
        bucket = torch.where(near < 8, near, far.clamp(max=15)) + (distance < 0).long() * 16
        bias: Tensor = self.rel(bucket).permute(2, 0, 1)[None]
        return bias


def published_names(architecture: Architecture) -> dict[str, str]:
    """Our short names of a layer's parts to the names in the published state dict."""
    own = ("q", "k", "v", "o", "ln1")
    table = {short: architecture.prefix + name for short, name in zip(own, architecture.names, strict=True)}
    return {**table, "f1": "intermediate.dense", "f2": "output.dense", "ln2": "output.LayerNorm"}


def _fill(part: Any, published: Mapping[str, Tensor], name: str) -> None:
    part.weight.data = published[f"{name}.weight"].clone()
    part.bias.data = published[f"{name}.bias"].clone()
