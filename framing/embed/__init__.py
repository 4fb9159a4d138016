"""Passages to vectors: one protocol, a light default, any sentence-transformers model, a cache."""

from framing.embed.base import Embedder, Progress, TokenEmbedder, TokenVectors, Vectors
from framing.embed.cache import BlobCache, cache_folder
from framing.embed.cached import CachedEmbedder
from framing.embed.factory import default_embedder, raw_embedder
from framing.embed.sbert import best_precision

__all__ = [
    "BlobCache",
    "CachedEmbedder",
    "best_precision",
    "cache_folder",
    "Embedder",
    "Progress",
    "TokenEmbedder",
    "TokenVectors",
    "Vectors",
    "default_embedder",
    "raw_embedder",
]
