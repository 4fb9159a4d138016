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
    missing = lookup.omissions_in(article_id)
    states = Counter(omission.state for omission in missing)
    if len(lookup.order) == 2:
        other = next(a for a in lookup.order if a != article_id)
        sign, text = "-" if lookup.order[other] == 0 else "+", say("glance.only", x=lookup.named(other))
    else:
        sign, text = "-", say("glance.missing", x=lookup.named(article_id))
    text = _with_note(text, "glance.partly", states[State.PARTLY])
    return sign, len(missing), _with_note(text, "glance.later", states[State.NOT_YET_REPORTED])


def _with_note(text: str, key: str, n: int) -> str:
    return f"{text} ({say(key, n=n)})" if n else text


def lens_name(lens: str) -> str:
    """A lens by its name in the catalogue, or its own id."""
    return say(f"lens.{lens}")


def percent(probability: float) -> str:
    """A probability to show: two digits, never rounded to certainty."""
    return f"{min(0.99, max(0.01, probability)):.2f}"
