"""What the aligner learns from a study: the links that it settled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from framing.review.settled import cases


@dataclass(frozen=True, slots=True)
class Taught:
    """A link that was settled: the tool's probability at the time, whether it stands, and where."""

    probability: float
    accepted: bool
    """`same` or `partial`; False for `none`."""
    story: str
    """The two articles, so that held-out figures keep a story together."""


def decided_links(engine: Engine) -> list[Taught]:
    """Settled links the tool had a probability for: rulings, and what all coders of an item agree on.

    Disputed links teach nothing until they are ruled on; links that coders added have no probability.
    """
    return [
        Taught(
            float(case.payload["probability"]),
            case.settled.label != "none",
            "|".join(sorted((case.payload["a"]["article"], case.payload["b"]["article"]))),
        )
        for case in cases(engine)
        if case.kind == "link" and case.settled is not None and case.payload.get("probability") is not None
    ]
