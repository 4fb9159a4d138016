"""Passages to vectors: one protocol, a light default, any sentence-transformers model, a cache."""

from framing.embed.base import Embedder, Progress, TokenEmbedder, TokenVectors, Vectors
from framing.embed.factory import default_embedder, raw_embedder

__all__ = ["Embedder", "Progress", "TokenEmbedder", "TokenVectors", "Vectors", "default_embedder", "raw_embedder"]
