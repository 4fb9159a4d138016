"""What the demo compares."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.cli.samples import DEMO_EVENT, DEMO_PAIR, sample_events, sample_sources
from framing.errors import NotFound


def test_the_demo_compares_a_pair_of_one_event() -> None:
    assert [Path(source).stem for source in sample_sources(None)] == list(DEMO_PAIR)


@pytest.mark.parametrize("event", sample_events())
def test_a_named_event_gives_all_its_accounts(event: str) -> None:
    assert len(sample_sources(event)) >= 4


def test_the_demo_event_is_among_the_samples() -> None:
    assert DEMO_EVENT in sample_events()


def test_an_unknown_event_names_those_there_are() -> None:
    with pytest.raises(NotFound, match="ferry-hallow-sound"):
        sample_sources("no-such-event")
