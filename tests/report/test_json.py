"""What the JSON contract promises."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import jsonschema
import pytest

from framing.model import Comparison
from framing.report import SCHEMA_VERSION, Options, article_dict, render, render_article_json, schema, to_dict
from tests.report import fixtures

CASES = ["two", "three", "different", "unsure", "nothing", "hostile"]


def comparison(name: str) -> Comparison:
    return getattr(fixtures, name)()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("excerpts", [False, True])
def test_every_comparison_meets_the_published_schema(name: str, excerpts: bool) -> None:
    document = json.loads(render(comparison(name), "json", Options(excerpts=excerpts)))
    jsonschema.validate(document, schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_is_itself_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_knows_the_version_that_is_written() -> None:
    assert schema()["properties"]["schema_version"]["const"] == SCHEMA_VERSION


def test_the_top_level_has_the_keys_of_the_contract() -> None:
    document = to_dict(fixtures.two())
    wanted = (
        "schema_version", "articles", "event", "links", "coverage", "facts", "omissions", "conflicts", "differences",
        "profiles", "run",
    )  # fmt: skip
    assert all(key in document for key in wanted)


def test_candidates_appear_only_where_they_were_asked_for() -> None:
    two = fixtures.two()
    assert "candidates" not in to_dict(two)
    assert len(to_dict(replace(two, candidates=two.links))["candidates"]) == len(two.links)


@pytest.mark.parametrize("name", CASES)
def test_every_offset_slices_to_the_quoted_words(name: str) -> None:
    document = to_dict(comparison(name))
    texts = {article["id"]: article["text"] for article in document["articles"]}
    owner = {p["id"]: article["id"] for article in document["articles"] for p in article["passages"]}
    excerpts = [e for d in document["differences"] for e in (d["a"], d["b"]) if e]
    excerpts += [e for c in document["conflicts"] for e in (c["a"], c["b"])]
    excerpts += [e for f in document["facts"] for c in f["cells"] for e in c["evidence"]]
    assert excerpts or name == "nothing"
    for excerpt in excerpts:
        assert texts[owner[excerpt["passage"]]][excerpt["start"] : excerpt["end"]] == excerpt["text"]
    for article in document["articles"]:
        for passage in [*article["passages"], *article["blocks"]]:
            assert article["text"][passage["start"] : passage["end"]] == passage["text"]


def test_reasons_are_words_and_their_evidence_stands_beside_them() -> None:
    event = to_dict(fixtures.two())["event"]
    assert event["reasons"][0] == "Both: Tuesday, 4 March 2031."
    assert event["evidence"][0]["a"][0]["text"] == "on Tuesday"


def test_a_coverage_row_names_passage_and_article() -> None:
    row = to_dict(fixtures.two())["coverage"][0]
    assert set(row) == {"passage", "in", "probability", "state", "nearest"}


def test_a_number_that_is_none_becomes_null() -> None:
    two = fixtures.two()
    broken = replace(two.differences[0], details={"z": math.nan, "inf": math.inf})
    document = json.loads(render(replace(two, differences=(broken,)), "json"))
    assert document["differences"][0]["details"] == {"z": None, "inf": None}


def test_no_character_that_steers_a_terminal_is_left_raw() -> None:
    text = render(fixtures.hostile(), "json")
    assert not any(char in text for char in "\x1b\x07\x9b\u202e\u2066\u200b")
    assert json.loads(text)["articles"][2]["outlet"] == fixtures.HOSTILE[2]


def test_without_texts_hashes_and_offsets_remain() -> None:
    document = to_dict(fixtures.two(), texts=False)
    article = document["articles"][0]
    assert "text" not in article
    assert len(article["text_sha256"]) == 64
    assert all("text" not in passage and len(passage["text_sha256"]) == 64 for passage in article["passages"])


def test_one_article_shows_metadata_text_body_blocks_and_passages() -> None:
    two = fixtures.two()
    article = two.articles[0]
    shown = article_dict(article, two.passages_of(article.id))
    assert shown["text"] == article.text
    assert shown["body"] == article.body
    assert "Home News Sport" not in shown["body"]
    assert {block["kind"] for block in shown["blocks"]} >= {"body", "headline", "furniture", "teaser"}
    assert len(shown["passages"]) == 11
    assert json.loads(render_article_json(article, two.passages_of(article.id))) == shown


def test_a_lone_surrogate_survives_as_an_escape() -> None:
    two = fixtures.two()
    article = replace(two.articles[0], byline="\ud800")
    text = render(replace(two, articles=(article, two.articles[1])), "json")
    text.encode("utf-8")
    assert "\\ud800" in text
