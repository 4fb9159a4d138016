"""REFI-QDA 1.5 project files (.qdpx), which ATLAS.ti, MAXQDA, NVivo, QualCoder and others read.

Structure and order of elements after the standard's project schema (namespace urn:QDA-XML:project:1.0).
Positions are code points of the plain text. The words of a finding are two selections, each with a coding by
whoever coded it; the alignment is a link between the two selections; comments are notes.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, tostring

from framing.export.study import Book, By, Coding, Source, Study, Words
from framing.report.files import encodable

NAMESPACE = "urn:QDA-XML:project:1.0"
_ROOT = uuid.UUID("5b7c2a8e-3f0d-4c1a-9a52-2d6f6c1e7b44")
_COLOURS = {"link": "#1f5f8b", "difference": "#8a4b12", "fact": "#2f6b3a", "frame": "#6b3f7d"}
_TITLES = {"link": "Alignment", "difference": "Framing difference", "fact": "Coverage of a fact"}


class Qdpx:
    """The project archive: project.qde and one plain text a source."""

    suffix = ".qdpx"

    def render(self, study: Study) -> bytes:
        """The archive; the same study gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "project.qde", tostring(_Project(study).element, encoding="utf-8", xml_declaration=True))
            for source in study.sources:
                _put(archive, f"sources/{guid('source', source.id)}.txt", encodable(source.text).encode("utf-8"))
        return out.getvalue()


def guid(*parts: object) -> str:
    """A stable id for whatever the parts name."""
    return str(uuid.uuid5(_ROOT, "\x1f".join(encodable(str(part)) for part in parts)))


def clean(text: str) -> str:
    """Text without what XML 1.0 cannot hold, character for character, so that positions stay."""
    return "".join(
        c if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "\ufffd"
        for c in text
    )


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


class _Project:
    def __init__(self, study: Study) -> None:
        self.study = study
        self.users = {coding.coder: guid("user", coding.coder) for coding in study.codings}
        self.users.setdefault("framing", guid("user", "framing"))
        self.notes: list[tuple[str, str, Coding]] = []
        self.element = Element(
            "Project",
            {
                "xmlns": NAMESPACE,
                "name": clean(study.name),
                "origin": f"framing {study.version}".strip(),
                "creatingUserGUID": self.users["framing"],
                **({"creationDateTime": study.made} if study.made else {}),
            },
        )
        self._add_users()
        self._add_codes()
        self._add_sources()
        self._add_notes()
        self._add_links()

    def _add_users(self) -> None:
        users = SubElement(self.element, "Users")
        for name, key in self.users.items():
            SubElement(users, "User", {"guid": key, "name": clean(name)})

    def _add_codes(self) -> None:
        codes = SubElement(SubElement(self.element, "CodeBook"), "Codes")
        said: dict[str, dict[str, None]] = defaultdict(dict)
        for coding in self.study.codings:
            said[coding.kind][coding.label] = None
            if coding.lens:
                said["lens"][coding.lens] = None
        for kind, labels in said.items():
            title = _TITLES.get(kind, "Lens")
            top = _code(codes, guid("code", kind), title, _COLOURS.get(kind, "#555555"), codable=False)
            for label in labels:
                _code(top, guid("code", kind, label), label.replace("_", " "), _COLOURS.get(kind, "#555555"))
        for book in self.study.books:
            _add_book(codes, book)

    def _add_sources(self) -> None:
        by_article: dict[str, list[tuple[Words, Coding, str]]] = defaultdict(list)
        for coding in self.study.codings:
            for side, words in (("a", coding.a), ("b", coding.b)):
                if words is not None:
                    by_article[words.article].append((words, coding, side))
        sources = SubElement(self.element, "Sources")
        for source in self.study.sources:
            self._add_source(sources, source, by_article[source.id])

    def _add_source(self, parent: Element, source: Source, found: list[tuple[Words, Coding, str]]) -> None:
        key = guid("source", source.id)
        named = {"guid": key, "name": clean(f"{source.outlet}: {source.title}".strip(": ") or source.id)}
        text = SubElement(parent, "TextSource", {**named, "plainTextPath": f"internal://{key}.txt"})
        described = " · ".join(part for part in (source.outlet, source.title, source.published, source.url) if part)
        SubElement(text, "Description").text = clean(described)
        for words, coding, side in found:
            self._add_selection(text, words, coding, side)

    def _add_selection(self, parent: Element, words: Words, coding: Coding, side: str) -> None:
        key = selection_id(coding, side)
        user = {"creatingUser": self.users[coding.coder], **({"creationDateTime": coding.made} if coding.made else {})}
        place = {"startPosition": str(words.start), "endPosition": str(words.end)}
        selection = SubElement(
            parent, "PlainTextSelection", {"guid": key, "name": clean(words.quote[:80]), **place, **user}
        )
        if coding.explanation:
            SubElement(selection, "Description").text = clean(coding.explanation)
        targets = [guid("code", coding.kind, coding.label)]
        if coding.lens:
            targets.append(guid("code", "lens", coding.lens))
        if coding.frame and any(coding.frame.startswith(f"{book.name}/") for book in self.study.books):
            targets.append(guid("frame", coding.frame))
        for target in targets:
            made = SubElement(selection, "Coding", {"guid": guid("coding", key, target), **user})
            SubElement(made, "CodeRef", {"targetGUID": target})
        if coding.comment:
            note = guid("note", key)
            SubElement(selection, "NoteRef", {"targetGUID": note})
            self.notes.append((note, coding.comment, coding))

    def _add_notes(self) -> None:
        if not self.notes:
            return
        notes = SubElement(self.element, "Notes")
        for key, comment, coding in self.notes:
            note = SubElement(notes, "Note", {"guid": key, "creatingUser": self.users[coding.coder]})
            SubElement(note, "PlainTextContent").text = clean(comment)

    def _add_links(self) -> None:
        linked = [coding for coding in self.study.codings if coding.b is not None and coding.label not in NO_LINK]
        if not linked:
            return
        links = SubElement(self.element, "Links")
        for coding in linked:
            ends = {"originGUID": selection_id(coding, "a"), "targetGUID": selection_id(coding, "b")}
            name = coding.label if coding.kind == "link" else coding.lens or coding.kind
            SubElement(
                links,
                "Link",
                {"guid": guid("link", *ends.values()), "name": name, "direction": "Associative", **ends},
            )


NO_LINK = ("none", "reject")
"""Decided not to be linked: coded, but not drawn."""


def selection_id(coding: Coding, side: str) -> str:
    """The id of a coding's selection on one side."""
    settled = coding.by is By.SETTLED
    return guid("selection", coding.item, "settled" if settled else coding.coder, coding.by, side)


def _code(parent: Element, key: str, name: str, colour: str, *, codable: bool = True) -> Element:
    return SubElement(
        parent, "Code", {"guid": key, "name": clean(name), "isCodable": str(codable).lower(), "color": colour}
    )


def _add_book(codes: Element, book: Book) -> None:
    top = _code(codes, guid("book", book.name), f"{book.name}, version {book.version}", "#555555", codable=False)
    SubElement(top, "Description").text = clean(book.definition)
    for code in book.codes:
        made = _code(top, guid("frame", f"{book.name}/{code.id}"), code.name, _COLOURS["frame"])
        SubElement(made, "Description").text = clean(code.definition)
