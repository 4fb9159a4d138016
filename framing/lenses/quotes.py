"""Which words of a speaker each outlet lets stand: the same quotation cut differently, quoted or paraphrased, scare quotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.language.quotes import Quote, QuoteKind
from framing.lenses.context import Context, Pair, Range, View, inside
from framing.lenses.protocol import Example
from framing.lenses.wording import FUNCTION_WORDS, WORD, aligned, counterpart, words_in
from framing.model import Difference, Passage


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation between marks that stands in one passage, or the part of it that does."""

    quote: Quote
    passage: Passage
    part: Range
    """The words between the marks."""
    words: tuple[tuple[str, Range], ...]
    """Lower-case words with their place in the passage."""


class Quotes:
    """Selection and cutting of quotations (van Dijk 1988; Niculae et al. 2015, QUOTUS)."""

    id = "quotes"
    title = "Quotations"
    definition = "The same quotation is cut differently, quoted by one and paraphrased by the other, or a word is put in scare quotes."
    source = ("niculae-2015", "van-dijk-1988")
    limits = "A paraphrase is recognised only in linked passages; translation of the same speech by two hands looks like two quotations."
    needs_parse = False
    examples = (
        Example(
            "“We did all we could for the town, but the plant has no future,” Ann Doe said.",
            "“The plant has no future,” Ann Doe said.",
            fires=True,
            a_words="We did all we could for the town",
        ),
        Example("The “reform” takes effect in May.", "The reform takes effect in May.", fires=True, a_words="reform"),
        Example(
            "“We lost it all to the bank,” Ann Doe said.",
            "Ann Doe said the bank had taken everything from the town.",
            fires=True,
        ),
        Example("“We lost it all,” Ann Doe said.", "Ann Doe said: “We lost it all.”", fires=False),
        Example("Ann Doe spoke of the bank.", "Ann Doe spoke about the bank.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Cuts anywhere in the two articles; paraphrase and scare quotes inside linked passages."""
        said_a, said_b = said(context.a), said(context.b)
        cut: set[tuple[str, str]] = set()
        for each in _cuts(context, said_a, said_b):
            if each.a and each.b:
                cut.add((each.a.passage, each.b.passage))
            yield each
        yield from _other_words(context, said_a, said_b)
        by_a, by_b = _by_passage(said_a), _by_passage(said_b)
        for pair in context.pairs:
            yield from _scares(context, pair)
            if (pair.a.id, pair.b.id) not in cut:
                yield from _chosen(context, pair, by_a[pair.a.id], by_b[pair.b.id])

    def profile(self, view: View) -> Mapping[str, float]:
        """Share of the article's words that stand between marks, and words by speaker."""
        total = max(1, sum(len(passage.text.split()) for passage in view.passages))
        out: dict[str, float] = defaultdict(float)
        for each in said(view):
            out["quoted"] += len(each.words) / total
            if each.quote.speaker:
                out[f"speaker: {each.quote.speaker}"] += len(each.words)
        return {name: round(value, 4) for name, value in out.items()}


def said(view: View) -> list[Said]:
    """Quotations between marks by passage, outermost only; one that runs over passages gives a part for each."""
    known: list[Said] | None = view.memo.get("said")
    if known is None:
        known = []
        for passage in view.passages:
            for quote in view.quotes_in(passage):
                if quote.depth or quote.kind is QuoteKind.INDIRECT or not quote.inner.overlaps(passage.span):
                    continue
                part = inside(quote.inner, passage)
                words = tuple(
                    (m.group().lower().replace("’", "'"), m.span()) for m in WORD.finditer(passage.text, *part)
                )
                if words:
                    known.append(Said(quote, passage, part, words))
        view.memo["said"] = known
    return known


def _by_passage(found: Iterable[Said]) -> dict[str, list[Said]]:
    grouped: dict[str, list[Said]] = defaultdict(list)
    for each in found:
        grouped[each.passage.id].append(each)
    return grouped


_SHARED = 3
"""Words in a row, two of them open-class, that make two quotations one."""
_LEFT_OUT = 3
"""Words left out that make it a cut."""


def _cuts(context: Context, one: Sequence[Said], two: Sequence[Said]) -> Iterator[Difference]:
    grams = defaultdict(list)
    for b in two:
        for gram in _grams(b):
            grams[gram].append(b)
    done: set[tuple[int, int]] = set()
    for a in one:
        for gram in _grams(a):
            for b in grams.get(gram, []):
                if (id(a), id(b)) in done:
                    continue
                done.add((id(a), id(b)))
                found = _cut(context, a, b)
                if found is not None:
                    yield found


def _grams(each: Said) -> list[tuple[str, ...]]:
    words = [word for word, _ in each.words]
    grams = [tuple(words[i : i + _SHARED]) for i in range(len(words) - _SHARED + 1)]
    return [gram for gram in grams if sum(word not in FUNCTION_WORDS for word in gram) >= 2]


def _cut(context: Context, a: Said, b: Said) -> Difference | None:
    """The longest run that one side keeps and the other leaves out, by character alignment (rapidfuzz Indel)."""
    if a.passage.id in context.copied or b.passage.id in context.copied:
        return None
    if _two_speakers(a, b) and _longest_shared(a, b) < _SURELY_SHARED:
        return None
    left_a, left_b = _left_out(a, b), _left_out(b, a)
    longest = left_a if len(left_a) >= len(left_b) else left_b
    if len(longest) < _LEFT_OUT:
        return None
    in_a = longest is left_a
    keeper, cutter = (a, b) if in_a else (b, a)
    words = (longest[0][1][0], longest[-1][1][1])
    lost = keeper.passage.text[slice(*words)]
    name, other = (context.a.name, context.b.name) if in_a else (context.b.name, context.a.name)
    speaker = a.quote.speaker or b.quote.speaker
    text = f"{name} quotes{' ' + speaker if speaker else ''} with “{lost}”; {other} leaves these words out of the quotation."
    kept = (cutter.part[0], cutter.part[1])
    parts = (words, kept) if in_a else (kept, words)
    strength = min(0.6, 0.3 + 0.015 * len(longest))
    return Difference(
        "quotes",
        context.a.excerpt(a.passage, parts[0]),
        context.b.excerpt(b.passage, parts[1]),
        text,
        round(strength, 4),
        details={"kind": "cut", "left_out_words": len(longest)},
    )


_SURELY_SHARED = 6
"""Words in a row that make quotations of two named speakers one: fewer are a phrase that both use."""


def _two_speakers(a: Said, b: Said) -> bool:
    one, two = a.quote.speaker.split(), b.quote.speaker.split()
    return bool(one and two) and one[-1][0].isupper() and two[-1][0].isupper() and one[-1].lower() != two[-1].lower()


def _longest_shared(a: Said, b: Said) -> int:
    from rapidfuzz.distance import Indel

    ops = Indel.opcodes([word for word, _ in a.words], [word for word, _ in b.words])
    return max((op.src_end - op.src_start for op in ops if op.tag == "equal"), default=0)


def _left_out(a: Said, b: Said) -> list[tuple[str, Range]]:
    """The longest run of words of `a` that b's quotation lacks."""
    from rapidfuzz.distance import Indel

    ops = Indel.opcodes([word for word, _ in a.words], [word for word, _ in b.words])
    runs = [a.words[op.src_start : op.src_end] for op in ops if op.tag == "delete"]
    longest: tuple[tuple[str, Range], ...] = max(runs, key=len, default=())
    return list(longest)


def _other_words(context: Context, one: Sequence[Said], two: Sequence[Said]) -> Iterator[Difference]:
    """Speakers whom both articles quote, in passages that are not linked, with no words in common."""
    linked = {(pair.a.id, pair.b.id) for pair in context.pairs}
    by_a, by_b = _by_speaker(one), _by_speaker(two)
    for key in sorted(by_a.keys() & by_b.keys()):
        grams_a, grams_b = ({gram for each in found[key] for gram in _grams(each)} for found in (by_a, by_b))
        if grams_a & grams_b:
            continue
        a, b = (max(found[key], key=lambda each: len(each.words)) for found in (by_a, by_b))
        if (a.passage.id, b.passage.id) in linked or {a.passage.id, b.passage.id} & context.copied:
            continue
        text = f"{context.a.name} and {context.b.name} quote different words of {a.quote.speaker}."
        details = {"kind": "selection", "speaker": key}
        yield Difference(
            "quotes",
            context.a.excerpt(a.passage, _whole(a, one)),
            context.b.excerpt(b.passage, _whole(b, two)),
            text,
            0.3,
            details=details,
        )


def _whole(each: Said, found: Sequence[Said]) -> Range:
    """A quotation with the parts of it before and after `she said`, where the passage quotes nobody else."""
    here = sorted(other.part for other in found if other.passage.id == each.passage.id)
    if any(other.quote.speaker != each.quote.speaker for other in found if other.passage.id == each.passage.id):
        return each.part
    if any(after[0] - before[1] > _SAID_BETWEEN for before, after in pairwise(here)):
        return each.part
    return here[0][0], here[-1][1]


_SAID_BETWEEN = 40
"""Code points of `,” she said, “` at most; more is the writer's own sentence."""


def _by_speaker(found: Iterable[Said]) -> dict[str, list[Said]]:
    grouped: dict[str, list[Said]] = defaultdict(list)
    for each in found:
        words = each.quote.speaker.split()
        if words and words[-1][:1].isupper() and len(each.words) >= 3:
            grouped[words[-1].lower().removesuffix("'s").removesuffix("’s")].append(each)
    return grouped


def _scares(context: Context, pair: Pair) -> Iterator[Difference]:
    """Words that one outlet keeps at a distance by marks and the other uses as its own."""
    for view, passage, other, theirs in (
        (context.a, pair.a, context.b, pair.b),
        (context.b, pair.b, context.a, pair.a),
    ):
        left = passage is pair.a
        marked = [inside(q.span, theirs) for q in other.quotes_in(theirs) if q.kind is not QuoteKind.INDIRECT]
        for quote in view.quotes_in(passage):
            if quote.kind not in (QuoteKind.SCARE, QuoteKind.PARTIAL) or quote.depth or not _within(quote, passage):
                continue
            here = inside(quote.inner, passage)
            words = passage.text[slice(*here)]
            own = [
                place
                for place in _uses(words.strip(".,"), theirs.text)
                if not any(start < place[1] and place[0] < end for start, end in marked)
            ]
            if len(words.split()) > 4 or not own:
                continue
            place = own[0]
            text = f"{view.name} puts “{words}” in quotation marks; {other.name} uses the words as its own."
            parts = (here, place) if left else (place, here)
            yield context.difference(
                "quotes", pair, *parts, text, 0.3 * (0.6 + 0.4 * pair.link.probability), {"kind": "scare"}
            )


def _uses(words: str, text: str) -> list[Range]:
    """Where `text` has the words, or the last two or three of more: `peace operation` of `limited peace operation`."""
    each = words.split()
    for first in range(max(1, len(each) - 1)):
        tail = " ".join(each[first:])
        if first and sum(word.lower() not in FUNCTION_WORDS for word in each[first:]) < _TAIL:
            break
        found = [match.span() for match in re.finditer(rf"\b{re.escape(tail)}\b", text, re.IGNORECASE)]
        if found:
            return found
    return []


_TAIL = 2
"""Open-class words that the end of a marked phrase must have to stand for it."""


def _within(quote: Quote, passage: Passage) -> bool:
    return passage.span.start <= quote.inner.start and quote.inner.end <= passage.span.end and len(quote.inner) > 0


def _chosen(context: Context, pair: Pair, one: Sequence[Said], two: Sequence[Said]) -> Iterator[Difference]:
    """One outlet gives the speaker's own words, the other its own rendering or other words of the speaker."""
    weight = 0.6 + 0.4 * pair.link.probability
    one, two = ([each for each in side if each.quote.kind is not QuoteKind.SCARE] for side in (one, two))
    if one and two:
        a, b = max(one, key=lambda s: len(s.words)), max(two, key=lambda s: len(s.words))
        if len(a.words) < 3 or len(b.words) < 3 or set(_grams(a)) & set(_grams(b)):
            return
        speaker = (
            a.quote.speaker if a.quote.speaker and a.quote.speaker.split()[-1:] == b.quote.speaker.split()[-1:] else ""
        )
        text = f"{context.a.name} and {context.b.name} quote different words{' of ' + speaker if speaker else ''}."
        yield context.difference("quotes", pair, a.part, b.part, text, weight * 0.38, {"kind": "selection"})
        return
    if not one and not two:
        return
    each = max(one or two, key=lambda s: len(s.words))
    if len(each.words) < 3:
        return
    alignment = aligned(context, pair)
    turned = alignment if one else alignment.turned()
    there = counterpart(turned, *words_in(turned.a, each.part))
    if there is None:
        return
    view, other = (context.a, context.b) if one else (context.b, context.a)
    text = f"{view.name} quotes “{_short(each)}”; {other.name} says it in its own words."
    parts = (each.part, there) if one else (there, each.part)
    yield context.difference("quotes", pair, *parts, text, weight * 0.12, {"kind": "paraphrase"})


def _short(each: Said) -> str:
    words = each.passage.text[slice(*each.part)]
    return words if len(words) <= 90 else words[:89].rsplit(" ", 1)[0] + " …"
