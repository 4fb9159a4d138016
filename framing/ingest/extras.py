"""Optional readers' libraries, imported when first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from framing.errors import MissingExtra


def optional(module: str, what: str) -> Any:
    """The module, or MissingExtra naming what needs it and the command that installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(what, "corpus") from error
