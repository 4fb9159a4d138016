"""Frames taught from a study: what coders named, accepted, rejected and corrected; disputes teach nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from typer.testing import CliRunner

from framing.cli.app import app
from framing.lenses.codebooks import load_codebook
from framing.lenses.trained_frames import trained_file
from framing.model import (
    Comparison,
    Difference,
    EventVerdict,
    Excerpt,
    Run,
    Same,
)
from framing.review.coded_frames import coded_frames
from framing.review.database import open_database
from framing.review.decisions import Decisions, Draft, now
from framing.review.items import items_of
from framing.review.tables import coders
from framing.train.codebook import fit_codebook
from tests.lenses.support import article
from tests.lenses.test_trained_frames import BOOK, MONEY, PLACES, WEATHER

NAMED, FOUND = "labels", "frames"


def comparison(place: str, lens: str = NAMED, suggested: str = "weather") -> Comparison:
    """Two outlets on one place: the first three sentences on the weather, the others on money, each set beside its like."""
    told = [text.format(place) for text in (*WEATHER, *MONEY)]
    a = article(f"north-{place}", told)
    b = article(f"south-{place}", [f"Again: {text}" for text in told])
    details = {"codebook": "mine", "frame": suggested} if lens == FOUND else {}
    differences = tuple(
        Difference(
            lens,
            *(Excerpt(p.id, p.span.start, p.span.end, p.text) for p in pair),
            f"{number}",
            0.5,
            details=details,
        )
        for number, pair in enumerate(zip(a.passages, b.passages, strict=True))
    )
    articles, passages = (a.article, b.article), (*a.passages, *b.passages)
    run = Run("0", "test", {}, (), {}, "2031-05-06T00:00:00+00:00", {})
    event = EventVerdict(Same.YES, 0.9)
    return Comparison(articles, passages, event, (), (), (), (), (), (), differences, (), {}, run)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder with the codebook in it."""
    (tmp_path / "mine.toml").write_text(BOOK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Decisions:
    """A review database with two coders."""
    engine = open_database(f"sqlite:///{folder / 'review.db'}")
    with engine.begin() as connection:
        for name in ("ada", "ben"):
            values = {"name": name, "password_hash": "x", "role": "coder", "active": True, "created": now()}
            connection.execute(insert(coders).values(**values))
    return Decisions(engine)


def code(store: Decisions, found: Comparison, say: dict[int, tuple[str, str]], coder: int = 1) -> None:
    """Sync a comparison; the coder gives findings by number a label and a frame."""
    store.sync(found)
    by_number = {item.detail["explanation"]: item.id for item in items_of(found) if item.kind == "difference"}
    for number, (label, frame) in say.items():
        item = by_number[str(number)]
        store.decide(coder, Draft(item, label, f"{coder}-{item}", frame=frame))


def rows(engine: Engine, folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Frames given and denied, by text."""
    found = coded_frames(engine, load_codebook(folder / "mine.toml"))
    return {row["text"]: (row["codes"], row["absent"]) for row in found.rows}


@pytest.mark.parametrize(
    ("lens", "label", "frame", "given", "denied"),
    [
        (NAMED, "accept", "mine/weather", ["weather"], ["money"]),
        (FOUND, "accept", "", ["weather"], []),
        (FOUND, "reject", "", [], ["weather"]),
        (FOUND, "reject", "mine/weather", [], ["weather"]),
        (FOUND, "accept", "mine/money", ["money"], ["weather"]),
    ],
)
def test_what_a_decision_says_of_frames_is_said_of_both_passages(
    store: Decisions, folder: Path, lens: str, label: str, frame: str, given: list[str], denied: list[str]
) -> None:
    code(store, comparison("mill", lens), {0: (label, frame)})
    text = WEATHER[0].format("mill")
    assert rows(store.engine, folder) == {text: (given, denied), f"Again: {text}": (given, denied)}


@pytest.mark.parametrize(
    ("label", "frame"),
    [("accept", ""), ("reject", "mine/weather"), ("accept", "yours/weather"), ("skip", "mine/weather")],
)
def test_decisions_that_name_no_frame_of_the_book_teach_nothing(
    store: Decisions, folder: Path, label: str, frame: str
) -> None:
    code(store, comparison("mill"), {0: (label, frame)})
    assert rows(store.engine, folder) == {}


def test_disputed_frames_teach_nothing_until_they_are_ruled_on(store: Decisions, folder: Path) -> None:
    found = comparison("mill")
    code(store, found, {0: ("accept", "mine/weather")})
    code(store, found, {0: ("accept", "mine/money")}, coder=2)
    taught = coded_frames(store.engine, load_codebook(folder / "mine.toml"))
    assert (taught.rows, taught.disputed) == ([], 1)
    item = next(item.id for item in items_of(found) if item.detail.get("explanation") == "0")
    store.decide(1, Draft(item, "accept", "ruling", frame="mine/money", adjudicated=True))
    assert {codes for codes, _ in map(tuple, [(tuple(g), d) for g, d in rows(store.engine, folder).values()])} == {
        ("money",)
    }


def test_a_frame_that_the_codebook_lost_is_named_and_left_out(store: Decisions, folder: Path) -> None:
    code(store, comparison("mill"), {0: ("accept", "mine/sport"), 1: ("accept", "mine/weather")})
    taught = coded_frames(store.engine, load_codebook(folder / "mine.toml"))
    assert taught.unknown == ("sport",)
    assert [row["codes"] for row in taught.rows] == [["weather"], ["weather"]]


def test_two_frames_suggested_for_the_same_words_are_two_findings() -> None:
    first, second = (comparison("mill", FOUND, frame) for frame in ("weather", "money"))
    ids = [{item.id for item in items_of(each)} for each in (first, second)]
    assert not ids[0] & ids[1]


def test_articles_of_one_event_are_never_on_both_sides_of_a_fold(store: Decisions, folder: Path) -> None:
    for place in ("mill", "harbour"):
        code(store, comparison(place), {0: ("accept", "mine/weather"), 3: ("accept", "mine/money")})
    found = coded_frames(store.engine, load_codebook(folder / "mine.toml"))
    groups = {
        row["group"]: {other["text"] for other in found.rows if other["group"] == row["group"]} for row in found.rows
    }
    assert len(groups) == 2
    assert all(len({"mill" in text for text in texts}) == 1 for texts in groups.values())


def test_frames_in_neither_list_of_a_row_are_left_out_of_that_frame(folder: Path) -> None:
    book = load_codebook(folder / "mine.toml")
    told = [
        {"text": text.format(place), "codes": ["weather"], "absent": [], "group": place}
        for place in PLACES
        for text in WEATHER
    ]
    denied = [
        {"text": text.format(place), "codes": [], "absent": ["weather"], "group": place}
        for place in PLACES
        for text in MONEY
    ]
    weather, money = fit_codebook([*told, *denied], book).frames
    assert (weather.coded, weather.better) == (15, True)
    assert (money.coded, money.after) == (0, None)


def test_the_command_learns_from_a_reviewed_corpus(store: Decisions, folder: Path) -> None:
    for place in PLACES:
        say = {n: ("accept", "mine/weather" if n < 3 else "mine/money") for n in range(6)}
        code(store, comparison(place), say)
    done = CliRunner().invoke(app, ["train", str(folder), "--codebook", str(folder / "mine.toml")])
    assert "60 coded passages" in done.output
    assert "weather: 30 coded, before 0.00, after" in done.output
    assert trained_file(str(folder / "mine.toml")).is_file()


def test_a_review_that_names_no_frame_says_how_to_name_one(store: Decisions, folder: Path) -> None:
    code(store, comparison("mill"), {0: ("accept", "")})
    done = CliRunner().invoke(app, ["train", str(folder), "--codebook", str(folder / "mine.toml")])
    assert done.exit_code != 0
    assert "settles no frame of `mine`" in str(done.exception) + done.output


def test_a_shipped_codebook_is_taught_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(app, ["train", str(tmp_path), "--codebook", "policy"])
    assert "framing codebooks policy --format toml > policy.toml" in str(refused.exception) + refused.output
    copy = CliRunner().invoke(app, ["codebooks", "policy", "--format", "toml"])
    (tmp_path / "policy.toml").write_text(copy.output, encoding="utf-8")
    assert load_codebook(tmp_path / "policy.toml").id == "policy"
