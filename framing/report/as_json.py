"""The JSON contract: `framing diff --format json`, and `framing show --format json` for one article.

History of SCHEMA_VERSION:
- 1.0: articles, event, links, coverage, facts, omissions, conflicts, differences, profiles, run;
  candidates where every scored pair is asked for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from importlib import resources
from typing import Any

from framing.model import (
    Article,
    Block,
    Cell,
    Comparison,
    Conflict,
    Coverage,
    Difference,
    EventVerdict,
    Excerpt,
    Fact,
    Link,
    Omission,
    Passage,
    Provenance,
    Run,
)
from framing.report.options import QUOTE_WORDS, Options
from framing.report.words import shorten
from framing.text import BIDI_CONTROLS, ZERO_WIDTH, sha256

SCHEMA_VERSION = "1.0"

# JSON escapes U+0000 to U+001F by itself; these could still steer a terminal or reorder a line.
_ESCAPED = {code: f"\\u{code:04x}" for code in [*range(0x7F, 0xA0), *map(ord, BIDI_CONTROLS | ZERO_WIDTH)]}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `to_dict`."""
    text = resources.files("framing.data").joinpath("schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def render_json(comparison: Comparison, options: Options) -> str:
    """The comparison as one JSON document; keys in the contract's order."""
    return dumps(to_dict(comparison, texts=not options.excerpts))


def render_article_json(article: Article, passages: Sequence[Passage]) -> str:
    """One article as one JSON document: metadata, text, body, blocks, passages."""
    return dumps(article_dict(article, passages))


def dumps(value: Any) -> str:
    """JSON that is safe to print: no control, bidi or zero-width character is left raw; ends in a line feed."""
    text = json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    return text.translate(_ESCAPED).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def to_dict(comparison: Comparison, *, texts: bool = True) -> dict[str, Any]:
    """The comparison as plain values. Without `texts`, articles and passages keep hashes and offsets only."""
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "articles": [
            _article(article, comparison.passages_of(article.id), texts=texts) for article in comparison.articles
        ],
        "event": _event(comparison.event),
        "events": [{"a": pair.a, "b": pair.b, **_event(pair.verdict)} for pair in comparison.events],
        "links": [_link(link) for link in comparison.links],
        "coverage": [_coverage(coverage) for coverage in comparison.coverage],
        "facts": [_fact(fact) for fact in comparison.facts],
        "omissions": [_omission(omission) for omission in comparison.omissions],
        "conflicts": [_conflict(conflict) for conflict in comparison.conflicts],
        "differences": [_difference(difference) for difference in comparison.differences],
        "origins": [
            {"id": o.id, "agency": o.agency, "passages": o.passages, "articles": o.articles, "evidence": o.evidence}
            for o in comparison.origins
        ],
        "profiles": comparison.profiles,
        "run": _run(comparison.run),
    }
    if comparison.candidates:
        document["candidates"] = [_link(link) for link in comparison.candidates]
    plain: dict[str, Any] = _plain(document)
    return plain if texts else _clipped(plain)


def _clipped(value: Any) -> Any:
    """Quoted words cut to `QUOTE_WORDS`: what has `passage`, `start`, `end` and `text` is an excerpt."""
    if isinstance(value, list):
        return [_clipped(item) for item in value]
    if not isinstance(value, dict):
        return value
    if {"passage", "start", "end", "text"} <= set(value):
        return {**value, "text": shorten(value["text"], QUOTE_WORDS)}
    return {key: _clipped(item) for key, item in value.items()}


def article_dict(article: Article, passages: Iterable[Passage]) -> dict[str, Any]:
    """One article as plain values, for `framing show`."""
    plain: dict[str, Any] = _plain(
        {"schema_version": SCHEMA_VERSION, **_article(article, passages), "body": article.body}
    )
    return plain


def _plain(value: Any) -> Any:
    """Enums, tuples, mappings and numbers of other libraries as plain values; what is not finite becomes null."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    return _plain(value.item()) if hasattr(value, "item") else str(value)


def _article(article: Article, passages: Iterable[Passage], *, texts: bool = True) -> dict[str, Any]:
    words = {"text": article.text} if texts else {}
    return {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
        "url": article.url,
        "text_sha256": sha256(article.text),
        **words,
        "provenance": _provenance(article.provenance),
        "notices": [{"code": n.code, "message": n.message, "where": n.where} for n in article.notices],
        "blocks": [_block(block, article, texts=texts) for block in article.blocks],
        "passages": [_passage(passage, texts=texts) for passage in passages],
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    reads = {
        name: {
            "value": read.value,
            "source": read.source,
            "span": [read.span.start, read.span.end] if read.span else None,
        }
        for name, read in provenance.reads.items()
    }
    return {
        "path": provenance.path,
        "format": provenance.format,
        "sha256": provenance.sha256,
        "encoding": provenance.encoding,
        "reader": provenance.reader,
        "reads": reads,
    }


def _block(block: Block, article: Article, *, texts: bool) -> dict[str, Any]:
    words = {"text": block.span.of(article.text)} if texts else {}
    return {
        "start": block.span.start,
        "end": block.span.end,
        "kind": block.kind,
        "reason": block.reason,
        "probability": block.probability,
        **words,
    }


def _passage(passage: Passage, *, texts: bool) -> dict[str, Any]:
    words = {"text": passage.text} if texts else {"text_sha256": sha256(passage.text)}
    return {
        "id": passage.id,
        "index": passage.index,
        **words,
        "start": passage.span.start,
        "end": passage.span.end,
        "role": passage.role,
        "paragraph": passage.paragraph,
        "speaker": passage.speaker,
    }


def _excerpt(excerpt: Excerpt | None) -> dict[str, Any] | None:
    if excerpt is None:
        return None
    return {"passage": excerpt.passage, "start": excerpt.start, "end": excerpt.end, "text": excerpt.text}


def _event(event: EventVerdict) -> dict[str, Any]:
    evidence = [
        {"kind": r.kind, "text": r.text, "a": [_excerpt(e) for e in r.a], "b": [_excerpt(e) for e in r.b]}
        for r in event.reasons
    ]
    return {
        "same": event.same,
        "probability": event.probability,
        "reasons": [reason.text for reason in event.reasons],
        "evidence": evidence,
    }


def _link(link: Link) -> dict[str, Any]:
    return {"a": link.a, "b": link.b, "probability": link.probability, "relation": link.relation, "same": link.same}


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "passage": coverage.passage,
        "in": coverage.within,
        "probability": coverage.probability,
        "state": coverage.state,
        "nearest": coverage.nearest,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "article": cell.article,
        "state": cell.state,
        "probability": cell.probability,
        "evidence": [_excerpt(e) for e in cell.evidence],
        "nearest": cell.nearest,
        "missing": [_excerpt(e) for e in cell.missing],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "canonical": fact.canonical,
        "passages": fact.passages,
        "cells": [_cell(cell) for cell in fact.cells],
        "salience": fact.salience,
        "origins": fact.origins,
        "is_claim": fact.is_claim,
    }


def _omission(omission: Omission) -> dict[str, Any]:
    return {
        "passage": omission.passage,
        "missing_in": omission.missing_in,
        "state": omission.state,
        "probability": omission.probability,
        "strength": omission.strength,
        "weight": omission.weight,
        "nearest": omission.nearest,
        "fact": omission.fact,
        "reason": omission.reason,
        "missing": [_excerpt(e) for e in omission.missing],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "verdict": conflict.verdict,
        "a": _excerpt(conflict.a),
        "b": _excerpt(conflict.b),
        "values": conflict.values,
        "explanation": conflict.explanation,
        "probability": conflict.probability,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "lens": difference.lens,
        "a": _excerpt(difference.a),
        "b": _excerpt(difference.b),
        "explanation": difference.explanation,
        "strength": difference.strength,
        "p_value": difference.p_value,
        "details": difference.details,
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "version": run.version,
        "command": run.command,
        "settings": run.settings,
        "models": [{"role": m.role, "name": m.name, "sha256": m.sha256, "precision": m.precision} for m in run.models],
        "inputs": run.inputs,
        "started": run.started,
        "seconds": run.seconds,
        "notices": [{"code": n.code, "message": n.message, "where": n.where} for n in run.notices],
    }
