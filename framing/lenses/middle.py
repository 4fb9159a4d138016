"""The encoder's middle layer, which the lenses read: tone and wording show there better than in the last one.

The graph is that of all-MiniLM-L6-v2 cut after its fourth layer (`data/loaded_encoder.onnx`, no weights in
it); the weights are the model's own. By cross-validation on sentences that experts marked as biased or not,
a linear probe reads the fourth layer best (docs/lenses/word_choice.md has the figures by layer).
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from framing.embed import BlobCache, CachedEmbedder, cache_folder
from framing.embed.minilm import MiniLM
from framing.embed.session import Session, load_session, read_graph
from framing.embed.weights import NAME, WEIGHTS_SHA256, default_tensors

GRAPH = "loaded_encoder.onnx"
LAYER = 4


class MiddleLayer(MiniLM):
    """Token vectors of the fourth layer, float32 (n, 384)."""

    def __init__(self) -> None:
        super().__init__(name=f"{NAME}-layer-{LAYER}", weights_hash=f"{WEIGHTS_SHA256[:32]}-layer-{LAYER}")

    @cached_property
    def _session(self) -> Session:
        return load_session(read_graph(GRAPH), default_tensors(), threads=1)


@lru_cache(maxsize=1)
def middle_layer() -> CachedEmbedder:
    """The encoder of the lenses, its vectors remembered between runs."""
    return CachedEmbedder(MiddleLayer(), BlobCache(cache_folder()))
