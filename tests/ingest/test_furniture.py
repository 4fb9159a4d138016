"""The line classifier's trees as bit masks give what following them from node to node gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ModelError
from framing.ingest.furniture import LEAVES, log_odds, padded

COLUMNS = 3
Tree = dict[str, list[Any]]


@st.composite
def trees(draw: st.DrawFn, leaves: int = LEAVES) -> Tree:
    """A tree of up to `leaves` leaves, grown by splitting one leaf after another."""
    tree: Tree = {"feature": [0], "threshold": [0.0], "left": [-1], "right": [-1], "value": [draw(st.floats(-3, 3))]}
    for _ in range(draw(st.integers(0, leaves - 1))):
        at = draw(st.sampled_from([node for node, left in enumerate(tree["left"]) if left < 0]))
        tree["feature"][at], tree["threshold"][at] = (
            draw(st.integers(0, COLUMNS - 1)),
            draw(st.sampled_from((-1.0, 0.0, 1.0))),
        )
        for side in ("left", "right"):
            tree[side][at] = len(tree["value"])
            for name, value in (("feature", 0), ("threshold", 0.0), ("left", -1), ("right", -1)):
                tree[name].append(value)
            tree["value"].append(draw(st.floats(-3, 3)))
    return tree


def followed(tree: Tree, row: np.ndarray) -> float:
    node = 0
    while tree["left"][node] >= 0:
        node = tree["left" if row[tree["feature"][node]] <= tree["threshold"][node] else "right"][node]
    return float(tree["value"][node])


@given(
    st.lists(trees(), min_size=1, max_size=4),
    st.lists(st.tuples(*[st.sampled_from((-2.0, -1.0, 0.0, 0.5, 1.0, 2.0))] * COLUMNS), max_size=6),
)
def test_bit_masks_find_the_leaf_that_following_the_tests_finds(
    forest: list[Tree], lines: list[tuple[float, ...]]
) -> None:
    rows = np.array(lines, dtype=float).reshape(len(lines), COLUMNS)
    wanted = [0.25 + sum(followed(tree, row) for tree in forest) for row in rows]
    assert log_odds(padded(forest, 0.25), rows) == pytest.approx(wanted)


def test_a_tree_with_more_leaves_than_bits_is_refused() -> None:
    deep: Tree = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}
    for node in range(LEAVES):
        for name, value in (
            ("feature", 0),
            ("threshold", float(node)),
            ("left", 2 * node + 1),
            ("right", 2 * node + 2),
            ("value", 0.0),
        ):
            deep[name].append(value)
        for name, value in (("feature", 0), ("threshold", 0.0), ("left", -1), ("right", -1), ("value", 1.0)):
            deep[name].append(value)
    # Every right branch is the next test, every left one a leaf.
    deep["left"] = [2 * (at // 2) + 1 if at % 2 == 0 else -1 for at in range(2 * LEAVES)] + [-1]
    deep["right"] = [at + 2 if at % 2 == 0 else -1 for at in range(2 * LEAVES)] + [-1]
    for name in ("feature", "threshold", "value"):
        deep[name].append(0)
    with pytest.raises(ModelError, match="leaves"):
        padded([deep], 0.0)
