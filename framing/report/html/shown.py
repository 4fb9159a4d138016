"""What templates print: marked words with their notes, quotes in context, lines of notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.report.words import Mark, Piece
from framing.text import visible

_LOUD = frozenset((Mark.CONFLICT, Mark.DIFFERENCE, Mark.MISSING))
"""Beside these, what is merely shared or changed is not marked."""


@dataclass(frozen=True, slots=True)
class Note:
    """The superscript after marked words."""

    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A run of words as the page shows it: class names and the notes that end here."""

    text: str
    classes: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the notes below a row: one or more findings of one kind that say the same."""

    notes: tuple[Note, ...]
    kind: str
    text: str
    slight: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Quoted words between what stands before and after them in the sentence; `form` is a class name."""

    form: str
    before: str
    words: tuple[tuple[str, bool], ...]
    """Runs of the quoted words; true where the finding's explanation names them."""
    after: str


def gathered(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in order, those that say the same of the same kind in one line."""
    lines: dict[tuple[str, str, bool], list[Note]] = {}
    for finding in findings:
        lines.setdefault((finding.kind, finding.text, finding.slight), []).extend(finding.notes)
    return [Finding(tuple(notes), kind, text, slight) for (kind, text, slight), notes in lines.items()]


def show(pieces: Sequence[Piece]) -> list[Shown]:
    """Pieces with class names; a finding's note follows the piece in which its words end."""
    shown: list[Shown] = []
    offset = 0
    for piece in pieces:
        end = offset + len(piece.text)
        notes = tuple(dict.fromkeys(Note(m.label, m.target) for m in piece.marks if m.label and m.end == end))
        kinds = dict.fromkeys(m.mark for m in piece.marks)
        classes = " ".join(sorted(k for k in kinds if k in _LOUD) or sorted(k for k in kinds if k is not Mark.WHOLE))
        if piece.mark in (Mark.CONFLICT, Mark.DIFFERENCE) and all(m.quiet for m in piece.marks if m.mark is piece.mark):
            classes += " quiet"
        text = visible(piece.text)
        if shown and shown[-1].classes == classes and not shown[-1].notes:
            text = shown.pop().text + text
        shown.append(Shown(text, classes, notes))
        offset = end
    return shown
