"""Records refuse what they cannot mean."""

from __future__ import annotations

import dataclasses

import pytest

from framing import model
from framing.model import BlockKind, Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    ("other", "shares"), [(Span(0, 2), False), (Span(1, 3), True), (Span(5, 6), False), (Span(2, 5), True)]
)
def test_spans_that_only_touch_do_not_overlap(other: Span, shares: bool) -> None:
    assert Span(2, 5).overlaps(other) is shares


def test_all_records_are_frozen() -> None:
    records = [item for item in vars(model).values() if isinstance(item, type) and dataclasses.is_dataclass(item)]
    assert len(records) > 15
    assert all(item.__dataclass_params__.frozen for item in records)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "content"),
    [(BlockKind.BODY, True), (BlockKind.CAPTION, True), (BlockKind.TEASER, False), (BlockKind.FURNITURE, False)],
)
def test_passages_are_cut_from_content_only(kind: BlockKind, content: bool) -> None:
    assert kind.is_content is content
