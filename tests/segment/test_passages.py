"""Passages: roles, speakers, exact spans, given sentences."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.ingest import read_bytes
from framing.model import Article, Passage, Role
from framing.segment import segment
from framing.text import normalise
from tests.ingest.pages import BODY, CAPTION, STANDFIRST, TITLE, dump, html


def passages(text: str, name: str = "a.txt") -> tuple[Passage, ...]:
    return segment(read_bytes(text.encode(), name))


def given_sentences(*sentences: str, **fields: str) -> tuple[Article, tuple[Passage, ...]]:
    article = read_bytes(json.dumps({"sentences": sentences, **fields}).encode(), "a.json")
    return article, segment(article)


def by_role(found: tuple[Passage, ...], role: Role) -> list[str]:
    return [passage.text for passage in found if passage.role is role]


@pytest.mark.parametrize(("page", "name"), [(dump(), "a.txt"), (html(), "a.html")])
def test_roles_follow_the_page(page: str, name: str) -> None:
    found = passages(page, name)
    assert by_role(found, Role.HEADLINE) == [TITLE]
    assert by_role(found, Role.CAPTION) == [CAPTION.split(" (")[0]]
    assert by_role(found, Role.LEAD)[-1] in (BODY[0], STANDFIRST)
    assert by_role(found, Role.QUOTE) == [BODY[2]]


def test_the_text_of_a_page_and_its_dump_gives_the_same_passages() -> None:
    plain, tagged = ([p.text for p in passages(*page)] for page in ((dump(), "a.txt"), (html(), "a.html")))
    assert sorted(plain) == sorted(tagged)


def test_a_quotation_over_several_sentences_keeps_its_speaker() -> None:
    text = "\n\n".join([*BODY, '"It was old. Nobody had looked at it since autumn. We asked twice," said Ilse Marrow.'])
    found = passages(text)
    assert [p.speaker for p in found[-3:]] == ["Ilse Marrow"] * 3
    assert [p.role for p in found[-3:-1]] == [Role.QUOTE] * 2


def test_given_sentences_are_the_passages_in_order() -> None:
    sentences = ["One fact. And a second in it.", "", "Caf\u00e9 three", " padded "]
    article, found = given_sentences(*sentences, outlet="Post")
    assert [passage.text for passage in found] == [normalise(sentence) for sentence in sentences]
    assert [passage.index for passage in found] == [0, 1, 2, 3]
    assert article.text == "\n".join(map(normalise, sentences))


def test_ids_name_article_and_index() -> None:
    article, found = given_sentences("One.", "Two.", outlet="Post")
    assert [passage.id for passage in found] == [f"{article.id}:0", f"{article.id}:1"]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *BODY,
                "Share",
                "Sign up for our newsletter",
                "By Ann Lee",
                "March 5, 2024",
                "Read more",
                "\u202eabc",
                "  ",
            ]
        ),
        st.text(max_size=60),
    ),
    min_size=1,
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_every_span_slices_to_its_text_and_blocks_are_ordered_and_disjoint(lines: list[str], gap: str) -> None:
    try:
        article = read_bytes(gap.join(lines).encode("utf-8", "surrogatepass"), "a.txt")
    except InputError:
        return
    assert article.text == normalise(article.text)
    at = 0
    for block in article.blocks:
        assert at <= block.span.start < block.span.end <= len(article.text)
        assert not article.text[at : block.span.start].strip(
            " \n\t\u200b\ufeff\u2060\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u1680"
        )
        at = block.span.end
    at = 0
    for passage in segment(article):
        assert passage.span.of(article.text) == passage.text
        assert passage.span.start >= at
        at = passage.span.end
    for read_ in article.provenance.reads.values():
        if read_.span is not None:
            assert read_.span.of(article.text)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_given_sentences_come_back_exactly(sentences: list[str]) -> None:
    try:
        _, found = given_sentences(*sentences)
    except InputError:
        return
    assert [passage.text for passage in found] == [normalise(sentence) for sentence in sentences]


@given(st.text(max_size=300))
def test_normalising_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
