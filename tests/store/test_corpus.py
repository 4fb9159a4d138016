"""What a corpus keeps, and what it tells apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import CorpusError, NotFound
from framing.model import Notice, Span
from framing.store.adding import canonical_url
from framing.store.corpus import Corpus
from framing.store.state import Failure
from framing.store.tables import arrow, article_of, article_row, article_schema
from tests.store.making import article, articles


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.create(tmp_path / "corpus")


def test_articles_come_back_as_they_went_in_and_in_order(corpus: Corpus) -> None:
    given_ = articles(7)
    assert corpus.add(given_).new == 7
    assert list(corpus.articles()) == given_
    assert corpus.article(given_[3].id) == given_[3]


def test_an_article_survives_the_table_whole() -> None:
    full = replace(
        article(1, text="a\ud83d b “c”\nd"),
        sentences=(Span(0, 1), Span(2, 5)),
        notices=(Notice("code", "words", "here"),),
        title="Ä 🙂",
    )
    full = replace(full, text=full.text.replace("\ud83d", "?"))
    table = arrow().Table.from_pylist([article_row(full)], article_schema())
    assert article_of(table.to_pylist()[0]) == full


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=80), st.text(st.characters(codec="utf-8"), max_size=20)
)
def test_any_text_survives_the_table(text: str, title: str) -> None:
    one = replace(article(1, text=text), title=title)
    table = arrow().Table.from_pylist([article_row(one)], article_schema())
    assert article_of(table.to_pylist()[0]) == one


def test_the_same_text_by_the_same_outlet_is_kept_once(corpus: Corpus) -> None:
    first = corpus.add([article(1), article(1)])
    second = corpus.add([article(1)])
    assert (first.new, first.duplicates, second.new, second.duplicates) == (1, 1, 0, 1)


def test_the_same_text_by_another_outlet_is_another_account(corpus: Corpus) -> None:
    copy = replace(article(1), outlet="Other", id="other-1")
    assert corpus.add([article(1), copy]).new == 2


def test_another_text_at_a_known_url_is_a_version(corpus: Corpus) -> None:
    url = "https://paper.example/story"
    one = article(1, url=url, text="The bridge opened.", identifier="paper-1")
    two = article(1, url=url + "?utm_source=feed#top", text="The bridge opened late.", identifier="paper-2")
    three = article(1, url=url, text="The bridge did not open.", identifier="paper-3")
    corpus.add([one, two])
    added = corpus.add([three, one])
    assert (added.new, added.versions, added.duplicates) == (1, 1, 1)
    assert corpus.versions("paper-1") == ["paper-1", "paper-2", "paper-3"] == corpus.versions(url)
    assert corpus.article("paper-1@2").text == "The bridge opened late."
    assert corpus.article(f"{url}@3").id == "paper-3"
    assert corpus.article(url).id == "paper-3"


def test_an_id_that_is_taken_gets_more_digits(corpus: Corpus) -> None:
    one, two = article(1, identifier="same"), article(2, identifier="same")
    added = corpus.add([one, two])
    assert added.new == 2
    assert len(added.renamed) == 1
    assert sorted(each.text for each in corpus.articles()) == sorted([one.text, two.text])


def test_what_is_not_there_is_named(corpus: Corpus) -> None:
    corpus.add([article(1)])
    for reference in ("nobody", "nobody@2", f"{article(1).id}@2", "https://nowhere.example"):
        with pytest.raises(NotFound, match="no article"):
            corpus.article(reference)


def test_failures_are_kept_and_leave_when_the_source_is_read(corpus: Corpus) -> None:
    corpus.add([Failure("1.txt", "ingest", "binary"), Failure("x", "ingest", "empty")])
    assert [failure.source for failure in corpus.failures()] == ["1.txt", "x"]
    corpus.add([article(1)])
    assert [failure.source for failure in corpus.failures()] == ["x"]


def test_a_folder_with_other_things_in_it_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"...")
    with pytest.raises(CorpusError, match="not empty"):
        Corpus.create(tmp_path)


def test_a_folder_without_a_corpus_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="framing ingest"):
        Corpus.open(tmp_path)


def test_a_corpus_can_be_opened_again(tmp_path: Path) -> None:
    with Corpus.open_or_create(tmp_path / "c") as corpus:
        corpus.add(articles(3))
    with Corpus.open_or_create(tmp_path / "c") as corpus:
        assert len(corpus) == 3
        assert corpus.ids() == [each.id for each in articles(3)]


def test_a_closed_corpus_is_one_state_file(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "c") as corpus:
        corpus.add(articles(3))
    assert [path.name for path in (tmp_path / "c").glob("state*")] == ["state.sqlite"]


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("", ""),
        ("HTTPS://Paper.Example/A?utm_source=x&id=3#top", "https://paper.example/A?id=3"),
        ("https://paper.example/a?fbclid=9", "https://paper.example/a"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_addresses_are_compared_without_tracking(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
