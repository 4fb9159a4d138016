"""The overview of a comparison in counts, and how numbers and lenses are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from framing.model import Comparison, ConflictVerdict, Same, State
from framing.report.lookup import Lookup
from framing.report.strings import say


def is_bare(comparison: Comparison) -> bool:
    """Whether a comparison of one event holds no finding at all."""
    found = comparison.omissions or comparison.conflicts or comparison.differences
    return not found and comparison.event.same is not Same.NO


def counts(lookup: Lookup) -> Iterator[tuple[str, int, str]]:
    """Sign, number and words of each line of the overview."""
    comparison = lookup.comparison
    if lookup.differ or not comparison.facts:
        yield "=", len(comparison.links), say("glance.links", n=len(comparison.links))
    else:
        yield "=", len(lookup.shared), say("glance.shared", n=len(lookup.shared))
    if not lookup.differ:
        # Of two accounts, what is only in the first comes first: it is what the second lacks.
        ids = list(lookup.order)
        for article_id in reversed(ids) if len(ids) == 2 else ids:
            yield _missing_count(lookup, article_id)
    yield (
        "!",
        len(comparison.conflicts),
        _with_note(
            say("glance.conflicts", n=len(comparison.conflicts)),
            "glance.updates",
            sum(c.verdict is not ConflictVerdict.CONFLICT for c in comparison.conflicts),
        ),
    )
    lenses = Counter(lens_name(d.lens) for d in comparison.differences)
    split = ", ".join(f"{name} {n}" for name, n in lenses.most_common())
    text = say("glance.differences", n=len(comparison.differences))
    yield "~", len(comparison.differences), f"{text} ({split})" if split else text


def _missing_count(lookup: Lookup, article_id: str) -> tuple[str, int, str]:
    number, notes = missing_counts(lookup, article_id)
    if len(lookup.order) == 2:
        other = next(a for a in lookup.order if a != article_id)
        sign, text = "-" if lookup.order[other] == 0 else "+", say("glance.only", x=lookup.named(other))
    else:
        sign, text = "-", say("glance.missing", x=lookup.named(article_id))
    return sign, number, f"{text} ({'; '.join(notes)})" if notes else text


def missing_counts(lookup: Lookup, article_id: str) -> tuple[int, list[str]]:
    """How many facts an account does not state at all; in words, how many of them came too late and how many more
    it states in part."""
    states = Counter(omission.state for omission in lookup.omissions_in(article_id))
    late, partly = states[State.NOT_YET_REPORTED], states[State.PARTLY]
    notes = [say("glance.later", n=late, x=lookup.letter(article_id))] if late else []
    notes += [say("glance.partly", n=partly)] if partly else []
    return states[State.NOT_FOUND] + late, notes


def _with_note(text: str, key: str, n: int) -> str:
    return f"{text} ({say(key, n=n)})" if n else text


def lens_name(lens: str) -> str:
    """A lens by its name in the catalogue, or its own id."""
    return say(f"lens.{lens}")


def percent(probability: float) -> str:
    """A probability to show: two digits, never rounded to certainty."""
    return f"{min(0.99, max(0.01, probability)):.2f}"
