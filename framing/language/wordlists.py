"""Closed word classes written as prose, read as sets."""

from __future__ import annotations


def word_set(listed: str) -> frozenset[str]:
    """The blank-separated words of `listed`."""
    return frozenset(listed.split())
