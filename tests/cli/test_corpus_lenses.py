"""`framing stats --lens`: the corpus lenses from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from framing.cli.corpus_lenses import corpus_lens
from framing.errors import SettingsError, UsageError
from tests.report.fixtures import two


def results() -> list:  # type: ignore[type-arg]
    """The sample comparison, four times over as if of four events."""
    from dataclasses import replace

    made = []
    for number in range(4):
        result = two()
        names = {article.id: f"{article.id}-{number}" for article in result.articles}
        articles = tuple(replace(article, id=names[article.id]) for article in result.articles)
        passages = tuple(replace(p, id=f"{p.id}#{number}", article_id=names[p.article_id]) for p in result.passages)
        links = tuple(replace(link, a=f"{link.a}#{number}", b=f"{link.b}#{number}") for link in result.links)
        made.append(replace(result, articles=articles, passages=passages, links=links, origins=()))
    return made


def test_vocabulary_comes_as_csv_json_and_table(capsys: pytest.CaptureFixture[str]) -> None:
    corpus_lens(results(), "vocabulary", None, None, "csv", None)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"outlet", "word", "log_odds", "low", "high", "q", "null", "beyond_chance"} <= set(rows[0])
    corpus_lens(results(), "vocabulary", rows[0]["outlet"], None, "json", None)
    assert {row["outlet"] for row in json.loads(capsys.readouterr().out)} == {rows[0]["outlet"]}
    corpus_lens(results(), "vocabulary", None, None, "plain", None)
    assert "the split-half null" in capsys.readouterr().out


@pytest.mark.model
def test_axes_of_a_users_file_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "axes.toml"
    file.write_text(
        '[[axis]]\nid = "mood"\nleft = "grim"\nright = "glad"\nleft_words = ["grim"]\nright_words = ["glad"]\n'
    )
    corpus_lens(results(), "axes", None, file, "json", None)
    assert {row["axis"] for row in json.loads(capsys.readouterr().out)} == {"mood"}


def test_a_chart_stands_alone(tmp_path: Path) -> None:
    target = tmp_path / "words.svg"
    corpus_lens(results(), "vocabulary", None, None, "plain", target)
    assert target.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("lens", "outlet", "axes", "output", "error", "message"),
    [
        ("tone", None, None, None, SettingsError, "'tone' is not a corpus lens; known: vocabulary, axes"),
        ("vocabulary", None, Path("x.toml"), None, SettingsError, "--axes goes with --lens axes"),
        ("vocabulary", "Nobody", None, None, UsageError, "no linked passages of 'Nobody'; there are:"),
        ("vocabulary", None, None, Path("x.doc"), SettingsError, "must end in .csv, .json or .svg"),
        (None, "Nobody", None, None, SettingsError, "go with --lens vocabulary"),
    ],
)
def test_misuse_is_named(
    lens: str | None, outlet: str | None, axes: Path | None, output: Path | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        corpus_lens(results(), lens, outlet, axes, "plain", output)


def test_nothing_compared_is_said() -> None:
    with pytest.raises(UsageError, match="no outlet has two compared articles"):
        corpus_lens([], "vocabulary", None, None, "plain", None)
