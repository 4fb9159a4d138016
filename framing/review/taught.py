"""What the aligner learns from a study: the links that it settled."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Engine, select

from framing.review.database import reading
from framing.review.settled import cases
from framing.review.tables import articles


def decided_pairs(engine: Engine) -> list[dict[str, Any]]:
    """Settled links by pair of articles, in the form that `framing.train.refit.decisions_of` takes.

    `{pair, a: {sentences}, b: {sentences}, decisions: [[a, b, accepted], ...]}`; `same` and `partial` are accepted,
    `none` is not. A link is settled by a ruling, or where no coder differs; disputed links teach nothing until they
    are ruled on, nor do links whose words are no whole passages of the present text.
    """
    with reading(engine) as connection:
        texts = {row.id: row for row in connection.execute(select(articles))}
    places = {
        article: {(start, end): index for index, (start, end, _) in enumerate(row.passages)}
        for article, row in texts.items()
    }
    found: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)
    for case in cases(engine):
        if case.kind != "link" or case.settled is None or not case.grounded:
            continue
        a, b = sorted((case.payload["a"], case.payload["b"]), key=lambda anchor: str(anchor["article"]))
        first, second = (places[x["article"]].get((x["start"], x["end"])) for x in (a, b))
        if first is not None and second is not None:
            found[a["article"], b["article"]].append([first, second, case.settled.label != "none"])
    return [
        {
            "pair": f"{first}|{second}",
            "a": {"sentences": _sentences(texts[first])},
            "b": {"sentences": _sentences(texts[second])},
            "decisions": judged,
        }
        for (first, second), judged in found.items()
    ]


def _sentences(row: Any) -> list[str]:
    return [row.text[start:end] for start, end, _ in row.passages]
