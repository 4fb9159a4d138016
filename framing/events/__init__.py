"""Same event or not, groups, origins."""

from framing.events.describe import describe
from framing.events.grouping import Change, Event, Grouping, group, update
from framing.events.origins import find_origins
from framing.events.profiles import Profile, profile
from framing.events.verdict import judge
from framing.events.when import Core, core_time
from framing.events.where import Where, core_place

__all__ = [
    "Change",
    "Core",
    "Event",
    "Grouping",
    "Profile",
    "Where",
    "core_place",
    "core_time",
    "describe",
    "find_origins",
    "group",
    "judge",
    "profile",
    "update",
]
