# mypy: disable-error-code="misc"
"""Makes the weight-less ONNX graph of the default model: `python -m framing.embed.graph PATH`.

The architecture is BERT (Devlin et al. 2019, section 3) in the dimensions of MiniLM-L6-H384, mean pooling
over real tokens and L2 normalisation (Reimers and Gurevych 2019, section 3), written out in torch with the
parameter names of the published state dict and exported with its initialisers left empty. The result is
the same bytes on every run with the same torch and onnx. Needs the development extra (`onnx`).
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, INNER, LAYERS, VOCABULARY, POSITIONS = 384, 12, 1536, 6, 30522, 512
OPSET = 17
MASKED = -10_000.0
"""Added to the scores of padding: exp() of it is exactly zero in fp32."""


class Embeddings(nn.Module):
    """Word, position and segment embeddings, summed and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(VOCABULARY, HIDDEN)
        self.position_embeddings = nn.Embedding(POSITIONS, HIDDEN)
        self.token_type_embeddings = nn.Embedding(2, HIDDEN)
        self.LayerNorm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        positions = torch.arange(ids.shape[1]).unsqueeze(0)
        words = self.word_embeddings(ids) + self.token_type_embeddings(types)
        normalised: Tensor = self.LayerNorm(words + self.position_embeddings(positions))
        return normalised


class SelfAttention(nn.Module):
    """Scaled dot-product attention of HEADS heads."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = states.shape
        size = HIDDEN // HEADS
        query, key, value = (
            part(states).reshape(batch, length, HEADS, size).permute(0, 2, 1, 3)
            for part in (self.query, self.key, self.value)
        )
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(size) + mask, -1)
        mixed: Tensor = (weights @ value).permute(0, 2, 1, 3).reshape(batch, length, HIDDEN)
        return mixed


class Residual(nn.Module):
    """A linear layer, added to what came before and normalised."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dense = nn.Linear(width, HIDDEN)
        self.LayerNorm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, states: Tensor, before: Tensor) -> Tensor:
        normalised: Tensor = self.LayerNorm(self.dense(states) + before)
        return normalised


class Attention(nn.Module):
    """Self-attention with its residual."""

    def __init__(self) -> None:
        super().__init__()
        self.self = SelfAttention()
        self.output = Residual(HIDDEN)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        mixed: Tensor = self.output(self.self(states, mask), states)
        return mixed


class Intermediate(nn.Module):
    """The widening layer with its activation."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(HIDDEN, INNER)

    def forward(self, states: Tensor) -> Tensor:
        return functional.gelu(self.dense(states))


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.intermediate = Intermediate()
        self.output = Residual(INNER)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        states = self.attention(states, mask)
        result: Tensor = self.output(self.intermediate(states), states)
        return result


class Encoder(nn.Module):
    """The stack of layers, under the name that the state dict gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.ModuleList(Layer() for _ in range(LAYERS))


class MiniLM(nn.Module):
    """Token ids to (token vectors, pooled unit vectors)."""

    def __init__(self) -> None:
        super().__init__()
        self.embeddings = Embeddings()
        self.encoder = Encoder()

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        states = self.embeddings(input_ids, token_type_ids)
        real = attention_mask.to(states.dtype)
        mask = (1.0 - real)[:, None, None, :] * MASKED
        for layer in self.encoder.layer:
            states = layer(states, mask)
        weight = real.unsqueeze(-1)
        pooled = (states * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
        return states, functional.normalize(pooled, dim=1)


def export_graph(path: Path) -> int:
    """Writes the graph to `path` and returns its size in bytes."""
    import io

    import onnx

    model = MiniLM().eval()
    # Equal parameters would be merged into one initialiser, so every one gets values of its own.
    torch.manual_seed(0)
    for parameter in model.parameters():
        parameter.data = torch.rand_like(parameter)
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    axes: dict[str, Any] = {name: {0: "batch", 1: "length"} for name in (*inputs, "tokens")}
    buffer = io.BytesIO()
    torch.onnx.export(
        model,
        (ids, mask, torch.zeros_like(ids)),
        buffer,
        input_names=inputs,
        output_names=["tokens", "vectors"],
        dynamic_axes={**axes, "vectors": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,
        do_constant_folding=False,
    )
    data = _emptied(onnx.load_from_string(buffer.getvalue())).SerializeToString(deterministic=True)
    path.write_bytes(data)
    return len(data)


def _emptied(proto: Any) -> Any:
    """The model with its initialisers declared as external data, and nothing in it about who made it where."""
    from onnx import TensorProto

    for tensor in proto.graph.initializer:
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        del tensor.external_data[:]
        tensor.external_data.add(key="location", value="weights")
    for node in proto.graph.node:
        node.ClearField("doc_string")
    return proto


if __name__ == "__main__":
    export_graph(Path(sys.argv[1]))
