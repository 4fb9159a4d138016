"""Claim rows of three forms brought to one: what is asked of which source, and the features that answer it.

`{id, claim, evidence[]}` (WiCE), `{proposition, premise}` (PropSegmEnt; `premise` names an article) and
`{id, summary, article_id}` (SummEdits).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.embed import default_embedder
from framing.errors import MalformedInput
from framing.facts.support import CHOSEN, Source, Tokens, features, ranked, token_features, tokens_of
from framing.facts.support_model import named
from framing.language.quote_sentences import sentence_spans

Row = Mapping[str, Any]
Encode = Callable[[Sequence[str]], list[Tokens]]
SHOWN = 10
"""Supporting sentences named in a prediction."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row brought to one form: what is asked of which source."""

    key: Mapping[str, Any]
    """The fields that name the row in the output."""
    head: str
    claim: str
    source: Source
    context: str = ""


def questions(rows: Iterable[Row], articles: Mapping[str, Row] | None) -> Iterator[Question]:
    """Rows of any of the three forms as questions. Raises MalformedInput naming the row that is none of them."""
    sources: dict[str, Source] = {}
    for number, row in enumerate(rows):
        if "claim" in row and "evidence" in row:
            evidence = Source(tuple(map(str, row["evidence"])))
            key = {"id": row.get("id", number)}
            yield Question(key, "partly", str(row["claim"]), evidence, str(row.get("claim_context", "")))
        elif "proposition" in row and "premise" in row:
            source = _source(str(row["premise"]), articles, sources, number)
            yield Question({"index": number}, "entailed", str(row["proposition"]), source)
        elif "summary" in row and "article_id" in row:
            source = _source(str(row["article_id"]), articles, sources, number)
            yield Question({"id": row.get("id", number)}, "consistent", str(row["summary"]), source)
        else:
            raise MalformedInput(
                f"row {number + 1}: expected claim and evidence, proposition and premise, or summary and article_id"
            )


def _source(name: str, articles: Mapping[str, Row] | None, sources: dict[str, Source], number: int) -> Source:
    if name not in sources:
        if articles is None:
            raise MalformedInput("the rows name articles by id: give the articles with --articles FILE")
        if name not in articles:
            raise MalformedInput(f"row {number + 1}: article {name} is not in the articles file")
        sources[name] = Source(sentences_of(articles[name]))
    return sources[name]


def sentences_of(article: Row) -> tuple[str, ...]:
    """The article's own sentences, or its text cut into sentences."""
    if article.get("sentences"):
        return tuple(map(str, article["sentences"]))
    text = str(article.get("text", ""))
    return tuple(part for span in sentence_spans(text) if (part := span.of(text)).strip())


def values_of(asked: Sequence[Question], encode: Encode | None = None) -> list[tuple[list[int], dict[str, float]]]:
    """For each question the supporting sentences and the features its head reads; words are encoded where needed."""
    orders = [ranked(q.claim, q.source, q.context, SHOWN) for q in asked]
    plain = [features(q.claim, q.source, order[:CHOSEN]) for q, order in zip(asked, orders, strict=True)]
    wanted = [q.head == "entailed" for q in asked]
    texts = dict.fromkeys(
        text
        for q, order, want in zip(asked, orders, wanted, strict=True)
        if want
        for text in (q.claim, *(q.source.sentences[i] for i in order[:CHOSEN]))
    )
    tokens = dict(zip(texts, (encode or encode_words)(list(texts)), strict=True)) if texts else {}
    found = []
    for q, order, row, want in zip(asked, orders, plain, wanted, strict=True):
        words: NDArray[np.float64] | None = None
        if want:
            words = token_features(tokens[q.claim], [tokens[q.source.sentences[i]] for i in order[:CHOSEN]])
        found.append((order, named(row, words)))
    return found


def encode_words(texts: Sequence[str]) -> list[Tokens]:
    """Contextual word vectors by the default encoder."""
    encoder = default_embedder()
    return [
        tokens_of(text, made.vectors, made.offsets)
        for text, made in zip(texts, encoder.encode_tokens(texts), strict=True)
    ]


def is_positive(row: Row) -> bool:
    """Supported at least in part, entailed, or consistent, by the row's own form of gold."""
    if "consistent" in row:
        return bool(row["consistent"])
    return str(row["label"]) in ("supported", "partially_supported", "entails")
