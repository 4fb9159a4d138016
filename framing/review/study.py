"""Studies for the exporters: from the review database, or from comparisons as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, select

from framing import __version__
from framing.export.study import Book, By, Code, Coding, Source, Study, Words
from framing.model import Comparison
from framing.review.books import newest_books
from framing.review.database import reading
from framing.review.decisions import Decision
from framing.review.items import items_of, sound_article
from framing.review.settled import Case, cases
from framing.review.tables import articles, codebooks, coders, items
from framing.text import sha256

TOOL = "framing"


def reviewed_study(engine: Engine, name: str, *, settled: bool = False, coder: str | None = None) -> Study:
    """The newest decisions of every coder and every ruling; with `settled`, one row an item: what stands in the end.

    `coder` asks for the decisions of one coder only: what a blind coder may take home.
    """
    with reading(engine) as connection:
        names = {row.id: row.name for row in connection.execute(select(coders))}
        versions = {row.id: f"{row.name} {row.version}" for row in connection.execute(select(codebooks))}
    codings: list[Coding] = []
    for case in cases(engine):
        if settled:
            codings += [_coding(case, case.settled, By.SETTLED, names, versions)] if case.settled else []
            continue
        said = [*case.said, *([case.ruling] if case.ruling else [])]
        for decision in said:
            by = By.ADJUDICATOR if decision.adjudicated else By.CODER
            codings.append(_coding(case, decision, by, names, versions))
    if coder is not None:
        codings = [coding for coding in codings if coding.coder == coder and coding.by is By.CODER]
    return _study(engine, name, codings)


def suggested_study(engine: Engine, name: str) -> Study:
    """What the tool suggests, as the database holds it; findings that coders added are not the tool's."""
    query = select(items).where(items.c.grounded.is_(True), items.c.added_by.is_(None))
    with reading(engine) as connection:
        rows = list(connection.execute(query.order_by(items.c.kind, items.c.a, items.c.b, items.c.id)))
    codings = [_suggested(row.id, row.kind, row.suggestion, row.payload, row.b, row.created) for row in rows]
    return _study(engine, name, codings)


def compared_study(comparisons: Iterable[Comparison], name: str) -> Study:
    """The findings of comparisons, without any review."""
    sources: dict[str, Source] = {}
    codings: dict[str, Coding] = {}
    made = ""
    for comparison in comparisons:
        made = max(made, comparison.run.started)
        for article in map(sound_article, comparison.articles):
            sources[article.id] = Source(
                article.id, article.outlet or article.id, article.title, article.published, article.language,
                article.url, sha256(article.text), article.text,
            )  # fmt: skip
        for item in items_of(comparison):
            made_at = comparison.run.started
            codings[item.id] = _suggested(item.id, item.kind, item.suggestion, item.payload(), item.within, made_at)
    return Study(name, tuple(sources.values()), tuple(codings.values()), made=made, version=__version__)


def _study(engine: Engine, name: str, codings: list[Coding]) -> Study:
    used = {article for c in codings for article in (c.a.article, c.within)}
    with reading(engine) as connection:
        rows = [row for row in connection.execute(select(articles).order_by(articles.c.id)) if row.id in used]
    sources = tuple(
        Source(row.id, row.outlet or row.id, row.title, row.published, row.language, row.url, row.sha256, row.text)
        for row in rows
    )
    texts = {source.id: source.text for source in sources}
    # Items that lost their ground keep their decisions in the database; there are no words to hand on.
    grounded = tuple(coding for coding in codings if _stands(coding, texts))
    books = tuple(
        Book(
            book.name, book.version, book.content.definition,
            tuple(Code(frame.id, frame.name, frame.definition) for frame in book.content.frames),
        )
        for book in newest_books(engine)
    )  # fmt: skip
    made = max((coding.made for coding in grounded), default="")
    return Study(name, sources, grounded, books, made, __version__)


def _stands(coding: Coding, texts: Mapping[str, str]) -> bool:
    marked = [words for words in (coding.a, coding.b) if words is not None]
    return all(texts.get(words.article, "")[words.start : words.end] == words.quote for words in marked)


def _coding(case: Case, decision: Decision, by: By, names: Mapping[int, str], versions: Mapping[int, str]) -> Coding:
    within = str(case.payload["within"])
    bare = _suggested(case.item, case.kind, case.suggestion, case.payload, within, decision.made)
    return replace(
        bare,
        label=decision.label,
        by=by,
        coder="" if by is By.SETTLED else names.get(decision.coder, str(decision.coder)),
        lens=decision.lens or bare.lens,
        frame=decision.frame,
        comment=decision.comment,
        flagged=decision.flagged,
        seconds=decision.seconds,
        revision=decision.revision,
        codebook=versions.get(decision.codebook or 0, ""),
    )


def _suggested(item: str, kind: str, label: str, payload: Mapping[str, Any], within: str, made: str) -> Coding:
    a, b = (_words(payload.get(side)) for side in ("a", "b"))
    assert a is not None
    return Coding(
        item=item,
        kind=kind,
        label=label,
        by=By.TOOL,
        coder=TOOL,
        a=a,
        b=b,
        within=b.article if b else within,
        lens=str(payload.get("lens", "")),
        made=made,
        suggestion=label,
        probability=payload.get("probability"),
        explanation=str(payload.get("explanation") or payload.get("reason") or ""),
    )


def _words(anchor: Mapping[str, Any] | None) -> Words | None:
    return Words(anchor["article"], anchor["start"], anchor["end"], anchor["quote"]) if anchor else None
