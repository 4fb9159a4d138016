"""Small articles and scorers for alignment tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.align import Scores
from framing.model import Article, Block, BlockKind, ModelUse, Notice, Passage, Provenance, Role, Span
from framing.prepared import Prepared

FERRY_A = [
    "Ferry runs aground off Hallow Sound with 112 people aboard",
    "A passenger ferry ran aground on a sandbank off Hallow Sound on Tuesday night, the coastguard said.",
    "Nobody was hurt, and all 112 passengers were taken off by lifeboat before midnight.",
    "Captain Ines Korda said the steering had failed twice that week.",
    "The operator, Calder Lines, declined to comment on the ship's service record.",
]
FERRY_B = [
    "Lifeboats rescue 112 from stranded ferry",
    "Lifeboats took 112 passengers off a ferry that hit a sandbank near Hallow Sound late on Tuesday.",
    "No injuries were reported.",
    "The mayor of Hallow promised a festival in the spring.",
]


def prepared(name: str, texts: Sequence[str], language: str = "en") -> Prepared:
    """An article of these passages, with vectors that nothing looks at."""
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 1
    whole = "\n".join(texts)
    blocks = tuple(Block(span, BlockKind.BODY) for span in spans)
    article = Article(name, name, texts[0], "", "", "", language, "", whole, blocks, Provenance(), tuple(spans))
    passages = tuple(
        Passage(f"{name}:{i}", name, i, span, text, Role.BODY)
        for i, (span, text) in enumerate(zip(spans, texts, strict=True))
    )
    vectors = np.zeros((len(texts), 2), dtype=np.float32)
    vectors[:, 0] = 1.0
    return Prepared(article, passages, vectors)


class Fixed:
    """A scorer that gives the scores it was made with."""

    models: tuple[ModelUse, ...] = ()

    def __init__(self, scores: Scores) -> None:
        self.scores = scores

    def score(self, first: Sequence[str], second: Sequence[str]) -> Scores:
        """The given scores."""
        return self.scores

    def notices(self, languages: Sequence[str]) -> tuple[Notice, ...]:
        """None."""
        return ()
