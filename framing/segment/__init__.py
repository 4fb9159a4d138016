"""Article to passages: sentences with exact boundaries, their role, and who speaks."""

from framing.segment.passages import MAX_PASSAGES, capped, segment
from framing.segment.sentences import MAX_CHARS, sentence_spans

__all__ = ["MAX_CHARS", "MAX_PASSAGES", "capped", "segment", "sentence_spans"]
