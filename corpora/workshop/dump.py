"""Render a story as the plain text a page leaves behind when its tags are thrown away, with the span of every block."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.source import Part, Story

KEPT = ("standfirst", "body", "subhead")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the dump: half-open code points, and its kind (``body``, ``headline``, ``teaser``, ``nav`` ...)."""

    start: int
    end: int
    kind: str
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dump:
    """The whole text, its blocks in order, and where each sentence stands."""

    text: str
    blocks: tuple[Block, ...]
    sentence_spans: tuple[tuple[int, int], ...]

    def body(self) -> str:
        """What is left when furniture is set aside: standfirst, paragraphs and cross-heads."""
        kept = (self.text[b.start : b.end] for b in self.blocks if b.kind in KEPT)
        return "\n\n".join(kept)


def page_parts(story: Story) -> list[Part]:
    """Everything on the page in reading order: site furniture, headline block, article parts, site furniture."""
    outlet = story.outlet
    parts = [_site(kind, text, story) for kind, text in outlet.top]
    parts.extend(story.parts)
    parts.extend(_site(kind, text, story) for kind, text in outlet.bottom)
    return [part for part in parts if part.text]


def _site(kind: str, text: str, story: Story) -> Part:
    shown = story.published.strftime(story.outlet.date_format).replace(" 0", " ") if story.date_shown else ""
    byline = story.outlet.byline_format.format(byline=story.byline) if story.byline else ""
    text = text.replace("{title}", story.title).replace("{date}", shown).replace("{section}", story.section)
    text = text.replace("{byline}", byline).replace("{outlet}", story.outlet.name)
    return Part(kind, text.strip())


def render_dump(story: Story) -> Dump:
    """Render the dump of a story; spans are code points into the returned text."""
    pieces: list[str] = []
    blocks: list[Block] = []
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    for part in page_parts(story):
        text = part.text
        if part.kind in ("nav", "footer") and story.outlet.menu == "line":
            text = text.replace("\n", " ")
        gap = story.outlet.gap if pieces else ""
        pieces += [gap, text]
        at += len(gap)
        blocks.append(Block(at, at + len(text), part.kind, part.sentences))
        inner = at
        for index in part.sentences:
            spans[index] = (inner, inner + len(story.sentences[index].text))
            inner = spans[index][1] + 1
        at += len(text)
    whole = "".join(pieces)
    return Dump(whole, tuple(blocks), tuple(spans[i] for i in range(len(story.sentences))))
