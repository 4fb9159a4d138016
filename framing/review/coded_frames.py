"""What a codebook's frames learn from a study: the passages whose frames it settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from framing.lenses.codebooks import Codebook
from framing.review.database import reading
from framing.review.decisions import Decision
from framing.review.settled import Case, cases
from framing.review.tables import articles

Place = tuple[str, int]
"""Article id and number of the passage."""


@dataclass(frozen=True, slots=True)
class CodedFrames:
    """Rows for `framing.train.codebook.fit_codebook`, and what taught nothing."""

    rows: list[dict[str, Any]]
    """`{text, codes, absent, group}`: frames that a passage has, and those that it was said not to have."""
    disputed: int
    """Findings on which coders differ: they teach nothing until they are ruled on."""
    unknown: tuple[str, ...]
    """Frames that decisions name and the codebook no longer has."""


@dataclass(slots=True)
class _Said:
    """Of one passage: frames given, and frames denied."""

    given: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)


def coded_frames(engine: Engine, book: Codebook) -> CodedFrames:
    """Passages that settled differences stand on, with the frames of `book` that they were said to have or not.

    A frame that a coder names counts for the passages of both sides, and the book's other frames as absent there,
    unless another finding gives them. A finding of the lens `frames` that is accepted without a word gives the frame
    that it suggests; rejected, or accepted under another frame, it denies it. Passages are grouped by event (articles
    that findings join), or by article where all are of one event.
    """
    found = [case for case in cases(engine) if case.kind == "difference" and case.grounded]
    said: dict[Place, _Said] = defaultdict(_Said)
    texts = _texts(engine)
    known = {frame.id for frame in book.frames}
    unknown: set[str] = set()
    joined: list[tuple[str, str]] = []
    for case in found:
        if case.settled is None:
            continue
        given, denied = _frames(case, case.settled, book, known)
        unknown |= given - known
        if given - known:
            continue  # what a frame became that the book no longer has, its decision does not say
        places = list(_places(case, texts)) if given | denied & known else []
        joined += [(one[0], two[0]) for one in places for two in places]
        for place in places:
            said[place].given |= given
            said[place].denied |= denied & known
    groups = _groups(joined)
    rows = [
        {"text": texts[article][number][2], "codes": sorted(one.given), "absent": sorted(one.denied - one.given), "group": groups[article]}
        for (article, number), one in sorted(said.items())
    ]  # fmt: skip
    return CodedFrames(rows, sum(case.ruling is None and case.disputed for case in found), tuple(sorted(unknown)))


def _frames(case: Case, decision: Decision, book: Codebook, known: set[str]) -> tuple[set[str], set[str]]:
    """Frames of the book that the decision gives, and those that it denies."""
    suggested = _of_book(str(case.payload.get("frame", "")), book)
    named = _of_book(decision.frame, book)
    if decision.label == "reject":
        return set(), suggested
    if decision.label != "accept":
        return set(), set()
    return (named, (known | suggested) - named) if named else (suggested, set())


def _of_book(name: str, book: Codebook) -> set[str]:
    """The frame's id in a set, empty where it is of another codebook or none."""
    owner, _, frame = name.partition("/")
    return {frame} if frame and owner == book.id[:120] else set()


def _texts(engine: Engine) -> Mapping[str, list[tuple[int, int, str]]]:
    with reading(engine) as connection:
        rows = list(connection.execute(select(articles)))
    return {row.id: [(start, end, row.text[start:end]) for start, end, _ in row.passages] for row in rows}


def _places(case: Case, texts: Mapping[str, Sequence[tuple[int, int, str]]]) -> Iterator[Place]:
    """The passages that the marked words of either side touch."""
    for anchor in (case.payload["a"], case.payload["b"]):
        for number, (start, end, text) in enumerate(texts.get(anchor["article"], ()) if anchor else ()):
            if start < anchor["end"] and anchor["start"] < end and text.strip():
                yield anchor["article"], number


def _groups(joined: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each article the name of its group: the first article of those joined with it."""
    first: dict[str, str] = {}
    for one, two in joined:
        a, b = first.setdefault(one, one), first.setdefault(two, two)
        low = min(a, b)
        first.update({article: low for article, name in first.items() if name in (a, b)})
    return first if len(set(first.values())) > 1 else {article: article for article in first}
