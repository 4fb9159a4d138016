"""What goes out comes back: the same decisions by the same coders on the same words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from framing.errors import MalformedInput, NotFound, UsageError
from framing.export.formats import export
from framing.export.incoming import Incoming, Marked
from framing.export.reading import READERS, read_decisions
from framing.export.study import Study
from framing.review.importing import bring
from framing.review.study import reviewed_study, suggested_study
from tests.export.conftest import told

SUFFIX = {"csv": ".csv", "label-studio": ".json", "web-annotation": ".jsonld"}


@pytest.mark.parametrize("format", READERS)
def test_decisions_survive_the_way_there_and_back(study: Study, empty: Engine, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"out{SUFFIX[format]}"
    export(study, format, file)
    brought = bring(empty, read_decisions(file))
    assert (brought.stored, brought.refused, brought.added) == (len(study.codings), (), 0)
    assert told(reviewed_study(empty, "quarry")) == told(study)


@pytest.mark.parametrize("format", READERS)
def test_bringing_the_same_file_again_changes_nothing(study: Study, empty: Engine, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"out{SUFFIX[format]}"
    export(study, format, file)
    bring(empty, read_decisions(file))
    again = bring(empty, read_decisions(file))
    assert (again.stored, again.unchanged) == (0, len(study.codings))


@pytest.mark.parametrize("format", READERS)
def test_suggestions_of_the_tool_do_not_come_back_as_decisions(empty: Engine, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"out{SUFFIX[format]}"
    export(suggested_study(empty, "quarry"), format, file)
    assert read_decisions(file) == []


def test_a_link_drawn_in_the_other_tool_becomes_a_finding(study: Study, empty: Engine, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    export(study, "label-studio", file)
    (task,) = json.loads(file.read_text())
    data = task["data"]
    quote_a, quote_b = "Monday", "the quarry"
    regions = [
        {"id": letter, "type": "labels", "to_name": f"text_{letter}", "from_name": f"labels_{letter}",
         "value": {"start": utf16(data[f"text_{letter}"], quote), "labels": ["same"],
                   "end": utf16(data[f"text_{letter}"], quote) + len(quote)}}
        for letter, quote in (("a", quote_a), ("b", quote_b))
    ]  # fmt: skip
    relation = {"type": "relation", "from_id": "b", "to_id": "a", "direction": "bi", "labels": ["same"]}
    task["annotations"] = [{"completed_by": {"email": "cy@example.org"}, "result": [*regions, relation]}]
    file.write_text(json.dumps([task]))
    brought = bring(empty, read_decisions(file))
    assert (brought.stored, brought.added) == (1, 1)
    (coding,) = reviewed_study(empty, "quarry").codings
    assert coding.b is not None
    assert {coding.a.quote, coding.b.quote} == {quote_a, quote_b}
    assert coding.coder == "cy@example.org"


def utf16(text: str, words: str) -> int:
    return len(text[: text.index(words)].encode("utf-16-le")) // 2


LINK = Incoming(
    "link", "same", "cy", Marked("courier", -1, -1, "\U0001f6a2 The quarry closed on Monday."),
    Marked("herald", 0, 37, "Monday saw the end of the quarry."), "herald",
)  # fmt: skip


def test_words_are_found_without_their_place(empty: Engine) -> None:
    brought = bring(empty, [LINK])
    assert (brought.stored, brought.added, brought.refused) == (1, 0, ())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"a": Marked("courier", 0, 4, "No such words")}, "does not stand in"),
        ({"a": Marked("gazette", 0, 4, "The")}, "no article 'gazette'"),
        ({"b": None}, "needs words in two"),
        ({"label": "maybe"}, "says nothing of"),
        ({"kind": "mood"}, "says nothing of"),
        ({"a": Marked("courier", -1, -1, "o")}, "does not stand in"),
    ],
)
def test_a_row_without_ground_is_refused_with_the_reason(empty: Engine, change: dict[str, object], said: str) -> None:
    brought = bring(empty, [replace(LINK, **change)])  # type: ignore[arg-type]
    assert brought.stored == 0
    assert said in brought.refused[0]


def test_an_imported_coder_cannot_log_in(study: Study, empty: Engine, tmp_path: Path) -> None:
    from framing.review.accounts import Accounts

    file = tmp_path / "out.csv"
    export(study, "csv", file)
    bring(empty, read_decisions(file))
    accounts = Accounts(empty)
    assert {"ada", "ben", "jo"} <= {coder.name for coder in accounts.all()}
    assert accounts.log_in("ada", "") is None


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("x.csv", "a,b\n1,2\n", MalformedInput),
        (
            "x.csv",
            "kind,label,coder,article_a,start_a,end_a,quote_a,article_b\nlink,same,c,x,one,2,q,y\n",
            MalformedInput,
        ),
        ("x.json", "{not json", MalformedInput),
        ("x.json", '[{"annotations": [{"result": 3}]}]', MalformedInput),
        ("x.jsonld", '{"items": [{"motivation": "linking"}]}', MalformedInput),
        ("none.csv", None, NotFound),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str, content: str | None, error: type[Exception]) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(error, match=name):
        read_decisions(tmp_path / name)


def test_an_unknown_format_is_refused(tmp_path: Path, study: Study) -> None:
    (tmp_path / "x.csv").write_text("")
    with pytest.raises(UsageError, match="known: csv"):
        read_decisions(tmp_path / "x.csv", "punch-cards")
    with pytest.raises(UsageError, match="known: csv"):
        export(study, "punch-cards", tmp_path / "x")
