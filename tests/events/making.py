"""Invented articles for the event tests, with vectors made of their words (no model needed)."""

from __future__ import annotations

import re
from dataclasses import replace
from zlib import crc32

import numpy as np

from framing.events.profiles import Profile, profile
from framing.model import Article, Block, BlockKind, Passage, Provenance, Role, Span
from framing.prepared import Prepared

DIMENSION = 64


def article(
    name: str, title: str, sentences: list[str], *, published: str = "", outlet: str = "", byline: str = ""
) -> Article:
    """An article of one block a sentence, its title first."""
    parts = [title, *sentences] if title else list(sentences)
    blocks, at = [], 0
    for i, part in enumerate(parts):
        kind = BlockKind.HEADLINE if title and i == 0 else BlockKind.BODY
        blocks.append(Block(Span(at, at + len(part)), kind))
        at += len(part) + 2
    return Article(
        name, outlet, title, byline, published, "option" if published else "", "en", "", "\n\n".join(parts), tuple(blocks), Provenance()
    )  # fmt: skip


def prepared(made: Article) -> Prepared:
    """Each block is a passage; a vector is the hashed bag of its words, of unit length."""
    passages, lead = [], True
    for i, block in enumerate(made.blocks):
        if block.kind is BlockKind.HEADLINE:
            role = Role.HEADLINE
        else:
            role, lead = (Role.LEAD if lead else Role.BODY), False
        passages.append(Passage(f"{made.id}:{i}", made.id, i, block.span, block.span.of(made.text), role, i))
    return Prepared(made, tuple(passages), np.stack([_vector(passage.text) for passage in passages]))


def _vector(text: str) -> np.ndarray:
    vector = np.full(DIMENSION, 0.01, dtype=np.float32)
    for word in re.findall(r"\w{4,}", text.lower()):
        vector[crc32(word.encode()) % DIMENSION] += 1.0
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def profiled(made: Article) -> Profile:
    """Straight to the profile."""
    return profile(prepared(made))


def redated(made: Article, published: str) -> Article:
    """The same account under another date."""
    return replace(made, published=published)


FERRY = [
    "A ferry with 212 people on board sank off Hallow Sound on Thursday, killing at least nine, the coastguard said.",
    "The Marigold went down in heavy seas four miles from Skerry Bay, Captain Odd Renholt told reporters.",
    "“We heard the hull give way and then the lights went out,” said Mira Tolland, who was pulled from the water.",
    "Rescue boats brought 188 survivors to the harbour at Skerry Bay before nightfall.",
    "Transport Minister Ansa Verrin ordered an inquiry into the ferry’s age and its last inspection.",
    "The operator, Sound Line, said the vessel had passed its checks in January.",
]
STRIKE = [
    "Teachers in Lindmere walked out on Tuesday over class sizes, closing 140 schools, their union said.",
    "The Lindmere Teachers’ League wants no more than 24 pupils in a room, its leader Petra Hask told a rally.",
    "The city’s education board called the strike reckless and offered talks.",
    "“My classroom was built for twenty and holds thirty-six,” said Jonas Wick, who teaches chemistry.",
    "Parents lined up outside the town hall to hand over a petition with 9,000 names.",
]


def ferry(name: str = "ferry-a", published: str = "2024-03-14", start: int = 0, **more: str) -> Article:
    """An account of the invented sinking."""
    return article(name, "Ferry Marigold sinks off Hallow Sound", FERRY[start:], published=published, **more)


def strike(name: str = "strike-a", published: str = "2024-09-24", **more: str) -> Article:
    """An account of the invented walkout."""
    return article(name, "Lindmere teachers strike over class sizes", STRIKE, published=published, **more)
