"""What the tool promises of any comparison, end to end with the real models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from framing.align import align, load_scorer
from framing.config import Settings
from framing.ingest import read
from framing.model import Article, Comparison, Conflict, Difference, Excerpt, Omission, Same, State, Strength
from framing.pipeline import compare_articles, prepare
from framing.prepared import Prepared

pytestmark = pytest.mark.model
CORPORA = Path(__file__).resolve().parent.parent.parent / "corpora"
FERRY = CORPORA / "ferry-hallow-sound"
MINISTERS = CORPORA / "ministers-two-meetings"


@pytest.fixture(scope="module")
def pair() -> list[Article]:
    return [read(FERRY / "meridian-wire.txt"), read(FERRY / "voice-of-arvane.txt")]


@pytest.fixture(scope="module")
def forth(pair: list[Article]) -> Comparison:
    return compare_articles(pair)


@pytest.fixture(scope="module")
def back(pair: list[Article]) -> Comparison:
    return compare_articles(pair[::-1])


def excerpts(comparison: Comparison) -> list[Excerpt]:
    found: list[Excerpt | None] = []
    for difference in comparison.differences:
        found += [difference.a, difference.b]
    for conflict in comparison.conflicts:
        found += [conflict.a, conflict.b]
    for omission in comparison.omissions:
        found += omission.missing
    for fact in comparison.facts:
        for cell in fact.cells:
            found += [*cell.evidence, *cell.missing]
    for pair in comparison.events:
        for reason in pair.verdict.reasons:
            found += [*reason.a, *reason.b]
    return [excerpt for excerpt in found if excerpt is not None]


def test_every_quoted_word_stands_where_it_is_said_to_stand(forth: Comparison) -> None:
    found = excerpts(forth)
    assert len(found) > 20
    for excerpt in found:
        article = forth.article(forth.passage(excerpt.passage).article_id)
        assert article.text[excerpt.start : excerpt.end] == excerpt.text


def test_every_passage_is_a_slice_of_its_article(forth: Comparison) -> None:
    for passage in forth.passages:
        assert passage.span.of(forth.article(passage.article_id).text) == passage.text


def test_an_article_against_itself_gives_no_finding(pair: list[Article]) -> None:
    same = compare_articles([pair[0], pair[0]], Settings(lenses=("word_choice", "labels", "attribution", "quotes")))
    assert (same.omissions, same.conflicts, same.differences) == ((), (), ())
    assert same.event.same is Same.YES
    assert "same-text-twice" in {notice.code for notice in same.run.notices}


def test_exchanging_the_sides_mirrors_the_links(forth: Comparison, back: Comparison) -> None:
    assert {(link.a, link.b, link.relation) for link in forth.links} == {
        (link.b, link.a, link.relation) for link in back.links
    }


def omission_key(omission: Omission) -> tuple[str, str, str]:
    return omission.passage, omission.missing_in, omission.state


def test_exchanging_the_sides_mirrors_the_omissions(forth: Comparison, back: Comparison) -> None:
    assert {omission_key(o) for o in forth.omissions} == {omission_key(o) for o in back.omissions}


def sides(finding: Conflict | Difference) -> frozenset[tuple[str, int, int]]:
    return frozenset((x.passage, x.start, x.end) for x in (finding.a, finding.b) if x is not None)


def test_exchanging_the_sides_mirrors_conflicts_and_differences(forth: Comparison, back: Comparison) -> None:
    assert {(c.kind, c.verdict, sides(c)) for c in forth.conflicts} == {
        (c.kind, c.verdict, sides(c)) for c in back.conflicts
    }
    assert {(d.lens, sides(d)) for d in forth.differences} == {(d.lens, sides(d)) for d in back.differences}


def test_two_accounts_of_the_ferry_are_of_one_event(forth: Comparison) -> None:
    assert forth.event.same is not Same.NO
    assert forth.links


def test_two_meetings_of_the_same_ministers_are_different_events_without_omissions() -> None:
    articles = [read(MINISTERS / name) for name in ("calder-chronicle.txt", "meridian-wire.txt")]
    comparison = compare_articles(articles, Settings(lenses=()))
    assert comparison.event.same is Same.NO
    assert (comparison.omissions, comparison.conflicts) == ((), ())
    assert {cell.state for fact in comparison.facts for cell in fact.cells} <= {
        State.STATED,
        State.COVERED,
        State.PARTLY,
        State.NOT_COMPARED,
    }


def test_an_undated_account_of_another_meeting_is_left_open_and_nothing_is_surely_omitted() -> None:
    articles = [read(MINISTERS / name) for name in ("voice-of-arvane.txt", "meridian-wire.txt")]
    comparison = compare_articles(articles, Settings(lenses=()))
    assert comparison.event.same is not Same.YES
    assert {omission.strength for omission in comparison.omissions} <= {Strength.POSSIBLE}
    assert comparison.conflicts == ()


def test_a_deleted_passage_is_called_omitted_more_often_than_not(pair: list[Article]) -> None:
    """Every second body passage is taken out of a copy in turn; its content may be told elsewhere in it."""
    whole = pair[0]
    (prepared,), _ = prepare([whole], Settings())
    scorer = load_scorer(Settings())
    victims = [p for p in prepared.passages if p.role == "body"][::2]
    found = 0
    for victim in victims:
        kept = [p for p in prepared.passages if p.id != victim.id]
        rows = [p.index for p in kept]
        other = tuple(replace(p, id=f"copy:{n}", article_id="copy", index=n) for n, p in enumerate(kept))
        copy = Prepared(replace(whole, id="copy"), other, prepared.vectors[rows])
        alignment = align(prepared, copy, scorer)
        found += alignment.coverage_a[victim.index].state is State.NOT_FOUND
        rest = [c for c in alignment.coverage_a if c.passage != victim.id]
        assert all(c.state is State.COVERED for c in rest)
    assert found > len(victims) / 2


def test_the_run_says_how_it_was_made(forth: Comparison) -> None:
    run = forth.run
    assert run.version
    assert len(run.inputs) == 2
    assert all(len(use.sha256) == 64 for use in run.models)
    assert {"segment", "embed", "events", "align", "facts", "lenses"} <= set(run.seconds)
    assert run.settings["model"] == "all-MiniLM-L6-v2"
