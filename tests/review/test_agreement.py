"""Coefficients equal published worked examples."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.review.agreement import (
    alpha_sums,
    cohen_kappa,
    cohen_sums,
    figure,
    fleiss_kappa,
    fleiss_sums,
    krippendorff_alpha,
    percent,
    percent_sums,
    summary,
)

# Krippendorff 2011, section C: nominal data, four observers, twelve units, missing values.
KRIPPENDORFF = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
# Fleiss 1971, table 1: thirty patients, six psychiatrists, five diagnoses (counts by patient).
FLEISS = """0 0 0 6 0/0 3 0 0 3/0 1 4 0 1/0 0 0 0 6/0 3 0 3 0/2 0 4 0 0/0 0 4 0 2/2 0 3 1 0/2 0 0 4 0/0 0 0 0 6/
1 0 0 5 0/1 1 0 4 0/0 3 3 0 0/1 0 0 5 0/0 2 0 3 1/0 0 5 0 1/3 0 0 1 2/5 1 0 0 0/0 2 0 4 0/1 0 2 0 3/0 0 0 0 6/
0 1 0 5 0/0 2 0 1 3/2 0 0 4 0/1 0 0 4 1/0 5 0 1 0/4 0 0 0 2/0 2 0 4 0/1 0 5 0 0/0 0 0 0 6"""


def by_unit(coded: dict[str, list[int | None]]) -> dict[str, dict[str, int]]:
    length = len(next(iter(coded.values())))
    return {str(i): {c: v for c, row in coded.items() if (v := row[i]) is not None} for i in range(length)}


def fleiss_units() -> dict[str, dict[str, int]]:
    units = {}
    for place, row in enumerate(FLEISS.replace("\n", "").split("/")):
        labels = [label for label, count in enumerate(row.split()) for _ in range(int(count))]
        units[str(place)] = {f"rater {r}": label for r, label in enumerate(labels)}
    return units


def test_alpha_equals_krippendorffs_worked_example() -> None:
    assert krippendorff_alpha(by_unit(KRIPPENDORFF)) == pytest.approx(0.743, abs=5e-4)


def test_kappa_equals_fleiss_worked_example() -> None:
    assert fleiss_kappa(fleiss_units()) == pytest.approx(0.430, abs=5e-4)


def test_kappa_equals_cohens_worked_example() -> None:
    # Cohen 1960, table 2: frequencies of 200 cases in three categories; kappa = .492.
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    rows = [(a, b) for a in range(3) for b in range(3) for _ in range(table[a][b])]
    units = {str(i): {"A": a, "B": b} for i, (a, b) in enumerate(rows)}
    assert cohen_kappa(units, "A", "B") == pytest.approx(0.492, abs=5e-4)


@pytest.mark.parametrize("statistic", [percent, fleiss_kappa, krippendorff_alpha])
def test_full_agreement_on_varied_labels_is_one(statistic: object) -> None:
    units = {str(i): {"A": i % 3, "B": i % 3} for i in range(9)}
    assert statistic(units) == pytest.approx(1.0)  # type: ignore[operator]


def test_no_variation_leaves_alpha_undefined() -> None:
    assert krippendorff_alpha({"1": {"A": 1, "B": 1}}) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_alpha_does_not_care_who_is_who(rows: list[tuple[int, int]]) -> None:
    one = krippendorff_alpha({str(i): {"A": a, "B": b} for i, (a, b) in enumerate(rows)})
    other = krippendorff_alpha({str(i): {"A": b, "B": a} for i, (a, b) in enumerate(rows)})
    assert one == other


def test_intervals_hold_the_figure_and_name_what_they_rest_on() -> None:
    result = figure("alpha", fleiss_units(), alpha_sums(fleiss_units()), draws=200)
    assert result.value is not None
    assert result.low is not None
    assert result.high is not None
    assert result.low <= result.value <= result.high
    assert (result.units, result.judgements, result.coders) == (30, 180, 6)


def test_few_units_give_no_interval() -> None:
    units = by_unit({"A": [1, 2], "B": [1, 1]})
    assert figure("alpha", units, alpha_sums(units)).low is None


def test_the_summary_has_every_pair_of_coders() -> None:
    names = [item.name for item in summary(by_unit(KRIPPENDORFF))]
    assert sum("Cohen" in name for name in names) == 6


def test_resampling_by_weights_is_resampling_of_units() -> None:
    """The sums of a drawn sample give what the coefficient gives for that sample."""
    units, names = fleiss_units(), list(fleiss_units())
    drawn = random.Random(1).choices(range(len(names)), k=len(names))
    weights = np.bincount(drawn, minlength=len(names))
    sample = {str(place): units[names[unit]] for place, unit in enumerate(drawn)}
    for statistic, sums in ((percent, percent_sums), (fleiss_kappa, fleiss_sums), (krippendorff_alpha, alpha_sums)):
        table = sums(units)
        assert float(table.value(weights @ table.rows)) == pytest.approx(statistic(sample))


def test_a_class_of_coders_gets_the_mean_and_both_ends_of_its_kappas() -> None:
    units = {str(i): {f"coder {c}": (i + (i * c) % 2) % 3 for c in range(8)} for i in range(12)}
    names = [item.name for item in summary(units) if "Cohen" in item.name]
    assert names[0] == "Cohen's kappa, mean of 28 pairs"
    assert [name.split(":")[0] for name in names[1:]] == [
        "Cohen's kappa, lowest of a pair", "Cohen's kappa, highest of a pair"
    ]  # fmt: skip


def test_a_hundred_coders_are_summed_up_in_seconds() -> None:
    chooser = random.Random(3)
    units = {str(i): {str(c): chooser.randrange(3) for c in chooser.sample(range(100), 20)} for i in range(600)}
    began = time.process_time()
    assert summary(units)
    assert time.process_time() - began < 10


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40))
def test_kappa_from_sums_is_kappa(rows: list[tuple[int, int]]) -> None:
    units = {str(i): {"A": a, "B": b} for i, (a, b) in enumerate(rows)}
    assert cohen_sums(units, "A", "B").whole() == pytest.approx(cohen_kappa(units, "A", "B"))
