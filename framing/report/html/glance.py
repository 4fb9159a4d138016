"""The overview of a page: numbers in tiles, and the few findings that stand out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from framing.model import ArticleId, ConflictVerdict, Difference, Excerpt, Omission, State
from framing.report.html.refs import Refs
from framing.report.lookup import Lookup
from framing.report.overview import lens_name, percent
from framing.report.strings import say

_SHOWN_OF_EACH = 2
_OMISSIONS_SHOWN = 4
_DIFFERENCES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of the overview and the section that it leads to."""

    kind: str
    sign: str
    number: int
    label: str
    target: str
    article: ArticleId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """One finding in a line: a lead, quotes, its number."""

    kind: str
    sign: str
    lead: str
    quotes: tuple[Excerpt, ...]
    label: str
    target: str
    article: ArticleId | None = None
    remark: str = ""


def tiles(lookup: Lookup) -> list[Tile]:
    """Shared facts (aligned passages where events differ), what is missing by account, conflicts, differences."""
    comparison = lookup.comparison
    made = []
    if lookup.differ or not comparison.facts:
        n = len(comparison.links)
        made.append(Tile("shared", "=", n, say("glance.tile.links", n=n), "aligned"))
    else:
        n = len(lookup.shared)
        made.append(Tile("shared", "=", n, say("glance.tile.shared", n=n), "matrix"))
    if not lookup.differ:
        made += _missing_tiles(lookup)
    open_conflicts = sum(c.verdict is ConflictVerdict.CONFLICT for c in comparison.conflicts)
    settled = len(comparison.conflicts) - open_conflicts
    note = say("glance.tile.settled", n=settled) if settled else ""
    made.append(
        Tile("conflict", "!", open_conflicts, say("glance.tile.conflicts", n=open_conflicts), "conflicts", None, note)
    )
    n = len(comparison.differences)
    top = Counter(lens_name(d.lens).lower() for d in comparison.differences).most_common(3)
    made.append(
        Tile(
            "difference",
            "~",
            n,
            say("glance.tile.differences", n=n),
            "lenses",
            None,
            ", ".join(f"{c} {k}" for k, c in top),
        )
    )
    return made


def _missing_tiles(lookup: Lookup) -> list[Tile]:
    ids = list(lookup.order)
    made = []
    for article_id in reversed(ids) if len(ids) == 2 else ids:
        states = Counter(o.state for o in lookup.omissions_in(article_id))
        notes = [
            say(key, n=states[state])
            for key, state in (("glance.partly", State.PARTLY), ("glance.later", State.NOT_YET_REPORTED))
            if states[state]
        ]
        n = states.total()
        if len(ids) == 2:
            other = next(a for a in ids if a != article_id)
            sign = "−" if lookup.order[other] == 0 else "+"
            made.append(Tile("missing", sign, n, say("glance.tile.only"), "missing", other, "; ".join(notes)))
        else:
            made.append(Tile("missing", "−", n, say("glance.tile.missing"), "missing", article_id, "; ".join(notes)))
    return made


def highlights(refs: Refs) -> list[Highlight]:
    """The strongest omissions of each account, true conflicts and differences."""
    lookup = refs.lookup
    found: list[Highlight] = []
    if not lookup.differ:
        numbered = list(refs.listed_omissions.items())
        for article_id in lookup.order:
            own = [(n, o) for n, o in numbered if o.missing_in == article_id and o.state is State.NOT_FOUND]
            found += [_omission(lookup, n, o) for n, o in own[: _SHOWN_OF_EACH if len(lookup.order) == 2 else 1]]
        found = sorted(found, key=lambda h: int(h.label[1:]))[:_OMISSIONS_SHOWN]
    conflicts = [(n, c) for n, c in enumerate(refs.conflicts, 1) if c.verdict is ConflictVerdict.CONFLICT]
    found += [
        Highlight("conflict", "!", say("short.conflict"), (c.a, c.b), f"!{n}", f"c-{n}", None, percent(c.probability))
        for n, c in conflicts[:_SHOWN_OF_EACH]
    ]
    found += [
        Highlight(
            "difference", "~", say("short.difference"), tuple(e for e in (d.a, d.b) if e), f"~{n}", f"d-{n}", None,
            lens_name(d.lens),
        )
        for n, d in _telling(refs)
    ]  # fmt: skip
    return found


def _omission(lookup: Lookup, number: int, omission: Omission) -> Highlight:
    passage = lookup.passage(omission.passage)
    quote = Excerpt(passage.id, passage.span.start, passage.span.end, passage.text)
    lead = say("short.not_in", x=lookup.letter(omission.missing_in))
    remark = f"{say(f'strength.{omission.strength}')}, {percent(omission.probability)}"
    return Highlight("omission", "−", lead, (quote,), f"−{number}", f"o-{number}", None, remark)


def _telling(refs: Refs) -> list[tuple[int, Difference]]:
    """The strongest difference of each lens, strongest first; more of a lens only where there are few lenses."""
    numbered = list(refs.listed.items())
    firsts = list({d.lens: (n, d) for n, d in reversed(numbered)}.values())
    firsts.sort(key=lambda pair: pair[0])
    rest = [pair for pair in numbered if pair not in firsts]
    return sorted((firsts + rest)[:_DIFFERENCES_SHOWN], key=lambda pair: pair[0])
