"""What the corpus around tells of a pair."""

from __future__ import annotations

import numpy as np

from framing.events.context import LEAST, NAMES, build_context
from framing.events.profiles import Profile
from framing.events.scoring import score_corpus_pairs
from framing.events.verdict import pair_probability
from tests.events.making import article, profiled

TOWNS = ("Alder Moor", "Bracken Hythe", "Corran Vale", "Dunmere Cross")
MAYORS = ("Ines Halloway", "Tobias Renn", "Petra Quill", "Marek Stroud")


def council(town: int, turn: int) -> Profile:
    """One of many reports of the same kind of event: only town, mayor and sum differ by event."""
    said = ("told the meeting", "said after the vote", "wrote to residents", "told reporters")[turn % 4]
    lines = [
        f"The council of {TOWNS[town]} voted on Tuesday to close its public library to save money.",
        f"Mayor {MAYORS[town]} {said} that the building costs {300 + 17 * town} thousand crowns a year to heat.",
        "Residents shouted from the gallery and a petition was handed in before the vote.",
        f"Readers in {TOWNS[town]} will be sent to the county’s book bus, note {turn}.",
    ]
    return profiled(article(f"t{town}-{turn}", f"{TOWNS[town]} to close its library", lines))


def test_small_corpus_is_judged_pair_by_pair() -> None:
    profiles = [council(k % 4, k // 4) for k in range(LEAST - 1)]
    assert build_context(profiles) is None
    (score,) = score_corpus_pairs(profiles, np.array([[0, 4]]))
    assert score == pair_probability(profiles[0], profiles[4])


def test_features_are_finite_and_symmetric() -> None:
    profiles = [council(k % 4, k // 4) for k in range(32)]
    context = build_context(profiles)
    assert context is not None
    one = context.features(np.array([[0, 4], [0, 1]]), np.array([0.9, 0.4]), np.array([0.8, 0.5]))
    two = context.features(np.array([[4, 0], [1, 0]]), np.array([0.9, 0.4]), np.array([0.8, 0.5]))
    assert one.shape == (2, len(NAMES))
    assert np.isfinite(one).all()
    np.testing.assert_allclose(one, two, atol=1e-6)


def test_events_of_one_kind_are_told_apart_by_their_neighbours() -> None:
    profiles = [council(k % 4, k // 4) for k in range(40)]
    context = build_context(profiles)
    assert context is not None
    rows = context.features(np.array([[0, 4], [0, 1]]), np.array([0.5, 0.5]), np.array([0.8, 0.5]))
    centred = NAMES.index("centred")
    assert rows[0, centred] > rows[1, centred]
