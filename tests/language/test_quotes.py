"""What `find_quotes` promises: spans, kinds, speakers, and calm on broken marks."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.language.quotes import Quote, QuoteKind, find_quotes
from framing.language.verbs import inflect, reporting_forms


def marked(text: str) -> list[Quote]:
    return [quote for quote in find_quotes(text, indirect=False) if quote.depth == 0]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“We lost,” Ann Doe said.", "We lost,"),
        ('"We lost," Ann Doe said.', "We lost,"),
        ("‘We lost,’ Ann Doe said.", "We lost,"),
        ("'We lost,' Ann Doe said.", "We lost,"),
        ("«We lost», Ann Doe said.", "We lost"),
        ("Ann Doe said: “We lost.”", "We lost."),
        ("'It’s the workers' pay we lost,' Ann Doe said.", "It’s the workers' pay we lost,"),
        ("Ann Doe said 'the dogs' owners left' on Monday.", "the dogs' owners left"),
        ('"WE LOST," ANN DOE SAID.', "WE LOST,"),
    ],
)
def test_the_words_between_marks_are_found_whatever_the_marks(text: str, inner: str) -> None:
    assert [quote.inner.of(text) for quote in marked(text)] == [inner]


@pytest.mark.parametrize(
    "text",
    [
        "The workers' union met in the '90s.",
        "It’s the dog’s bowl, isn’t it?",
        "Rock 'n' roll was banned.",
        "A 6' 2\" man left.",
        "",
        "\n\n\n",
        "MAYOR TO QUIT AFTER VOTE",
        "- milk\n- bread\n- May\n- Reading",
    ],
)
def test_apostrophes_inches_and_lists_are_no_quotations(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We lost it all,” Ann Doe said.", "Ann Doe"),
        ("“We lost it all,” said Ann Doe, the mayor of Dell.", "Ann Doe"),
        ("“We lost it all,” the mayor, Ann Doe, told reporters.", "Ann Doe"),
        ("“We lost it all,” Ann Doe, 41, the mayor of Dell, said on Friday.", "Ann Doe"),
        ("“We lost it all,” said a spokesman for the bank.", "spokesman for the bank"),
        ("“Did we lose?” Ann Doe asked.", "Ann Doe"),
        ("Mayor Ann Doe said the town had “lost it all” in one night.", "Ann Doe"),
        ("Ann Doe told Bob Roe that the town had “lost it all”.", "Ann Doe"),
        ("According to Ann Doe, the town “lost it all”.", "Ann Doe"),
        ("The town “lost it all”, according to Ann Doe.", "Ann Doe"),
        ("The “old ties” have “grown”, Ann Doe said on Friday.", "Ann Doe"),
        ("Ann Doe blamed the bank, saying it had “lost it all”.", "Ann Doe"),
        ("Ann Doe left early. “We lost it all,” she said.", "Ann Doe"),
        ("Bob Roe, a clerk, stayed.\n\n“We lost it all, and the bank knew.”", "Bob Roe"),
        ("“We lost it all,” the White House said.", "White House"),
        ("“We lost it all,” Ann Doe angrily said.", "Ann Doe"),
        ("“We lost it all,” Ann Doe on Thursday said.", "Ann Doe"),
    ],
)
def test_the_speaker_is_read_from_the_words_around(text: str, speaker: str) -> None:
    assert {quote.speaker for quote in marked(text)} == {speaker}


def test_a_broken_quotation_keeps_its_speaker() -> None:
    text = "“We lost,” Ann Doe said. “It was all in vain.”"
    assert [quote.speaker for quote in marked(text)] == ["Ann Doe", "Ann Doe"]


def test_a_quotation_over_three_paragraphs_is_carried_and_closed_once() -> None:
    text = "Ann Doe spoke. “One thing first.\n\n“A second thing.\n\n“A third thing,” she said.\n\nNobody answered."
    quotes = marked(text)
    assert [quote.inner.of(text) for quote in quotes] == ["One thing first.", "A second thing.", "A third thing,"]
    assert [quote.continued for quote in quotes] == [False, True, True]
    assert {quote.speaker for quote in quotes} == {"Ann Doe"}


def test_an_unclosed_quotation_ends_with_its_paragraph_and_says_so() -> None:
    text = "“We lost it all and nobody came.\n\nThe bank closed. “Fine,” Ann Doe said."
    first, second = marked(text)
    assert (first.balanced, first.span.end) == (False, text.index("\n"))
    assert second.inner.of(text) == "Fine,"


def test_a_quotation_inside_another_is_nested() -> None:
    text = "“He told me ‘go home now’ and I went,” Ann Doe said."
    outer, inner = find_quotes(text, indirect=False)
    assert (outer.depth, inner.depth, inner.inner.of(text)) == (0, 1, "go home now")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We lost it all,” Ann Doe said.", QuoteKind.DIRECT),
        ("Ann Doe called it a “bitter and lasting” defeat.", QuoteKind.PARTIAL),
        ("The so-called “reform” took effect.", QuoteKind.SCARE),
    ],
)
def test_the_kind_says_how_much_of_the_speech_is_there(text: str, kind: QuoteKind) -> None:
    assert [quote.kind for quote in marked(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "verb"),
    [
        ("Ann Doe said that the bank had closed.", "the bank had closed", "Ann Doe", "said"),
        ("Critics claim the bill would hurt farmers.", "the bill would hurt farmers", "Critics", "claim"),
        ("The bank would close by May, Ann Doe said.", "The bank would close by May", "Ann Doe", "said"),
        (
            "Rain is likely all week, according to the weather office.",
            "Rain is likely all week",
            "weather office",
            "according to",
        ),
    ],
)
def test_reported_speech_without_marks_is_indirect(text: str, content: str, speaker: str, verb: str) -> None:
    (quote,) = find_quotes(text)
    assert quote.kind is QuoteKind.INDIRECT
    assert (quote.span.of(text), quote.speaker, quote.verb) == (content, speaker, verb)


@pytest.mark.parametrize("text", ["His opening remarks were short and dull.", "The telephone call that came was late."])
def test_nouns_that_look_like_reporting_verbs_report_nothing(text: str) -> None:
    assert find_quotes(text) == ()


@given(st.text(alphabet="ab .,“”‘’\"'\n«»?A", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for quote in find_quotes(text):
        assert 0 <= quote.span.start <= quote.inner.start <= quote.inner.end <= quote.span.end <= len(text)
        assert quote.speaker_span is None or quote.speaker_span.end <= len(text)
        assert quote.verb_span is None or quote.verb_span.of(text).lower() == quote.verb.lower()


@pytest.mark.parametrize("text", ["“" * 20_000, "' a" * 20_000, '"a, ' * 20_000, "said Ann " * 10_000])
def test_hostile_runs_of_marks_take_no_more_than_seconds(text: str) -> None:
    start = time.process_time()
    find_quotes(text)
    assert time.process_time() - start < 5


def test_importing_it_loads_no_model() -> None:
    assert not {"spacy", "torch"} & {
        name.split(".")[0] for name in sys.modules if name.startswith(("framing.language.q",))
    }


def test_inflection_follows_the_rules_of_spelling() -> None:
    assert inflect("state") == ("state", "states", "stated", "stating")
    assert inflect("stress") == ("stress", "stresses", "stressed", "stressing")
    assert reporting_forms()["denied"].base == "deny"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“We came at dawn.\nNobody met us,” Ann Doe said.", "We came at dawn.\nNobody met us,", "Ann Doe"),
        ('"We came at dawn.\nNobody met us," Ann Doe said.', "We came at dawn.\nNobody met us,", "Ann Doe"),
        ("“We came,” said Ann Doe, “and nobody met us at all.”", "and nobody met us at all.", "Ann Doe"),
        ("It was described by one director as “a poor hour”.", "a poor hour", "one director"),
        ("“We won by a mile,” said Weavers for Justice.", "We won by a mile,", "Weavers for Justice"),
        ("Ann Doe of the weavers’ guild said it was “far too late”.", "far too late", "Ann Doe"),
        ("Director of Harbour Police Ann Doe called it “a bad day”.", "a bad day", "Ann Doe"),
        (
            "Ann Doe met the press. Asked about it, she paused and said: “Read my letter again.”",
            "Read my letter again.",
            "Ann Doe",
        ),
    ],
)
def test_a_quotation_has_its_span_and_speaker(text: str, words: str, speaker: str) -> None:
    quote = next(each for each in find_quotes(text) if each.inner.of(text) == words)
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“We lost,” Ann Doe said on Channel Nine's “Morning With Dell.”",
        "Ann Doe told the “Today” show that she had no plans.",
        "The hall sang “The Grey Gull of Dell” and went home, said Ann Doe.",
    ],
)
def test_the_title_of_a_show_or_a_song_is_nobodys_words(text: str) -> None:
    title = (
        find_quotes(text)[-1]
        if "Channel" in text
        else next(q for q in find_quotes(text) if q.depth == 0 and q.kind is QuoteKind.SCARE)
    )
    assert (title.kind, title.speaker) == (QuoteKind.SCARE, "")


def test_a_lost_closing_mark_does_not_swallow_the_paragraphs_that_open_anew() -> None:
    text = "“We came at dawn, Ann Doe said.\n“Nobody met us,” Bob Roe said."
    assert [quote.inner.of(text) for quote in find_quotes(text, indirect=False)][-1] == "Nobody met us,"


def test_thousands_of_quotations_left_open_take_no_longer_than_their_number() -> None:
    start = time.process_time()
    find_quotes("“We came.\n" * 8_000)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "Divers found the door open and the hold flooded, Ann Doe told reporters.",
            "Divers found the door open and the hold flooded",
            "Ann Doe",
        ),
        ("The door was open, the chief inspector, Ann Doe, said.", "The door was open", "Ann Doe"),
        ("A study shows the lake was poisoned, Ann Doe said.", "A study shows the lake was poisoned", "Ann Doe"),
        ("Mrs May said it may rain in Reading in May.", "it may rain in Reading in May", "Mrs May"),
        ("Will said it will rain in Dell.", "it will rain in Dell", "Will"),
        ("The court found that the mill was sold in May.", "the mill was sold in May", "court"),
    ],
)
def test_who_is_said_to_say_it_goes_before_what_is_found_or_shown(text: str, words: str, speaker: str) -> None:
    (quote,) = find_quotes(text)
    assert (quote.inner.of(text), quote.speaker) == (words, speaker)
