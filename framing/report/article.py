"""One article as it was read, and the consensus of several, as headings, lines and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from framing.errors import UsageError
from framing.model import Article, BlockKind, Comparison, Fact, Passage, State
from framing.report import markdown, terminal
from framing.report.as_json import article_dict, dumps
from framing.report.lookup import Lookup
from framing.report.options import Options
from framing.report.outline import STATE_SIGN, Block, Heading, Line, Table, Words, plain
from framing.report.strings import say

if TYPE_CHECKING:
    from framing.facts.consensus import Consensus


def render_article(
    article: Article,
    passages: Sequence[Passage],
    form: str,
    options: Options | None = None,
    *,
    dropped: bool = False,
    details: Mapping[str, object] | None = None,
) -> str:
    """Metadata, passages and what was set aside (`dropped`: only that, with reasons), in a named form.

    `details` are further plain values (core time and place) to show. Raises UsageError for an unknown form.
    """
    if form == "json":
        return dumps({**article_dict(article, passages), **(details or {})})
    blocks = [*_metadata(article, details or {})]
    blocks += _set_aside(article) if dropped else [*_passages(passages), *_aside_summary(article)]
    return render_blocks(blocks, form, options or Options())


def render_consensus(comparison: Comparison, consensus: Consensus, form: str, options: Options | None = None) -> str:
    """What all state, several state, one alone states, what is disputed, in a named form."""
    if form == "json":
        lists = {
            "all": consensus.all,
            "several": consensus.several,
            "one": consensus.one,
            "disputed": consensus.disputed,
        }
        return dumps({name: [_fact_dict(comparison, fact) for fact in facts] for name, facts in lists.items()})
    return render_blocks(list(_consensus(comparison, consensus)), form, options or Options())


def render_blocks(blocks: Sequence[Block], form: str, options: Options) -> str:
    """Blocks as Markdown, HTML, or plain or styled terminal text. Raises UsageError for an unknown form."""
    if form == "html":
        from framing.report.html.page import page

        return page("blocks.html.j2", blocks=[(type(block).__name__, block) for block in blocks])
    if form == "md":
        return markdown.render_blocks(blocks)
    if form == "plain":
        return terminal.plain_blocks(blocks, options)
    if form == "terminal":
        return terminal.rich_blocks(blocks, options) if options.styled else terminal.plain_blocks(blocks, options)
    raise UsageError(f"this view has no form `{form}`; known: terminal, plain, md, html, json")


def _metadata(article: Article, details: Mapping[str, object]) -> Iterator[Block]:
    yield Heading(article.title or say("show.no_title"), 1)
    reads = article.provenance.reads
    rows = []
    for name in ("outlet", "byline", "published", "language", "url"):
        value = str(getattr(article, name)) or say("show.unknown")
        source = reads[name].source if name in reads else ""
        rows.append((plain(say(f"show.{name}")), plain(value), plain(source)))
    rows.append((plain("id"), plain(article.id), plain(f"sha256 {article.provenance.sha256[:16]}…")))
    for name, detail in details.items():
        rows.append((plain(name.replace("_", " ")), *_detail(detail)))
    yield Table((say("show.field"), say("show.value"), say("show.read_from")), tuple(rows), (0, 3, 1))
    for notice in article.notices:
        yield Line(plain(f"{notice.code}: {notice.message}"), "!")


def _detail(detail: object) -> tuple[Words, Words]:
    """What was found and where it was read, of a plain value or of a mapping with `words` and `source`."""
    if not isinstance(detail, Mapping):
        return plain(str(detail)), plain("")
    sure = f", confidence {detail['confidence']:.2f}" if "confidence" in detail else ""
    return plain(str(detail.get("words") or say("show.unknown"))), plain(f"{detail.get('source', '')}{sure}")


def _passages(passages: Sequence[Passage]) -> Iterator[Block]:
    yield Heading(say("show.passages", n=len(passages)))
    rows = tuple(
        (
            plain(str(p.index)),
            plain(f"{p.span.start}-{p.span.end}"),
            plain(str(p.role) + (f" ({p.speaker})" if p.speaker else "")),
            plain(p.text),
        )
        for p in passages
    )
    yield Table(("#", say("show.position"), say("show.role"), say("show.words")), rows, (0, 0, 0, 1))


def _aside_summary(article: Article) -> Iterator[Block]:
    aside = Counter(str(block.kind) for block in article.blocks if not block.kind.is_content)
    if aside:
        kinds = ", ".join(f"{count} {kind}" for kind, count in aside.most_common())
        yield Line(plain(say("show.aside", kinds=kinds)))


def _set_aside(article: Article) -> Iterator[Block]:
    aside = [block for block in article.blocks if not block.kind.is_content or block.kind is BlockKind.CAPTION]
    yield Heading(say("show.dropped", n=len(aside)))
    rows = tuple(
        (
            plain(f"{block.span.start}-{block.span.end}"),
            plain(str(block.kind)),
            plain(block.reason),
            plain(block.span.of(article.text)),
        )
        for block in aside
    )
    yield Table((say("show.position"), say("show.kind"), say("show.reason"), say("show.words")), rows, (0, 0, 1, 2))


def _consensus(comparison: Comparison, consensus: Consensus) -> Iterator[Block]:
    lookup = Lookup(comparison)
    yield Heading(say("consensus"), 1)
    for name in ("all", "disputed", "several", "one"):
        facts: tuple[Fact, ...] = getattr(consensus, name)
        yield Heading(say(f"consensus.{name}"))
        if not facts:
            yield Line(plain(say("consensus.none")))
        for fact in facts:
            passage = lookup.passage(fact.canonical)
            outlet = lookup.outlet(passage.article_id)
            signs = " ".join(f"{lookup.outlet(cell.article)} {STATE_SIGN[cell.state]}" for cell in fact.cells)
            yield Line(plain(f"{passage.text} ({outlet}, {passage.span.start}-{passage.span.end}) [{signs}]"), "*")


def _fact_dict(comparison: Comparison, fact: Fact) -> dict[str, object]:
    passage = comparison.passage(fact.canonical)
    states: dict[str, State] = {cell.article: cell.state for cell in fact.cells}
    return {
        "fact": fact.id,
        "passage": passage.id,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "salience": fact.salience,
        "origins": fact.origins,
        "states": {article: str(state) for article, state in states.items()},
    }
