"""Sources of many articles: every form gives its articles as a stream, and says why an item gave none."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from framing.errors import NotFound, SettingsError
from framing.ingest import Overrides
from framing.ingest.columns import guess_columns, load_columns
from framing.ingest.failure import Failure
from framing.ingest.many import read_many
from framing.model import Article, Notice
from tests.ingest.pages import BODY, dump, html

TEXT = "\n\n".join(BODY)
ROW = {
    "Headline": "Bridge shut",
    "Source": "Orrin Courier",
    "Date": "2024-03-05",
    "Link": "https://example.org/a",
    "Body": TEXT,
}


def items(path: Path, **options: Any) -> list[Article | Failure]:
    return list(read_many(path, **options))


def write_csv(path: Path, rows: list[dict[str, str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    import csv

    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def check(article: Article | Failure) -> None:
    assert isinstance(article, Article), article
    assert (article.title, article.outlet, article.published, article.url) == (
        "Bridge shut",
        "Orrin Courier",
        "2024-03-05",
        "https://example.org/a",
    )
    assert article.body == TEXT


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_columns_are_guessed_and_shown(tmp_path: Path, separator: str) -> None:
    told: list[Notice] = []
    found = items(write_csv(tmp_path / "a.csv", [ROW, ROW], separator), tell=told.append)
    assert len(found) == 2
    check(found[0])
    assert 'text from "Body"' in told[0].message
    assert "guessed" in told[0].message


def test_jsonl_xlsx_and_parquet_give_the_same_article(tmp_path: Path) -> None:
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    (tmp_path / "a.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append(list(ROW.values()))
    book.save(tmp_path / "a.xlsx")
    pq.write_table(pa.Table.from_pylist([ROW]), tmp_path / "a.parquet")
    (tmp_path / "list.json").write_text(json.dumps({"articles": [ROW]}), encoding="utf-8")
    for name in ("a.jsonl", "a.xlsx", "a.parquet", "list.json"):
        found = items(tmp_path / name)
        assert len(found) == 1
        check(found[0])


def test_a_mapping_file_names_the_columns(tmp_path: Path) -> None:
    row = {"c1": "Bridge shut", "c2": TEXT}
    table = write_csv(tmp_path / "a.csv", [row])
    mapping = tmp_path / "map.toml"
    mapping.write_text('text = "c2"\ntitle = "c1"\n', encoding="utf-8")
    (found,) = items(table, mapping=mapping)
    assert isinstance(found, Article)
    assert (found.title, found.body) == ("Bridge shut", TEXT)


def test_unrecognised_columns_are_named_in_the_reason(tmp_path: Path) -> None:
    (found,) = items(write_csv(tmp_path / "a.csv", [{"c1": "x", "c2": TEXT}]))
    assert isinstance(found, Failure)
    assert '"c1", "c2"' in found.reason
    assert "mapping" in found.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [('colour = "x"\n', "unknown field `colour`"), ("text = [1]\n", "heading"), ("text =", "not a column mapping")],
)
def test_wrong_mappings_are_settings_errors(tmp_path: Path, content: str, words: str) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        load_columns(mapping)


def test_a_mapped_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    (found,) = items(write_csv(tmp_path / "a.csv", [ROW]), mapping={"text": "Story"})
    assert isinstance(found, Failure)
    assert '"Story"' in found.reason


@pytest.mark.parametrize(
    ("headings", "text", "outlet"),
    [
        (["stories_id", "publish_date", "title", "url", "language", "media_name"], None, "media_name"),
        (["id", "Full Text", "Publication"], "Full Text", "Publication"),
        (["\ufeffTEXT", "source"], "\ufeffTEXT", "source"),
        (["content", "domain"], "content", "domain"),
    ],
)
def test_usual_headings_are_recognised(headings: list[str], text: str | None, outlet: str) -> None:
    guessed = guess_columns(headings)
    assert guessed.get("text") == text
    assert guessed["outlet"] == outlet


def test_rows_without_text_but_with_an_address_are_listed_to_fetch(tmp_path: Path) -> None:
    row = {
        "stories_id": "1",
        "publish_date": "2024-03-05",
        "title": "Bridge shut",
        "url": "https://example.org/a",
        "media_name": "Courier",
    }
    (found,) = items(write_csv(tmp_path / "media-cloud.csv", [row]))
    assert isinstance(found, Failure)
    assert (found.code, found.url, found.known["outlet"]) == ("to-fetch", "https://example.org/a", "Courier")


def test_lines_of_another_encoding_in_a_csv_are_read_and_told(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(
        b"text,title\n" + f'"{BODY[0]} caf\u00e9",one\n'.encode() + f'"{BODY[1]} caf\u00e9",two\n'.encode("cp1252")
    )
    told: list[Notice] = []
    found = items(table, tell=told.append)
    assert [a.body.endswith("caf\u00e9") for a in found if isinstance(a, Article)] == [True, True]
    assert "mixed-encoding" in {notice.code for notice in told}


def test_bad_rows_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_bytes(
        b'{"text": "%s"}\n{bad\n[1]\n\xff\xfe\n{"text": ""}\n{"text": "%s"}\n' % (BODY[0].encode(), BODY[1].encode())
    )
    found = items(table)
    assert [type(item) for item in found] == [Article, Failure, Failure, Failure, Failure, Article]
    assert [item.source.split("#")[1] for item in found if isinstance(item, Failure)] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]


def test_a_large_jsonl_is_read_as_a_stream(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text((json.dumps({"text": BODY[0]}) + "\n") * 2_000, encoding="utf-8")
    stream = read_many(table)
    assert isinstance(next(stream), Article)
    stream.close()  # type: ignore[attr-defined]


def test_a_cut_parquet_table_is_one_failure(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([ROW] * 50), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(data[: len(data) // 2])
    (found,) = items(tmp_path / "a.parquet")
    assert isinstance(found, Failure)
    assert "Parquet" in found.reason


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_zip_members_are_read_by_their_ending(tmp_path: Path) -> None:
    archive = make_zip(
        tmp_path / "a.zip",
        {"one.txt": dump().encode(), "sub/two.html": html().encode(), "rows.jsonl": json.dumps(ROW).encode()},
    )
    found = items(archive)
    assert [a.outlet for a in found if isinstance(a, Article)] == [
        "The Orrin Courier",
        "The Orrin Courier",
        "Orrin Courier",
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("../../evil.txt", dump().encode(), "unsafe"),
        ("/etc/evil.txt", dump().encode(), "unsafe"),
        ("C:\\evil.txt", dump().encode(), "unsafe"),
        ("inner.zip", b"PK", "unsafe"),
        ("bomb.txt", b"0" * 60_000_000, "too-large"),
        ("picture.png", b"\x89PNG", "unknown-format"),
    ],
)
def test_unsafe_members_of_a_zip_are_set_aside(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    found = items(make_zip(tmp_path / "a.zip", {name: data, "good.txt": dump().encode()}))
    assert isinstance(found[0], Failure)
    assert found[0].code == code
    assert isinstance(found[1], Article)


def test_links_in_a_zip_and_in_a_folder_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/hostname")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "one.txt").write_text(dump(), encoding="utf-8")
    assert [item.code for item in items(tmp_path / "a.zip") if isinstance(item, Failure)] == ["unsafe"]
    assert [type(item) for item in items(folder)] == [Failure, Article]


def test_an_office_file_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    make_zip(tmp_path / "a.docx", {"word/document.xml": b" " * 60_000_000})
    (found,) = items(tmp_path / "a.docx")
    assert isinstance(found, Failure)
    assert "bomb" in found.reason


def test_docx_paragraphs_and_properties_are_read(tmp_path: Path) -> None:
    paragraphs = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in BODY)
    word = f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>'
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    core = '<?xml version="1.0"?><c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Bridge shut</dc:title><dc:creator>Lena Okafor</dc:creator></c:coreProperties>'
    members = {"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": word, "docProps/core.xml": core}
    (found,) = items(
        make_zip(tmp_path / "a.docx", {k: v.encode() for k, v in members.items()}),
        overrides=Overrides(outlet="Courier"),
    )
    assert isinstance(found, Article)
    assert (found.title, found.byline, found.outlet) == ("Bridge shut", "Lena Okafor", "Courier")
    assert found.body == TEXT


def make_pdf(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """A minimal PDF: pages of (x, y, text)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        stream = "\n".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in page)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(
        f"{p:010d} 00000 n \n".encode() for p in places
    )
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def column(x: int, count: int, start: int = 0) -> list[tuple[int, int, str]]:
    return [
        (x, 700 - 14 * i, f"Line {start + i} of the report about the bridge over the harbour") for i in range(count)
    ]


def test_pdf_running_heads_and_page_numbers_are_set_aside(tmp_path: Path) -> None:
    pages = [[(72, 760, "Annual Report of the Port"), *column(72, 8, 10 * n), (300, 30, str(n + 1))] for n in range(4)]
    (tmp_path / "a.pdf").write_bytes(make_pdf(pages))
    (found,) = items(tmp_path / "a.pdf")
    assert isinstance(found, Article)
    assert "Annual Report" not in found.body
    assert "Line 33" in found.body
    assert "running head" in found.blocks[-1].reason
    assert not any(notice.code == "pdf-columns" for notice in found.notices)


def test_pdf_columns_are_warned_about(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf([[*column(40, 10), *column(330, 10, 20)]]))
    (found,) = items(tmp_path / "a.pdf")
    assert isinstance(found, Article)
    assert "pdf-columns" in {notice.code for notice in found.notices}


@pytest.mark.parametrize(
    ("data", "words"), [(make_pdf([[]]), "no text layer"), (b"%PDF-1.4 broken", "not a readable PDF")]
)
def test_unreadable_pdfs_say_why(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    (found,) = items(tmp_path / "a.pdf")
    assert isinstance(found, Failure)
    assert words in found.reason


def test_feeds_give_full_texts_and_list_summaries_to_fetch(tmp_path: Path) -> None:
    full = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in BODY)
    (tmp_path / "a.rss").write_text(
        f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Orrin Courier</title>
        <item><title>Bridge shut</title><link>https://example.org/a</link><pubDate>Tue, 05 Mar 2024 18:40:00 GMT</pubDate>
        <content:encoded>{full}</content:encoded></item>
        <item><title>Ferries</title><link>https://example.org/b</link><description>Short.</description></item></channel></rss>""",
        encoding="utf-8",
    )
    one, two = items(tmp_path / "a.rss")
    assert isinstance(one, Article)
    assert (one.title, one.outlet, one.body, one.published) == (
        "Bridge shut",
        "Orrin Courier",
        TEXT,
        "2024-03-05T18:40:00+00:00",
    )
    assert isinstance(two, Failure)
    assert (two.code, two.url) == ("to-fetch", "https://example.org/b")


def test_newsml_g2_items_are_read_without_resolving_entities(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in BODY)
    (tmp_path / "a.xml").write_text(
        f"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
        <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="g">
        <itemMeta><provider><name>Coast Agency</name></provider><versionCreated>2024-03-05T18:40:00Z</versionCreated></itemMeta>
        <contentMeta><headline>Bridge shut</headline><by>Lena Okafor</by><language tag="en"/></contentMeta>
        <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs}<p>&secret;</p></body></html></inlineXML></contentSet>
        </newsItem><newsItem><contentMeta><headline>Picture</headline></contentMeta></newsItem></itemSet></newsMessage>""",
        encoding="utf-8",
    )
    one, two = items(tmp_path / "a.xml")
    assert isinstance(one, Article)
    assert (one.title, one.outlet, one.byline, one.language) == ("Bridge shut", "Coast Agency", "Lena Okafor", "en")
    assert one.published.startswith("2024-03-05T18:40:00")
    assert one.body == f"{TEXT}\n\n&secret;"
    assert isinstance(two, Failure)


def test_xml_entity_bombs_are_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    (tmp_path / "a.xml").write_text(
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><newsItem><headline>&l11;</headline></newsItem>', encoding="utf-8"
    )
    (found,) = items(tmp_path / "a.xml")
    assert isinstance(found, Failure)


def test_ninjs_items_are_read(tmp_path: Path) -> None:
    value = {
        "uri": "urn:1",
        "headline": "Bridge shut",
        "body_html": "".join(f"<p>{p}</p>" for p in BODY),
        "byline": "Lena Okafor",
        "versioncreated": "2024-03-05T18:40:00Z",
        "language": "en",
    }
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    (found,) = items(tmp_path / "a.json")
    assert isinstance(found, Article)
    assert (found.title, found.byline, found.published) == ("Bridge shut", "Lena Okafor", "2024-03-05T18:40:00+00:00")
    assert [p for p in BODY if p not in found.body] == []


def test_ris_references_are_listed_to_fetch(tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_text(
        "TY  - NEWS\nTI  - Bridge shut\nAU  - Okafor, Lena\nT2  - Orrin Courier\nDA  - 2024/03/05/\nUR  - https://example.org/a\nER  - \n",
        encoding="utf-8",
    )
    (found,) = items(tmp_path / "a.ris")
    assert isinstance(found, Failure)
    assert (found.code, found.url, found.known["outlet"], found.known["published"]) == (
        "to-fetch",
        "https://example.org/a",
        "Orrin Courier",
        "2024-03-05",
    )


def test_warc_pages_are_read_and_a_cut_archive_says_so(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for status, kind in (("200 OK", "text/html"), ("404 Not Found", "text/html"), ("200 OK", "image/png")):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://example.org/a", "response", payload=io.BytesIO(html().encode()), http_headers=headers
            )
        )
    (tmp_path / "a.warc.gz").write_bytes(buffer.getvalue())
    (found,) = items(tmp_path / "a.warc.gz")
    assert isinstance(found, Article)
    assert (found.url, found.outlet) == ("https://example.org/a", "The Orrin Courier")
    (tmp_path / "b.warc").write_bytes(b"not a web archive at all\n" * 20)
    assert [type(item) for item in items(tmp_path / "b.warc")] == [Failure]


def test_a_list_of_addresses_is_listed_to_fetch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("https://example.org/a\n\nhttps://example.org/b\n", encoding="utf-8")
    assert [item.url for item in items(tmp_path / "a.txt") if isinstance(item, Failure)] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("2024-03-05", "2024-03-05"), ("March 5, 2024", "2024-03-05"), ("5 March 2024", "2024-03-05"), ("05 Mar. 2024", "2024-03-05"),
        ("2024/03/05", "2024-03-05"), ("25/03/2024", "2024-03-25"), ("05.03.2024", "2024-03-05"), ("2024-03-05T18:40:00Z", "2024-03-05T18:40:00+00:00"),
        ("Tue, 05 Mar 2024 18:40:00 +0100", "2024-03-05T18:40:00+01:00"), ("5. M\u00e4rz 2024", "2024-03-05"), ("3/5/2024", ""), ("yesterday", ""),
        ("20240305", "2024-03-05"), ("20240305T184000Z", "2024-03-05"), ("1709663400", "2024-03-05T18:30:00+00:00"), ("1709663400000", "2024-03-05T18:30:00+00:00"),
        ("20241345", ""), ("123456", ""),
    ],
)  # fmt: skip
def test_dates_in_many_forms(tmp_path: Path, given: str, iso: str) -> None:
    (found,) = items(write_csv(tmp_path / "a.csv", [{"text": TEXT, "date": given}]))
    assert isinstance(found, Article)
    assert found.published == iso
    assert bool(iso) or "unreadable-date" in {notice.code for notice in found.notices}


def test_a_date_that_can_be_read_two_ways_says_so(tmp_path: Path) -> None:
    (found,) = items(write_csv(tmp_path / "a.csv", [{"text": TEXT, "date": "05/03/2024"}]))
    assert isinstance(found, Article)
    assert [n.message for n in found.notices if n.code == "unreadable-date" and "day or month first" in n.message]


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        items(tmp_path / "absent.csv")
