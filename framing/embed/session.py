"""A weight-less graph plus tensors makes an inference session.

The graph (about 90 kB) is shipped with framing, the weights come from their own package: the session is
filled in memory, so there is no second copy of 90 MB on disk to verify, move or get out of step. Filling
takes a tenth of a second.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

GRAPH = "minilm.onnx"


class Session(Protocol):
    """What is used of an `onnxruntime.InferenceSession`; `run` may be called from several threads."""

    def run(self, outputs: list[str], inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """The named outputs, in order."""


def threads() -> int:
    """Threads worth starting: the processors this process may use, at most eight; FRAMING_THREADS overrides."""
    asked = os.environ.get("FRAMING_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(8, available))


def read_graph(name: str = GRAPH) -> bytes:
    """The bytes of a graph shipped in framing/data. Raises ModelError where it is missing."""
    try:
        return (files("framing.data") / name).read_bytes()
    except OSError as error:
        raise ModelError(f"framing/data/{name} is missing; reinstall framing") from error


def load_session(graph: bytes, tensors: Mapping[str, NDArray[Any]], threads: int = 1) -> Session:
    """A session on `graph` whose weights are `tensors` (float32 or int8, named as the graph's initialisers).

    Tensors that the graph does not name are ignored; one that it names and that is absent, or of another
    shape, is a ModelError. `threads` work inside one operation: with one, the same text gives the same
    bits whatever else runs.
    """
    import onnxruntime as ort

    wanted = [name for name in tensors if name.encode() in graph]
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    values = [ort.OrtValue.ortvalue_from_numpy(_ready(tensors[name])) for name in wanted]
    options.add_external_initializers(wanted, values)
    try:
        session: Session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own without a public base
        raise ModelError(f"the weights do not fit the graph: {error}") from error
    return session


def _ready(tensor: NDArray[Any]) -> NDArray[Any]:
    """Contiguous, as the graph takes it: whole numbers of eight bits stay, all else becomes fp32."""
    return np.ascontiguousarray(tensor, tensor.dtype if tensor.dtype == np.int8 else np.float32)
