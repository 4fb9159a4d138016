"""What a lens is: a few descriptive attributes and `compare`. Others may publish lenses by entry point.

A lens of an outside package is a class or object with these members, named under the entry-point group
`framing.lenses`:

    class Shouting:
        id, title, needs_parse = "shouting", "Shouting", False
        definition, source, limits = "Words in capitals.", ("own",), "Acronyms count too."
        examples = (Example("The bill PASSED today.", "The bill passed today.", fires=True),)
        def compare(self, context):
            for pair in context.pairs:
                ...
                yield context.difference(self.id, pair, (4, 8), (4, 8), "explanation", 0.5)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from framing.model import Difference

if TYPE_CHECKING:
    from framing.lenses.context import Context, View


@dataclass(frozen=True, slots=True)
class Example:
    """Two sentences on one fact and whether the lens finds a difference between them."""

    a: str
    b: str
    fires: bool
    a_words: str = ""
    """Where it fires: words that the excerpt of a must share; empty where any will do."""
    b_words: str = ""


class Lens(Protocol):
    """One way in which the same thing is told differently."""

    id: str
    title: str
    definition: str
    source: tuple[str, ...]
    """Keys of the bibliography (docs/bibliography.md), or `own`."""
    limits: str
    """What it cannot see, in plain words."""
    needs_parse: bool
    """Whether it loads the language model (two seconds)."""
    examples: tuple[Example, ...]

    def compare(self, context: Context) -> Iterable[Difference]:
        """Differences between two articles, at best inside linked passages; nothing for the same words."""


@runtime_checkable
class Profiled(Protocol):
    """A lens that also measures each article by itself, for charts."""

    def profile(self, view: View) -> Mapping[str, float]:
        """Shares, counts or scores by name."""
