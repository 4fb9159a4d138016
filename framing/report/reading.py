"""The JSON contract read back: a comparison from its document, and from a copy for sharing with the texts at hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from framing.errors import MalformedInput
from framing.model import (
    Article,
    Block,
    BlockKind,
    Cell,
    Comparison,
    Conflict,
    ConflictKind,
    ConflictVerdict,
    Coverage,
    Difference,
    EventVerdict,
    Excerpt,
    Fact,
    Link,
    ModelUse,
    Notice,
    Omission,
    Origin,
    PairEvent,
    Passage,
    Provenance,
    Read,
    Reason,
    Relation,
    Role,
    Run,
    Same,
    Span,
    State,
    Strength,
)
from framing.report.as_json import SCHEMA_VERSION
from framing.text import normalise, sha256

T = TypeVar("T")
_DATA = re.compile(r'<script type="application/json" id="comparison">(.*?)</script>', re.S)


def read_json(document: str, texts: Iterable[str] = ()) -> Comparison:
    """The comparison of a JSON document or of an HTML copy for sharing; `texts` restore what that leaves out.

    Texts are told apart by hash: those of no article here are not looked at. Raises MalformedInput where the
    document is not of the contract, and where a text is missing or differs from the one that was compared.
    """
    embedded = _DATA.search(document)
    try:
        loaded = json.loads(embedded[1] if embedded else document)
    except ValueError as error:
        raise MalformedInput(f"no JSON document and no copy for sharing: {error}") from error
    return from_dict(loaded, texts)


def from_dict(document: Mapping[str, Any], texts: Iterable[str] = ()) -> Comparison:
    """As `read_json`, from plain values."""
    version = document.get("schema_version") if isinstance(document, Mapping) else None
    if version != SCHEMA_VERSION:
        raise MalformedInput(f"schema version {version!r} cannot be read here; this is {SCHEMA_VERSION}")
    known = {sha256(text): text for given in texts for text in (given, normalise(given))}
    try:
        return _Reader(document, known).comparison()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise MalformedInput(f"not a comparison as the schema has it: {type(error).__name__}: {error}") from error


class _Reader:
    def __init__(self, document: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        self.document = document
        self.text = {a["id"]: _text(a, texts) for a in document["articles"]}
        self.owner = {p["id"]: a["id"] for a in document["articles"] for p in a["passages"]}

    def comparison(self) -> Comparison:
        d = self.document
        return Comparison(
            articles=self.each(d["articles"], self.article),
            passages=tuple(self.passage(a["id"], p) for a in d["articles"] for p in a["passages"]),
            event=self.event(d["event"]),
            events=self.each(d["events"], lambda e: PairEvent(e["a"], e["b"], self.event(e))),
            links=self.each(d["links"], _link),
            coverage=self.each(d["coverage"], _coverage),
            facts=self.each(d["facts"], self.fact),
            omissions=self.each(d["omissions"], self.omission),
            conflicts=self.each(d["conflicts"], self.conflict),
            differences=self.each(d["differences"], self.difference),
            origins=self.each(d["origins"], _origin),
            profiles=d["profiles"],
            run=_run(d["run"]),
            candidates=self.each(d.get("candidates", ()), _link),
        )

    def each(self, values: Iterable[Any], read: Callable[[Any], T]) -> tuple[T, ...]:
        return tuple(read(value) for value in values)

    def article(self, a: Mapping[str, Any]) -> Article:
        return Article(
            a["id"], a["outlet"], a["title"], a["byline"], a["published"], a["published_from"], a["language"],
            a["url"], self.text[a["id"]], self.each(a["blocks"], _block), _provenance(a["provenance"]),
            notices=self.each(a["notices"], _notice),
        )  # fmt: skip

    def passage(self, article: str, p: Mapping[str, Any]) -> Passage:
        span = Span(p["start"], p["end"])
        text = span.of(self.text[article])
        return Passage(p["id"], article, p["index"], span, text, Role(p["role"]), p["paragraph"], p["speaker"])

    def excerpt(self, e: Mapping[str, Any]) -> Excerpt:
        text = self.text[self.owner[e["passage"]]]
        return Excerpt(e["passage"], e["start"], e["end"], text[e["start"] : e["end"]])

    def event(self, e: Mapping[str, Any]) -> EventVerdict:
        reasons = self.each(
            e["evidence"],
            lambda r: Reason(r["kind"], r["text"], self.each(r["a"], self.excerpt), self.each(r["b"], self.excerpt)),
        )
        return EventVerdict(Same(e["same"]), e["probability"], reasons)

    def fact(self, f: Mapping[str, Any]) -> Fact:
        cells = self.each(
            f["cells"],
            lambda c: Cell(
                c["article"], State(c["state"]), c["probability"], self.each(c["evidence"], self.excerpt), c["nearest"],
                self.each(c["missing"], self.excerpt),
            ),
        )  # fmt: skip
        return Fact(
            f["id"], f["canonical"], tuple(f["passages"]), cells, f["salience"], f["origins"], f["is_claim"]
        )  # fmt: skip

    def omission(self, o: Mapping[str, Any]) -> Omission:
        return Omission(
            o["fact"], o["passage"], o["missing_in"], State(o["state"]), o["probability"], Strength(o["strength"]),
            o["weight"], o["nearest"], o["reason"], self.each(o["missing"], self.excerpt),
        )  # fmt: skip

    def conflict(self, c: Mapping[str, Any]) -> Conflict:
        first, second = c["values"]
        return Conflict(
            ConflictKind(c["kind"]), ConflictVerdict(c["verdict"]), self.excerpt(c["a"]), self.excerpt(c["b"]),
            (first, second), c["explanation"], c["probability"],
        )  # fmt: skip

    def difference(self, d: Mapping[str, Any]) -> Difference:
        a, b = (self.excerpt(d[side]) if d[side] else None for side in ("a", "b"))
        return Difference(d["lens"], a, b, d["explanation"], d["strength"], d["p_value"], d["details"])


def _text(article: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """The article's text, from the document or by its hash from those given."""
    wanted = article["text_sha256"]
    text = article.get("text") or texts.get(wanted)
    if text is None:
        raise MalformedInput(
            f"{article['id']} ({article['outlet']}): the text with sha256 {wanted[:16]}… is needed; "
            "those given are other texts, or other versions of it"
        )
    if sha256(text) != wanted:
        raise MalformedInput(f"{article['id']}: the text in the document is not the one its hash names")
    return str(text)


def _link(link: Mapping[str, Any]) -> Link:
    return Link(link["a"], link["b"], link["probability"], Relation(link["relation"]), link["same"])


def _coverage(c: Mapping[str, Any]) -> Coverage:
    return Coverage(c["passage"], c["in"], c["probability"], State(c["state"]), c["nearest"])


def _origin(o: Mapping[str, Any]) -> Origin:
    return Origin(o["id"], o["agency"], tuple(o["passages"]), tuple(o["articles"]), o["evidence"])


def _block(b: Mapping[str, Any]) -> Block:
    return Block(Span(b["start"], b["end"]), BlockKind(b["kind"]), b["reason"], b["probability"])


def _notice(n: Mapping[str, Any]) -> Notice:
    return Notice(n["code"], n["message"], n["where"])


def _provenance(p: Mapping[str, Any]) -> Provenance:
    reads = {
        name: Read(r["value"], r["source"], Span(*r["span"]) if r["span"] else None) for name, r in p["reads"].items()
    }
    return Provenance(p["path"], p["format"], p["sha256"], p["encoding"], p["reader"], reads)


def _run(r: Mapping[str, Any]) -> Run:
    models = tuple(ModelUse(m["role"], m["name"], m["sha256"], m["precision"]) for m in r["models"])
    notices = tuple(_notice(n) for n in r["notices"])
    return Run(r["version"], r["command"], r["settings"], models, r["inputs"], r["started"], r["seconds"], notices)
