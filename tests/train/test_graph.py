"""The shipped graphs are the ones that the code makes."""

from __future__ import annotations

from importlib.resources import files

import pytest

pytest.importorskip("onnx")

from framing.train.graph import GRAPHS, Shape, graph


@pytest.mark.parametrize(("name", "shape"), GRAPHS.items())
def test_a_shipped_graph_is_the_one_that_is_made(name: str, shape: Shape) -> None:
    import onnx

    shipped, made = (
        onnx.load_from_string(data) for data in ((files("framing.data") / name).read_bytes(), graph(shape))
    )
    assert shipped.graph.SerializeToString(deterministic=True) == made.graph.SerializeToString(deterministic=True)
