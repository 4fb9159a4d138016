"""One source to one Article, by the form of the file."""

from __future__ import annotations

from pathlib import Path

from framing.errors import EmptyInput, InputError, NotFound, TooLarge, UsageError
from framing.ingest.decode import MAX_BYTES, decode
from framing.ingest.dump import read_dump
from framing.ingest.json_article import read_json
from framing.ingest.overrides import Overrides
from framing.model import Article, Notice

STDIN = "-"
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
}
MAX_FILES = 10_000
"""Most files that one folder may give; more come as a corpus."""


def read(source: str | Path, *, overrides: Overrides | None = None, stdin: bytes | None = None) -> Article:
    """The article in a file, or in `stdin` where `source` is `-`.

    Raises NotFound, EmptyInput, BinaryInput, EncodingError, TooLarge, MalformedInput, NoBody; UsageError for a URL.
    """
    if str(source) == STDIN:
        if stdin is None:
            raise UsageError("`-` was given but nothing was read from standard input")
        return read_bytes(stdin, "stdin", overrides=overrides)
    if str(source).casefold().startswith(("http://", "https://")):
        raise UsageError(
            f"{source}: is a URL; pages are fetched only when asked for: framing ingest --fetch URL -o CORPUS"
        )
    path = Path(source)
    return read_bytes(load(path), path.name, overrides=overrides, path=str(source))


def load(path: Path) -> bytes:
    """The bytes of a file within the size bound. Raises NotFound, TooLarge."""
    try:
        if path.is_dir():
            raise NotFound(f"{path}: is a folder, not a file")
        if not path.is_file():
            raise NotFound(f"{path}: no such file" if not path.exists() else f"{path}: not a regular file")
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(f"{path}: {path.stat().st_size:,} bytes; an article may have at most {MAX_BYTES:,}")
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror or error}") from error


def read_bytes(data: bytes, name: str, *, overrides: Overrides | None = None, path: str = "") -> Article:
    """The article in `data`; the end of `name` tells the format, else the first characters do.

    `path`, where given, goes into the provenance and the messages.
    """
    given = overrides or Overrides()
    where = path or name
    decoded = decode(data, where)
    form = SUFFIXES.get(Path(name).suffix.casefold(), "")
    looks = _looks_like(decoded.text)
    if form in ("", "text"):
        form = looks if looks == "html" or not form else form
    if form == "json":
        return read_json(decoded, data, where, given)
    if form == "html":
        from framing.ingest.html import read_html

        return read_html(decoded, data, where, given)
    return read_dump(decoded, data, where, given)


def _looks_like(text: str) -> str:
    start = text[:2000].lstrip("\ufeff \t\r\n").casefold()
    if (
        start.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body", "<article", "<div"))
        or "<html" in start[:1000]
    ):
        return "html"
    return "json" if start.startswith("{") and text.rstrip().endswith("}") else "text"


def read_folder(
    path: str | Path, *, overrides: Overrides | None = None
) -> tuple[tuple[Article, ...], tuple[Notice, ...]]:
    """All articles of a folder and its subfolders in the order of their names, and a notice for every file set aside.

    Hidden files and links are not followed. Raises NotFound where the folder cannot be read, EmptyInput where it holds no article.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise NotFound(f"{folder}: no such folder")
    articles: list[Article] = []
    notices: list[Notice] = []
    files = _files(folder, notices)
    for file in files[:MAX_FILES]:
        try:
            articles.append(read(file, overrides=overrides))
        except InputError as error:
            notices.append(Notice("file-set-aside", str(error), str(file)))
    if len(files) > MAX_FILES:
        notices.append(
            Notice("too-many-files", f"only the first {MAX_FILES:,} of {len(files):,} files were read", str(folder))
        )
    if not articles:
        reasons = "; ".join(n.message for n in notices[:3])
        raise EmptyInput(f"{folder}: no article in this folder" + (f" ({reasons})" if reasons else ""))
    return tuple(articles), tuple(notices)


def _files(folder: Path, notices: list[Notice]) -> list[Path]:
    """Readable files with a known ending, sorted; everything else gets a notice."""
    found = []
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = sorted(current.iterdir())
        except OSError as error:
            notices.append(Notice("folder-set-aside", f"{current}: cannot be read: {error.strerror}", str(current)))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                notices.append(Notice("link-not-followed", f"{entry}: a symbolic link, not followed", str(entry)))
            elif entry.is_dir():
                pending.append(entry)
            elif entry.suffix.casefold() in SUFFIXES:
                found.append(entry)
            else:
                notices.append(Notice("file-set-aside", f"{entry}: not a format that is read here", str(entry)))
    return sorted(found)
