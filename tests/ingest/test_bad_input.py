"""What cannot be read gets a clear error, what is odd gets a named notice; nothing hangs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from framing.errors import BinaryInput, EmptyInput, InputError, MalformedInput, NoBody, NotFound, TooLarge, UsageError
from framing.ingest import read, read_bytes, read_folder
from framing.ingest.decode import MAX_BYTES
from framing.segment import MAX_CHARS, MAX_PASSAGES, capped, segment
from tests.ingest.pages import BODY, dump

TEXT = "\n\n".join(BODY)
SENTENCE = "The minister told reporters that the old bridge would stay closed until the spring, officials said. "


@pytest.mark.parametrize(
    ("data", "name", "error", "words"),
    [
        (b"", "a.txt", EmptyInput, "empty"),
        (b" \n\t\n", "a.txt", EmptyInput, "empty"),
        ("\u200b\u2060\ufeff".encode(), "a.txt", EmptyInput, "invisible"),
        (bytes(range(256)) * 40, "a.txt", BinaryInput, "control characters"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a.txt", BinaryInput, "PNG"),
        (b"%PDF-1.7 ...", "a.txt", BinaryInput, "PDF"),
        (b"Home\nNews\nSubscribe\nSign in\nPrivacy policy", "a.txt", NoBody, "furniture"),
        (b"{bad", "a.json", MalformedInput, "line 1, column 2"),
        (b"[1, 2]", "a.json", MalformedInput, "list"),
        (b'{"title": "x"}', "a.json", MalformedInput, "`text`"),
        (b'{"text": "  "}', "a.json", EmptyInput, "empty"),
        (b'{"sentences": ["a", 3]}', "a.json", MalformedInput, "strings"),
        (b'{"sentences": []}', "a.json", EmptyInput, "no text"),
        (b"[" * 100_000, "a.json", MalformedInput, "deep"),
        (b"<html><body><script>x()</script></body></html>", "a.html", EmptyInput, "no text"),
    ],
)
def test_unreadable_bytes_raise_a_named_error(data: bytes, name: str, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words):
        read_bytes(data, name)


@pytest.mark.parametrize(
    ("data", "code", "encoding"),
    [
        (("Caf\u00e9 and na\u00efve \u201cr\u00e9sum\u00e9\u201d. " + TEXT).encode("cp1252"), "encoding", "cp1252"),
        (
            ("Caf\u00e9 one. " + TEXT + "\n").encode() + "R\u00e9sum\u00e9 two.\n".encode("cp1252"),
            "mixed-encoding",
            "utf-8 and windows-1252",
        ),
        ((TEXT + "\x00").encode(), "nul-characters", "utf-8"),
        ((TEXT + " \u202eabc\u202c").encode(), "bidi-controls", "utf-8"),
        ((TEXT + " a\u200bb").encode(), "zero-width", "utf-8"),
        (("Lorem ipsum dolor sit amet consectetur elit. " * 12).encode(), "unknown-language", "utf-8"),
        (
            ("Der Minister sagte am Montag, dass die Br\u00fccke nicht sicher ist. " * 9).encode(),
            "other-language",
            "utf-8",
        ),
    ],
)
def test_odd_bytes_are_read_with_a_named_notice(data: bytes, code: str, encoding: str) -> None:
    article = read_bytes(data, "a.txt")
    assert code in {notice.code for notice in article.notices}
    assert article.provenance.encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    assert read_bytes(TEXT.encode(encoding), "a.txt").body == TEXT


def test_a_file_over_the_bound_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_bytes(b"a" * (MAX_BYTES + 1), "a.txt")


def test_ten_megabytes_on_one_line_take_linear_time() -> None:
    def seconds(size: int) -> float:
        data = (SENTENCE * (size // len(SENTENCE))).encode()
        start = time.process_time()
        article = read_bytes(data, "a.txt")
        passages = segment(article)
        assert len(passages) == MAX_PASSAGES
        return time.process_time() - start

    seconds(1_200_000)
    half, whole = (min(seconds(size) for _ in range(2)) for size in (5_000_000, 10_000_000))
    assert whole < 2.0
    assert whole < 3 * half + 0.1  # quadratic time would be four times as much


@pytest.mark.parametrize("unit", ["word ", "a", "a.", '"', "(", "A. ", "é", "x@", "- "])
def test_a_long_line_of_anything_is_read_in_bounded_time(unit: str) -> None:
    start = time.process_time()
    try:
        article = read_bytes((unit * (1_000_000 // len(unit))).encode(), "a.txt")
        assert all(len(p.text) <= MAX_CHARS for p in segment(article))
    except InputError:
        pass
    assert time.process_time() - start < 5


def test_too_many_sentences_are_said() -> None:
    article = read_bytes(("\n".join([SENTENCE * 4] * 3_000)).encode(), "a.txt")
    notice = capped(article)
    assert notice is not None
    assert notice.code == "too-many-sentences"
    assert capped(read_bytes(TEXT.encode(), "a.txt")) is None


def test_lines_past_the_bound_are_set_aside_with_a_notice() -> None:
    article = read_bytes((SENTENCE + "\n").encode() * 12_500, "a.txt")
    assert "too-many-lines" in {notice.code for notice in article.notices}
    assert "past the lines" in article.blocks[-1].reason


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        read(tmp_path / "absent.txt")
    with pytest.raises(NotFound, match="folder"):
        read(tmp_path)
    with pytest.raises(NotFound, match="no such folder"):
        read_folder(tmp_path / "absent")


def test_urls_are_not_fetched_unasked() -> None:
    with pytest.raises(UsageError, match="fetch"):
        read("https://example.org/story")


def test_stdin_is_given_as_bytes() -> None:
    assert read("-", stdin=dump().encode()).provenance.path == "stdin"
    with pytest.raises(UsageError):
        read("-")


def test_a_folder_gives_its_articles_and_says_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(dump(), encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.json").write_text(
        '{"outlet": "Post", "text": "One thing happened here today."}', encoding="utf-8"
    )
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    articles, notices = read_folder(tmp_path)
    assert [a.outlet for a in articles] == ["The Orrin Courier", "Post"]
    assert {(n.code, Path(n.where).name) for n in notices} == {
        ("file-set-aside", "empty.txt"),
        ("file-set-aside", "picture.png"),
        ("link-not-followed", "link.txt"),
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files_in_a_folder_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(dump(), encoding="utf-8")
    locked = tmp_path / "two.txt"
    locked.write_text(dump(), encoding="utf-8")
    locked.chmod(0)
    articles, notices = read_folder(tmp_path)
    assert len(articles) == 1
    assert notices[0].code == "file-set-aside"


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput, match="no article"):
        read_folder(tmp_path)
