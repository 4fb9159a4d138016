"""Composition root: inputs in, Comparison out. The command line and notebooks call this."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from framing.compare import Clock, Progress, Setting, compare, silent
from framing.config import Settings
from framing.errors import UsageError
from framing.model import Article, Comparison, ModelUse, Notice
from framing.prepared import Prepared


def compare_articles(
    articles: Sequence[Article],
    settings: Settings | None = None,
    *,
    command: str = "",
    progress: Progress = silent,
    notices: Sequence[Notice] = (),
) -> Comparison:
    """Compare two to fifty articles.

    Raises UsageError for fewer than two, InputError where an article has no passages, ModelError
    where the encoder fails. The same text given twice is compared, with a notice.
    """
    settings = settings or Settings()
    if len(articles) < 2:
        raise UsageError("a comparison needs at least two articles")
    if len(articles) > MAX_ARTICLES:
        raise UsageError(
            f"{len(articles)} articles at once; at most {MAX_ARTICLES}: group them with `framing events` first"
        )
    clock = Clock()
    started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    distinct, repeated = with_distinct_ids(articles)
    told: list[Notice] = []
    prepared, models = prepare(distinct, settings, clock=clock, progress=progress, told=told)
    setting = Setting(settings, command, started, models, (*notices, *repeated, *told))
    return compare(prepared, setting, clock, progress)


MAX_ARTICLES = 50


def prepare(
    articles: Sequence[Article],
    settings: Settings,
    *,
    clock: Clock | None = None,
    progress: Progress = silent,
    told: list[Notice] | None = None,
) -> tuple[list[Prepared], tuple[ModelUse, ...]]:
    """Segment and embed; vectors come from the cache where the same text met the same model before.

    What goes wrong with the cache is appended to `told`: it costs time, never a result.
    """
    from framing.embed import default_embedder
    from framing.errors import NoBody
    from framing.segment import segment

    clock = clock or Clock()
    cut = [(article, segment(article)) for article in articles]
    for article, passages in cut:
        if not passages:
            where = article.provenance.path or article.id
            raise NoBody(
                f"{where}: no passages to compare: only page furniture was found (`framing show --dropped` lists it)"
            )
    clock.lap("segment")
    embedder = default_embedder(settings)
    texts = [passage.text for _, passages in cut for passage in passages]
    progress("embed", 0, len(texts))
    vectors = embedder.encode(texts)
    if told is not None:
        told.extend(embedder.notices)
    progress("embed", len(texts), len(texts))
    clock.lap("embed")
    prepared, start = [], 0
    for article, passages in cut:
        prepared.append(Prepared(article, passages, vectors[start : start + len(passages)]))
        start += len(passages)
    use = ModelUse("passages", embedder.name, embedder.weights_hash, embedder.precision)
    return prepared, (use,)


def _cut_short(prepared: Sequence[Prepared]) -> list[Notice]:
    """A notice for each article of which only the first passages are compared."""
    from framing.segment import MAX_PASSAGES, capped

    found = [capped(item.article) for item in prepared if len(item.passages) >= MAX_PASSAGES]
    return [notice for notice in found if notice is not None]


def with_distinct_ids(articles: Sequence[Article]) -> tuple[list[Article], list[Notice]]:
    """Articles whose ids differ: a text given twice gets `-2`, `-3` behind its id, with a notice."""
    seen: Counter[str] = Counter()
    out, notices = [], []
    for article in articles:
        seen[article.id] += 1
        if seen[article.id] == 1:
            out.append(article)
            continue
        out.append(replace(article, id=f"{article.id}-{seen[article.id]}"))
        where = article.provenance.path or article.id
        notices.append(
            Notice("same-text-twice", "this text was given more than once; it is compared with itself", where)
        )
    return out, notices
