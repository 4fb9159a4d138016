"""A comparison as headings, lines and tables of marked words: what terminal, Markdown and DOCX have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from framing.model import Comparison, Conflict, ConflictVerdict, Difference, Excerpt, Fact, Link, Omission, State
from framing.report.lookup import Lookup
from framing.report.options import QUOTE_WORDS, Options
from framing.report.overview import counts, is_bare, lens_name, percent
from framing.report.strings import say
from framing.report.values import value_words
from framing.report.words import Mark, Marked, Piece, Wording, clip, compare_wording, cut, is_quiet, key_words, shorten

T = TypeVar("T")
Words = tuple[Piece, ...]

VERDICT_NOTES = {"no": "verdict.storyline", "unsure": "verdict.unsure_note", "mixed": "verdict.mixed_note"}
STATE_SIGN = {
    State.COVERED: "=",
    State.STATED: "=",
    State.PARTLY: "/",
    State.NOT_FOUND: "-",
    State.CONFLICTING: "!",
    State.NOT_YET_REPORTED: ".",
    State.NOT_COMPARED: "?",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the document's own. `sign` is one of `= + - ~ !`."""

    text: str
    level: int = 2
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or, with a sign, an item of a list."""

    words: Words
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; `widths` are shares of the line, 0 for as wide as needed."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Line | Table


def plain(text: str) -> Words:
    """Unmarked words."""
    return (Piece(text),)


def outline(comparison: Comparison, options: Options) -> list[Block]:
    """All sections, in reading order: verdict, at a glance, aligned, missing, conflicts, differences, run."""
    lookup = Lookup(comparison)
    blocks = [
        *_verdict(lookup),
        *_glance(lookup),
        *_body(lookup, options),
        *_conflicts(lookup, options),
        *_differences(lookup, options),
        *_run(comparison),
    ]
    return [_quoted(block) for block in blocks] if options.excerpts else blocks


def _quoted(block: Block) -> Block:
    """A table whose cells quote at most `QUOTE_WORDS` words; everything else as it is."""
    if not isinstance(block, Table):
        return block
    rows = tuple(tuple(clip(cell, QUOTE_WORDS) for cell in row) for row in block.rows)
    return Table(block.heads, rows, block.widths)


def _verdict(lookup: Lookup) -> Iterator[Block]:
    event = lookup.comparison.event
    yield Heading(say(f"verdict.{lookup.verdict}"), 1)
    yield Line(plain(say("verdict.probability", p=percent(event.probability))))
    if lookup.deciding:
        x, y = map(lookup.named, lookup.deciding)
        yield Line(plain(say("verdict.weakest", x=x, y=y)))
    for reason in lookup.reasons:
        yield Line(plain(reason.text), "*")
    note = VERDICT_NOTES.get(lookup.verdict)
    if note:
        yield Line(plain(say(note)))
    rows = tuple(
        (
            plain(lookup.named(article.id)),
            plain(shorten(article.title)),
            plain(article.published[:16].replace("T", " ") or say("unknown_date")),
            plain(str(len(lookup.passages_of[article.id]))),
        )
        for article in lookup.comparison.articles
    )
    yield Table(tuple(say(f"head.{h}") for h in ("article", "title", "published", "passages")), rows, (3, 6, 0, 0))


def _glance(lookup: Lookup) -> Iterator[Block]:
    yield Heading(say("glance"))
    for sign, number, text in counts(lookup):
        yield Line(plain(f"{number} {text}"), sign)
    if is_bare(lookup.comparison):
        yield Line(plain(say("none.all")))


def _body(lookup: Lookup, options: Options) -> Iterator[Block]:
    ids = list(lookup.order)
    if len(ids) == 2:
        yield from _aligned(lookup, ids[0], ids[1], options)
    else:
        yield from _matrix(lookup, options)
    if lookup.differ:
        return
    if len(ids) == 2:
        yield from _missing(
            lookup, ids[1], say("only.not_in", x=lookup.named(ids[0]), y=lookup.named(ids[1])), "-", options
        )
        yield from _missing(
            lookup, ids[0], say("only.not_in", x=lookup.named(ids[1]), y=lookup.named(ids[0])), "+", options
        )
    else:
        for article_id in ids:
            yield from _missing(lookup, article_id, say("missing_in", x=lookup.named(article_id)), "-", options)


def _aligned(lookup: Lookup, a: str, b: str, options: Options) -> Iterator[Block]:
    yield Heading(say("storyline" if lookup.differ else "aligned"), sign="=")
    links = lookup.links_between(a, b)
    if not links:
        yield Line(plain(say("none.links")))
        return
    shown = _telling(lookup, links, options.limit)
    rows = tuple(_pair(lookup, link) for link in shown)
    yield Table((say("head.link"), lookup.named(a), lookup.named(b)), rows, (0, 1, 1))
    if len(shown) < len(links):
        yield Line(plain(say("more", n=len(links) - len(shown))))


def _telling(lookup: Lookup, links: list[Link], limit: int | None) -> list[Link]:
    """At most `limit` links, in reading order: those with conflicts, then with the strongest differences, come in."""
    if limit is None or len(links) <= limit:
        return links

    def weight(link: Link) -> tuple[int, float, float]:
        strongest = max((d.strength for d in lookup.differences_on(link)), default=0.0)
        return len(lookup.conflicts_on(link)), strongest, link.probability

    chosen = {id(link) for link in sorted(links, key=weight, reverse=True)[:limit]}
    return [link for link in links if id(link) in chosen]


def _pair(lookup: Lookup, link: Link) -> tuple[Words, Words, Words]:
    a, b = lookup.passage(link.a), lookup.passage(link.b)
    wording, marks_a, marks_b = compare_wording(a.text, b.text)
    conflicts, differences = lookup.conflicts_on(link), lookup.differences_on(link)
    sign = "!" if any(c.verdict is ConflictVerdict.CONFLICT for c in conflicts) else "~" if differences else "="
    excerpts = [(_mark(c), e) for c in conflicts for e in (c.a, c.b)]
    excerpts += [
        (Mark.DIFFERENCE, e) for d in differences for side in (d.a, d.b) if side for e in _telling_words(side, d)
    ]
    sides: list[Words] = []
    for passage, spans in ((a, marks_a), (b, marks_b)):
        offset = passage.span.start
        marked = [Marked(e.start - offset, e.end - offset, mark) for mark, e in excerpts if e.passage == passage.id]
        if wording is Wording.EDITED:
            marked += [Marked(span.start, span.end, Mark.CHANGED) for span in spans]
        sides.append(joined(cut(passage.text, marked)))
    label = plain(f"{sign} {percent(link.probability)} {say(lookup.relation_key(link))}")
    return label, sides[0], sides[1]


def _telling_words(side: Excerpt, difference: Difference) -> list[Excerpt]:
    """What to set off of one side: the words that the explanation names, else all of it unless it is a long phrase."""
    named = [
        Excerpt(side.passage, side.start + start, side.start + end, side.text[start:end])
        for start, end in key_words(side, difference.explanation)
    ]
    return named or ([] if is_quiet(side, difference.strength) else [side])


def _mark(conflict: Conflict) -> Mark:
    """Updates and differences of scope or precision are no conflicts, only other words."""
    return Mark.CONFLICT if conflict.verdict is ConflictVerdict.CONFLICT else Mark.DIFFERENCE


def joined(words: Words) -> Words:
    """Neighbouring pieces of the same weightiest mark as one piece."""
    out: list[Piece] = []
    for piece in words:
        if out and out[-1].mark == piece.mark:
            out[-1] = Piece(out[-1].text + piece.text, (*out[-1].marks, *piece.marks))
        else:
            out.append(piece)
    return tuple(out)


def _matrix(lookup: Lookup, options: Options) -> Iterator[Block]:
    yield Heading(say("storyline" if lookup.differ else "matrix"), sign="=")
    facts = lookup.shared if lookup.differ else list(lookup.comparison.facts)
    if not facts:
        yield Line(plain(say("none.shared")))
        return
    yield Line(plain(say("legend.states")))
    heads = (say("head.fact"), *(lookup.letter(a) for a in lookup.order))
    shown = facts[: options.limit]
    yield Table(heads, tuple(_matrix_row(lookup, fact) for fact in shown), (1, *(0 for _ in lookup.order)))
    if len(shown) < len(facts):
        yield Line(plain(say("more", n=len(facts) - len(shown))))


def _matrix_row(lookup: Lookup, fact: Fact) -> tuple[Words, ...]:
    signs = {cell.article: STATE_SIGN[cell.state] for cell in fact.cells}
    fact_words = plain(shorten(lookup.passage(fact.canonical).text))
    return (fact_words, *(plain(signs.get(article_id, "?")) for article_id in lookup.order))


def _missing(lookup: Lookup, article_id: str, title: str, sign: str, options: Options) -> Iterator[Block]:
    yield Heading(title, sign=sign)
    omissions = lookup.omissions_in(article_id)
    if not omissions:
        yield Line(plain(say("none.omissions_in", x=lookup.named(article_id))))
    else:
        shown, more = _limited(omissions, options)
        rows = tuple(_missing_row(lookup, omission) for omission in shown)
        heads = (say("head.strength"), say("head.missing"), say("nearest", x=lookup.letter(article_id)))
        yield Table(heads, rows, (0, 1, 1))
        yield from more
    if len(lookup.order) == 2:
        yield from _unmatched_note(lookup, next(a for a in lookup.order if a != article_id), omissions)


def _unmatched_note(lookup: Lookup, article_id: str, omissions: Sequence[Omission]) -> Iterator[Block]:
    named = {omission.passage for omission in omissions}
    rest = [p for p in lookup.unmatched(article_id) if p.id not in named]
    if rest:
        yield Line(plain(say("unmatched", n=len(rest), x=lookup.named(article_id))))


def _missing_row(lookup: Lookup, omission: Omission) -> tuple[Words, Words, Words]:
    passage = lookup.passage(omission.passage)
    offset = passage.span.start
    marked = [
        Marked(e.start - offset, e.end - offset, Mark.MISSING) for e in omission.missing if e.passage == passage.id
    ]
    sure = f"{say(f'strength.{omission.strength}')} {percent(omission.probability)}"
    label = sure if omission.state is State.NOT_FOUND else say(f"omission.{omission.state}")
    near = shorten(lookup.passage(omission.nearest).text) if omission.nearest else say("nearest.none")
    owner = "" if len(lookup.order) == 2 else f"{lookup.letter(passage.article_id)}: "
    return plain(label), (Piece(owner), *cut(passage.text, marked)), plain(near)


def _conflicts(lookup: Lookup, options: Options) -> Iterator[Block]:
    yield Heading(say("conflicts"), sign="!")
    if not lookup.comparison.conflicts:
        yield Line(plain(say("none.conflicts")))
        return
    shown, more = _limited(lookup.comparison.conflicts, options)
    rows = tuple(_conflict_row(lookup, conflict) for conflict in shown)
    yield Table((say("head.kind"), *_two_heads(lookup), say("head.what")), rows, (0, 3, 3, 4))
    yield from more


def _conflict_row(lookup: Lookup, conflict: Conflict) -> tuple[Words, ...]:
    sign = "!" if conflict.verdict is ConflictVerdict.CONFLICT else "~"
    label = f"{sign} {conflict.kind}: {say(f'verdict.{conflict.verdict}')} {percent(conflict.probability)}"
    return plain(label), side(lookup, conflict.a), side(lookup, conflict.b), plain(_as_compared(conflict))


def _as_compared(conflict: Conflict) -> str:
    values = " / ".join(shorten(value_words(value)) for value in conflict.values)
    return (
        f"{conflict.explanation} ({say('head.values').lower()}: {values})"
        if any(conflict.values)
        else conflict.explanation
    )


def _differences(lookup: Lookup, options: Options) -> Iterator[Block]:
    yield Heading(say("differences"), sign="~")
    if not lookup.comparison.differences:
        yield Line(plain(say("none.differences")))
        return
    ordered = sorted(lookup.comparison.differences, key=lambda d: -d.strength)
    shown, more = _limited(ordered, options)
    rows = tuple(_difference_row(lookup, difference) for difference in shown)
    yield Table((say("head.lens"), *_two_heads(lookup), say("head.what")), rows, (0, 3, 3, 4))
    yield from more


def _difference_row(lookup: Lookup, difference: Difference) -> tuple[Words, ...]:
    label = f"~ {lens_name(difference.lens)} {difference.strength:.2f}"
    return plain(label), side(lookup, difference.a), side(lookup, difference.b), plain(difference.explanation)


def _two_heads(lookup: Lookup) -> tuple[str, str]:
    ids = list(lookup.order)
    return (lookup.named(ids[0]), lookup.named(ids[1])) if len(ids) == 2 else (say("head.one"), say("head.another"))


def side(lookup: Lookup, excerpt: Excerpt | None) -> Words:
    """The quoted words of one side, with the article's letter where there are more than two."""
    if excerpt is None:
        return plain("–")
    owner = "" if len(lookup.order) == 2 else f"{lookup.letter(lookup.owner(excerpt))}: "
    return (Piece(owner), Piece(shorten(excerpt.text))) if owner else plain(shorten(excerpt.text))


def _run(comparison: Comparison) -> Iterator[Block]:
    run = comparison.run
    yield Heading(say("run"))
    models = ", ".join(f"{m.name} ({m.role}, {m.precision}, {m.sha256[:12]})" for m in run.models)
    parts = [say("version", version=run.version), run.started, f"{say('models')}: {models}" if models else ""]
    yield Line(plain("; ".join(part for part in parts if part)))
    for notice in run.notices:
        yield Line(plain(f"{notice.code}: {notice.message} {notice.where}".strip()), "!")


def _limited(items: Iterable[T], options: Options) -> tuple[list[T], list[Block]]:
    found = list(items)
    if options.limit is None or len(found) <= options.limit:
        return found, []
    return found[: options.limit], [Line(plain(say("more.weaker", n=len(found) - options.limit)))]
