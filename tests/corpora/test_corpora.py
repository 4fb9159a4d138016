"""The sample corpora: built from their sources, gold that slices to its words, and everything planted in reach."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
STORYLINES = sorted(path.parent.name for path in CORPORA.glob("*/event.toml"))
SHORT = {"ruling-lake-vennet"}
TWO_EVENTS = "ministers-two-meetings"
RUN = 10
LENSES = {
    "word_choice", "labels", "attribution", "agency", "quotes", "sources",
    "sentiment", "prominence", "frames", "morals", "causes", "numbers",
}  # fmt: skip


def gold_of(slug: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((CORPORA / slug / "gold.json").read_text(encoding="utf-8"))
    return record


def article(slug: str, outlet: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((CORPORA / slug / f"{outlet}.json").read_text(encoding="utf-8"))
    return record


def dump(slug: str, outlet: str) -> str:
    return (CORPORA / slug / f"{outlet}.txt").read_text(encoding="utf-8")


def all_articles() -> list[tuple[str, str]]:
    return [(slug, outlet) for slug in STORYLINES for outlet in gold_of(slug)["articles"]]


def rows(name: str) -> list[dict[str, Any]]:
    text = (CORPORA / "gold" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def planted_spans(slug: str) -> list[tuple[str, dict[str, Any]]]:
    planted = gold_of(slug)["planted"]
    found = planted["conflicts"] + planted["differences"] + planted["developments"]
    return [(outlet, span) for row in found for side in ("a", "b") for outlet, span in row[side].items()]


def test_every_file_is_what_its_sources_give() -> None:
    done = subprocess.run([sys.executable, str(CORPORA / "build.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_file_is_left_over_from_an_earlier_source() -> None:
    for slug in STORYLINES:
        outlets = set(gold_of(slug)["articles"])
        for kind in ("txt", "html", "json"):
            names = {path.stem for path in (CORPORA / slug).glob(f"*.{kind}")} - {"gold"}
            assert names == outlets, (slug, kind)


def test_there_are_five_storylines_of_three_outlets_or_more() -> None:
    assert len(STORYLINES) >= 5
    assert all(len(gold_of(slug)["articles"]) >= 3 for slug in STORYLINES)


@pytest.mark.parametrize(("slug", "outlet"), all_articles())
def test_an_article_has_the_length_of_a_news_report(slug: str, outlet: str) -> None:
    low, high = (90, 350) if slug in SHORT else (350, 900)
    assert low <= gold_of(slug)["articles"][outlet]["words"] <= high


@pytest.mark.parametrize(("slug", "outlet"), all_articles())
def test_the_dump_is_normalised_and_holds_every_sentence_at_its_span(slug: str, outlet: str) -> None:
    text, gold = dump(slug, outlet), gold_of(slug)["articles"][outlet]
    assert unicodedata.normalize("NFC", text) == text
    assert "\r" not in text
    sentences = article(slug, outlet)["sentences"]
    assert [text[start:end] for start, end in gold["sentence_spans"]] == sentences


@pytest.mark.parametrize(("slug", "outlet"), all_articles())
def test_blocks_cover_the_dump_in_order_with_only_white_space_between(slug: str, outlet: str) -> None:
    text, at = dump(slug, outlet), 0
    for block in gold_of(slug)["articles"][outlet]["blocks"]:
        start, end = block["span"]
        assert text[at:start].strip() == ""
        assert text[start:end] == block["text"] != ""
        at = end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(("slug", "outlet"), all_articles())
def test_the_page_carries_every_paragraph_and_furniture_around_it(slug: str, outlet: str) -> None:
    html = (CORPORA / slug / f"{outlet}.html").read_text(encoding="utf-8")
    plain = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.S)
    plain = re.sub(r"<[^>]+>", " ", plain).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    kinds = Counter(block["kind"] for block in gold_of(slug)["articles"][outlet]["blocks"])
    assert all(sentence in plain for sentence in article(slug, outlet)["sentences"])
    assert sum(n for kind, n in kinds.items() if kind not in ("body", "standfirst", "subhead", "headline")) >= 4


@pytest.mark.parametrize("slug", STORYLINES)
def test_every_planted_span_slices_to_its_words(slug: str) -> None:
    for outlet, span in planted_spans(slug):
        text = dump(slug, outlet)
        assert text[slice(*span["dump"])] == span["text"]
        if span["sentence"] != "title":
            assert article(slug, outlet)["sentences"][span["sentence"]][span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(("slug", "outlet"), all_articles())
def test_every_quotation_slices_to_its_words(slug: str, outlet: str) -> None:
    text = dump(slug, outlet)
    for quote in gold_of(slug)["articles"][outlet]["quotes"]:
        start, end = quote["dump"]
        assert text[start:end] == quote["text"]
        assert text[start - 1] in '"“'
        assert text[end] in '"”'


@pytest.mark.parametrize("slug", STORYLINES)
def test_coverage_agrees_with_links(slug: str) -> None:
    for pair in gold_of(slug)["pairs"]:
        for side, place in (("a", 0), ("b", 1)):
            linked = {link[place] for link in pair["links"]}
            for index, state in pair[f"coverage_{side}"].items():
                assert (int(index) in linked) == (state in ("covered", "partly")), (pair["pair"], side, index, state)


@pytest.mark.parametrize("slug", STORYLINES)
def test_every_sentence_of_every_pair_is_coded(slug: str) -> None:
    for pair in gold_of(slug)["pairs"]:
        for side in ("a", "b"):
            count = len(article(slug, pair[side])["sentences"])
            assert sorted(map(int, pair[f"coverage_{side}"])) == list(range(count))


@pytest.mark.parametrize("slug", STORYLINES)
def test_a_planted_omission_is_stated_by_one_outlet_and_by_none_that_misses_it(slug: str) -> None:
    for row in gold_of(slug)["planted"]["omissions"]:
        assert row["stated_by"]
        assert not set(row["stated_by"]) & set(row["missing_in"])


def test_what_could_not_be_known_yet_is_no_leading_omission() -> None:
    late = 0
    for slug in STORYLINES:
        gold = gold_of(slug)
        for row in gold["planted"]["omissions"]:
            missing = {outlet for outlet, state in row["missing_in"].items() if state == "not_yet_reported"}
            late += len(missing)
            for pair in gold["pairs"]:
                for holder, other, key in (("a", "b", "top_omitted_by_b"), ("b", "a", "top_omitted_by_a")):
                    if pair[other] in missing:
                        stated = set(row["stated_by"].get(pair[holder], []))
                        mains = [r for r in gold["planted"]["omissions"] if r is not row]
                        others = {i for r in mains for i in r["stated_by"].get(pair[holder], [])}
                        assert not (stated - others) & set(pair[key])
    assert late >= 10


@pytest.mark.parametrize("slug", [slug for slug in STORYLINES if slug != TWO_EVENTS])
def test_every_event_has_omissions_conflicts_and_differences_planted(slug: str) -> None:
    planted = gold_of(slug)["planted"]
    assert len(planted["omissions"]) >= 4
    assert len(planted["conflicts"]) >= 3
    assert len({row["lens"] for row in planted["differences"]}) >= 6


def test_every_lens_kind_of_conflict_and_verdict_is_planted() -> None:
    planted = [gold_of(slug)["planted"] for slug in STORYLINES]
    assert {row["lens"] for p in planted for row in p["differences"]} == LENSES
    kinds = {row["kind"] for p in planted for row in p["conflicts"]}
    assert kinds == {"number", "date", "place", "person", "negation", "attribution", "cause"}
    assert {row["verdict"] for p in planted for row in p["conflicts"]} == {"conflict", "update", "scope", "precision"}


def test_two_meetings_of_the_same_ministers_are_different_events() -> None:
    pairs = gold_of(TWO_EVENTS)["pairs"]
    assert Counter(pair["same_event"] for pair in pairs) == {True: 2, False: 4}
    different = [pair for pair in pairs if not pair["same_event"]]
    assert all(pair["links"] and pair["developments"] for pair in different)
    assert not any(pair["conflicts"] or pair["top_omitted_by_a"] or pair["top_omitted_by_b"] for pair in different)


def words_outside_quotes(slug: str, outlet: str) -> list[list[str]]:
    """The article's words, cut wherever a quotation or a wire sentence stands."""
    text, gold = dump(slug, outlet), gold_of(slug)
    wire = {i for o in gold["origins"] for i, _ in o["members"].get(outlet, [])}
    origin = {j for o in gold["origins"] if o["origin"] == outlet for m in o["members"].values() for _, j in m}
    spans = gold["articles"][outlet]["sentence_spans"]
    cut = [tuple(spans[i]) for i in wire | origin if i is not None]
    cut += [tuple(quote["dump"]) for quote in gold["articles"][outlet]["quotes"]]
    kept = list(text)
    for start, end in cut:
        kept[start:end] = "|" * (end - start)
    body = [" ".join("".join(kept[s:e]) for s, e in spans)]
    return [re.findall(r"[\w']+", piece.lower().replace("’", "'")) for piece in body[0].split("|")]


def runs(slug: str, outlet: str) -> set[tuple[str, ...]]:
    return {
        tuple(words[i : i + RUN]) for words in words_outside_quotes(slug, outlet) for i in range(len(words) - RUN + 1)
    }


def test_no_outlet_repeats_ten_words_of_another_except_quotations_and_marked_wire() -> None:
    found = [(name, runs(*name)) for name in all_articles()]
    shared = {(a, b): run & other for (a, run), (b, other) in combinations(found, 2) if run & other}
    assert not shared


@pytest.mark.parametrize("slug", STORYLINES)
def test_marked_wire_sentences_stand_in_the_agency_story(slug: str) -> None:
    for group in gold_of(slug)["origins"]:
        agency = article(slug, group["origin"])["sentences"]
        for outlet, pairs in group["members"].items():
            own = article(slug, outlet)["sentences"]
            for index, source in pairs:
                if source is not None:
                    assert own[index] == agency[source]
                else:
                    assert own[index] in agency[0]  # the agency's first sentence without its dateline


def test_a_whole_and_a_partial_wire_copy_are_planted() -> None:
    group = gold_of("ferry-hallow-sound")["origins"][0]
    share = {
        outlet: len(pairs) / len(article("ferry-hallow-sound", outlet)["sentences"])
        for outlet, pairs in group["members"].items()
    }
    assert share["northport-mercury"] > 0.85
    assert 0.2 < share["coastline-today"] < 0.5


def test_body_gold_leaves_no_furniture_and_loses_no_paragraph() -> None:
    for row in rows("clean"):
        slug, outlet = row["id"].split("/")
        gold = gold_of(slug)["articles"][outlet]
        assert all(sentence in row["body"] for sentence in article(slug, outlet)["sentences"])
        dropped = [b["text"] for b in gold["blocks"] if b["kind"] in ("teaser", "newsletter", "nav", "caption")]
        assert not [text for text in dropped if text in row["body"]]


def test_event_pairs_name_known_articles_once() -> None:
    names = {row["id"] for row in rows("articles")}
    pairs = [(row["a"], row["b"]) for row in rows("event_pairs")]
    assert len(pairs) == len(set(pairs)) == len(names) * (len(names) - 1) // 2
    assert {name for pair in pairs for name in pair} == names


def test_every_pair_of_one_event_is_in_the_readers_form() -> None:
    for row in rows("pairs"):
        assert set(row["gold"]) == {"links", "unsure_links", "coverage_a", "coverage_b", "conflicts", "framing"}
        for note in row["gold"]["framing"]:
            for words in note["notes"]:
                assert words["a"] in row["a"]["sentences"][note["a"]]
                assert words["b"] in row["b"]["sentences"][note["b"]]


def test_addresses_use_the_reserved_domain() -> None:
    for slug, outlet in all_articles():
        assert re.fullmatch(r"https://[a-z-]+\.example/[\w./-]+", article(slug, outlet)["url"])


def test_the_datasheet_names_every_storyline() -> None:
    text = (CORPORA / "README.md").read_text(encoding="utf-8")
    assert all(f"`{slug}`" in text for slug in STORYLINES)
