# mypy: disable-error-code="misc"
"""Makes the weight-less ONNX graph of the accurate scorer's encoder: `python -m framing.train.graph PATH`.

The initialisers carry the published names and stay empty; `framing.align.large` fills them. Needs the
development extra (`onnx`).
"""

from __future__ import annotations

import io
import math
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from framing.train.encoder import MPNET, Encoder, published_names

OPSET = 17


class Plain(nn.Module):
    """The encoder with attention written out and the position bias as an input, for export."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, mask: Tensor, bias: Tensor) -> Tensor:
        x = self.encoder.ln(self.encoder.word(ids) + self.encoder.pos(torch.arange(ids.shape[1]))[None])
        added = (1 - mask[:, None, None, :].to(x.dtype)) * -10_000.0 + bias
        for layer in self.encoder.layers:
            batch, length, width = x.shape
            size = width // layer.heads
            q, k, v = (
                part(x).reshape(batch, length, layer.heads, size).permute(0, 2, 1, 3)
                for part in (layer.q, layer.k, layer.v)
            )
            weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(size) + added, -1)
            mixed = layer.o((weights @ v).permute(0, 2, 1, 3).reshape(batch, length, width))
            x = layer.ln1(x + mixed)
            x = layer.ln2(x + layer.f2(functional.gelu(layer.f1(x))))
        return x


def export_graph(path: Path) -> int:
    """Write the graph to `path`; its size in bytes."""
    import onnx

    from framing.align.mpnet import tensors

    encoder = Encoder(MPNET, tensors()).eval()
    torch.manual_seed(0)
    for parameter in encoder.parameters():  # equal parameters would be merged into one initialiser
        parameter.data = torch.rand_like(parameter)
    ids = torch.tensor([[0, 2023, 2003, 2], [0, 2023, 2, 1]])
    mask = (ids != 1).long()
    buffer = io.BytesIO()
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "mask", "tokens")}
    torch.onnx.export(
        Plain(encoder),
        (ids, mask, torch.zeros(1, 12, 4, 4)),
        buffer,
        input_names=["ids", "mask", "bias"],
        output_names=["tokens"],
        dynamic_axes={**axes, "bias": {2: "length", 3: "length"}},
        opset_version=OPSET,
        dynamo=False,
        do_constant_folding=False,
    )
    data = _emptied(onnx.load_from_string(buffer.getvalue())).SerializeToString(deterministic=True)
    path.write_bytes(data)
    return len(data)


def _emptied(proto: Any) -> Any:
    """The graph with published names for its initialisers, declared as external data."""
    from onnx import TensorProto

    names = {}
    for tensor in proto.graph.initializer:
        names[tensor.name] = tensor.name = published(tensor.name)
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        del tensor.external_data[:]
        tensor.external_data.add(key="location", value="weights")
    table = {old: new for old, new in ((o, published(o)) for o in _inputs(proto)) if old != new}
    for node in proto.graph.node:
        node.ClearField("doc_string")
        for index, name in enumerate(node.input):
            if name in table:
                node.input[index] = table[name]
    return proto


def _inputs(proto: Any) -> set[str]:
    return {name for node in proto.graph.node for name in node.input}


def published(name: str) -> str:
    """Our parameter name (`encoder.layers.3.q.weight`) as the published state dict has it; other names stay."""
    parts = name.removeprefix("encoder.").split(".")
    if not name.startswith("encoder."):
        return name
    if parts[0] == "layers":
        return f"encoder.layer.{parts[1]}.{published_names(MPNET)[parts[2]]}.{parts[3]}"
    top = {
        "word": "embeddings.word_embeddings",
        "pos": "embeddings.position_embeddings",
        "ln": "embeddings.LayerNorm",
    }
    return f"{top[parts[0]]}.{parts[1]}"


if __name__ == "__main__":
    export_graph(Path(sys.argv[1]))
