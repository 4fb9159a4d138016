"""What a view may be told, and what a renderer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from framing.model import Comparison

QUOTE_WORDS = 12
"""What may be quoted of a passage in a copy for sharing."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to show a comparison; never what is in it."""

    width: int = 80
    """Columns of a terminal, at least 40."""
    styled: bool = False
    """True on a terminal (rich tables, bold, underline); false in a pipe (tabulate, plain characters)."""
    color: bool = False
    """Whether a styled terminal shows colours as well; false under NO_COLOR."""
    excerpts: bool = False
    """Short quotes only: no article text beyond `QUOTE_WORDS` words; offsets and hashes remain."""
    limit: int | None = 30
    """At most so many findings a section (the strongest; how many more is said) in the text views; all where None."""
    charts: bool = True
    """Whether lens panels of the HTML page draw charts."""


class Renderer(Protocol):
    """Turns a comparison into one document."""

    def __call__(self, comparison: Comparison, options: Options) -> str:
        """The whole document, ending in a line feed."""
        ...
