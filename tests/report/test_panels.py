"""Drawings of the page: the ladder of labels, the scale of reporting verbs, profiles, strips and pairs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from framing.model import Comparison, Difference, EventVerdict, PairEvent, Reason, Same, State
from framing.report import render
from framing.report.html.charts import curves, strip
from framing.report.html.ladder import ladders
from framing.report.html.missing import kinds
from framing.report.html.profiles import profile_tracks, totals
from framing.report.html.verbscale import scale
from framing.report.html.view import View
from framing.report.lookup import Lookup
from framing.report.options import Options
from framing.report.values import value_words
from framing.report.words import key_words
from tests.report import fixtures

LEDGER, BEACON = "ledger", "beacon"
PROTEST = {"street-protest: march": 2.0, "street-protest: protest": 1.0, "mishap: crash": 1.0}
RIOT = {"street-protest: riot": 3.0, "street-protest: protest": 1.0}


def with_lens(lens: str, ledger: dict[str, float], beacon: dict[str, float], **details: object) -> Comparison:
    two = fixtures.two()
    first = two.differences[0]
    difference = Difference(lens, first.a, first.b, "named apart", 0.5, details=details)
    return replace(two, profiles={lens: {LEDGER: ledger, BEACON: beacon}}, differences=(difference,))


def test_a_ladder_has_the_hardest_name_on_top_and_both_counts() -> None:
    comparison = with_lens("labels", PROTEST, RIOT, family="street-protest")
    (ladder,) = ladders(Lookup(comparison), [(1, comparison.differences[0])])
    assert [(rung.words, rung.tone) for rung in ladder.rungs] == [
        ("riot", "hard"),
        ("march", "plain"),
        ("protest", "plain"),
    ]
    assert [[step.count for step in rung.steps] for rung in ladder.rungs] == [[0, 3], [2, 0], [1, 1]]


def test_only_what_the_lens_found_named_apart_gets_a_ladder() -> None:
    comparison = with_lens("labels", PROTEST, RIOT)
    assert ladders(Lookup(comparison), [(1, comparison.differences[0])]) == []


def test_a_person_s_ladder_holds_the_words_of_both_sides() -> None:
    comparison = with_lens("labels", {}, {}, bearer="doe")
    difference = comparison.differences[0]
    (ladder,) = ladders(Lookup(comparison), [(1, difference)])
    assert difference.a
    assert difference.b
    assert ladder.title == "Doe"
    assert {rung.words for rung in ladder.rungs} == {difference.a.text, difference.b.text}


def test_the_page_holds_the_ladder_as_a_table() -> None:
    html = render(with_lens("labels", PROTEST, RIOT, family="street-protest"), "html")
    assert re.search(r'<th scope="row" dir="auto">riot</th><td class="tone">hard</td>', html)


ATTRIBUTION = ({"reports": 4.0, "plain-saying": 0.75, "doubting": 0.25, "unnamed": 0.5},
               {"reports": 2.0, "factive": 0.5, "combative": 0.5})  # fmt: skip


def test_shares_stand_at_the_step_of_their_verbs() -> None:
    rows = scale(Lookup(with_lens("attribution", *ATTRIBUTION)))
    assert [(row.statements, [share.value for share in row.shares]) for row in rows] == [
        (4, [0.25, 0.0, 0.75, 0.0, 0.0]),
        (2, [0.0, 0.5, 0.0, 0.0, 0.5]),
    ]


def test_the_manner_has_a_scale_of_its_own() -> None:
    rows = scale(Lookup(with_lens("attribution", *ATTRIBUTION)), force=True)
    assert [[share.value for share in row.shares] for row in rows] == [[0, 1.0, 0, 0], [0, 0.5, 0, 0.5]]


def test_a_verb_is_named_only_for_the_account_in_whose_words_it_stands() -> None:
    two = fixtures.two()
    passage = next(p for p in two.passages if " said" in p.text and p.article_id == LEDGER)
    at = passage.text.index("said")
    start = passage.span.start + at
    excerpt = replace(two.conflicts[0].a, passage=passage.id, start=start, end=start + 4, text="said")
    difference = Difference(
        "attribution", excerpt, None, "", 0.5, details={"kind": "verb", "a_verb": "slammed", "b_verb": "said"}
    )
    comparison = replace(with_lens("attribution", *ATTRIBUTION), differences=(difference,))
    rows = scale(Lookup(comparison))
    assert [share.verbs for share in rows[0].shares] == [(), (), ("said",), (), ()]
    assert not any(share.verbs for share in rows[1].shares)


def test_no_scale_is_drawn_where_the_lens_has_not_run() -> None:
    assert scale(Lookup(replace(fixtures.two(), profiles={}))) == []


def test_totals_are_said_and_not_drawn() -> None:
    profile = {LEDGER: {"quoted": 0.1, "speaker: Doe": 12.0}, BEACON: {"quoted": 0.25}}
    lookup = Lookup(fixtures.two())
    assert totals(lookup, "quotes", profile) == ["Share of the text between quotation marks: A 10%, B 25%"]
    (group,) = profile_tracks(lookup, "quotes", profile)
    assert [track.name for track in group.tracks] == ["Doe"]


def test_frames_of_two_codebooks_stand_on_two_scales() -> None:
    profile = {LEDGER: {"policy: health": 0.2, "generic: conflict": 0.9}, BEACON: {"policy: health": 0.4}}
    groups = profile_tracks(Lookup(fixtures.two()), "frames", profile)
    assert [(group.heading, len(group.tracks)) for group in groups] == [("policy", 1), ("generic", 1)]
    assert max(dot.x for dot in groups[0].tracks[0].dots) == 96.0


def test_lines_join_every_bar_to_the_next() -> None:
    lookup = Lookup(fixtures.three())
    drawn = strip(lookup)
    a, b, c = lookup.order
    assert set(drawn.curves) == {(a, b), (b, c)}
    assert len(drawn.curves[a, b]) == len(lookup.links_between(a, b))
    assert len(curves(lookup, drawn.bars, (a, c))) == len(lookup.links_between(a, c))


def test_of_three_accounts_every_pair_has_a_cell_that_leads_to_it() -> None:
    html = render(fixtures.three(), "html")
    for pair in ("pair-A-B", "pair-A-C", "pair-B-C"):
        assert html.count('<td class="w') >= 6
        assert f'href="#{pair}"' in html
        assert f'id="{pair}"' in html


def test_reasons_of_one_pair_of_many_are_told_in_the_page_s_letters() -> None:
    three = fixtures.three()
    a, b, c = (article.id for article in three.articles)
    verdict = EventVerdict(
        Same.UNSURE, 0.4, (Reason("time", "A: Monday; B: Tuesday: 2 of 3 of A differ (cosine 0.41)"),)
    )
    sure = EventVerdict(Same.YES, 0.9, ())
    events = (PairEvent(a, b, sure), PairEvent(a, c, sure), PairEvent(b, c, verdict))
    lookup = Lookup(replace(three, event=verdict, events=events))
    assert lookup.deciding == (b, c)
    assert [reason.text for reason in lookup.reasons] == ["B: Monday; C: Tuesday: 2 of 3 of B differ"]


def test_of_two_accounts_reasons_stand_as_they_are() -> None:
    two = fixtures.two()
    assert [r.text for r in Lookup(two).reasons] == [r.text for r in two.event.reasons]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("[12, inf) dead", "at least 12 dead"),
        ("[9, 9] dead", "9 dead"),
        ("[24, 99] people", "24 to 99 people"),
        ("(-inf, 5] percent", "at most 5 percent"),
        ("7:42 a.m.", "7:42 a.m."),
        ("", ""),
    ],
)
def test_values_read_as_words(value: str, shown: str) -> None:
    assert value_words(value) == shown


@pytest.mark.parametrize(
    ("text", "explanation", "found"),
    [
        ("a horror at sea", "loaded: Beacon with “horror”.", [(2, 8)]),
        ("a horror at sea", "loaded: Beacon with “HORROR” and “sea”.", [(2, 8), (12, 15)]),
        ("horror", "Beacon “horror”.", []),
        ("calm", "Beacon “horror”.", []),
        ("İ horror", "with “horror”.", []),
    ],
)
def test_words_that_an_explanation_names_are_found(text: str, explanation: str, found: list[tuple[int, int]]) -> None:
    excerpt = replace(fixtures.two().conflicts[0].a, text=text)
    assert key_words(excerpt, explanation) == found


def test_omissions_stand_by_kind_and_what_came_too_late_is_folded() -> None:
    two = fixtures.two()
    view = View(two, Options())
    for article in two.articles:
        for kind in view.missing_kinds(article.id):
            assert {o.state for _, o in (*kind.shown, *kind.folded)} == {kind.state}
            assert not kind.shown or kind.state is not State.NOT_YET_REPORTED


def test_where_nothing_is_surely_left_out_six_partial_ones_are_shown() -> None:
    partly = [(n, replace(o, state=State.PARTLY)) for n, o in enumerate(fixtures.two().omissions * 3, 1)]
    article = partly[0][1].missing_in
    (kind,) = kinds(partly, article)
    assert len(kind.shown) == 6


def test_slight_findings_are_noted_only_when_unfolded() -> None:
    two = fixtures.two()
    slight = replace(two, differences=tuple(replace(d, strength=0.1) for d in two.differences))
    view = View(slight, Options())
    groups = [g for _, _, rows in view.pair_groups for g in rows]
    assert not any(note.kind == "Labels" for g in groups for note in view.noted(g, slight=False))
    assert any(view.noted(g, slight=True) for g in groups)
