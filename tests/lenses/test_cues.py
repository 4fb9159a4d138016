"""Cue files, families and codebooks: nothing without firing and silent examples, no source that is not in the bibliography."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from framing.errors import SettingsError
from framing.language.verbs import cue_file, reporting_forms, reporting_pattern
from framing.lenses import registry
from framing.lenses.codebooks import BUILT_IN, built_in, codebooks, load_codebook, parse_codebook
from framing.lenses.cues import cues
from framing.lenses.labels import families
from framing.lenses.registry import _OURS

WORD_FILES = ("anonymous_sources", "causes", "certainty", "moral_words", "source_roles")
CUE_FOLDER = Path(str(files("framing") / "data" / "cues"))
BIBLIOGRAPHY = Path(__file__).parent.parent.parent / "docs" / "bibliography.md"
GROUPS = [(name, group) for name in WORD_FILES for group in cues(name).groups]
FAMILIES = cue_file("act_families")["family"]
VERBS = cue_file("reporting_verbs")["group"]
FRAMES = [(book, frame.id) for book in BUILT_IN for frame in built_in(book).frames]


def keys() -> set[str]:
    """The bibliography's keys."""
    return set(re.findall(r"^\| `([a-z0-9-]+)` \|", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE)) | {"own"}


def test_every_cue_file_is_known_to_the_tests() -> None:
    assert {path.stem for path in CUE_FOLDER.glob("*.toml")} == {*WORD_FILES, "act_families", "reporting_verbs"}


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_a_group_of_cues_fires_and_stays_silent_on_its_examples(name: str, group: str) -> None:
    each = cues(name).groups[group]
    assert each.fires
    assert each.silent
    for text in each.fires:
        assert group in {hit.group.id for hit in cues(name).find(text)}, text
    for text in each.silent:
        assert group not in {hit.group.id for hit in cues(name).find(text)}, text


@pytest.mark.parametrize("table", FAMILIES, ids=lambda table: table["id"])
def test_a_family_of_names_fires_and_stays_silent_on_its_examples(table: dict[str, list[str]]) -> None:
    family = next(each for each in families() if each.id == table["id"])
    assert table["fires"]
    assert table["silent"]
    assert all(family.pattern.search(text) for text in table["fires"])
    assert not any(family.pattern.search(text) for text in table["silent"])


@pytest.mark.parametrize("table", VERBS, ids=lambda table: table["id"])
def test_a_group_of_reporting_verbs_fires_and_stays_silent_on_its_examples(table: dict[str, list[str]]) -> None:
    from framing.language.quotes import find_quotes

    for text in table["fires"]:
        forms = [match.group().lower() for match in reporting_pattern().finditer(text)]
        assert table["id"] in {reporting_forms()[form].group for form in forms}, text
    for text in table["silent"]:
        assert not find_quotes(text), text


@pytest.mark.parametrize(("book", "frame"), FRAMES)
def test_a_frame_fires_and_stays_silent_on_its_examples(book: str, frame: str) -> None:
    each = next(one for one in built_in(book).frames if one.id == frame)
    assert each.fires
    assert each.silent
    assert all(each.hits(text) for text in each.fires)
    assert not any(each.hits(text) for text in each.silent)


def test_no_word_stands_in_two_groups_of_one_file() -> None:
    for name in WORD_FILES:
        words = [word.lower() for group in cues(name).groups.values() for word in group.words]
        assert len(words) == len(set(words)), (name, sorted({word for word in words if words.count(word) > 1}))


def test_every_source_is_in_the_bibliography() -> None:
    used = {source for name in _OURS for source in registry()[name].source}
    used |= {
        source
        for name in WORD_FILES
        for source in (*cues(name).sources, *(g.source for g in cues(name).groups.values()))
    }
    used |= (
        {table["source"] for table in (*FAMILIES, *VERBS)}
        | set(cue_file("act_families")["sources"])
        | set(cue_file("reporting_verbs")["sources"])
    )
    used |= {frame.source for name in BUILT_IN for frame in built_in(name).frames} | {
        built_in(name).source for name in BUILT_IN
    }
    assert used <= keys(), sorted(used - keys())


def test_the_shipped_codebooks_hold_the_frames_of_their_sources() -> None:
    assert [len(book.frames) for book in codebooks(())] == [15, 5, 4]


GOOD = """id = "mine"
name = "Mine"
definition = "For a test."
source = "own"

[[frame]]
id = "thrift"
name = "Thrift"
definition = "Saving is a virtue."
source = "own"
cues = ["saving"]
patterns = ["spend(s|ing) less"]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", r"book.toml:1: `id` is missing or empty; add id"),
        (lambda text: text.split("[[frame]]")[0], r"book.toml:1: no frames; add at least one"),
        (lambda text: text + text[text.index("[[frame]]") :], r"book.toml:13: frame id `thrift` is used twice; rename"),
        (
            lambda text: text.replace("(s|ing)", "(s|ing"),
            r"book.toml:12: pattern .* is no regular expression .*mend it",
        ),
        (lambda text: text.replace('id = "thrift"', 'id = "Thrift!"'), r"book.toml:6: frame id `Thrift!` may hold"),
        (
            lambda text: text.replace('cues = ["saving"]\npatterns = ["spend(s|ing) less"]\n', ""),
            r"book.toml:6: frame `thrift` has neither",
        ),
        (lambda text: text.replace('["saving"]', '"saving"'), r"book.toml:6: `cues` must be a list"),
        (lambda text: text.replace('name = "Mine"', "name = "), r"book.toml: not TOML"),
    ],
)
def test_a_broken_codebook_is_refused_with_file_line_and_mend(change, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SettingsError, match=message):
        parse_codebook(change(GOOD), "book.toml")


def test_a_users_codebook_is_read_and_its_patterns_count(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD, encoding="utf-8")
    (frame,) = load_codebook(file).frames
    assert [("They are spending less."[slice(*hit)]) for hit in frame.hits("They are spending less.")] == [
        "spending less"
    ]


def test_two_codebooks_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(SettingsError, match="codebook id `mine` is taken"):
        codebooks((str(tmp_path / "one.toml"), str(tmp_path / "two.toml")))


def test_a_codebook_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        codebooks(("nowhere.toml",))
