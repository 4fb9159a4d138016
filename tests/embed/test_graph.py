"""The shipped graph is what the export command makes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from framing.embed.session import read_graph


@pytest.mark.slow
def test_the_shipped_graph_is_what_the_command_exports(tmp_path: Path) -> None:
    import subprocess

    pytest.importorskip("onnx")
    torch = pytest.importorskip("torch")
    if not torch.__version__.startswith("2.13"):
        pytest.skip("the shipped graph was exported with torch 2.13")
    out = tmp_path / "graph.onnx"
    subprocess.run([sys.executable, "-W", "ignore", "-m", "framing.embed.graph", str(out)], check=True)
    assert out.read_bytes() == read_graph()


def test_the_shipped_graph_carries_no_weights() -> None:
    assert len(read_graph()) < 200_000
