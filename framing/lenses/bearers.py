"""Descriptions that two outlets put to the same bearer: `firebrand agitator Ann Doe`, `Ann Doe, the union's leader`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from framing.language.labels import Description, descriptions
from framing.language.names import NameKind
from framing.language.wordlists import word_set
from framing.lenses.context import Context, Pair, View, inside
from framing.lenses.loaded import loaded
from framing.lenses.wording import wording, words_in
from framing.model import Difference, Passage, Span


def bearers(context: Context) -> Iterator[Difference]:
    """Descriptions of the same bearer that say different things about him."""
    left, right = _described(context.a), _described(context.b)
    pairs = {(pair.a.id, pair.b.id): pair for pair in context.pairs}
    homes_a, homes_b = _homes(context.a), _homes(context.b)
    for key in left.keys() & right.keys():
        seen_a = frozenset[str]().union(*(each.content for each in left[key]))
        seen_b = frozenset[str]().union(*(each.content for each in right[key]))
        options = []
        for a in left[key]:
            for b in right[key]:
                own_a, own_b = _own(a, seen_b), _own(b, seen_a)
                at_a, at_b = homes_a(a.span), homes_b(b.span)
                if not own_a or not own_b or at_a is None or at_b is None:
                    continue
                if at_a.id in context.copied or at_b.id in context.copied:
                    continue
                options.append((_weight(own_a, own_b, pairs.get((at_a.id, at_b.id))), a, b, at_a, at_b))
        options.sort(key=lambda option: (-option[0], option[1].span.start, option[2].span.start))
        seen: set[tuple[str, str]] = set()
        for strength, a, b, at_a, at_b in options:
            if (a.words, b.words) in seen or len(seen) >= _EACH_BEARER:
                continue
            seen.add((a.words, b.words))
            charge = max(_charge(context, at_a, a), _charge(context, at_b, b))
            yield _described_as(context, min(0.8, strength + 0.4 * charge), a, b, at_a, at_b)


_EACH_BEARER = 2


def _own(one: Description, theirs: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in one.content if word not in theirs and word not in _BLAND)


_BLAND = word_set(
    "former president minister foreign prime secretary senator sen rep representative governor gov mr mrs ms dr us u.s american "
    "state chairman mayor general director king republican democratic house senate white leader of in who spokesman spokeswoman "
    "for from and at to with that was is his her their one new said on by as it has had he she after which not but us been"
)


def _weight(own_a: frozenset[str], own_b: frozenset[str], pair: Pair | None) -> float:
    both = min(3, len(own_a)) + min(3, len(own_b))
    return min(0.6, 0.2 + 0.03 * both + (0.1 + 0.05 * pair.link.probability if pair else 0.0))


def _charge(context: Context, passage: Passage, one: Description) -> float:
    """How loaded the most loaded word of the description is, its name aside, in [0, 1]."""
    words = wording(passage.text, context.tokens(passage))
    marks, named = loaded().words(words), {part.lower() for part in one.name.split()}
    rows = range(*words_in(words, inside(one.span, passage)))
    return float(max((marks[row] for row in rows if words.lower(row) not in named), default=0.0))


def _described(view: View) -> dict[str, list[Description]]:
    known: dict[str, list[Description]] | None = view.memo.get("described")
    if known is None:
        texts = [passage.text for passage in view.passages]
        known = {
            chain.key: [each for each in found if each.kind in (NameKind.PERSON, NameKind.ORGANISATION)]
            for chain, found in descriptions(texts, [passage.span.start for passage in view.passages])
            if found
        }
        view.memo["described"] = known
    return known


def _homes(view: View) -> Callable[[Span], Passage | None]:
    def home(span: Span) -> Passage | None:
        for passage in view.passages:
            if passage.span.start <= span.start and span.end <= passage.span.end:
                return passage
        return None

    return home


def _described_as(
    context: Context, strength: float, a: Description, b: Description, at_a: Passage, at_b: Passage
) -> Difference:
    text = f"{context.a.name} describes {_short(a, b)} as “{a.words}”, {context.b.name} as “{b.words}”."
    return Difference(
        "labels",
        context.a.excerpt(at_a, inside(a.span, at_a)),
        context.b.excerpt(at_b, inside(b.span, at_b)),
        text,
        round(strength, 4),
        details={"bearer": a.key},
    )


def _short(a: Description, b: Description) -> str:
    return max(a.name, b.name, key=lambda name: (len(name), name))
