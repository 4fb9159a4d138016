"""Corpus lenses on planted words: found where they are, silent where there is nothing, honest about chance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from framing.errors import SettingsError, UsageError
from framing.lenses.axes import Axis, lean, load_axes, table
from framing.lenses.vocabulary import Document, aligned_documents, benjamini_hochberg, log_odds, vocabulary, words_of

COMMON = [
    "council",
    "vote",
    "school",
    "bridge",
    "market",
    "river",
    "harvest",
    "train",
    "winter",
    "doctor",
    "teacher",
    "station",
    "mayor",
    "budget",
    "garden",
]


def documents(planted: str = "", count: int = 12, seed: int = 0) -> list[Document]:
    """Articles of three outlets from one stock of words; `planted` is added to those of north."""
    rng = np.random.default_rng(seed)
    out = []
    for outlet in ("north", "south", "west"):
        for index in range(count):
            words = list(rng.choice(COMMON, 60))
            if outlet == "north":
                words += [planted] * 4
            out.append(Document(outlet, f"{outlet}{index}", " ".join(words)))
    return out


def test_a_planted_word_is_first_and_beyond_chance() -> None:
    found = vocabulary(documents("shambles"), "north")
    assert found.terms[0].word == "shambles"
    assert [term.word for term in found.beyond_chance()] == ["shambles"]
    assert found.terms[0].low > 0


def test_where_nothing_is_planted_nothing_is_beyond_chance() -> None:
    assert vocabulary(documents(), "north").beyond_chance() == ()


def test_the_split_half_null_is_the_size_of_chance() -> None:
    found = vocabulary(documents(), "north")
    assert 1.5 < found.null < 5


def test_swapping_the_sides_turns_the_sign() -> None:
    here, there, prior = np.array([5.0, 1.0]), np.array([2.0, 9.0]), np.array([1.0, 1.0])
    assert np.allclose(log_odds(here, there, prior)[1], -log_odds(there, here, prior)[1])


def test_adjusted_p_values_are_those_of_the_paper() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.005])
    assert np.allclose(benjamini_hochberg(p), [0.02, 0.04, 0.04, 0.02])


def test_too_few_articles_are_refused() -> None:
    with pytest.raises(UsageError, match="needs two articles"):
        vocabulary(documents(count=1), "north")


def test_the_table_has_a_row_a_term() -> None:
    found = vocabulary(documents("shambles"), "north")
    assert next(iter(found.table()["word"])) == "shambles"
    assert len(found.table()) == len(found.terms)


def test_function_words_numbers_and_possessives_are_set_aside() -> None:
    assert words_of("The mayor’s 12 gardens and the MAYOR") == {"mayor": 2, "gardens": 1}


def test_only_linked_passages_that_nobody_copied_count() -> None:
    from framing.model import Comparison, EventVerdict, Origin, Run, Same
    from tests.lenses.support import article, links

    a, b = (
        article("north", ["One fact.", "Two facts.", "Wire copy."]),
        article("south", ["A fact.", "Other.", "Wire copy."]),
    )
    origin = Origin("o", "", ("north:2", "south:2"), ("north", "south"), "")
    run = Run("0", "", {}, (), {}, "", {})
    comparison = Comparison(
        (a.article, b.article),
        (*a.passages, *b.passages),
        EventVerdict(Same.YES, 1.0),
        (),
        tuple(links([(0, 0), (2, 2)])),
        (),
        (),
        (),
        (),
        (),
        (origin,),
        {},
        run,
    )
    assert {(each.outlet, each.text) for each in aligned_documents([comparison])} == {
        ("North", "One fact."),
        ("South", "A fact."),
    }


def toy(words: list[str]) -> np.ndarray:
    """Two-dimensional vectors: `grim` words point left, `glad` ones right, all others up."""
    at = {"grim": (-1.0, 0.1), "glad": (1.0, 0.1)}
    return np.array([at.get(word, (0.0, 1.0)) for word in words], np.float32)


def test_an_outlet_with_planted_words_leans_to_their_pole() -> None:
    axis = Axis("mood", "grim", "glad", ("grim",), ("glad",))
    found = {each.outlet: each for each in lean(documents("grim"), [axis], embed=toy)}  # type: ignore[arg-type]
    assert found["north"].bias < 0 < found["south"].bias
    assert found["north"].p_bias < 0.05
    assert found["north"].telling[0] == "grim"


def test_without_planted_words_no_lean_is_significant() -> None:
    axis = Axis("mood", "grim", "glad", ("grim",), ("glad",))
    assert all(each.q_bias > 0.05 for each in lean(documents(), [axis], embed=toy))  # type: ignore[arg-type]
    assert len(table(lean(documents(), [axis], embed=toy))) == 3  # type: ignore[arg-type]


def test_one_outlet_alone_has_nobody_to_lean_from() -> None:
    with pytest.raises(UsageError, match="at least two"):
        lean([Document("north", "a", "one two")], embed=toy)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no axes; add"),
        ('[[axis]]\nid = "x"\n', "axis 1 lacks left, right, left_words, right_words"),
        ("[[axis", "cannot be read as TOML"),
    ],
)
def test_a_broken_table_of_axes_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "axes.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_axes(file)
