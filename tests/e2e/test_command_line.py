"""The command line as a user meets it: forms, exit codes, quiet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FERRY = ROOT / "corpora" / "ferry-hallow-sound"
PAIR = [str(FERRY / "meridian-wire.txt"), str(FERRY / "voice-of-arvane.txt")]


def framing(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    environment = {**os.environ, "COLUMNS": "80", "HF_HUB_OFFLINE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "framing", *arguments],
        capture_output=True,
        input=stdin if stdin is not None else b"",
        env=environment,
        cwd=ROOT,
        timeout=300,
        check=False,
    )


def test_help_names_every_command_of_the_tour() -> None:
    shown = framing("--help").stdout.decode()
    assert all(name in shown for name in ("diff", "show", "facts", "demo", "ingest", "events", "report", "review"))


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; import framing.cli.app; "
        "print([m for m in ('torch','sklearn','pandas','spacy','onnxruntime','numpy','trafilatura') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.model
def test_a_comparison_loads_no_heavy_library() -> None:
    code = (
        "import sys; from framing.ingest import read; from framing.pipeline import compare_articles; "
        f"compare_articles([read(p) for p in {PAIR!r}]); "
        "print([m for m in ('torch','sklearn','pandas','transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


@pytest.mark.model
def test_findings_give_exit_code_one_and_a_table_in_a_pipe() -> None:
    done = framing("diff", *PAIR)
    assert done.returncode == 1
    text = done.stdout.decode()
    assert "Meridian" in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.model
def test_json_follows_the_published_schema() -> None:
    import jsonschema

    document = json.loads(framing("diff", *PAIR, "--format", "json", "--all-scores").stdout)
    jsonschema.validate(document, json.loads(framing("schema").stdout))
    assert document["candidates"]


@pytest.mark.model
def test_different_events_give_exit_code_four_when_asked() -> None:
    folder = ROOT / "corpora" / "ministers-two-meetings"
    sources = [str(folder / "calder-chronicle.txt"), str(folder / "meridian-wire.txt")]
    assert framing("diff", *sources, "--require-same-event", "--lens", "numbers").returncode == 4


@pytest.mark.model
def test_the_same_file_twice_finds_nothing() -> None:
    done = framing("diff", PAIR[0], PAIR[0])
    assert done.returncode == 0
    assert b"No difference found" in done.stdout
    assert b"same-text-twice" in done.stderr


@pytest.mark.model
def test_a_source_can_come_from_standard_input() -> None:
    done = framing("diff", "-", PAIR[1], "--format", "json", stdin=Path(PAIR[0]).read_bytes())
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["articles"]) == 2


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 3, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, 3, ""),
        (b"Home\nNews\nSport\nSubscribe\nLog in\n", 3, ""),
    ],
    ids=["empty", "picture", "menu only"],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, content: bytes, code: int, said: str) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(content)
    done = framing("diff", str(file), PAIR[1])
    error = done.stderr.decode()
    assert done.returncode == code
    assert "odd.txt" in error
    assert said in error.lower()
    assert "Traceback" not in error


def test_ten_megabytes_on_one_line_are_read_in_bounded_time(tmp_path: Path) -> None:
    from framing.ingest import read
    from framing.segment import segment

    file = tmp_path / "long.txt"
    file.write_text("The harbour was shut and nobody said why. " * 240_000)
    start = time.process_time()
    passages = segment(read(file))
    assert time.process_time() - start < 6
    assert passages


def test_an_evaluation_writes_predictions_and_prints_figures(tmp_path: Path) -> None:
    out = tmp_path / "clean.jsonl"
    done = framing("evaluate", "clean", str(ROOT / "corpora" / "gold" / "clean.jsonl"), "--predictions", str(out))
    assert done.returncode == 0
    figures = dict(line.split() for line in done.stdout.decode().splitlines())
    assert float(figures["f1"]) >= 0.9
    assert len(out.read_text().splitlines()) == 36
