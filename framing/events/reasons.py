"""Why two accounts are, or are not, of the same happening: in words, with the words of both as evidence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from framing.events.profiles import Profile, name_rarity
from framing.events.when import gap_days
from framing.events.words import quoted_runs
from framing.language.names import Chain, NameKind
from framing.model import Excerpt, Reason, Role

CLOSE = 0.6
"""Cosine from which two passages are called close in the reason; the model itself has no such cut."""
SHOWN = 5


def reasons(a: Profile, b: Profile, ruled: str = "") -> tuple[Reason, ...]:
    """Time and place always; the rest where there is something to say. `ruled` is said first in the time reason."""
    found = [
        _time(a, b, ruled),
        _place(a, b),
        _title(a, b),
        *_entities(a, b),
        *_quotes(a, b),
        *_numbers(a, b),
        _similarity(a, b),
    ]
    return tuple(found)


def _time(a: Profile, b: Profile, ruled: str) -> Reason:
    gap = gap_days(a.when, b.when)
    if ruled:
        apart = ruled
    elif gap is None:
        apart = "cannot be compared"
    elif gap == 0:
        apart = "they can be the same day"
    else:
        apart = f"at least {gap} day{'s' if gap > 1 else ''} apart"
    return Reason("time", f"A: {a.when.words}; B: {b.when.words}: {apart}", a.when.evidence, b.when.evidence)


def _place(a: Profile, b: Profile) -> Reason:
    one, two = a.where, b.where
    if one.place is None or two.place is None:
        verdict = "cannot be compared"
    else:
        verdict = "the same place" if one.place.name == two.place.name else "different places"
        if min(one.confidence, two.confidence) < 0.5:
            verdict += ", as far as the texts tell"
    return Reason("place", f"A: {one.words}; B: {two.words}: {verdict}", one.evidence, two.evidence)


def _title(a: Profile, b: Profile) -> Reason:
    likeness = float(a.title @ b.title)
    level = "much alike" if likeness > 0.7 else "somewhat alike" if likeness > 0.45 else "not alike"
    return Reason("title", f"the headlines are {level} (cosine {likeness:.2f})", _headline(a), _headline(b))


def _headline(profile: Profile) -> tuple[Excerpt, ...]:
    heads = [passage for passage in profile.passages if passage.role is Role.HEADLINE][:1]
    return tuple(Excerpt(p.id, p.span.start, p.span.end, p.text) for p in heads)


def _first(chain: Chain, article: Profile) -> Excerpt:
    mention = chain.mentions[0]
    passage = next((p for p in article.passages if p.span.start <= mention.span.start < p.span.end), None)
    return Excerpt(passage.id if passage else "", mention.span.start, mention.span.end, mention.text)


def _ranked(profile: Profile) -> dict[str, Chain]:
    """Lead names by key, those most told and rarest first."""
    found = [c for c in profile.chains if c.kind is not NameKind.PLACE and c.key in profile.lead_names]
    found.sort(key=lambda c: (-len(c.mentions) * name_rarity(c.key), c.key))
    return {chain.key: chain for chain in found}


def _entities(a: Profile, b: Profile) -> Iterable[Reason]:
    one, two = _ranked(a), _ranked(b)
    shared = [key for key in one if key in two][:SHOWN]
    if shared:
        names = ", ".join(one[key].name for key in shared)
        yield Reason(
            "entities",
            f"both begin with: {names}",
            tuple(_first(one[k], a) for k in shared),
            tuple(_first(two[k], b) for k in shared),
        )
    only_a = [key for key in one if key not in b.names][:SHOWN]
    only_b = [key for key in two if key not in a.names][:SHOWN]
    if only_a or only_b:
        left = ", ".join(one[key].name for key in only_a) or "nobody"
        right = ", ".join(two[key].name for key in only_b) or "nobody"
        yield Reason(
            "entities",
            f"named near the top by one only: A: {left}; B: {right}",
            tuple(_first(one[k], a) for k in only_a),
            tuple(_first(two[k], b) for k in only_b),
        )


def _whole(profile: Profile, wanted: frozenset[tuple[str, ...]]) -> tuple[Excerpt, ...]:
    """The passages in which one of the wanted quoted runs stands, at most two."""
    hits = [p for p in profile.passages if quoted_runs(p.text) & wanted]
    return tuple(Excerpt(p.id, p.span.start, p.span.end, p.text) for p in hits[:2])


def _quotes(a: Profile, b: Profile) -> Iterable[Reason]:
    shared = a.quotes & b.quotes
    if shared:
        yield Reason("quotes", "both quote the same words", _whole(a, shared), _whole(b, shared))


def _numbers(a: Profile, b: Profile) -> Iterable[Reason]:
    shared = sorted(a.numbers & b.numbers)
    if shared:
        yield Reason("numbers", f"figures in both: {', '.join(shared[:SHOWN])}")


def _similarity(a: Profile, b: Profile) -> Reason:
    scores = a.vectors @ b.vectors.T
    rows, columns = scores.max(axis=1), scores.max(axis=0)
    i, j = np.unravel_index(int(scores.argmax()), scores.shape)
    one, two = a.passages[int(i)], b.passages[int(j)]
    text = f"{int((rows > CLOSE).sum())} of {len(rows)} first passages of A and {int((columns > CLOSE).sum())} of {len(columns)} of B have a close counterpart"
    return Reason(
        "similarity",
        text,
        (Excerpt(one.id, one.span.start, one.span.end, one.text),),
        (Excerpt(two.id, two.span.start, two.span.end, two.text),),
    )
