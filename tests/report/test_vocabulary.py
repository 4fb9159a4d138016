"""Words of outlets over a corpus: what is beyond chance is found and drawn, what is not is said to be so."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from framing.lenses.vocabulary import words_of
from framing.model import Same
from framing.report import write_corpus_report
from framing.report.corpus import Entry
from framing.report.strings import say
from framing.report.vocabulary import LEAST_ARTICLES, aligned_words, outlet_words
from tests.report import fixtures


def rows(articles: int, planted: dict[str, int]) -> list[dict[str, Any]]:
    """Articles of two outlets that draw the same words; `planted` is put into each article of the first."""
    rng = random.Random(7)
    made = []
    for number in range(articles):
        for outlet in ("Ledger", "Beacon"):
            words: dict[str, int] = {}
            for _ in range(80):
                word = f"word{chr(97 + rng.randrange(20))}"
                words[word] = words.get(word, 0) + 1
            if outlet == "Ledger":
                words |= planted
            made.append({"outlet": outlet, "article": f"{outlet}-{number}", "words": words})
    return made


def test_a_word_that_one_outlet_keeps_using_is_found_on_both_sides() -> None:
    by_name = {found.outlet: found for found in outlet_words(rows(20, {"riot": 4}))}
    assert [odds.term.word for odds in by_name["Ledger"].more] == ["riot"]
    assert [odds.term.word for odds in by_name["Beacon"].less] == ["riot"]


def test_the_drawing_puts_more_right_of_the_middle_and_less_left_of_it() -> None:
    ledger, beacon = sorted(outlet_words(rows(20, {"riot": 4})), key=lambda found: found.outlet, reverse=True)
    assert 50 < ledger.more[0].low <= ledger.more[0].x <= ledger.more[0].high <= 96
    assert 4 <= beacon.less[0].low <= beacon.less[0].x <= beacon.less[0].high < 50


def test_outlets_that_draw_the_same_words_differ_by_none() -> None:
    for found in outlet_words(rows(20, {})):
        assert (found.more, found.less) == ((), ())


def test_too_few_articles_are_not_compared() -> None:
    assert outlet_words(rows(LEAST_ARTICLES - 1, {"riot": 4})) == []


def test_only_aligned_passages_are_counted() -> None:
    two = fixtures.two()
    linked = {end for link in two.links for end in (link.a, link.b)}
    said = {word for p in two.passages if p.id in linked for word in words_of(p.text)}
    unsaid = {word for p in two.passages for word in words_of(p.text)} - said
    counted = {word for row in aligned_words(two) for word in row["words"]}
    assert unsaid
    assert counted == said


def test_accounts_of_different_events_count_for_nothing() -> None:
    two = fixtures.two()
    assert aligned_words(replace(two, event=replace(two.event, same=Same.NO))) == []


def test_the_index_says_that_there_are_too_few_articles(tmp_path: Path) -> None:
    write_corpus_report([Entry("e1", "", "k", fixtures.two)], tmp_path)
    assert say("vocabulary.few", least=LEAST_ARTICLES) in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_index_says_where_no_word_is_beyond_chance(tmp_path: Path) -> None:
    entries = [Entry(f"e{n}", "", "k", fixtures.two) for n in range(LEAST_ARTICLES)]
    write_corpus_report(entries, tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'id="vocabulary"' in html
    assert "words tested" in html
