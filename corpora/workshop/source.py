"""Read the hand-written sources: outlets, events, and articles in a one-sentence-a-line markup.

A body line is one of::

    [fact other_fact | Speaker; -] One sentence.     facts stated (main one first), speaker of each quotation
    > [fact] One sentence of the standfirst.         standfirst above the body
    = 4                                              sentence 4 of the wire story, word for word
    ## A cross-head                                  kept as body, never a sentence
    %teaser Headline|Standfirst|Byline               page furniture of that kind, lines split at "|"

A blank line ends a paragraph. In the fact list ``!`` marks content that no other outlet of the event states, ``-``
a sentence without checkable content, and ``@wire`` text taken from an agency. Speaker ``-`` marks scare quotes or a
title in quotation marks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

UNIQUE, NONFACT, WIRE = "!", "-", "@wire"
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_SENTENCE = re.compile(r"\[([^\]]*)\]\s+(.*)")


class SourceError(ValueError):
    """A hand-written source breaks its own rules; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet and the furniture that every page of its site carries."""

    slug: str
    name: str
    kind: str
    template: str
    typographic: bool
    paragraph: int
    gap: str
    menu: str
    date_format: str
    byline_format: str
    top: tuple[tuple[str, str], ...]
    bottom: tuple[tuple[str, str], ...]
    metadata: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One coded sentence. ``facts`` holds the shared facts it states, the main one first unless ``own_main``."""

    text: str
    facts: tuple[str, ...]
    own_main: bool
    own_part: bool
    nonfact: bool
    wire: bool
    speakers: tuple[str, ...]

    @property
    def main(self) -> str | None:
        """The shared fact that is the sentence's main proposition, if there is one."""
        return None if self.own_main or not self.facts else self.facts[0]


@dataclass(frozen=True, slots=True)
class Part:
    """A block of an article in page order: body, standfirst, subhead, or a kind of furniture."""

    kind: str
    text: str
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One article as written."""

    outlet: Outlet
    event: str
    title: str
    title_facts: tuple[str, ...]
    path: str
    published: datetime
    date_shown: bool
    byline: str
    dateline: str
    summary: str
    section: str
    sentences: tuple[Sentence, ...]
    parts: tuple[Part, ...]

    @property
    def url(self) -> str:
        """Address under the reserved ``.example`` domain."""
        return f"https://{self.outlet.slug}.example/{self.path}"


@dataclass(frozen=True, slots=True)
class Storyline:
    """One folder of the corpora: its stories, the definitions of its facts, and what was planted."""

    slug: str
    meta: dict[str, Any]
    facts: dict[str, str]
    stories: dict[str, Story] = field(default_factory=dict)


def curl(text: str) -> str:
    """Turn straight quotation marks into typographic ones, code point for code point."""
    text = re.sub(r'(?:(?<=^)|(?<=[\s(\[—–]))"', "“", text)
    text = text.replace('"', "”")
    text = re.sub(r"(?:(?<=^)|(?<=[\s(\[—–“]))'(?=\w)", "‘", text)
    return text.replace("'", "’")


def read_outlets(path: Path) -> dict[str, Outlet]:
    """Read ``outlets.toml``."""
    outlets = {}
    for slug, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
        outlets[slug] = Outlet(
            slug=slug,
            name=row["name"],
            kind=row["kind"],
            template=row["template"],
            typographic=row.get("typographic", True),
            paragraph=row.get("paragraph", 3),
            gap="\n\n" if row.get("airy", True) else "\n",
            menu=row.get("menu", "line"),
            date_format=row["date_format"],
            byline_format=row.get("byline_format", "By {byline}"),
            top=_furniture(row["top"]),
            bottom=_furniture(row["bottom"]),
            metadata=row.get("metadata", True),
        )
    return outlets


def _furniture(rows: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = (row.split(" ", 1) for row in rows)
    return tuple((kind, text.replace("|", "\n")) for kind, text in pairs)


def read_storyline(folder: Path, outlets: dict[str, Outlet]) -> Storyline:
    """Read ``event.toml`` and the stories it names, wire story first so that others can quote it."""
    meta = tomllib.loads((folder / "event.toml").read_text(encoding="utf-8"))
    storyline = Storyline(folder.name, meta, meta["facts"])
    wire: tuple[Sentence, ...] = ()
    for slug in meta["outlets"]:
        story = read_story(folder / "source" / f"{slug}.toml", outlets, storyline, wire)
        storyline.stories[slug] = story
        wire = wire or story.sentences
    return storyline


def read_story(path: Path, outlets: dict[str, Outlet], storyline: Storyline, wire: tuple[Sentence, ...]) -> Story:
    """Read one article source; unknown facts and malformed lines raise :class:`SourceError`."""
    row = tomllib.loads(path.read_text(encoding="utf-8"))
    outlet = outlets[row["outlet"]]
    dress = curl if outlet.typographic else str
    body = _parse_body(path, row["body"], wire, outlet)
    stated = {fact for sentence in body.sentences for fact in sentence.facts} | set(row.get("title_facts", "").split())
    if unknown := stated - set(storyline.facts):
        raise SourceError(f"{path}: facts not defined in event.toml: {sorted(unknown)}")
    if not body.sentences[0].text.startswith(row.get("dateline", "")):
        raise SourceError(f"{path}: the first sentence does not open with the dateline")
    return Story(
        outlet=outlet,
        event=row.get("event", storyline.meta["id"]),
        title=dress(row["title"]),
        title_facts=tuple(row.get("title_facts", "").split()),
        path=row["path"],
        published=datetime.fromisoformat(row["published"]),
        date_shown=row.get("date_shown", True),
        byline=row.get("byline", ""),
        dateline=row.get("dateline", ""),
        summary=dress(row.get("summary", "")),
        section=row.get("section", "News"),
        sentences=tuple(body.sentences),
        parts=tuple(body.parts),
    )


class _Body:
    """Collects sentences into paragraphs of at most ``limit`` and furniture between them."""

    def __init__(self, limit: int, dress: Callable[[str], str]) -> None:
        self.limit, self.dress = limit, dress
        self.sentences: list[Sentence] = []
        self.parts: list[Part] = []
        self._kind = "body"
        self._open: list[int] = []

    def close(self) -> None:
        """End the open paragraph, if there is one."""
        if self._open:
            text = " ".join(self.sentences[i].text for i in self._open)
            self.parts.append(Part(self._kind, text, tuple(self._open)))
        self._open = []

    def furniture(self, line: str) -> None:
        """Add a cross-head (``## ...``) or a piece of furniture (``%kind ...``)."""
        self.close()
        kind, text = ("subhead", line[3:]) if line.startswith("## ") else line[1:].split(" ", 1)
        self.parts.append(Part(kind, self.dress(text.replace("|", "\n"))))

    def sentence(self, kind: str, sentence: Sentence) -> None:
        """Add a sentence to the open paragraph, or start the next one."""
        if kind != self._kind or len(self._open) >= self.limit:
            self.close()
        self._kind = kind
        self._open.append(len(self.sentences))
        self.sentences.append(sentence)


def _parse_body(path: Path, body: str, wire: tuple[Sentence, ...], outlet: Outlet) -> _Body:
    parsed = _Body(outlet.paragraph, curl if outlet.typographic else str)
    for number, line in enumerate(map(str.strip, body.strip().split("\n")), 1):
        if not line:
            parsed.close()
        elif line[0] in "%#":
            parsed.furniture(line)
        else:
            kind = "standfirst" if line.startswith("> ") else "body"
            where = f"{path}: body line {number}"
            parsed.sentence(kind, _parse_sentence(where, line.removeprefix("> "), wire, parsed.dress))
    parsed.close()
    return parsed


def _parse_sentence(where: str, line: str, wire: tuple[Sentence, ...], dress: Callable[[str], str]) -> Sentence:
    if line.startswith("= "):
        source = wire[int(line[2:])]
        return replace(source, text=dress(source.text.translate(STRAIGHT)), wire=True)
    match = _SENTENCE.fullmatch(line)
    if match is None:
        raise SourceError(f"{where}: expected '[facts] sentence', got {line[:60]!r}")
    head, _, names = match[1].partition("|")
    marks = head.split()
    return Sentence(
        text=dress(match[2].strip()),
        facts=tuple(mark for mark in marks if mark not in (UNIQUE, NONFACT, WIRE)),
        own_main=marks[0] in (UNIQUE, NONFACT),
        own_part=UNIQUE in marks,
        nonfact=NONFACT in marks,
        wire=WIRE in marks,
        speakers=tuple(name.strip() for name in names.split(";") if name.strip()),
    )
