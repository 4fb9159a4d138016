"""The records everything else passes along. All are frozen; all spans are half-open code points.

A span (start, end) always indexes the stored, normalised text of one article (`Article.text`):
`article.text[start:end]` equals the quoted words. Passage ids are `<article id>:<index>`.
"""

from __future__ import annotations

from framing.model.articles import Article, Block, BlockKind, Passage, Provenance, Read, Role
from framing.model.events import EventVerdict, Origin, PairEvent, Reason, Same
from framing.model.findings import (
    Cell,
    Conflict,
    ConflictKind,
    ConflictVerdict,
    Coverage,
    Difference,
    Fact,
    Link,
    Omission,
    Relation,
    State,
    Strength,
)
from framing.model.run import Comparison, ModelUse, Run
from framing.model.spans import ArticleId, CodePoint, Excerpt, Notice, PassageId, Probability, Span

__all__ = [
    "Article",
    "ArticleId",
    "Block",
    "BlockKind",
    "Cell",
    "CodePoint",
    "Comparison",
    "Conflict",
    "ConflictKind",
    "ConflictVerdict",
    "Coverage",
    "Difference",
    "EventVerdict",
    "Excerpt",
    "Fact",
    "Link",
    "ModelUse",
    "Notice",
    "Omission",
    "Origin",
    "PairEvent",
    "Passage",
    "PassageId",
    "Probability",
    "Provenance",
    "Read",
    "Reason",
    "Relation",
    "Role",
    "Run",
    "Same",
    "Span",
    "State",
    "Strength",
]
