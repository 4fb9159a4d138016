"""From settings to an encoder."""

from __future__ import annotations

from framing.config import Settings
from framing.embed.base import Embedder
from framing.embed.cache import BlobCache, cache_folder
from framing.embed.cached import CachedEmbedder
from framing.embed.minilm import MiniLM
from framing.embed.sbert import SentenceTransformerEmbedder
from framing.embed.weights import NAME


def raw_embedder(settings: Settings) -> Embedder:
    """The encoder that `settings` ask for, without a cache; its weights load with the first text.

    The default model in fp32 runs through ONNX Runtime; any other model or precision through
    sentence-transformers.
    """
    if settings.model in (NAME, f"sentence-transformers/{NAME}") and settings.precision == "fp32":
        return MiniLM()
    return SentenceTransformerEmbedder(settings.model, settings.precision)


def default_embedder(settings: Settings | None = None) -> CachedEmbedder:
    """The encoder that `settings` ask for, its vectors remembered between runs (FRAMING_CACHE)."""
    return CachedEmbedder(raw_embedder(settings or Settings()), BlobCache(cache_folder()))
