"""Articles and links made from plain sentences, for testing lenses without reading, segmenting or aligning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.config import Settings
from framing.lenses import LensOutcome, run
from framing.model import (
    Article,
    Block,
    BlockKind,
    EventVerdict,
    Link,
    PairEvent,
    Passage,
    Provenance,
    Relation,
    Role,
    Same,
    Span,
)
from framing.prepared import Prepared


def article(name: str, sentences: Sequence[str], outlet: str | None = None, headline: bool = False) -> Prepared:
    """A prepared article with one passage a sentence; vectors are of no meaning."""
    text, passages, at = "\n".join(sentences), [], 0
    for index, sentence in enumerate(sentences):
        role = Role.HEADLINE if headline and not index else Role.LEAD if index == int(headline) else Role.BODY
        span = Span(at, at + len(sentence))
        passages.append(Passage(f"{name}:{index}", name, index, span, sentence, role, index))
        at += len(sentence) + 1
    blocks = tuple(Block(passage.span, BlockKind.BODY) for passage in passages)
    record = Article(
        name, name.title() if outlet is None else outlet, "", "", "", "", "en", "", text, blocks, Provenance()
    )
    vectors = np.full((len(passages), 4), 0.5, np.float32)
    return Prepared(record, tuple(passages), vectors)


def links(pairs: Sequence[tuple[int, int]], a: str = "north", b: str = "south", p: float = 0.9) -> list[Link]:
    """Decided links between passages by index."""
    return [Link(f"{a}:{i}", f"{b}:{j}", p, Relation.SAME, p) for i, j in pairs]


def outcome(
    lens: str | Sequence[str],
    one: Sequence[str],
    two: Sequence[str],
    pairs: Sequence[tuple[int, int]] = ((0, 0),),
    same: Same = Same.YES,
) -> LensOutcome:
    """Lenses on two articles given as sentences."""
    a, b = article("north", one), article("south", two)
    names = (lens,) if isinstance(lens, str) else lens
    event = PairEvent("north", "south", EventVerdict(same, 0.9))
    return run(names, [a, b], links(pairs), [event], Settings())
