"""Running lenses over every pair of articles: order, mirror, and no more than three findings a linked pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from framing.config import Settings
from framing.lenses.context import Context, Encoder, Pair, View, folded
from framing.lenses.near import LENSES as SECOND
from framing.lenses.near import Near, telling
from framing.lenses.protocol import Lens, Profiled
from framing.lenses.registry import chosen
from framing.model import ArticleId, Difference, Link, PairEvent, PassageId, Same
from framing.prepared import Prepared

MOST_IN_A_PAIR = 3
"""Findings on the words of two linked passages, over all lenses: the most telling ones."""
MOST_REUSED = 2
"""Findings of one lens on one pair of articles that may show the very same words of one side; of word choice, twice as many."""
MOST_ACROSS = 12
"""Findings of one lens on one pair of articles that rest on passages not linked to each other."""

Profiles = Mapping[str, Mapping[ArticleId, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Second:
    """What is looked at a second time between two articles: links not decided, and what is known of each."""

    links: Sequence[Link]
    near: Mapping[frozenset[PassageId], Near]


@dataclass(frozen=True, slots=True)
class LensOutcome:
    """Differences, strongest first, and the charts' numbers by lens, article and name."""

    differences: tuple[Difference, ...]
    profiles: Profiles


def run(
    names: Iterable[str],
    prepared: Sequence[Prepared],
    links: Sequence[Link],
    events: Sequence[PairEvent],
    settings: Settings,
    *,
    encoder: Encoder | None = None,
    near: Sequence[Near] = (),
) -> LensOutcome:
    """Run the named lenses. Swapping two articles mirrors the findings; the same words give none.

    `near` are pairs that alignment did not link, for findings that bring evidence of their own (accounts of one event).

    Raises SettingsError for an unknown lens or a broken codebook, ModelError where a model is missing.
    """
    lenses = chosen(names)
    views = [View(item, "", memo={"codebooks": settings.codebooks}) for item in prepared]
    verdicts = {(event.a, event.b): event.verdict.same for event in events}
    by_pair = _links_by_articles(prepared, links)
    seconds = _links_by_articles(prepared, [each.link for each in near])
    known = {frozenset((each.link.a, each.link.b)): each for each in near}
    found: list[Difference] = []
    for i, j in combinations(range(len(prepared)), 2):
        ids = prepared[i].article.id, prepared[j].article.id
        same = verdicts.get(ids, verdicts.get((ids[1], ids[0]), Same.UNSURE))
        second = Second(seconds[ids] if same is Same.YES else [], known)
        found += _compare(lenses, views[i], views[j], by_pair[ids], second, same, settings, encoder)
    profiles = {
        lens.id: {view.article.id: dict(lens.profile(view)) for view in views}
        for lens in lenses
        if isinstance(lens, Profiled)
    }
    return LensOutcome(tuple(sorted(found, key=lambda each: -each.strength)), profiles)


def _links_by_articles(
    prepared: Sequence[Prepared], links: Sequence[Link]
) -> dict[tuple[ArticleId, ArticleId], list[Link]]:
    owner = {passage.id: item.article.id for item in prepared for passage in item.passages}
    order = {item.article.id: index for index, item in enumerate(prepared)}
    grouped: dict[tuple[ArticleId, ArticleId], list[Link]] = defaultdict(list)
    for link in links:
        a, b = owner[link.a], owner[link.b]
        if order[a] > order[b]:
            grouped[b, a].append(replace(link, a=link.b, b=link.a))
        else:
            grouped[a, b].append(link)
    return grouped


def _compare(
    lenses: Sequence[Lens],
    first: View,
    second: View,
    links: Sequence[Link],
    second_look: Second,
    same: Same,
    settings: Settings,
    encoder: Encoder | None,
) -> list[Difference]:
    """Findings on one pair of articles, compared in an order that does not depend on the order given."""
    names = _names(first, second)
    turned = _key(second) < _key(first)
    if turned:
        links = [replace(link, a=link.b, b=link.a) for link in links]
    a, b = (second, first) if turned else (first, second)
    a.name, b.name = (names[1], names[0]) if turned else names
    context = make_context(a, b, links, same, settings, encoder)
    context.parsed = any(lens.needs_parse for lens in lenses)
    found = [difference for lens in lenses for difference in lens.compare(context)]
    found += _second_look(lenses, context, second_look, turned, found)
    kept = most_telling(found, {(pair.a.id, pair.b.id) for pair in context.pairs})
    return [mirrored(each) for each in kept] if turned else kept


def _second_look(
    lenses: Sequence[Lens], context: Context, second: Second, turned: bool, found: Sequence[Difference]
) -> list[Difference]:
    """Findings on passages that are not linked, where they show by themselves that they speak of one thing."""
    links = [replace(link, a=link.b, b=link.a) if turned else link for link in second.links]
    beside = make_context(context.a, context.b, links, context.same_event, context.settings, context.encoder)
    if not beside.pairs:
        return []
    beside.decided = context.pairs
    beside.parsed, beside.memo, beside._tokens = context.parsed, context.memo, context._tokens
    looked_at = {(pair.a.id, pair.b.id) for pair in beside.pairs}
    known = {(each.lens, each.a, each.b) for each in found}
    more = (each for lens in lenses if lens.id in SECOND for each in lens.compare(beside))
    return [
        each
        for each in more
        if each.a
        and each.b
        and (ids := (each.a.passage, each.b.passage)) in looked_at
        and (each.lens, each.a, each.b) not in known
        and telling(each, second.near[frozenset(ids)])
    ]


def mirrored(difference: Difference) -> Difference:
    """The same finding with the sides exchanged, also in its details (`a_verb` and `b_verb`)."""
    other = {"a_": "b_", "b_": "a_"}
    details = {other.get(key[:2], key[:2]) + key[2:]: value for key, value in difference.details.items()}
    return replace(difference, a=difference.b, b=difference.a, details=details)


def _names(first: View, second: View) -> tuple[str, str]:
    one, two = first.article.outlet.strip(), second.article.outlet.strip()
    return (one, two) if one and two and one != two else ("A", "B")


def _key(view: View) -> tuple[str, str, str]:
    return folded(" ".join(view.prepared.texts)), view.article.outlet, view.article.published


def make_context(
    a: View, b: View, links: Sequence[Link], same: Same, settings: Settings, encoder: Encoder | None = None
) -> Context:
    """The context of two articles. Passages that stand word for word in both have nothing to compare."""
    passages = {passage.id: passage for view in (a, b) for passage in view.passages}
    texts_a = {folded(passage.text) for passage in a.passages}
    texts_b = {folded(passage.text) for passage in b.passages}
    copied = frozenset(
        passage.id
        for view, others in ((a, texts_b), (b, texts_a))
        for passage in view.passages
        if folded(passage.text) in others
    )
    pairs = [
        Pair(link, passages[link.a], passages[link.b])
        for link in links
        if link.a not in copied and link.b not in copied
    ]
    pairs.sort(key=lambda pair: (-pair.link.probability, pair.a.index, pair.b.index))
    return Context(a, b, tuple(pairs), same, settings, encoder, copied)


def most_telling(found: Sequence[Difference], linked: set[tuple[PassageId, PassageId]]) -> list[Difference]:
    """At most three findings a linked pair, strongest first, no two on the same words; a bounded number across."""
    kept: dict[tuple[str, str, str], list[Difference]] = defaultdict(list)
    used: Counter[tuple[str, str, int, int]] = Counter()
    for each in sorted(_agreed(found), key=_rank):
        ids = (each.a.passage if each.a else "", each.b.passage if each.b else "")
        within = ids in linked
        room = kept[(*ids, _PLACE if each.lens == _PLACE else "") if within else ("", "", each.lens)]
        sides = [(each.lens, side.passage, side.start, side.end) for side in (each.a, each.b) if side]
        if len(room) >= (MOST_IN_A_PAIR if within else MOST_ACROSS) or any(_repeats(each, other) for other in room):
            continue
        if all(used[side] < (2 * MOST_REUSED if each.lens == "word_choice" else MOST_REUSED) for side in sides):
            room.append(each)
            used.update(sides)
    return [_placed(each) for room in kept.values() for each in room]


_PLAIN = 0.5
_LOADED = 0.3


def _placed(each: Difference) -> Difference:
    """Plain rewording stands behind loaded words and behind what has a name, however sure it is."""
    if each.lens != "word_choice" or max(each.details.get(side, 0.0) for side in ("a_loaded", "b_loaded")) >= _LOADED:
        return each
    return replace(each, strength=round(_PLAIN * each.strength, 4))


_AGREEMENT = 0.15
_MUCH, _LITTLE = 0.3, 0.1
"""Most that agreement adds: to what then meets readers' notes in more than half of cases, and to what does not."""
_NAMED = 0.1
"""Lead of a finding that says what differs over one that only sets words side by side."""
_PLACE = "prominence"
"""Says where a fact stands, not in what words: it takes no room from those that do."""
_COMMON = frozenset(("as-fact", "paraphrase", "hedge", "booster"))
"""Kinds of finding so common that they lead only where word choice agrees."""
_SEVERAL = frozenset(("booster", "reason", "remedy", "purpose", "blame", "credit"))
"""Kinds of finding that meet readers' notes hardly more often where word choice agrees."""


def _agreed(found: Sequence[Difference]) -> list[Difference]:
    """Findings of a named lens on words that word choice, too, sets side by side are stronger and stand for both."""
    wordings: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for each in found:
        if each.lens == "word_choice" and each.a and each.b:
            wordings[each.a.passage, each.b.passage].append(each)
    out, said = [], set[int]()
    for each in found:
        if each.lens in ("word_choice", _PLACE):
            continue
        near = wordings.get((each.a.passage, each.b.passage), []) if each.a and each.b else []
        alike = [other for other in near if _alike(each, other)]
        best = max((other.strength for other in alike), default=0.0)
        out.append(replace(each, strength=round(_raised(each, best), 4)) if alike else each)
        if not _little(each):
            said.update(id(other) for other in alike if _one_extent(each, other))
    return [*out, *(each for each in found if each.lens in ("word_choice", _PLACE) and id(each) not in said)]


def _little(each: Difference) -> bool:
    """Whether meeting a wording says little for the finding."""
    return each.lens in ("morals", "sentiment") or each.details.get("kind") in _SEVERAL


def _common(each: Difference) -> bool:
    """Whether the finding is of a kind that says little where word choice marks the same words."""
    return each.details.get("kind") in _COMMON | _SEVERAL


def _raised(each: Difference, best: float) -> float:
    """Strength of a finding whose words word choice, too, sets side by side with probability `best`."""
    most = _LITTLE if _little(each) else _MUCH
    return min(1.0, each.strength + most, max(each.strength, best) + _AGREEMENT)


def _rank(each: Difference) -> tuple[float, str, int, int]:
    named = each.lens != "word_choice" and each.details.get("kind") not in _COMMON
    return -each.strength - _NAMED * named, each.lens, each.a.start if each.a else -1, each.b.start if each.b else -1


def _repeats(one: Difference, two: Difference) -> bool:
    """Whether the later finding, `one`, adds nothing: mostly the same words, in the same lens or only set side by side."""
    wording = one.lens == "word_choice" or (two.lens == "word_choice" and _common(one))
    return (one.lens == two.lens or wording) and _alike(one, two)


def _alike(one: Difference, two: Difference) -> bool:
    """Whether two findings mark mostly the same words on both sides."""
    return _share(one, two, "a") > 0.5 and _share(one, two, "b") > 0.5


def _one_extent(one: Difference, two: Difference) -> bool:
    """Whether two findings reach over the same words on both sides: a quarter at least of what they span together."""
    for a, b in ((one.a, two.a), (one.b, two.b)):
        if (
            a is None
            or b is None
            or 4 * (min(a.end, b.end) - max(a.start, b.start)) < max(a.end, b.end) - min(a.start, b.start)
        ):
            return False
    return True


def _share(one: Difference, two: Difference, side: str) -> float:
    first, second = getattr(one, side), getattr(two, side)
    if first is None or second is None or first.passage != second.passage:
        return 1.0 if first is second else 0.0
    overlap = min(first.end, second.end) - max(first.start, second.start)
    return float(overlap / max(1, min(first.end - first.start, second.end - second.start)))
