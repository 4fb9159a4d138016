"""Small comparisons built by hand: articles from sentences, alignments from named links."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from framing.align.result import Alignment
from framing.facts.words import content_stems
from framing.model import (
    Article,
    Block,
    BlockKind,
    Coverage,
    EventVerdict,
    Link,
    PairEvent,
    Passage,
    Provenance,
    Relation,
    Role,
    Same,
    Span,
    State,
)
from framing.prepared import Prepared

LinkRow = tuple[int, int, float, Relation]


def prepared(article_id: str, sentences: Sequence[str], published: str = "", headline: bool = False) -> Prepared:
    """An article of these sentences, one a paragraph; vectors are hashed bags of stems."""
    text, spans = "", []
    for sentence in sentences:
        start = len(text)
        text += sentence + "\n\n"
        spans.append(Span(start, start + len(sentence)))
    article = Article(
        id=article_id,
        outlet=f"Outlet {article_id}",
        title="",
        byline="",
        published=published,
        published_from="",
        language="en",
        url="",
        text=text,
        blocks=tuple(Block(span, BlockKind.BODY) for span in spans),
        provenance=Provenance(),
    )
    roles = [Role.HEADLINE if headline and i == 0 else Role.BODY for i in range(len(spans))]
    passages = tuple(
        Passage(f"{article_id}:{i}", article_id, i, span, span.of(text), role, i)
        for i, (span, role) in enumerate(zip(spans, roles, strict=True))
    )
    return Prepared(article, passages, vectors(sentences))


def vectors(sentences: Iterable[str]) -> np.ndarray:
    rows = []
    for sentence in sentences:
        row = np.full(256, 1e-6, dtype=np.float32)
        for stem in content_stems(sentence):
            row[zlib.crc32(stem.encode()) % 256] += 1
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float32).reshape(-1, 256)


def aligned(a: Prepared, b: Prepared, links: Iterable[LinkRow] = ()) -> Alignment:
    """An alignment with exactly these links (a index, b index, probability, relation)."""
    probability = np.full((len(a.passages), len(b.passages)), 0.02, dtype=np.float32)
    same = np.full_like(probability, 0.01)
    decided = []
    for i, j, p, relation in links:
        probability[i, j] = p
        same[i, j] = 0.9 if relation is Relation.SAME else 0.2
        decided.append(Link(a.passages[i].id, b.passages[j].id, p, relation, float(same[i, j])))
    decided.sort(key=lambda link: (int(link.a.split(":")[1]), int(link.b.split(":")[1])))
    return Alignment(
        a.article.id,
        b.article.id,
        probability,
        same,
        tuple(decided),
        _coverage(a, b, probability, same),
        _coverage(b, a, probability.T, same.T),
    )


def _coverage(a: Prepared, b: Prepared, probability: np.ndarray, same: np.ndarray) -> tuple[Coverage, ...]:
    rows = []
    for i, passage in enumerate(a.passages):
        j = int(probability[i].argmax())
        p = float(probability[i, j])
        state = State.NOT_FOUND if p < 0.5 else State.COVERED if same[i, j] >= 0.5 else State.PARTLY
        rows.append(Coverage(passage.id, b.article.id, p, state, b.passages[j].id))
    return tuple(rows)


def judged(a: Prepared, b: Prepared, same: Same = Same.YES) -> PairEvent:
    return PairEvent(a.article.id, b.article.id, EventVerdict(same, {"yes": 0.95, "no": 0.03, "unsure": 0.5}[same]))
