"""What the caller knows better than the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Overrides:
    """Metadata given by hand; an empty string leaves what was read."""

    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""
    url: str = ""
    language: str = ""

    def given(self) -> Iterator[tuple[str, str]]:
        """(field, value) of every field that was given."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                yield field.name, value
