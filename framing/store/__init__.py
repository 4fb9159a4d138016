"""Corpus, cache and decisions on disk."""
