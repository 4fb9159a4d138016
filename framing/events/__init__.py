"""Same event or not, groups, origins."""

from framing.events.describe import describe
from framing.events.judge import judge
from framing.events.origins import find_origins
from framing.events.when import core_time
from framing.events.where import core_place

__all__ = ["core_place", "core_time", "describe", "find_origins", "judge"]
