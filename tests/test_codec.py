"""Records come back from JSON as they went in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import model
from framing.codec import from_plain, to_plain
from framing.errors import MalformedInput

RECORDS = st.one_of(
    st.builds(model.Span, st.just(0), st.integers(0, 9)),
    st.from_type(model.Link),
    st.from_type(model.Cell),
    st.from_type(model.Fact),
    st.from_type(model.Omission),
    st.from_type(model.Conflict),
    st.from_type(model.EventVerdict),
    st.from_type(model.Origin),
)


@given(RECORDS)
def test_a_record_survives_the_way_through_json(record: object) -> None:
    plain = json.loads(json.dumps(to_plain(record)))
    back = from_plain(type(record), plain)
    assert json.dumps(to_plain(back)) == json.dumps(to_plain(record))
    assert type(back) is type(record)


@pytest.mark.parametrize("value", [{"start": 3, "end": 1}, {"begin": 1}, [], None, "x"])
def test_a_wrong_shape_is_an_error_of_ours(value: object) -> None:
    with pytest.raises(MalformedInput, match="not a stored Span"):
        from_plain(model.Span, value)
