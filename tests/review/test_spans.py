"""Agreement on where words are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from framing.model import Comparison, Span
from framing.review.accounts import Accounts
from framing.review.added import added_item
from framing.review.coded import MARKED, agreement_tables, marked_texts
from framing.review.decisions import Decisions, Draft
from framing.review.queue import Queue
from framing.review.spans import Mark, Marked, f1_sums, span_f1, span_summary, unitised_alpha


def text(length: int, **marks: list[tuple[int, int, str]]) -> Marked:
    return Marked(length, {coder: [(Span(a, b), label) for a, b, label in found] for coder, found in marks.items()})


# Krippendorff 2004, Content Analysis, p. 254: two observers of a continuum from 150 to 450, begun here at 0.
OBSERVERS = text(
    300,
    i=[(75, 145, "c"), (220, 250, "c"), (30, 75, "k"), (150, 200, "k")],
    j=[(75, 150, "c"), (205, 220, "c"), (250, 270, "c"), (30, 75, "k"), (150, 200, "k")],
)


def oracle(texts: list[Marked]) -> float | None:
    """The definition, position by position: chance pairs any two positions but those of one segment."""
    positions: list[tuple[object, object]] = []
    observed = 0.0
    for number, found in enumerate(texts):
        size = len(found.marks)
        lines = []
        for coder, marks in found.marks.items():
            line = [
                frozenset(label for span, label in marks if p in range(span.start, span.end))
                for p in range(found.length)
            ]
            lines.append(line)
            edges = {edge for span, _ in marks for edge in (span.start, span.end)}
            segment = 0
            for place, value in enumerate(line):
                segment += place in edges
                positions.append((value, (number, coder, segment) if value else (number, coder, "gap", place)))
        for values in zip(*lines, strict=True):
            observed += sum(a != b for a in values for b in values) / (size - 1)
    pairs = [(a, b) for a, one in positions for b, other in positions if one != other]
    apart = sum(a != b for a, b in pairs)
    return None if not apart else 1 - observed / (len(positions) * apart / len(pairs))


marks = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6), st.sampled_from("xy")), max_size=3).map(
    lambda found: [(a, min(12, a + n), label) for a, n, label in found]
)


@given(st.lists(st.tuples(marks, marks, marks), min_size=1, max_size=2))
def test_alpha_equals_its_definition_position_by_position(rows: list[tuple[list[tuple[int, int, str]], ...]]) -> None:
    texts = [text(12, a=a, b=b, c=c) for a, b, c in rows]
    expected = oracle(texts)
    assert unitised_alpha(texts) == (None if expected is None else pytest.approx(expected))


def test_two_observers_of_the_textbook_agree_well_but_not_fully() -> None:
    alpha = unitised_alpha([OBSERVERS])
    assert alpha is not None
    assert 0.6 < alpha < 0.9
    only_k = text(
        300, **{o: [(m[0].start, m[0].end, "k") for m in found if m[1] == "k"] for o, found in OBSERVERS.marks.items()}
    )
    assert unitised_alpha([only_k]) == 1


def test_a_moved_edge_costs_its_length_only() -> None:
    near = unitised_alpha([text(200, A=[(10, 50, "x")], B=[(10, 52, "x")])])
    far = unitised_alpha([text(200, A=[(10, 50, "x")], B=[(100, 140, "x")])])
    assert near is not None
    assert far is not None
    assert near > 0.9
    assert far < 0


def test_nobody_marked_anything_leaves_alpha_undefined() -> None:
    assert unitised_alpha([text(50, A=[], B=[])]) is None
    assert span_summary([text(50, A=[], B=[])]) == []


@pytest.mark.parametrize(("tolerance", "value"), [(0, 0.0), (2, 1.0)])
def test_span_f1_forgives_edges_within_the_tolerance(tolerance: int, value: float) -> None:
    left: list[Mark] = [(Span(3, 9), "x")]
    assert span_f1(left, [(Span(4, 11), "x")], tolerance) == value


def test_f1_over_texts_weighs_every_mark_alike() -> None:
    texts = [text(99, A=[(0, 5, "x")], B=[(0, 5, "x")]), text(99, A=[(0, 5, "x"), (9, 12, "x")], B=[(0, 5, "y")])]
    assert f1_sums(texts, 0).whole() == pytest.approx(2 / 5)


def test_ten_texts_give_an_interval_and_the_figure_names_what_it_rests_on() -> None:
    texts = [text(80, A=[(0, 20, "x")], B=[(0, 20 + n, "x")]) for n in range(10)]
    alpha, exact, near = span_summary(texts)
    assert (alpha.units, alpha.judgements, alpha.coders) == (10, 20, 2)
    assert alpha.low is not None
    assert alpha.high is not None
    assert alpha.value is not None
    assert alpha.low <= alpha.value <= alpha.high
    assert (exact.value, near.value) == (0.1, 1.0)


@pytest.fixture
def engine_of_two(engine: Engine, comparison: Comparison) -> Engine:
    accounts = Accounts(engine)
    for name in ("ada", "ben"):
        accounts.add(name, "correct horse battery")
    Decisions(engine).sync(comparison)
    return engine


def test_accepted_and_added_differences_are_the_marks(engine_of_two: Engine) -> None:
    engine = engine_of_two
    item = Queue(engine).waiting(1, kind="difference")[0]
    for coder in (1, 2):
        Decisions(engine).decide(coder, Draft(item.id, "accept" if coder == 1 else "reject", f"r{coder}"))
    added_item(engine, 2, kind="difference", a=("courier", 0, 10), b=("herald", 26, 32), label="accept", lens="labels")
    found = marked_texts(engine)["courier"].marks
    a = item.payload["a"]
    assert found == {"ada": [(Span(a["start"], a["end"]), "word_choice")], "ben": [(Span(0, 10), "labels")]}
    assert dict(agreement_tables(engine))[MARKED][1].value == 0


def test_what_a_coder_was_not_asked_is_no_disagreement(engine_of_two: Engine) -> None:
    engine = engine_of_two
    item = Queue(engine).waiting(1, kind="difference")[0]
    Decisions(engine).decide(1, Draft(item.id, "accept", "r1"))
    for coder in (1, 2):
        added_item(engine, coder, kind="difference", a=("courier", 0, 10), b=("herald", 26, 32), label="accept")
    assert [len(marks) for marks in marked_texts(engine)["courier"].marks.values()] == [1, 1]
    assert MARKED in dict(agreement_tables(engine))
