"""Each format holds the same words at the right places, counted as its readers count."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from framing.export.formats import FORMATS, exporter
from framing.export.study import By, Study, pairs
from framing.model import Comparison
from framing.review.study import compared_study, reviewed_study, suggested_study


def test_every_coding_quotes_its_article(study: Study) -> None:
    for coding in study.codings:
        for words in filter(None, (coding.a, coding.b)):
            assert study.source(words.article).text[words.start : words.end] == words.quote
    assert len(study.codings) == 9


def test_settled_is_the_ruling_or_what_all_agree_on(engine: Engine) -> None:
    settled = reviewed_study(engine, "quarry", settled=True)
    assert {(c.kind, c.label, c.by) for c in settled.codings} == {("link", "partial", By.SETTLED)}


def test_one_coder_s_study_holds_nothing_of_others(engine: Engine) -> None:
    own = reviewed_study(engine, "quarry", coder="ada")
    assert {(c.coder, c.by) for c in own.codings} == {("ada", By.CODER)}
    assert "ben" not in exporter("jsonl").render(own).decode()


def test_a_comparison_goes_out_without_any_review(comparison: Comparison, empty: Engine) -> None:
    from_comparison, from_database = compared_study([comparison], "quarry"), suggested_study(empty, "quarry")
    assert {c.item for c in from_comparison.codings} == {c.item for c in from_database.codings}
    assert {c.by for c in from_comparison.codings} == {By.TOOL}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_study_gives_the_same_bytes(study: Study, name: str) -> None:
    if name in ("xlsx", "cas"):
        pytest.skip("their libraries write their own time or ids")
    assert exporter(name).render(study) == exporter(name).render(study)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_study_is_a_file_too(name: str) -> None:
    assert isinstance(exporter(name).render(Study("nothing", (), ())), bytes)


def test_no_cell_of_the_table_is_a_formula(study: Study) -> None:
    table = list(csv.reader(io.StringIO(exporter("csv").render(study).decode("utf-8-sig"))))
    assert not [cell for row in table for cell in row if cell[:1] in ("=", "+", "-", "@")]
    assert any(cell == "'=1+1" for row in table for cell in row)


def test_no_cell_of_the_workbook_is_a_formula(study: Study) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(exporter("xlsx").render(study)))
    assert book.sheetnames == ["codings", "articles", "codebooks"]
    cells = [cell for row in book["codings"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert any(cell.value == "=1+1" for cell in cells)
    assert len(list(book["codings"].rows)) == len(study.codings) + 1


def test_label_studio_counts_as_a_browser_does(study: Study) -> None:
    tasks = json.loads(exporter("label-studio").render(study))
    checked = 0
    for task in tasks:
        for part in (p for annotation in task["annotations"] for p in annotation["result"] if p["type"] == "labels"):
            units = task["data"][f"text_{part['to_name'][-1]}"].encode("utf-16-le")
            value = part["value"]
            assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
            checked += 1
    assert checked == sum(1 + (c.b is not None) for c in study.codings)


def test_label_studio_s_interface_names_what_the_tasks_use(study: Study) -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(exporter("label-studio-config").render(study))
    names = {element.get("name") for element in root.iter()}
    tasks = json.loads(exporter("label-studio").render(study))
    used = {
        part[key]
        for t in tasks
        for a in t["annotations"]
        for part in a["result"]
        for key in ("from_name", "to_name")
        if key in part
    }
    assert used <= names
    assert {e.get("value") for e in root.iter("Text")} <= {f"${key}" for key in tasks[0]["data"]}


def test_web_annotations_select_by_words_and_by_code_points(study: Study) -> None:
    page = json.loads(exporter("web-annotation").render(study))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    texts = {f"urn:framing:article:{source.id}": source.text for source in study.sources}
    for annotation in page["items"]:
        targets = annotation["target"]
        for target in targets if isinstance(targets, list) else [targets]:
            quoted, place = target["selector"]
            text = texts[target["scope"]]
            assert text[place["start"] : place["end"]] == quoted["exact"]
            assert text[: place["start"]].endswith(quoted["prefix"])
            assert text[place["end"] :].startswith(quoted["suffix"])


def test_doccano_counts_code_points_over_both_texts(study: Study) -> None:
    lines = [json.loads(line) for line in exporter("doccano").render(study).decode().splitlines()]
    assert {line["meta"]["coder"] for line in lines} == {"ada", "ben", "jo"}
    quotes = {line["text"][e["start_offset"] : e["end_offset"]] for line in lines for e in line["entities"]}
    assert quotes == {words.quote for c in study.codings for words in (c.a, c.b) if words}
    assert all(r["from_id"] < len(line["entities"]) for line in lines for r in line["relations"])


def test_cas_read_by_its_own_library_holds_words_and_alignment(study: Study) -> None:
    cassis = pytest.importorskip("cassis")
    (pair,) = pairs(study)
    with zipfile.ZipFile(io.BytesIO(exporter("cas").render(study))) as archive:
        (name,) = archive.namelist()
        cas = cassis.load_cas_from_json(archive.read(name).decode())
    words = cas.select("webanno.custom.Words")
    assert {w.get_covered_text() for w in words} == {x.quote for c in study.codings for x in (c.a, c.b) if x}
    links = cas.select("webanno.custom.Alignment")
    assert len(links) == sum(c.b is not None for c in pair.codings)
    assert {(link.Governor.coder, link.Dependent.coder) for link in links} == {(c, c) for c in ("ada", "ben", "jo")}


def test_jsonl_leaves_nothing_out(study: Study) -> None:
    lines = [json.loads(line) for line in exporter("jsonl").render(study).decode().splitlines()]
    kinds = [line["type"] for line in lines]
    assert (kinds.count("study"), kinds.count("article"), kinds.count("coding")) == (1, 2, len(study.codings))
    assert [line["text"] for line in lines if line["type"] == "article"] == [s.text for s in study.sources]


def test_a_project_file_obeys_the_standard_s_schema(study: Study, tmp_path: Path) -> None:
    pytest.importorskip("pyrefiqda")
    from pyrefiqda.models import Project
    from xsdata.formats.dataclass.parsers.config import ParserConfig
    from xsdata_pydantic.bindings import XmlParser

    with zipfile.ZipFile(io.BytesIO(exporter("qdpx").render(study))) as archive:
        strict = ParserConfig(
            fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True
        )
        project = XmlParser(config=strict).from_bytes(archive.read("project.qde"), Project)
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("sources/")}
    assert {user.name for user in project.users.user} == {"ada", "ben", "jo", "framing"}
    ids = set()
    quotes = set()
    for source in project.sources.text_source:
        text = texts[source.plain_text_path.replace("internal://", "sources/")]
        for selection in source.plain_text_selection:
            ids.add(selection.guid)
            quotes.add(text[selection.start_position : selection.end_position])
            assert selection.coding
    assert quotes == {words.quote for c in study.codings for words in (c.a, c.b) if words}
    ends = {end for link in project.links.link for end in (link.origin_guid, link.target_guid)}
    assert ends <= ids
    linked = [c for c in study.codings if c.b is not None and c.label not in ("none", "reject")]
    assert len(project.links.link) == len(linked)


def test_a_project_file_resolves_every_reference_and_uses_no_id_twice(study: Study) -> None:
    from xml.etree import ElementTree

    with zipfile.ZipFile(io.BytesIO(exporter("qdpx").render(study))) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
    ids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(ids) == len(set(ids))
    references = {e.get(key) for e in root.iter() for key in ("targetGUID", "originGUID", "creatingUser") if e.get(key)}
    assert references <= set(ids)
    order = [child.tag.rpartition("}")[2] for child in root]
    assert order == ["Users", "CodeBook", "Sources", "Notes", "Links"]


def test_what_xml_cannot_hold_is_replaced_one_for_one() -> None:
    from framing.export.refi import clean

    text = "a\x00b\x1f\ud800\U0001f6a2\ufffe c"
    assert clean(text) == "a\ufffdb\ufffd\ufffd\U0001f6a2\ufffd c"
