"""The overview of a page: numbers in tiles, and the few findings that stand out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from framing.model import ArticleId, Conflict, ConflictVerdict, Difference, Excerpt, Omission, State
from framing.report.html.refs import Refs
from framing.report.lookup import Lookup
from framing.report.overview import lens_name, missing_counts, percent
from framing.report.strings import say
from framing.report.values import value_words
from framing.report.words import MODERATE, shorten

_SHOWN_OF_EACH = 2
_DIFFERENCES_SHOWN, _ACCOUNTS = 4, 8
_FEW = 3


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
    remark: str = ""
    text: str = ""


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
    """Of two accounts, what only one of them states; of more, what only one of all states."""
    ids = list(lookup.order)
    if len(ids) > 2:
        n = sum(len(lookup.tellers(fact)) == 1 for fact in lookup.comparison.facts)
        return [Tile("missing", "−", n, say("glance.tile.single", n=n), "missing")]
    made = []
    for article_id in reversed(ids):
        other = next(a for a in ids if a != article_id)
        n, notes = missing_counts(lookup, article_id)
        sign = "−" if lookup.order[other] == 0 else "+"
        made.append(Tile("missing", sign, n, say("glance.tile.only"), "missing", other, "; ".join(notes)))
    return made


def highlights(refs: Refs) -> list[Highlight]:
    """The strongest omissions of each account, true conflicts and differences."""
    lookup = refs.lookup
    found: list[Highlight] = []
    if not lookup.differ:
        each = _SHOWN_OF_EACH if len(lookup.order) == 2 else 1
        for article_id in list(lookup.order)[:_ACCOUNTS]:
            own = [(n, o) for n, o in refs.listed_omissions.items() if o.missing_in == article_id]
            surely = [pair for pair in own if pair[1].state is State.NOT_FOUND][:each]
            found += [_omission(lookup, n, o) for n, o in surely or _partly(own)]
    conflicts = [(n, c) for n, c in enumerate(refs.conflicts, 1) if c.verdict is ConflictVerdict.CONFLICT]
    # The same two values between other accounts are the same dispute.
    disputes = list({frozenset(c.values): (n, c) for n, c in reversed(conflicts)}.values())[::-1]
    found += [_conflict(n, c) for n, c in disputes[:_SHOWN_OF_EACH]]
    return found + [_difference(n, d) for n, d in _telling(refs)]


def _partly(own: Sequence[tuple[int, Omission]]) -> list[tuple[int, Omission]]:
    return [pair for pair in own if pair[1].state is State.PARTLY][:1]


def _omission(lookup: Lookup, number: int, omission: Omission) -> Highlight:
    passage = lookup.passage(omission.passage)
    quote = Excerpt(passage.id, passage.span.start, passage.span.end, passage.text)
    partly = omission.state is State.PARTLY
    lead = say("short.partly_in" if partly else "short.not_in", x=lookup.named(omission.missing_in))
    remark = percent(omission.probability)
    remark = "" if partly else f"{say(f'strength.{omission.strength}')}, {remark}"
    return Highlight("omission", "−", lead, (quote,), f"−{number}", f"o-{number}", remark)


def _conflict(number: int, conflict: Conflict) -> Highlight:
    values = " / ".join(shorten(value_words(value), 8) for value in conflict.values if value)
    remark = ", ".join(part for part in (values, percent(conflict.probability)) if part)
    quotes = (conflict.a, conflict.b)
    return Highlight("conflict", "!", say("short.conflict"), quotes, f"!{number}", f"c-{number}", remark)


def _difference(number: int, difference: Difference) -> Highlight:
    """Both wordings; where these are a few words each, what the lens says of them: alone they would tell little."""
    sides = tuple(e for e in (difference.a, difference.b) if e)
    lead = say("short.difference", lens=lens_name(difference.lens))
    if all(len(e.text.split()) <= _FEW for e in sides):
        return Highlight("difference", "~", lead, (), f"~{number}", f"d-{number}", "", difference.explanation)
    return Highlight("difference", "~", lead, sides, f"~{number}", f"d-{number}")


def _telling(refs: Refs) -> list[tuple[int, Difference]]:
    """The strongest difference of each lens, strongest first; more of a lens only where there are few lenses.

    Slight ones only where there are no others. Of one lens, those come first whose explanation names the words that tell.
    """
    sure = [pair for pair in refs.listed.items() if pair[1].strength >= MODERATE]
    numbered = sorted(sure or refs.listed.items(), key=lambda pair: ("“" not in pair[1].explanation, pair[0]))
    firsts = list({d.lens: (n, d) for n, d in reversed(numbered)}.values())
    firsts.sort(key=lambda pair: pair[0])
    rest = [pair for pair in numbered if pair not in firsts]
    return sorted((firsts + rest)[:_DIFFERENCES_SHOWN], key=lambda pair: pair[0])
