"""A corpus's results as flat tables: what they count is what the comparisons say."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from framing.config import Settings
from framing.errors import SettingsError
from framing.ingest import read
from framing.model import State
from framing.store.comparing import compare_events, comparisons
from framing.store.corpus import Corpus
from framing.store.frames import TABLES, flat, frame, rows, to_csv
from framing.store.groups import group_events
from framing.store.steps import run_steps
from tests.conftest import CORPORA

pytestmark = pytest.mark.model
PAGES = [page for page in sorted(CORPORA.glob("ferry-*/*.json")) if page.stem != "gold"][:3]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = Corpus.create(tmp_path_factory.mktemp("frames") / "c")
    made.add(read(page) for page in PAGES)
    run_steps(made, Settings())
    group_events(made)
    compare_events(made, Settings())
    return made


def test_every_table_has_rows_of_equal_keys(corpus: Corpus) -> None:
    for name in TABLES:
        made = list(rows(corpus, name))
        assert made or name == "origins", name
        assert len({tuple(row) for row in made}) <= 1, name


def test_facts_give_one_row_a_fact_and_outlet(corpus: Corpus) -> None:
    made = list(rows(corpus, "facts"))
    cells = [cell for _, result in comparisons(corpus) for fact in result.facts for cell in fact.cells]
    assert [row["state"] for row in made] == [cell.state.value for cell in cells]


def test_shares_by_outlet_can_be_counted_from_the_facts(corpus: Corpus) -> None:
    facts = frame(corpus, "facts")
    counted = facts[facts.claim & ~facts.state.isin([State.NOT_COMPARED.value, State.NOT_YET_REPORTED.value])]
    by_hand = (counted.state == State.NOT_FOUND.value).groupby(counted.outlet).mean()
    table = frame(corpus, "outlets").set_index("outlet")
    assert by_hand.to_dict() == pytest.approx(table.not_found.to_dict())
    assert (table.not_found_events == 1).all()


def test_events_count_what_their_comparison_holds(corpus: Corpus) -> None:
    (row,) = [row for row in rows(corpus, "events") if row["articles"] == len(PAGES)]
    ((_, result),) = comparisons(corpus)
    assert (row["conflicts"], row["omissions"]) == (len(result.conflicts), len(result.omissions))
    assert row["outlets"] == len(row["told_by"].split(", "))


def test_a_csv_comes_back_with_its_rows_and_runs_no_formula() -> None:
    given = [{"event": "e1", "text": "=1+1", "n": 2}, {"event": "e2", "text": "a, “b”", "n": 3}]
    back = list(csv.DictReader(io.StringIO(to_csv(given))))
    assert [row["text"] for row in back] == ["'=1+1", "a, “b”"]
    assert to_csv([]) == ""


def test_a_share_becomes_columns() -> None:
    row = flat({"outlet": "A", "stated": {"value": 0.5, "low": None, "high": None, "events": 2, "of": 8}})
    assert row == {
        "outlet": "A", "stated": 0.5, "stated_low": None, "stated_high": None, "stated_facts": 8, "stated_events": 2,
    }  # fmt: skip


def test_an_unknown_table_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="outlets, kinds"):
        rows(Corpus.create(tmp_path / "c"), "nothing")
