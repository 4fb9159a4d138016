"""Errors reach a user as one line and a named exit code, never as a traceback."""

from __future__ import annotations

import pytest

from framing.cli import main
from framing.cli.exits import Exit, code_of
from framing.errors import CorpusError, EmptyInput, FramingError, MissingExtra, ModelError, SettingsError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("x"), Exit.MISUSE),
        (MissingExtra("PDF reading", "pdf"), Exit.MISUSE),
        (EmptyInput("x"), Exit.UNREADABLE),
        (ModelError("x"), Exit.INTERNAL),
        (CorpusError("x"), Exit.INTERNAL),
    ],
)
def test_each_error_has_its_exit_code(error: FramingError, code: Exit) -> None:
    assert code_of(error) is code


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["diff", "nowhere.txt", "either.txt"], 3, "nowhere.txt"),
        (["diff", "-", "-"], 2, "one source only"),
        (["diff", "https://paper.example/a", "b.txt"], 2, "--fetch"),
        (["diff", "a.txt", "b.txt", "--fail-on", "mood"], 2, "known: link, omission"),
        (["evaluate", "pairs", "nowhere.jsonl"], 3, "nowhere.jsonl"),
        (["demo", "no-such-event"], 3, "no sample event"),
    ],
)
def test_misuse_says_what_and_where(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    captured = capsys.readouterr()
    assert left.value.code == code
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert captured.err.count("\n") == 1


def test_a_missing_extra_names_its_install_command() -> None:
    assert "pip install 'framing-diff[pdf]'" in str(MissingExtra("PDF reading", "pdf"))
