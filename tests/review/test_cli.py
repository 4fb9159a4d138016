"""The commands around a study, on a corpus with a reviewed database."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli.app import app
from framing.errors import UsageError
from framing.review.accounts import Accounts
from framing.review.database import open_database
from framing.review.decisions import Decisions, Draft
from framing.review.queue import Queue
from framing.store.corpus import Corpus
from tests.review.conftest import A, build

RUNNER = CliRunner()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one reviewed comparison: a coder said `partial` of every link."""
    folder = tmp_path / "corpus"
    Corpus.create(folder).close()
    engine = open_database(f"sqlite:///{folder / 'review.db'}")
    Accounts(engine).add("ada", "correct horse battery")
    store = Decisions(engine)
    store.sync(build(A))
    for number, item in enumerate(Queue(engine).waiting(1, kind="link")):
        store.decide(1, Draft(item.id, "partial", f"r{number}"))
    engine.dispose()
    return folder


def run(*arguments: object, fails: type[Exception] | None = None) -> str:
    done = RUNNER.invoke(app, [str(argument) for argument in arguments])
    if fails is None:
        assert done.exit_code == 0, done.output
    else:
        assert isinstance(done.exception, fails)
        return str(done.exception)
    return done.output


def test_decisions_go_out_and_come_back(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert "2 decisions on 2 articles" in run("export", corpus, "--to", "csv", "-o", file)
    assert "0 decisions stored" in run("import", corpus, file)
    file.write_text(file.read_text(encoding="utf-8-sig").replace("partial", "same"))
    assert "2 decisions stored (0 on findings that were new)" in run("import", corpus, file)


@pytest.mark.parametrize(("which", "count"), [("settled", 2), ("suggestions", 4), ("decisions", 2)])
def test_what_goes_out_is_chosen(corpus: Path, tmp_path: Path, which: str, count: int) -> None:
    said = run("export", corpus, "--to", "jsonl", "--which", which, "-o", tmp_path / "out.jsonl")
    assert f": {count} " in said


def test_only_one_coder_s_decisions_go_out_when_asked(corpus: Path, tmp_path: Path) -> None:
    assert "2 decisions" in run("export", corpus, "--to", "csv", "--coder", "ada", "-o", tmp_path / "a.csv")
    said = run("export", corpus, "--to", "csv", "--coder", "eve", "-o", tmp_path / "e.csv", fails=UsageError)
    assert "no coder named 'eve'" in said


def test_the_methods_of_a_reviewed_corpus(corpus: Path) -> None:
    assert "link: partial 2" in run("methods", corpus)


def test_an_unknown_format_writes_nothing(corpus: Path, tmp_path: Path) -> None:
    assert "known: csv" in run("export", corpus, "--to", "tape", "-o", tmp_path / "x", fails=UsageError)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("command", ["methods", "agreement", "train"])
def test_a_corpus_nobody_reviewed_says_how_to_begin(tmp_path: Path, command: str) -> None:
    Corpus.create(tmp_path / "new").close()
    assert "framing review" in run(command, tmp_path / "new", fails=UsageError)
    assert not (tmp_path / "new" / "review.db").exists()


def test_a_coder_is_added_with_a_password_asked_for(corpus: Path) -> None:
    arguments = ["review", str(corpus), "--add-coder", "jo", "--rank", "adjudicator"]
    done = RUNNER.invoke(app, arguments, input="correct horse battery\ncorrect horse battery\n")
    assert "adjudicator jo added" in done.output
    engine = open_database(f"sqlite:///{corpus / 'review.db'}")
    assert {coder.name: str(coder.rank) for coder in Accounts(engine).all()} == {"ada": "coder", "jo": "adjudicator"}
