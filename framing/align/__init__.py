"""Which passages of two articles state the same fact."""

from framing.align.load import load_scorer
from framing.align.matcher import DECISION, DIFFERENT_EVENTS, align
from framing.align.remembering import remembering_scorer
from framing.align.result import Alignment
from framing.align.scores import Scorer, Scores

__all__ = [
    "DECISION",
    "DIFFERENT_EVENTS",
    "Alignment",
    "Scorer",
    "Scores",
    "align",
    "load_scorer",
    "remembering_scorer",
]
