"""Predictions and figures on claim gold: is a claim supported by a source, and by which sentences?

Three forms of row are read. `{id, claim, evidence[]}` (WiCE): probability that the claim is supported at
least in part. `{proposition, premise}` (PropSegmEnt; `premise` names an article): that the whole is
entailed. `{id, summary, article_id}` (SummEdits): that the summary is consistent with the article. Every
prediction carries `support`, the sentences of the source that speak for the claim, best first.
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
from framing.facts.support_model import heads, named
from framing.language.quote_sentences import sentence_spans

Row = Mapping[str, Any]
Encode = Callable[[Sequence[str]], list[Tokens]]
SHOWN = 10
"""Supporting sentences named in a prediction."""
BATCH = 64
"""Claims whose words are encoded at a time."""


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


def predict_claims(
    rows: Iterable[dict[str, Any]], articles: Mapping[str, dict[str, Any]] | None = None
) -> Iterator[dict[str, Any]]:
    """`{id or index, probability, support}` for each row; see the module for the forms of row."""
    asked = list(questions(rows, articles))
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        for question, (order, values) in zip(batch, values_of(batch), strict=True):
            probability = heads()[question.head].probability(values)
            yield {**question.key, "probability": round(probability, 6), "support": order}


def score_claims(gold_rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """AUC and balanced accuracy at 0.5; for WiCE also whether a supporting sentence is among the first five."""
    pairs = list(zip(gold_rows, predictions, strict=True))
    truth = np.array([_is_positive(row) for row, _ in pairs])
    given = np.array([float(made["probability"]) for _, made in pairs])
    figures = {
        "auc": auc(truth, given),
        "balanced_accuracy": balanced_accuracy(truth, given >= 0.5),
        "n": float(len(pairs)),
    }
    sets = [
        (row["supporting_sentences"], made["support"][:5]) for row, made in pairs if row.get("supporting_sentences")
    ]
    shown = [([set(s) for s in gold if s], set(first)) for gold, first in sets]
    shown = [(gold, first) for gold, first in shown if gold]
    if shown:
        figures["support_in_first_five"] = float(np.mean([any(s & first for s in gold) for gold, first in shown]))
        figures["support_recall_at_five"] = float(
            np.mean([max(len(s & first) / len(s) for s in gold) for gold, first in shown])
        )
    return figures


def _is_positive(row: Row) -> bool:
    """Supported at least in part, entailed, or consistent, by the row's own form of gold."""
    if "consistent" in row:
        return bool(row["consistent"])
    return str(row["label"]) in ("supported", "partially_supported", "entails")


def auc(truth: NDArray[np.bool_], given: NDArray[np.float64]) -> float:
    """Area under the ROC curve (probability that a positive outranks a negative, ties half); nan for one class."""
    positive, negative = given[truth], given[~truth]
    if not len(positive) or not len(negative):
        return float("nan")
    above = (positive[:, None] > negative[None, :]).mean()
    return float(above + 0.5 * (positive[:, None] == negative[None, :]).mean())


def balanced_accuracy(truth: NDArray[np.bool_], decided: NDArray[np.bool_]) -> float:
    """Mean of the recalls of both classes; nan for one class."""
    if truth.all() or not truth.any():
        return float("nan")
    return float((decided[truth].mean() + (~decided[~truth]).mean()) / 2)
