"""Positions and the words at them: spans are half-open code points into `Article.text`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

CodePoint: TypeAlias = int
"""An offset into Article.text, in Unicode code points."""
Probability: TypeAlias = float
"""A calibrated probability in [0, 1]."""
ArticleId: TypeAlias = str
PassageId: TypeAlias = str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, 0 <= start <= end."""

    start: CodePoint
    end: CodePoint

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words this span stands for in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Notice:
    """A named warning: something a reader must know that does not stop the work."""

    code: str
    """Stable kebab-case name, such as `mixed-encoding`."""
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Exact words with their place: `article.text[start:end] == text`."""

    passage: PassageId
    start: CodePoint
    end: CodePoint
    text: str
