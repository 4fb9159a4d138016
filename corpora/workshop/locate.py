"""Find the exact words that gold refers to, and every quotation with its speaker."""

from __future__ import annotations

from typing import Any

from workshop.dump import Dump
from workshop.source import STRAIGHT, SourceError, Story

TITLE = "title"


def locate(story: Story, dump: Dump, words: str) -> dict[str, Any]:
    """Resolve ``words`` to one place in the story.

    ``words`` is looked for in every sentence and must occur once; ``"words @ context"`` looks only where ``context``
    occurs, and ``"title: words"`` in the headline. Offsets are half-open code points: ``start`` and ``end`` within the
    sentence, ``dump`` within the dump.
    """
    if words.startswith("title: "):
        words = words.removeprefix("title: ")
        at = _once(story, story.title, words, words)
        block = next(b for b in dump.blocks if b.kind == "headline")
        return _place(TITLE, story.title, at, len(words), block.start)
    words, _, context = (piece.strip() for piece in words.partition(" @ "))
    context = context or words
    holders = [i for i, s in enumerate(story.sentences) if context in s.text.translate(STRAIGHT)]
    if len(holders) != 1:
        raise SourceError(
            f"{story.event}/{story.outlet.slug}: {context!r} is in sentences {holders}, expected exactly one"
        )
    text = story.sentences[holders[0]].text
    base = text.translate(STRAIGHT).index(context)
    at = base + _once(story, context, words, context)
    return _place(holders[0], text, at, len(words), dump.sentence_spans[holders[0]][0])


def _once(story: Story, text: str, words: str, shown: str) -> int:
    plain = text.translate(STRAIGHT)
    if plain.count(words) != 1:
        raise SourceError(
            f"{story.event}/{story.outlet.slug}: {words!r} occurs {plain.count(words)} times in {shown!r}"
        )
    return plain.index(words)


def _place(sentence: int | str, text: str, at: int, length: int, base: int) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "start": at,
        "end": at + length,
        "text": text[at : at + length],
        "dump": [base + at, base + at + length],
    }


def quotations(story: Story, dump: Dump) -> list[dict[str, Any]]:
    """Every quoted span of the body with its speaker (``None`` for scare quotes and titles), in order."""
    found: list[dict[str, Any]] = []
    for part in story.parts:
        if not part.sentences:
            continue
        names = [list(story.sentences[i].speakers) for i in part.sentences]
        begins = [dump.sentence_spans[i][0] for i in part.sentences]
        block = next(b for b in dump.blocks if b.sentences == part.sentences)
        for start, end in _quoted(dump.text[block.start : block.end], block.start, story):
            opens = max(k for k, begin in enumerate(begins) if begin <= start)
            closes = max(k for k, begin in enumerate(begins) if begin <= end)
            if not names[opens]:
                raise SourceError(f"{story.event}/{story.outlet.slug}: no speaker for {dump.text[start:end]!r}")
            speaker = names[opens].pop(0) if len(names[opens]) > 1 else names[opens][0]
            found.append(
                {
                    "sentences": [part.sentences[opens], part.sentences[closes]],
                    "dump": [start, end],
                    "text": dump.text[start:end],
                    "speaker": None if speaker == "-" else speaker,
                }
            )
    return found


def _quoted(text: str, base: int, story: Story) -> list[tuple[int, int]]:
    """Spans between double quotation marks, marks left out; a mark without its partner is an error in the source."""
    spans, opened = [], None
    for i, character in enumerate(text):
        if character not in '“”"':
            continue
        if opened is None:
            opened = i + 1
        else:
            spans.append((base + opened, base + i))
            opened = None
    if opened is not None:
        raise SourceError(f"{story.event}/{story.outlet.slug}: unclosed quotation in {text[opened : opened + 50]!r}")
    return spans
