"""Makes the weight-less ONNX graphs of the aligner's encoders: `python -m framing.train.graph FOLDER`.

Layers of MPNet (Song et al. 2020) and BERT (Devlin et al. 2019) whose matrices are multiplied as bytes: before each product every token's
vector is scaled to eight bits by its own largest value. Word and position vectors are added outside; the
initialisers stay empty and `framing.align.encoder` fills them. Needs the development extra (`onnx`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPSET, IR = 20, 9


@dataclass(frozen=True, slots=True)
class Shape:
    """Dimensions of an encoder."""

    layers: int
    width: int = 768
    inner: int = 3072
    heads: int = 12


GRAPHS = {"align_slim.onnx": Shape(12, inner=1024), "align_twelve.onnx": Shape(12)}
"""The graphs that are shipped."""
_CUSTOM = "com.microsoft"


class Builder:
    """Nodes and empty initialisers of one graph."""

    def __init__(self, shape: Shape) -> None:
        from onnx import TensorProto, helper

        self.shape, self.proto, self.helper = shape, TensorProto, helper
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []
        self.made = 0
        self.constant("levels", 127.0)
        self.constant("half", 128.5)
        self.constant("least", 1e-9)
        self.initialisers.append(helper.make_tensor("zero", TensorProto.UINT8, [], [128]))
        parts = [1 / shape.width] * shape.width
        self.initialisers.append(helper.make_tensor("parts", TensorProto.FLOAT, [shape.width, 1], parts))
        self.initialisers.append(helper.make_tensor("last", TensorProto.INT64, [1], [-1]))

    def constant(self, name: str, value: float) -> None:
        """A number that the graph carries itself."""
        self.initialisers.append(self.helper.make_tensor(name, self.proto.FLOAT, [], [value]))

    def weight(self, name: str, shape: Sequence[int], whole: bool = False) -> str:
        """An initialiser to be filled later."""
        tensor = self.proto(name=name, data_type=self.proto.INT8 if whole else self.proto.FLOAT, dims=shape)
        tensor.data_location = self.proto.EXTERNAL
        tensor.external_data.add(key="location", value="weights")
        self.initialisers.append(tensor)
        return name

    def add(self, kind: str, inputs: Sequence[str], outputs: Sequence[str] = (), **attributes: Any) -> str:
        """A node; its first output's name."""
        self.made += 1
        names = list(outputs) or [f"v{self.made}"]
        domain = _CUSTOM if kind == "MultiHeadAttention" else ""
        self.nodes.append(self.helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0]

    def in_bytes(self, x: str) -> tuple[str, str]:
        """Each vector along the last axis as bytes around 128, and its scale."""
        top = self.add("Add", [self.add("ReduceMax", [self.add("Abs", [x]), "last"], keepdims=1), "least"])
        scaled = self.add("Mul", [x, self.add("Div", ["levels", top])])
        codes = self.add("Cast", [self.add("Add", [scaled, "half"])], to=self.proto.UINT8)  # cuts, hence the half
        return codes, self.add("Div", [top, "levels"])

    def linear(self, name: str, given: tuple[str, str], inputs: int, outputs: int) -> str:
        """A product in bytes, scaled back, with its bias."""
        codes, scale = given
        product = self.add("MatMulInteger", [codes, self.weight(f"{name}.codes", [inputs, outputs], True), "zero"])
        y = self.add("Mul", [self.add("Cast", [product], to=self.proto.FLOAT), scale])
        y = self.add("Mul", [y, self.weight(f"{name}.scale", [outputs])])
        return self.add("Add", [y, self.weight(f"{name}.bias", [outputs])])

    def normal(self, name: str, x: str) -> str:
        """Layer normalisation, by products with a vector of equal parts: three times as fast as the fused operation."""
        mean = self.add("MatMul", [x, "parts"])
        square = self.add("MatMul", [self.add("Mul", [x, x]), "parts"])
        variance = self.add("Sub", [square, self.add("Mul", [mean, mean])])
        deviation = self.add("Sqrt", [self.add("Max", [variance, "least"])])
        scale = self.add("Mul", [self.add("Sub", [x, mean]), self.add("Reciprocal", [deviation])])
        scaled = self.add("Mul", [scale, self.weight(f"{name}.weight", [self.shape.width])])
        return self.add("Add", [scaled, self.weight(f"{name}.bias", [self.shape.width])])

    def layer(self, index: int, x: str) -> str:
        """One layer, normalised after each residual."""
        width, inner = self.shape.width, self.shape.inner
        given = self.linear(f"{index}.qkv", self.in_bytes(x), width, 3 * width)
        parts = [f"{index}.{part}" for part in "qkv"]
        self.add("Split", [given, "thirds"], parts, axis=-1)
        mixed = self.add("MultiHeadAttention", [*parts, "", "present", "bias"], num_heads=self.shape.heads)
        mixed = self.linear(f"{index}.o", self.in_bytes(mixed), width, width)
        x = self.normal(f"{index}.ln1", self.add("Add", [x, mixed]))
        raised = self.add("Gelu", [self.linear(f"{index}.f1", self.in_bytes(x), width, inner)])
        lowered = self.linear(f"{index}.f2", self.in_bytes(raised), inner, width)
        return self.normal(f"{index}.ln2", self.add("Add", [x, lowered]))


def graph(shape: Shape) -> bytes:
    """Inputs `words` (w, l, width), `mask` (w, l), `bias` (1, heads, l, l); output `tokens` (w, l, width)."""
    b = Builder(shape)
    make, proto = b.helper, b.proto
    b.initialisers.append(make.make_tensor("thirds", proto.INT64, [3], [shape.width] * 3))
    b.add("Cast", ["mask"], ["present"], to=proto.INT32)
    x = b.normal("ln", "words")
    for index in range(shape.layers):
        x = b.layer(index, x)
    b.add("Identity", [x], ["tokens"])
    shapes = {
        "words": (proto.FLOAT, ["w", "l", shape.width]),
        "mask": (proto.INT64, ["w", "l"]),
        "bias": (proto.FLOAT, [1, shape.heads, "l", "l"]),
        "tokens": (proto.FLOAT, ["w", "l", shape.width]),
    }
    values = {name: make.make_tensor_value_info(name, kind, size) for name, (kind, size) in shapes.items()}
    made = make.make_graph(b.nodes, "encoder", [values[n] for n in shapes if n != "tokens"], [values["tokens"]])
    made.initializer.extend(b.initialisers)
    opsets = [make.make_opsetid("", OPSET), make.make_opsetid(_CUSTOM, 1)]
    model = make.make_model(made, opset_imports=opsets, ir_version=IR, producer_name="framing")
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def main(folder: Path) -> None:
    """Write the graphs."""
    for name, shape in GRAPHS.items():
        (folder / name).write_bytes(graph(shape))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
