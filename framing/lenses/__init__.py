"""Framing differences inside aligned passages: lenses, their registry, and `run`."""

from framing.lenses.context import Context, Pair, View
from framing.lenses.near import Near, near_links
from framing.lenses.protocol import Example, Lens
from framing.lenses.registry import registry
from framing.lenses.running import LensOutcome, run

__all__ = ["Context", "Example", "Lens", "LensOutcome", "Near", "Pair", "View", "near_links", "registry", "run"]
