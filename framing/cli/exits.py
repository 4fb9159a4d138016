"""Named exit codes, the same for every command."""

from __future__ import annotations

from enum import IntEnum

from framing.errors import FramingError, InputError, UsageError


class Exit(IntEnum):
    """What the process tells its caller."""

    NOTHING_FOUND = 0
    FINDINGS = 1
    MISUSE = 2
    UNREADABLE = 3
    DIFFERENT_EVENTS = 4
    INTERNAL = 5
    INTERRUPTED = 130


def code_of(error: FramingError) -> Exit:
    """The exit code for an error of our tree."""
    if isinstance(error, UsageError):
        return Exit.MISUSE
    if isinstance(error, InputError):
        return Exit.UNREADABLE
    return Exit.INTERNAL
