"""Plain-text pages: what is kept, what is set aside, what is read from the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import NoBody
from framing.ingest import Overrides, read, read_bytes
from framing.model import Article, BlockKind
from tests.ingest.pages import BODY, BOTTOM, CAPTION, STANDFIRST, TEASER, TITLE, TOP, dump


def page(text: str | None = None, **overrides: str) -> Article:
    data = (dump() if text is None else text).encode()
    return read_bytes(data, "courier.txt", overrides=Overrides(**overrides))


def lines(article: Article, *kinds: BlockKind) -> list[str]:
    return [b.span.of(article.text) for b in article.blocks if b.kind in kinds]


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_every_body_paragraph_is_kept(gap: str) -> None:
    kept = lines(page(dump(gap=gap)), BlockKind.BODY, BlockKind.STANDFIRST)
    assert [paragraph for paragraph in BODY if paragraph not in kept] == []


def test_menus_and_notices_are_set_aside_with_a_reason() -> None:
    article = page()
    aside = {b.span.of(article.text): b.reason for b in article.blocks if b.kind is BlockKind.FURNITURE}
    assert [line for line in (*TOP, *BOTTOM) if line not in aside] == []
    assert all(aside.values())


def test_a_promoted_story_in_the_middle_is_a_teaser() -> None:
    assert lines(page(), BlockKind.TEASER) == list(TEASER)


def test_headline_byline_caption_and_standfirst_are_recognised() -> None:
    article = page()
    assert lines(article, BlockKind.HEADLINE) == [TITLE]
    assert lines(article, BlockKind.CAPTION) == [CAPTION]
    assert lines(article, BlockKind.STANDFIRST) == [STANDFIRST]
    assert lines(article, BlockKind.BYLINE) == ["By Lena Okafor March 5, 2024 6:40 PM"]


def test_metadata_comes_with_where_it_was_read() -> None:
    article = page()
    assert (article.outlet, article.title, article.byline) == ("The Orrin Courier", TITLE, "Lena Okafor")
    assert (article.published, article.published_from, article.language) == ("2024-03-05T18:40:00", "dump", "en")
    for read_ in article.provenance.reads.values():
        assert read_.span is None or article.text[read_.span.start : read_.span.end]
    span = article.provenance.reads["byline"].span
    assert span is not None
    assert span.of(article.text) == "Lena Okafor"


def test_options_win_over_the_page() -> None:
    article = page(outlet="Evening Post", published="1 April 2022", language="en", title="Another")
    assert (article.outlet, article.published, article.title) == ("Evening Post", "2022-04-01", "Another")
    assert article.provenance.reads["outlet"].source == "option"


def test_the_id_is_bound_to_outlet_and_content() -> None:
    one, again, other = page(), page(), page(dump(teaser=False))
    assert one.id == again.id
    assert one.id.startswith("the-orrin-courier-")
    assert one.id != other.id


def test_blocks_cover_all_visible_text_in_order() -> None:
    article = page()
    at = 0
    for block in article.blocks:
        assert not article.text[at : block.span.start].strip()
        at = block.span.end
    assert not article.text[at:].strip()


def test_only_furniture_is_an_error() -> None:
    with pytest.raises(NoBody, match="only page furniture"):
        page("\n".join((*TOP, *BOTTOM)))


def test_one_sentence_is_an_article_with_a_notice() -> None:
    article = page(BODY[0])
    assert article.body == BODY[0]
    assert "short-body" in {notice.code for notice in article.notices}


def test_hard_wrapped_paragraphs_are_joined() -> None:
    import textwrap

    article = page("\n\n".join(textwrap.fill(paragraph, 60) for paragraph in BODY))
    assert [" ".join(line.split()) for line in lines(article, BlockKind.BODY)] == list(BODY)


def test_both_seed_pages_keep_their_text_and_lose_the_rest(seeds: list[Path]) -> None:
    for seed in seeds:
        article = read(seed)
        body = article.body
        assert len(body.split()) > 350
        for word in ("Subscribe", "Newsletters", "newsletter", "Featured", "Discuss", "indicates required"):
            assert word not in body
        assert article.title
        assert article.outlet


def test_teasers_of_other_stories_in_the_seed_pages_are_set_aside(seeds: list[Path]) -> None:
    counts = [sum(b.kind is BlockKind.TEASER for b in read(seed).blocks) for seed in seeds]
    assert counts == [2, 6]
