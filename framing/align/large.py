"""The accurate scorer."""

from __future__ import annotations

from framing.align.network import NetworkScorer
from framing.errors import MissingExtra


def accurate_scorer() -> NetworkScorer:
    """The larger model. Raises MissingExtra where its base weights are not installed."""
    raise MissingExtra("--accurate", "accurate")
